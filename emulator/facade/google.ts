import type { Caller } from '../services/service';
import type { Native } from '../native';
import type { Bridge } from './bridge';

/** What a service's facade builds on, inside the execution's realm. */
export interface Google {
  readonly bridge: Bridge;
  readonly native: Native;
  /** The way to one service's host: `google.caller<LockHost>('LockService')`. */
  caller<Host>(service: string): Caller<Host>;
  /** State that begins anew with each execution, though a realm may serve many. */
  perExecution<State>(begin: () => State): () => State;
}

/** An exception of one of Google's services, as a script sees it: `String(e)` begins "Exception: ". */
export class Exception extends Error {}
Object.defineProperty(Exception.prototype, 'name', { value: 'Exception', configurable: true, writable: true });

export function googleFor(bridge: Bridge, native: Native): Google {
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
