import { validateHeaderValue } from 'node:http';
import type { Fault } from './faults';
import { isObject } from './json';

/** What is wrong with a field's value; undefined when nothing is. */
type Check = (value: unknown) => string | undefined;

/** Below 200 an answer is none yet, and its sender waits for ever. */
const status = whole('an HTTP status', 200, 599);
const milliseconds = whole('milliseconds', 0, 86_400_000);

const CHECKS: { readonly [Name in keyof Required<Fault>]: Check } = {
  status,
  lost: bool,
  afterCreate: (value) =>
    value === 'drop' || status(value) === undefined ? undefined : 'an HTTP status, 200 to 599, or "drop"',
  latencyMs: (value) =>
    (Array.isArray(value) && value.length === 2 ? value : [value]).some((each) => milliseconds(each) !== undefined)
      ? 'milliseconds, or [from, to]'
      : undefined,
  probability: (value) => (typeof value === 'number' && value >= 0 && value <= 1 ? undefined : 'a number from 0 to 1'),
  times: whole('a count', 1, 1_000_000),
  forMs: milliseconds,
  retryAfter: (value) =>
    isHeaderText(value) || (typeof value === 'number' && value >= 0 && value <= 1e9)
      ? undefined
      : 'seconds, 0 to 1,000,000,000, or a text that a header may hold',
  retryAfterAsDate: bool,
  html: bool,
  body: (value) => (typeof value === 'string' ? undefined : 'a text'),
};

/** Of these only one may decide the answer. */
const DECIDING = ['status', 'lost', 'afterCreate'] as const;

/**
 * Reads faults from outside.
 *
 * @throws {@link Error} the value is no list of faults; the message names the place and what is expected there
 */
export function readFaults(value: unknown): Fault[] {
  if (!Array.isArray(value)) throw new Error('Expected a list of faults, such as [{"status":503,"probability":0.2}].');
  return value.map((fault: unknown, index) => {
    const at = `faults[${String(index)}]`;
    if (!isObject(fault)) throw new Error(`Expected an object at ${at}.`);
    for (const [name, member] of Object.entries(fault)) {
      const check = (CHECKS as Readonly<Record<string, Check>>)[name];
      if (!check) throw new Error(`There is no ${at}.${name}. A fault has: ${Object.keys(CHECKS).join(', ')}.`);
      const expected = check(member);
      if (expected !== undefined)
        throw new Error(`Expected ${expected} at ${at}.${name}; got ${JSON.stringify(member)}.`);
    }
    const deciding = DECIDING.filter((name) => fault[name] !== undefined);
    if (deciding.length > 1)
      throw new Error(`Expected only one of ${deciding.join(', ')} at ${at}: each decides the answer.`);
    if (deciding.length === 0 && fault['latencyMs'] === undefined) {
      throw new Error(`Expected one of ${DECIDING.join(', ')}, latencyMs at ${at}; without them it does nothing.`);
    }
    return fault;
  });
}

function whole(what: string, from: number, to: number): Check {
  return (value) =>
    Number.isInteger(value) && Number(value) >= from && Number(value) <= to
      ? undefined
      : `${what}, ${String(from)} to ${String(to)}`;
}

function isHeaderText(value: unknown): boolean {
  if (typeof value !== 'string') return false;
  try {
    validateHeaderValue('Retry-After', value);
    return true;
  } catch {
    return false;
  }
}

function bool(value: unknown): string | undefined {
  return typeof value === 'boolean' ? undefined : 'true or false';
}
