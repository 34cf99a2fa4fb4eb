/** How values and counts read in an issue. */
import { redactQueries } from '../redact';
import { truncateUtf8 } from './bytes';
import { own } from './own';

/** A number with its thousands apart: "32,000". */
export function count(value: number): string {
  return String(value).replace(/\B(?=(?:\d{3})+$)/g, ',');
}

/** A number and what it counts: "1 byte", "32,000 bytes". */
export function countOf(value: number, noun: string): string {
  return `${count(value)} ${noun}${value === 1 ? '' : 's'}`;
}

/**
 * A value in few words, for an issue's `received`. Texts are quoted and cut; the query of an address is left out,
 * because that is where keys and tokens are, and so are keys and tokens that stand elsewhere.
 */
export function show(value: unknown): string {
  switch (typeof value) {
    case 'undefined':
      return 'nothing';
    case 'string':
      return value === '' ? 'an empty text' : quote(value);
    case 'number':
    case 'boolean':
    case 'bigint':
      return `the ${typeof value} ${String(value)}`;
    case 'object':
      if (value === null) return 'null';
      return Array.isArray(value) ? 'a list' : (own(KINDS, kindOfObject(value)) ?? `a ${kindOfObject(value)}`);
    default:
      return `a ${typeof value}`;
  }
}

const KINDS: Readonly<Record<string, string>> = { Object: 'an object', Error: 'an error', Array: 'a list' };

/** What the language calls an object's kind: "Object", "Date", "Map". */
export function kindOfObject(value: object): string {
  try {
    return Object.prototype.toString.call(value).slice(8, -1).slice(0, 40);
  } catch {
    return 'strange object';
  }
}

const SHOWN_BYTES = 60;

/** A text in quotation marks, on one line, cut, without the query of an address and without keys and tokens elsewhere. */
export function quote(text: string): string {
  const line = redactQueries(text.slice(0, 500)).replace(/\s+/g, ' ');
  const cut = truncateUtf8(line, SHOWN_BYTES);
  return `"${cut}${cut.length < line.length || text.length > 500 ? '…' : ''}"`;
}

/** Names as a sentence has them: "a, b or c"; the rest is counted when they are many. */
export function either(names: readonly string[]): string {
  if (names.length > 12) return `${names.slice(0, 10).join(', ')} or one of ${names.length - 10} more`;
  const last = names[names.length - 1] ?? '';
  return names.length < 2 ? last : `${names.slice(0, -1).join(', ')} or ${last}`;
}
