import type { ExecutionKind } from '../execution';
import { PRESENT } from './google';

/**
 * A function's result as it leaves the execution: JSON, or undefined for nothing.
 *
 * @param note - hears why a result is left out
 */
export function resultAsJson(value: unknown, kind: ExecutionKind, note: (reason: string) => void): string | undefined {
  try {
    return JSON.stringify(presented(value, kind));
  } catch (error) {
    // google.script.run fails with such a result; elsewhere Google does not write it at all.
    if (kind === 'page') throw error;
    note(
      String((error as Error | null)?.message)
        .split('\n', 1)
        .join(),
    );
    return undefined;
  }
}

function presented(value: unknown, kind: ExecutionKind): unknown {
  if (typeof value === 'object' && value !== null && PRESENT in value)
    return (value as { [PRESENT]: () => unknown })[PRESENT]();
  // A page that is sent a Date anywhere in a result gets null in its place (reported by others).
  return kind === 'page' && !isLegalForPage(value) ? null : value;
}

/** Whether google.script.run carries a value: plain objects, arrays and primitives. */
function isLegalForPage(value: unknown, within: readonly unknown[] = []): boolean {
  if (typeof value === 'function' || typeof value === 'symbol' || typeof value === 'bigint') return false;
  if (typeof value !== 'object' || value === null) return true;
  // JSON refuses a circle in its own words.
  if (within.includes(value)) return true;
  const isLegal = (entry: unknown): boolean => isLegalForPage(entry, [...within, value]);
  if (Array.isArray(value)) return value.every(isLegal);
  return Object.prototype.toString.call(value) === '[object Object]' && Object.values(value).every(isLegal);
}
