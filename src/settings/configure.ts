import { InvalidSettingsError, type Issue } from '../errors';
import { sizeOf } from '../delivery/record';
import { STORE_BYTES } from '../delivery/room';
import { nearestName } from '../message/nearest';
import { count, show } from '../message/wording';
import type { Platform } from '../platform/platform';
import type { CheckContext } from '../schedule/entry';
import { MASK } from '../schedule/entry';
import { Configuration, pathOf, type AnyPart, type CodeConfiguration, type Surroundings } from './configuration';
import { entryBytes, FORMAT_VERSION, packStored, PIECE_BYTES, readManifest, type StoredEntry } from './stored';

/** Entries to add or replace, by kind and id; null removes one. */
export type ConfigurationChanges = Readonly<Record<string, Readonly<Record<string, unknown>> | undefined>>;

/** What came of {@link configure}: paths such as `schedules["standup"]`. */
export interface ConfigureResult {
  readonly added: readonly string[];
  readonly replaced: readonly string[];
  readonly removed: readonly string[];
}

/** All stored configuration takes at most this many bytes of the store, so that the outbox keeps most of it. */
const CONFIGURATION_BYTES = 250_000;

/** What a full store must still have room for besides. */
const SPARE_BYTES = 20_000;

/** How long to wait for another execution that is changing the configuration, milliseconds. */
const LOCK_MS = 10_000;

/** What configuring needs to know. */
export interface ConfigureSetting {
  readonly platform: Platform;
  readonly code: CodeConfiguration;
  readonly parts: readonly AnyPart[];
  readonly surroundings: Surroundings;
}

/**
 * Adds, replaces or removes stored entries: all of the changes, or none.
 *
 * @throws {@link InvalidSettingsError} with everything that is wrong; nothing was changed
 */
export function configure(setting: ConfigureSetting, changes: ConfigurationChanges): ConfigureResult {
  const { platform, parts } = setting;
  const shape = checkChanges(changes, parts);
  if (shape.length > 0) throw refusal(shape);
  const isCallers = platform.lock.isHeld();
  if (!isCallers && !platform.lock.tryAcquire(LOCK_MS)) {
    throw new InvalidSettingsError(
      [{ path: '', problem: 'is busy', expected: "the script's lock", received: 'none within 10 seconds' }],
      "Nothing was changed: another execution holds the script's lock. Call configure again.",
    );
  }
  try {
    const snapshot = platform.store.readAll();
    const configuration = new Configuration(snapshot, setting.code, parts, setting.surroundings);
    const { version } = readManifest(snapshot);
    const { next, issues, result } = apply(setting, configuration, changes);
    if (version > FORMAT_VERSION) issues.unshift(...configuration.issues().slice(0, 1));
    if (issues.length > 0) throw refusal(issues);
    const { entries, removals } = packStored(snapshot, next);
    const full = checkRoom(snapshot, next, entries);
    if (full !== undefined) throw refusal([full]);
    platform.store.write(entries);
    for (const key of removals) platform.store.remove(key);
    return result;
  } finally {
    if (!isCallers) platform.lock.release();
  }
}

const refusal = (issues: readonly Issue[]) => new InvalidSettingsError(issues);

function checkChanges(changes: unknown, parts: readonly AnyPart[]): Issue[] {
  const kinds = parts.map(({ kind }) => kind);
  const example = '{ schedules: { standup: { … } } }';
  if (typeof changes !== 'object' || changes === null || Array.isArray(changes)) {
    return [
      { path: '', problem: 'is no set of changes', expected: `an object such as ${example}`, received: show(changes) },
    ];
  }
  return Object.entries(changes).flatMap(([kind, entries]: [string, unknown]): Issue[] => {
    if (entries === undefined) return [];
    if (!kinds.includes(kind)) {
      const nearest = nearestName(kind, kinds);
      const expected = nearest === undefined ? `one of ${kinds.join(', ')}` : `"${nearest}"`;
      return [{ path: kind, problem: 'is no kind of configuration', expected, received: `"${kind}"` }];
    }
    if (typeof entries === 'object' && entries !== null && !Array.isArray(entries)) return [];
    const expected = `entries by id, as in { ${kind}: { "my-id": { … }, "old-id": null } }`;
    return [{ path: kind, problem: 'is not valid', expected, received: show(entries) }];
  });
}

function apply(setting: ConfigureSetting, configuration: Configuration, changes: ConfigurationChanges) {
  const { parts, surroundings, platform } = setting;
  const now = platform.clock.now();
  const next = new Map(parts.map(({ kind }) => [kind, new Map(configuration.storedEntries(kind))]));
  const issues: Issue[] = [];
  const result = { added: [] as string[], replaced: [] as string[], removed: [] as string[] };
  const touched: { part: AnyPart; id: string; entry: unknown }[] = [];
  for (const part of parts) {
    const stored = next.get(part.kind) as Map<string, StoredEntry>;
    const inCode = configuration.codeEntries(part);
    for (const [id, change] of Object.entries(changes[part.kind] ?? {})) {
      const path = pathOf(part.kind, id, '');
      const before = stored.get(id);
      if (change === null) {
        if (before !== undefined) result.removed.push(path);
        stored.delete(id);
        continue;
      }
      if (inCode.has(id)) {
        issues.push({
          path,
          problem: 'is defined in notifications.ts, which wins',
          expected: 'another id, or a change there',
          received: JSON.stringify(id),
        });
        continue;
      }
      const { entry, issues: ofEntry } = readEntry(part, id, change, before?.entry);
      issues.push(...ofEntry.map((issue) => ({ ...issue, path: pathOf(part.kind, id, issue.path) })));
      if (ofEntry.length > 0) continue;
      touched.push({ part, id, entry });
      if (before !== undefined && JSON.stringify(before.entry) === JSON.stringify(entry)) continue;
      (before === undefined ? result.added : result.replaced).push(path);
      stored.set(id, { entry, storedAt: now });
    }
  }
  issues.push(...checkAll(next, configuration, parts, surroundings, touched));
  return { next, issues, result };
}

/** Takes an entry as given to what is stored: plain data, with its id in it. */
function readEntry(part: AnyPart, id: string, given: unknown, before: unknown): { entry: unknown; issues: Issue[] } {
  if (typeof given !== 'object' || given === null || Array.isArray(given))
    return { entry: given, issues: part.check(given, NOTHING) };
  const functions = functionsIn(given, '');
  if (functions.length > 0) {
    return {
      entry: given,
      issues: functions.map((path) => ({
        path,
        problem: 'cannot be stored',
        expected: 'data; functions only in notifications.ts',
        received: 'a function',
      })),
    };
  }
  const plain = JSON.parse(JSON.stringify(given)) as Record<string, unknown>;
  const named = plain[part.idField];
  if (named !== undefined && named !== id) {
    return {
      entry: given,
      issues: [
        {
          path: part.idField,
          problem: 'differs from the name it is stored under',
          expected: JSON.stringify(id),
          received: show(named),
        },
      ],
    };
  }
  return { entry: restoreMasked({ [part.idField]: id, ...plain }, before), issues: [] };
}

const NOTHING: CheckContext = { now: 0, entries: {}, isNew: true, ownUrl: '', tickEveryMinutes: 1 };

function functionsIn(value: unknown, path: string): string[] {
  if (typeof value === 'function') return [path];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, item]) =>
    functionsIn(item, Array.isArray(value) ? `${path}[${name}]` : path === '' ? name : `${path}.${name}`),
  );
}

/** Puts the stored secrets back where a masked entry is given back. */
function restoreMasked(value: unknown, before: unknown): unknown {
  if (value === MASK) return before ?? value;
  if (typeof value === 'string' && typeof before === 'string' && value.includes(MASK)) {
    return matches(value, before) ? before : value;
  }
  if (typeof value !== 'object' || value === null || typeof before !== 'object' || before === null) return value;
  if (Array.isArray(value)) return value.map((item, index) => restoreMasked(item, (before as unknown[])[index]));
  return Object.fromEntries(
    Object.entries(value).map(([name, item]) => [name, restoreMasked(item, (before as Record<string, unknown>)[name])]),
  );
}

/** Whether a text is another one with some of its parts masked. */
function matches(masked: string, full: string): boolean {
  const [first = '', ...rest] = masked.split(MASK);
  if (!full.startsWith(first)) return false;
  let at = first.length;
  for (const part of rest) {
    at = full.indexOf(part, at);
    if (at < 0) return false;
    at += part.length;
  }
  return true;
}

/** Checks the changed entries strictly, and that what stays as it is does not lose what it refers to. */
function checkAll(
  next: ReadonlyMap<string, ReadonlyMap<string, StoredEntry>>,
  configuration: Configuration,
  parts: readonly AnyPart[],
  surroundings: Surroundings,
  touched: readonly { part: AnyPart; id: string; entry: unknown }[],
): Issue[] {
  const entries: Record<string, Record<string, unknown>> = {};
  for (const part of parts) {
    const stored = [...(next.get(part.kind) ?? [])].map(([id, { entry }]) => [id, entry] as const);
    entries[part.kind] = { ...Object.fromEntries(stored), ...Object.fromEntries(configuration.codeEntries(part)) };
  }
  const context = { ...surroundings, entries };
  const isTouched = new Set(touched.map(({ part, id }) => pathOf(part.kind, id, '')));
  const issues = touched.flatMap(({ part, id, entry }) => {
    const found = part.check(entry, { ...context, isNew: true });
    const sizeBytes = entryBytes(id, { entry, storedAt: surroundings.now });
    if (sizeBytes > PIECE_BYTES - 2) found.push(tooLarge(sizeBytes));
    return found.map((issue) => ({ ...issue, path: pathOf(part.kind, id, issue.path) }));
  });
  for (const part of parts) {
    for (const [id, entry] of Object.entries(entries[part.kind] ?? {})) {
      if (isTouched.has(pathOf(part.kind, id, ''))) continue;
      // What was wrong before stays as it is: only what this change breaks counts.
      const found = part.check(entry, { ...context, isNew: false });
      if (found.length === 0 || part.check(entry, configuration.context()).length > 0) continue;
      issues.push(...found.map((issue) => ({ ...issue, path: pathOf(part.kind, id, issue.path) })));
    }
  }
  return issues;
}

const tooLarge = (sizeBytes: number): Issue => ({
  path: '',
  problem: 'is too large to store',
  expected: `at most ${count(PIECE_BYTES)} bytes as JSON; a longer one can stand in notifications.ts`,
  received: `${count(sizeBytes)} bytes`,
});

function checkRoom(
  snapshot: Readonly<Record<string, string>>,
  next: ReadonlyMap<string, ReadonlyMap<string, StoredEntry>>,
  entries: Readonly<Record<string, string>>,
): Issue | undefined {
  let neededBytes = 0;
  for (const stored of next.values()) for (const [id, entry] of stored) neededBytes += entryBytes(id, entry);
  if (neededBytes > CONFIGURATION_BYTES) {
    const expected = `at most ${count(CONFIGURATION_BYTES)} bytes of stored configuration; more can stand in notifications.ts`;
    return { path: '', problem: 'is too large to store', expected, received: `${count(neededBytes)} bytes` };
  }
  const totalBytes = sizeOf(snapshot) + sizeOf(entries);
  if (totalBytes <= STORE_BYTES - SPARE_BYTES) return undefined;
  const expected = `at most ${count(STORE_BYTES - SPARE_BYTES)} bytes in all script properties; wait until the outbox has emptied`;
  return { path: '', problem: 'finds no room in the store', expected, received: `${count(totalBytes)} bytes` };
}
