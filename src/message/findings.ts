/** What the rules of the check have in common. */
import type { Issue } from '../errors';
import { either } from './wording';

/** Where the rules report to. */
export interface Findings {
  error(path: string, problem: string, expected: string, received: string): void;
  warn(path: string, problem: string, expected: string, received: string): void;
}

/** So many are told; more say nothing new, and an error must stay readable. */
export const MAX_ISSUES = 100;

/** Collects what the rules find; what follows from something that the reading has already reported is not told again. */
export class Collector implements Findings {
  readonly errors: Issue[] = [];
  readonly warnings: Issue[] = [];

  constructor(private readonly reported: readonly Issue[]) {}

  error(path: string, problem: string, expected: string, received: string): void {
    if (this.errors.length > MAX_ISSUES || this.isReported(path)) return;
    this.errors.push({ path, problem, expected, received });
  }

  /** A misspelt part leaves its whole empty, and what has no shape has no parts. */
  private isReported(path: string): boolean {
    return this.reported.some(
      (issue) => isWithin(issue.path, path) || (issue.path !== '' && isWithin(path, issue.path)),
    );
  }

  warn(path: string, problem: string, expected: string, received: string): void {
    if (this.warnings.length <= MAX_ISSUES) this.warnings.push({ path, problem, expected, received });
  }
}

const isWithin = (path: string, outer: string): boolean =>
  path.startsWith(outer) && (path.length === outer.length || outer === '' || /[.[]/.test(path[outer.length] ?? ''));

/** Exactly one of these fields. */
export function requireOne(
  value: object,
  kinds: readonly string[],
  path: string,
  problem: string,
  found: Findings,
): void {
  const given = kinds.filter((kind) => kind in value);
  if (given.length === 0) found.error(path, problem, either(kinds), 'none of them');
  if (given.length > 1) {
    const expected = `one of ${either(kinds)}`;
    found.error(path, 'holds more than one thing', expected, given.join(' and '));
  }
}

/** A list that shows nothing without an entry. Chat takes it, and what comes of it is not documented. */
export function expectEntries(list: readonly unknown[] | undefined, path: string, noun: string, found: Findings): void {
  if ((list ?? []).length > 0) return;
  found.warn(path, 'is empty', `at least one ${noun}`, list === undefined ? 'nothing' : 'an empty list');
}

/** At least one entry. */
export function requireEntries(
  list: readonly unknown[] | undefined,
  path: string,
  noun: string,
  found: Findings,
): void {
  if ((list ?? []).length === 0) {
    found.error(path, 'is empty', `at least one ${noun}`, list === undefined ? 'nothing' : 'an empty list');
  }
}

/** An image that screen readers cannot describe. */
export function warnNoAltText(path: string, found: Findings): void {
  found.warn(path, 'is missing: screen readers cannot describe the image', 'a text that says what it shows', 'nothing');
}

/** Nothing to see in it. */
export const isBlank = (text: string | undefined): boolean => text === undefined || text.trim() === '';
