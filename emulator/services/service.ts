import type { Execution } from '../execution';

/** What a service knows of the call it serves. */
export interface CallContext {
  readonly execution: Execution;
  /** The instant of the effect, epoch milliseconds. */
  readonly now: number;
  /** When the script made the call, epoch milliseconds. */
  readonly issuedAt: number;
  /** Of an effect with many entries only so many take place: the call is cut off in its middle. Infinity otherwise. */
  readonly entriesMax: number;
  /** Says that the script sees the answer no earlier than this: the network, a sleep. */
  readyAt(instant: number): void;
}

/** Nothing has happened yet: the call waits. It is served again at `until`, or earlier when something changed. */
export class Blocked {
  constructor(readonly until: number) {}
}

/** The side of a service that keeps its state: methods over plain data, the call's context first. */
export type ServiceMethod = (context: CallContext, ...args: never[]) => unknown;

type Methods<Host> = {
  [Name in keyof Host]: Host[Name] extends ServiceMethod ? Name : never;
}[keyof Host] &
  string;

type Arguments<Method> = Method extends (context: CallContext, ...args: infer Args) => unknown ? Args : never;

type Result<Method> = Method extends (...args: never[]) => infer Value ? Exclude<Value, Blocked> : never;

/** How a facade reaches its host: the host's methods, without the context. */
export type Caller<Host> = <Name extends Methods<Host>>(
  method: Name,
  ...args: Arguments<Host[Name]>
) => Result<Host[Name]>;

/** Whose store, cache or lock: all users' of the script, this user's, or the containing document's. */
export type Scope = 'script' | 'user' | 'document';
