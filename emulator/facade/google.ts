import type { Caller } from '../services/service';
import type { Native } from '../native';
import type { Bridge } from './bridge';

/** What a service's facade builds on, inside the execution's realm. */
export interface Google {
  readonly bridge: Bridge;
  readonly native: Native;
  /** Compiles a function body in the realm: sees its globals and these parameters. Works where `eval` is off. */
  readonly compile: Compile;
  /** The way to one service's host: `google.caller<LockHost>('LockService')`. */
  caller<Host>(service: string): Caller<Host>;
  /** State that begins anew with each execution, though a realm may serve many. */
  perExecution<State>(begin: () => State): () => State;
  /**
   * Says what a marker in an event stands for: arguments and their properties of the form `{ google: 'Range', … }` become
   * what `make` returns, made when the function is called.
   */
  onMarker(kind: string, make: (marker: Readonly<Record<string, unknown>>) => unknown): void;
  /** An argument as the function gets it: copied, markers revived. */
  revive(argument: unknown): unknown;
}

export type Compile = (body: string, parameters: readonly string[]) => (...args: unknown[]) => unknown;

/** How an object of Google's leaves an execution when a function returns it: what this method gives, as JSON. */
export const PRESENT: unique symbol = Symbol('present');

/** An exception of one of Google's services, as a script sees it: `String(e)` begins "Exception: ". */
export class Exception extends Error {}
Object.defineProperty(Exception.prototype, 'name', { value: 'Exception', configurable: true, writable: true });

export function googleFor(bridge: Bridge, native: Native, compile: Compile): Google {
  const markers = new Map<string, (marker: Readonly<Record<string, unknown>>) => unknown>();
  const ofMarker = (value: unknown): unknown => {
    const { google: kind } = (value ?? {}) as { google?: unknown };
    const make = typeof kind === 'string' ? markers.get(kind) : undefined;
    return make ? make(value as Record<string, unknown>) : value;
  };
  const call = (service: string, method: string, args: unknown[]): unknown => {
    const answer = bridge.call(service, method, args);
    if ('value' in answer) return adopt(answer.value);
    const error = new Exception(answer.thrown.message);
    if (answer.thrown.name !== 'Exception') Object.defineProperty(error, 'name', { value: answer.thrown.name });
    throw error;
  };
  return {
    bridge,
    native,
    compile,
    caller:
      <Host>(service: string) =>
      (method: string, ...args: unknown[]) =>
        call(service, method, args) as ReturnType<Caller<Host>>,
    perExecution: <State>(begin: () => State) => {
      const states = new WeakMap<object, { state: State }>();
      return () => {
        let held = states.get(bridge.execution);
        if (!held) states.set(bridge.execution, (held = { state: begin() }));
        return held.state;
      };
    },
    onMarker: (kind, make) => void markers.set(kind, make),
    revive(argument) {
      const copy = adopt(argument);
      if (typeof copy !== 'object' || copy === null || Array.isArray(copy)) return copy;
      const revived = ofMarker(copy);
      if (revived !== copy) return revived;
      for (const [key, value] of Object.entries(copy as Record<string, unknown>)) {
        // Events name their authorisation mode by its text.
        const marker: unknown = key === 'authMode' ? { google: 'AuthMode', name: value } : value;
        (copy as Record<string, unknown>)[key] = ofMarker(marker);
      }
      return copy;
    },
  };
}

/** A copy made of this realm's own arrays and objects: what comes from outside has another realm's. */
export function adopt(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return Array.from(value, adopt);
  const copy: Record<string, unknown> = {};
  for (const [key, entry] of Object.entries(value)) copy[key] = adopt(entry);
  return copy;
}

/** Text as Google makes it of an argument: an object becomes "[object Object]". */
export function asText(value: unknown): string {
  return String(value);
}

/**
 * Refuses arguments that fit none of a method's signatures, in Google's words.
 *
 * @param method - "PropertiesService.Properties.setProperty"
 * @param signatures - one text per overload: "String,Number"; "?" stands for anything but null
 */
export function checkSignature(method: string, args: ArrayLike<unknown>, ...signatures: readonly string[]): void {
  const given = Array.from(args, typeName);
  const fits = (signature: string): boolean => {
    const wanted = signature === '' ? [] : signature.split(',');
    return wanted.length === given.length && wanted.every((type, index) => accepts(type, given[index] ?? 'null'));
  };
  if (!signatures.some(fits)) {
    throw new Exception(`The parameters (${given.join(',')}) don't match the method signature for ${method}.`);
  }
}

// Google coerces numbers and booleans to the text a signature asks for, and texts that are numbers to numbers.
function accepts(wanted: string, given: string): boolean {
  if (wanted === given) return true;
  if (wanted === '?') return given !== 'null';
  return wanted === 'String' && (given === 'number' || given === 'Boolean');
}

/** What Google calls a value's type in that refusal. */
function typeName(value: unknown): string {
  if (value === null || value === undefined) return 'null';
  if (typeof value === 'string') return 'String';
  if (typeof value === 'number') return 'number';
  if (typeof value === 'boolean') return 'Boolean';
  if (Array.isArray(value)) return value.every((entry) => typeof entry === 'number') ? 'number[]' : 'String[]';
  return '(class)';
}
