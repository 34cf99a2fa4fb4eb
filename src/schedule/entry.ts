import * as v from 'valibot';
import type { Issue } from '../errors';
import { lazily } from '../lazily';
import { nearestName } from '../message/nearest';
import { show } from '../message/wording';

/** What an entry is checked against besides itself. */
export interface CheckContext {
  /** Now, epoch milliseconds. */
  readonly now: number;
  /** All entries as they would be, by kind and id: what an entry may refer to. Not all of them need be valid. */
  readonly entries: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  /** Whether the entry is just being made, so that it must still have something to do; one in code may be over. */
  readonly isNew: boolean;
  /** How often the clock trigger runs: 1, 5, 10, 15 or 30. */
  readonly tickEveryMinutes: number;
  /** The address of this script's own web app; '' when there is none, or it is not known. */
  readonly ownUrl: string;
}

/**
 * One kind of configuration: schedules, monitors, … A part says what an entry must be; keeping entries is the
 * settings' work.
 */
export interface ConfigurationPart<Entry> {
  /** The key under which `configure` and notifications.ts have it: "schedules". */
  readonly kind: string;
  /** The field that names an entry: "id", or "webhook". */
  readonly idField: string;
  /**
   * Everything that is wrong with an entry, its id included; paths start at the entry: "cron", "to[1]".
   *
   * @param entry - anything; a function where the type allows one comes only from code
   */
  check(entry: unknown, context: CheckContext): Issue[];
  /** An entry that is in order in one line of plain words. Left out, there is none. */
  describe?(entry: Entry, context: CheckContext): string;
  /** The entry as it may be shown: whatever may be a secret is {@link MASK}. Left out, nothing is. */
  mask?(entry: Entry): object;
}

/** What is shown in place of a secret; a configuration that is given back with it keeps the secret. */
export const MASK = '***';

/** The entries of one kind that are in force. Reading them costs time, so it waits until something has changed or is due. */
export interface Entries<Entry> {
  /** Changes whenever one of them does. */
  readonly fingerprint: string;
  /** All, by id, as they stand: those that are not valid too. */
  all(): ReadonlyMap<string, Entry>;
  /** Those that are valid, by id. Costs more: each is checked. */
  valid(): ReadonlyMap<string, Entry>;
  /** When an entry was stored, epoch milliseconds; 0 when it is in code, which tells no time. */
  storedAt(id: string): number;
}

/** The text of an id, in code and in store. */
export const ID = /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/;

const ID_RULE = '1 to 64 letters, digits, dots, hyphens or underscores, a letter or digit first';

/** An entry's id. */
export const idSchema = lazily(() => v.pipe(v.string(ID_RULE), v.regex(ID, ID_RULE)));

/** A text that is not empty. */
export const textSchema = (maxCharacters = 200) =>
  v.pipe(v.string('a text'), v.nonEmpty('a text'), v.maxLength(maxCharacters, `at most ${maxCharacters} characters`));

/** One webhook's name, or several. */
export const toSchema = lazily(() =>
  v.union(
    [textSchema(64), v.pipe(v.array(textSchema(64), 'names'), v.nonEmpty('at least one name'))],
    'the name of a webhook, or a list of names',
  ),
);

/** A whole number within bounds. */
export const wholeNumber = (min: number, max: number) => {
  const expected = `a whole number from ${min} to ${max}`;
  return v.pipe(v.number(expected), v.integer(expected), v.minValue(min, expected), v.maxValue(max, expected));
};

/** One of some texts. */
export const oneOf = <const T extends readonly string[]>(options: T) => v.picklist(options, listed(options));

/** `"a", "b" or "c"` */
export const listed = (options: readonly string[]): string => {
  const quoted = options.map((option) => JSON.stringify(option));
  return quoted.length < 2 ? quoted.join('') : `${quoted.slice(0, -1).join(', ')} or ${quoted[quoted.length - 1]}`;
};

/**
 * Checks a value's shape. The texts that a schema is made with are what is expected, as in "a whole number from 1 to 60".
 *
 * @returns everything that is wrong; empty when the value is of the schema's type
 */
export function checkShape(schema: v.GenericSchema, value: unknown): Issue[] {
  // To valibot a list is an object too.
  if (Array.isArray(value) && schema.type === 'strict_object') return checkShape(schema, null);
  const result = v.safeParse(schema, value);
  return result.success ? [] : result.issues.map((issue) => toIssue(issue, schema));
}

function toIssue(issue: v.BaseIssue<unknown>, schema: v.GenericSchema): Issue {
  const path = pathOf(issue);
  const fields = 'entries' in schema ? (schema.entries as Record<string, { message?: unknown }>) : {};
  if (issue.type === 'strict_object' && issue.expected === 'never') {
    const nearest = nearestName(path, Object.keys(fields));
    const expected = nearest === undefined ? 'no such field' : `"${nearest}"`;
    return { path, problem: 'is not known here', expected, received: `"${path}"` };
  }
  if (issue.input === undefined) {
    const own = fields[path]?.message;
    return {
      path,
      problem: 'is missing',
      expected: typeof own === 'string' ? own : issue.message,
      received: 'nothing',
    };
  }
  return { path, problem: 'is not valid', expected: issue.message, received: show(issue.input) };
}

const pathOf = ({ path }: v.BaseIssue<unknown>): string =>
  (path ?? []).reduce((text, { key }) => {
    if (typeof key === 'number') return `${text}[${key}]`;
    return text === '' ? String(key) : `${text}.${String(key)}`;
  }, '');

/** What is wrong with an entry's language, if anything: `locale` must be a BCP 47 tag. */
export function checkLocale(locale: string | undefined): Issue[] {
  try {
    Intl.getCanonicalLocales(locale);
    return [];
  } catch {
    const received = JSON.stringify(locale);
    return [{ path: 'locale', problem: 'is no language', expected: 'a tag such as "de-DE"', received }];
  }
}
