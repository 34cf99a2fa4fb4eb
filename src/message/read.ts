/**
 * The first half of the check: is it JSON, and of the shape of Chat's schema? Gives a clean copy, so that what follows
 * meets neither getters nor cycles nor foreign values, and names only in Google's camelCase.
 */
import type { Issue } from '../errors';
import { MAX_ISSUES } from './findings';
import { nearestName } from './nearest';
import { chatSchema, ENUMS, fieldName, snakeCase, TEXT_KINDS, unusableFields, type Unusable } from './schema';
import { count, either, kindOfObject, quote, show } from './wording';

/** A message as read: its copy, and what was wrong with its shape. */
export interface Reading {
  /** What was of the right shape; the rest is left out. */
  readonly message: Readonly<Record<string, unknown>>;
  readonly errors: Issue[];
  readonly warnings: Issue[];
}

/** More entries than a message of 32,000 bytes can have: "{}," takes three. They are not looked at one by one. */
const MAX_ENTRIES = 11_000;
/** More values than such a message can have, in all lists together. */
const MAX_VALUES = 50_000;
/** How deep what is not looked into may be nested: Google's JSON parser stops at 100. */
const MAX_DEPTH = 50;

/** Reads a message. Never throws. */
export function readMessage(message: unknown): Reading {
  const reader = new Reader();
  const copy = reader.object(message, 'Message', '');
  return { message: copy ?? {}, errors: reader.errors, warnings: reader.warnings };
}

class Reader {
  readonly errors: Issue[] = [];
  readonly warnings: Issue[] = [];
  private valuesLeft = MAX_VALUES;

  object(value: unknown, type: string, path: string): Record<string, unknown> | undefined {
    if (!isPlainObject(value)) {
      const expected = path === '' ? 'an object such as { text: "…" } or { cardsV2: [ … ] }' : 'an object';
      return this.refuse(path, 'has the wrong type', expected, show(value));
    }
    if (this.valuesLeft-- <= 0) return this.exhausted();
    const fields = chatSchema()[type] ?? {};
    const copy: Record<string, unknown> = {};
    for (const key of safely(() => Object.keys(value), [])) {
      if (this.valuesLeft-- <= 0) return this.exhausted();
      const name = fieldName(key, fields);
      const at = !IDENTIFIER.test(key) ? `${path}[${quote(key)}]` : path === '' ? key : `${path}.${key}`;
      const given = safely(() => (value as Record<string, unknown>)[key], UNREADABLE);
      if (given === undefined) continue; // JSON has no form for it
      if (name === undefined) this.unknownField(key, type, path, at);
      else if (given === null)
        continue; // stands for a field that is not set
      else if (name in copy) this.refuse(at, 'is given twice', `only ${name}`, `${name} and ${key}`);
      else {
        const unusable = unusableFields()[`${type}.${name}`];
        if (unusable !== undefined) this.unusable(at, name, unusable);
        if (unusable !== undefined && EXPLAINED[unusable].isError) continue;
        const read = this.field(given, fields[name] ?? 'any', at);
        if (read !== undefined && unusable !== 'set by Chat') copy[name] = read;
      }
    }
    return copy;
  }

  private field(value: unknown, kind: string, path: string): unknown {
    if (value === UNREADABLE) return this.unreadable(path);
    if (kind === 'any') return this.anything(value, path);
    if (TEXT_KINDS.includes(kind)) {
      return typeof value === 'string' ? wellFormed(value) : this.refuse(path, WRONG, 'a text', show(value));
    }
    if (kind === 'boolean') {
      // JSON's mapping of protocol buffers takes the words as well.
      if (value === 'true' || value === 'false') return value === 'true';
      return typeof value === 'boolean' ? value : this.refuse(path, WRONG, 'true or false', show(value));
    }
    if (kind === 'int' || kind === 'number') return this.number(value, kind, path);
    const values = ENUMS[kind];
    if (values !== undefined) return this.enumeration(value, values, path);
    if (!kind.endsWith('[]')) return this.object(value, kind, path);
    return this.list(value, path, (entry, at) => this.object(entry, kind.slice(0, -2), at));
  }

  /** A number, or a text of one: JSON's proto mapping takes both. */
  private number(value: unknown, kind: 'int' | 'number', path: string): unknown {
    const number = typeof value === 'string' && /^-?\d+(\.\d+)?(e[+-]?\d+)?$/i.test(value) ? Number(value) : value;
    const expected = kind === 'int' ? 'a whole number' : 'a number';
    if (typeof number !== 'number' || !Number.isFinite(number)) return this.refuse(path, WRONG, expected, show(value));
    if (kind === 'int' && (!Number.isInteger(number) || number !== (number | 0))) {
      return this.refuse(path, WRONG, expected, show(value));
    }
    return number;
  }

  private enumeration(value: unknown, values: readonly string[], path: string): unknown {
    if (typeof value === 'string' && values.includes(value)) return value;
    const place = typeof value === 'string' && /^\d+$/.test(value) ? Number(value) : value;
    if (typeof place === 'number' && values[place] !== undefined) return values[place];
    const meant = typeof value === 'string' ? nearestName(value, values) : undefined;
    const known = either(values.filter((name) => !name.endsWith('_UNSPECIFIED')));
    return this.refuse(path, 'is not a value Chat knows', did(known, meant), show(value));
  }

  private list(value: unknown, path: string, read: (entry: unknown, at: string) => unknown): unknown[] | undefined {
    if (!Array.isArray(value)) return this.refuse(path, WRONG, 'a list', show(value));
    const length = safely(() => value.length, -1);
    if (length < 0) return this.unreadable(path);
    if (length > MAX_ENTRIES) {
      return this.refuse(path, 'is too long', `at most ${count(MAX_ENTRIES)} entries`, `${count(length)} entries`);
    }
    const copy: unknown[] = [];
    for (let i = 0; i < length; i++) {
      const entry: unknown = safely(() => value[i] as unknown, UNREADABLE);
      const at = `${path}[${i}]`;
      if (entry === UNREADABLE) this.unreadable(at);
      // A place that could not be read stays in the list, empty, so that the places after it keep their numbers.
      const entryCopy = entry === UNREADABLE ? undefined : read(entry, at);
      copy.push(entryCopy === undefined ? {} : entryCopy);
      if (this.valuesLeft-- <= 0) break;
    }
    return copy;
  }

  /** What the schema does not describe further: only JSON. */
  private anything(value: unknown, path: string, around: readonly object[] = []): unknown {
    if (this.valuesLeft-- <= 0) return this.exhausted();
    if (value === null || typeof value === 'string' || typeof value === 'boolean') return value;
    if (typeof value === 'number' && Number.isFinite(value)) return value;
    if (typeof value !== 'object') return this.refuse(path, WRONG, 'plain data', show(value));
    if (around.includes(value)) return this.refuse(path, 'holds itself', 'data without a cycle', show(value));
    if (around.length >= MAX_DEPTH) return this.refuse(path, 'is nested too deep', `${MAX_DEPTH} levels`, 'more');
    const inside = [...around, value];
    if (Array.isArray(value)) return this.list(value, path, (entry, at) => this.anything(entry, at, inside));
    if (!isPlainObject(value)) return this.refuse(path, WRONG, 'plain data', show(value));
    const copy: Record<string, unknown> = {};
    for (const key of safely(() => Object.keys(value), [])) {
      const given = safely(() => (value as Record<string, unknown>)[key], UNREADABLE);
      if (given === undefined || key === '__proto__') continue;
      const at = `${path}.${key.slice(0, 60)}`;
      if (given === UNREADABLE) this.unreadable(at);
      else copy[key] = this.anything(given, at, inside);
    }
    return copy;
  }

  private unknownField(key: string, type: string, path: string, at: string): void {
    if (this.errors.length > MAX_ISSUES) return;
    const names = Object.keys(chatSchema()[type] ?? {}).filter(
      (name) => unusableFields()[`${type}.${name}`] === undefined,
    );
    const expected = names.length === 0 ? 'no fields' : did(either(names), nearestName(key, names));
    const place = ['message', ...(path === '' ? [] : [snakeCase(path)])].join('.');
    this.refuse(at, 'is not a field Chat knows', expected, `Unknown name ${quote(key)} at '${place}'`);
  }

  private unusable(path: string, name: string, why: Unusable): void {
    const { problem, expected, isError } = EXPLAINED[why];
    if (isError) this.refuse(path, problem, expected, `"${name}"`);
    else if (this.warnings.length <= MAX_ISSUES) this.warnings.push({ path, problem, expected, received: `"${name}"` });
  }

  private unreadable(path: string): undefined {
    return this.refuse(path, 'cannot be read', 'plain data', 'a property that throws');
  }

  /** Garbage of any size is told in bounded time. */
  private exhausted(): undefined {
    const problem = 'is too long';
    if (this.errors.some((issue) => issue.path === '' && issue.problem === problem)) return undefined;
    return this.refuse('', problem, `at most ${count(MAX_VALUES)} values`, 'more');
  }

  private refuse(path: string, problem: string, expected: string, received: string): undefined {
    if (this.errors.length <= MAX_ISSUES) this.errors.push({ path, problem, expected, received });
    return undefined;
  }
}

const WRONG = 'has the wrong type';
const UNREADABLE = Symbol('unreadable');
const IDENTIFIER = /^[A-Za-z_$][\w$]{0,59}$/;

const EXPLAINED: Readonly<Record<Unusable, { problem: string; expected: string; isError: boolean }>> = {
  interactive: {
    problem: 'cannot be used in a webhook message: nobody could answer',
    expected: 'something that is only shown, or opens a link',
    isError: true,
  },
  'add-on': { problem: 'works only in Google Workspace add-ons', expected: 'openLink or overflowMenu', isError: true },
  'sign-in': {
    problem: 'cannot be sent through a webhook: Chat asks for an app or a user that is signed in',
    expected: 'a message without it',
    isError: true,
  },
  'no effect': { problem: 'has no effect in a webhook message', expected: 'a message without it', isError: false },
  'set by Chat': { problem: 'is set by Chat and is not sent', expected: 'a message without it', isError: false },
  deprecated: { problem: 'is out of date', expected: 'what Google has put in its place', isError: false },
};

const did = (known: string, meant: string | undefined): string =>
  meant === undefined ? known : `"${meant}" (of ${known})`;

/** An object that JSON.stringify writes out by its own fields: no list, no date, nothing with a form of its own. */
function isPlainObject(value: unknown): value is object {
  return (
    typeof value === 'object' &&
    value !== null &&
    safely(
      () => kindOfObject(value) === 'Object' && typeof (value as { toJSON?: unknown }).toJSON !== 'function',
      false,
    )
  );
}

/** Halves of characters become the replacement character, which is what they would be in UTF-8 anyway. */
const wellFormed = (text: string): string =>
  text.replace(/[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g, '\ufffd');

/** What a foreign object gives, or a substitute when it throws. */
function safely<T>(read: () => T, otherwise: T): T {
  try {
    return read();
  } catch {
    return otherwise;
  }
}
