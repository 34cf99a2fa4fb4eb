import { utf8Length } from '../message/bytes';
import { decodeRows, encodeRows } from './memory-rows';
import type { RowMemory, TabMemory } from './memory-types';

/**
 * What is remembered of a watched tab, so that a change can be told from what was there before, and nothing is told twice.
 * `<k>` stands for the tab:
 *
 *   cc/w/<k>/h       where the tab is, its headers, when to look at it again
 *   cc/w/<k>/s       the rules that have been held against it
 *   cc/w/<k>/r0, …   its rows, up to {@link ROWS_PER_CHUNK} in each
 *   cc/w/<k>/g       rows that went away lately
 *   cc/w/<k>/o       messages that found no room in the outbox, to be made again
 *   cc/w/d/<rule>    rows that are collected for a digest
 *   cc/w/p           messages whose outcome is still to be written into the sheet
 */
export const SHEET_PREFIX = 'cc/w/';

/** All that is remembered of the rows of all tabs together takes at most so many bytes, 160,000 of Google's 500,000. */
export const MEMORY_BYTES = 160_000;

/** How many tabs may be watched. */
export const MAX_TABS = 12;

/** Of one value; Google's limit is 9 KB. */
export const VALUE_BYTES = 8_900;

const ROWS_PER_CHUNK = 250;

type Snapshot = Readonly<Record<string, string>>;

interface StoredHeader {
  v: 1;
  i: number;
  n: string;
  c: readonly string[];
  a: Readonly<Record<string, string>>;
  x: string;
  m: readonly string[];
  z: number;
  f: number;
  l: number;
  d: number;
}

type RuleRow = [key: string, asks: string, problem?: string, text?: string];

/** Why rules of a tab are paused, by the rules' keys, without reading its rows. */
export function storedProblems(snapshot: Snapshot, tabKey: string): ReadonlyMap<string, string> {
  const rules = parse<RuleRow[]>(snapshot[`${SHEET_PREFIX}${tabKey}/s`]) ?? [];
  return new Map(rules.flatMap(([key, , problem = '', text = '']) => (problem === '' ? [] : [[key, text]])));
}

/** When a tab is to be looked at again, epoch minutes, without reading its rows; 0 for one that is not known yet. */
export function nextLookAt(snapshot: Snapshot, tabKey: string): number {
  return parse<StoredHeader>(snapshot[`${SHEET_PREFIX}${tabKey}/h`])?.d ?? 0;
}

/** Reads what is remembered of a tab; undefined when nothing is. What is not of our making counts as nothing. */
export function readMemory(snapshot: Snapshot, tabKey: string): TabMemory | undefined {
  const prefix = `${SHEET_PREFIX}${tabKey}/`;
  const header = parse<StoredHeader>(snapshot[`${prefix}h`]);
  if (header?.v !== 1 || !Array.isArray(header.c) || !Array.isArray(header.m)) return undefined;
  const rows: RowMemory[] = [];
  const seen = new Set<number>();
  for (let index = 0; snapshot[`${prefix}r${index}`] !== undefined; index++) {
    // After a write that was cut short a row can stand in two chunks.
    for (const row of decodeRows(snapshot[`${prefix}r${index}`] ?? '')) {
      if (seen.has(row.serial)) continue;
      seen.add(row.serial);
      rows.push(row);
    }
  }
  const nextSerial = rows.reduce((next, { serial }) => Math.max(next, serial + 1), header.z);
  return {
    tabId: header.i,
    tabName: header.n,
    headers: header.c,
    aliases: header.a,
    hashed: header.x,
    remembered: header.m,
    nextSerial,
    forgotten: header.f,
    lookedAt: header.l,
    nextLookAt: header.d,
    rules: Object.fromEntries(
      (parse<RuleRow[]>(snapshot[`${prefix}s`]) ?? []).map(([key, asks, problem = '', text = '']) => [
        key,
        { asks, problem, text },
      ]),
    ),
    rows,
    gone: decodeRows(snapshot[`${prefix}g`] ?? ''),
    owed: (parse<[string, number, string[] | null][]>(snapshot[`${prefix}o`]) ?? []).map(([rule, serial, values]) => ({
      rule,
      serial,
      values,
    })),
  };
}

/** What to write and to remove to remember a tab so. */
export interface MemoryChanges {
  readonly entries: Record<string, string>;
  readonly removals: string[];
  /** How many rows at the top had no room and are forgotten. */
  readonly forgotten: number;
}

/**
 * Writes down what is remembered of a tab: only what differs from the snapshot.
 *
 * @param maxBytes - what the rows may take; the topmost rows are forgotten when they take more
 */
export function writeMemory(snapshot: Snapshot, tabKey: string, memory: TabMemory, maxBytes: number): MemoryChanges {
  const prefix = `${SHEET_PREFIX}${tabKey}/`;
  const { chunks, dropped } = fit(chunksOf(memory.rows), maxBytes);
  const forgotten = memory.forgotten + dropped;
  const header: StoredHeader = {
    v: 1, i: memory.tabId, n: memory.tabName, c: fitting(memory.headers), a: memory.aliases, x: memory.hashed,
    m: memory.remembered, z: memory.nextSerial, f: forgotten, l: memory.lookedAt, d: memory.nextLookAt,
  }; // prettier-ignore
  const rules = Object.entries(memory.rules).map(([key, { asks, problem, text }]): RuleRow =>
    problem === '' ? [key, asks] : [key, asks, problem, text.slice(0, 400)],
  );
  const owed = newest(memory.owed.map(({ rule, serial, values }) => [rule, serial, values]));
  const rows: [string, string][] = chunks.map((text, index) => [`${prefix}r${index}`, text]);
  const before = storedChunks(snapshot, prefix);
  // A write may be cut short anywhere: in this order a row that moves from one chunk to the next is there twice, never not.
  if (rows.length >= before.length && memory.rows.length > 0) rows.reverse();
  const all: [string, string][] = [
    ...rows,
    [`${prefix}s`, JSON.stringify(rules)],
    ...optional(`${prefix}o`, owed.length > 0, () => `[${owed.join(',')}]`),
    ...optional(`${prefix}g`, memory.gone.length > 0, () => goneText(memory.gone)),
    [`${prefix}h`, JSON.stringify(header)],
  ];
  const removals = before.slice(chunks.length);
  const isLeft = (key: string, count: number): boolean => count === 0 && snapshot[key] !== undefined;
  if (isLeft(`${prefix}o`, owed.length)) removals.push(`${prefix}o`);
  if (isLeft(`${prefix}g`, memory.gone.length)) removals.push(`${prefix}g`);
  return { entries: Object.fromEntries(all.filter(([key, text]) => snapshot[key] !== text)), removals, forgotten };
}

/** All keys that belong to a tab. */
export const keysOfTab = (snapshot: Snapshot, tabKey: string): string[] =>
  Object.keys(snapshot).filter((key) => key.startsWith(`${SHEET_PREFIX}${tabKey}/`));

const optional = (key: string, isThere: boolean, text: () => string): [string, string][] =>
  isThere ? [[key, text()]] : [];

/** The last of a list as texts, as many as one value holds. */
function newest(list: readonly unknown[]): string[] {
  const texts: string[] = [];
  let bytes = 2;
  for (const entry of [...list].reverse()) {
    const text = JSON.stringify(entry);
    bytes += utf8Length(text) + 1;
    if (bytes > VALUE_BYTES) break;
    texts.unshift(text);
  }
  return texts;
}

/** The newest of the rows that went away, as many as fit. */
function goneText(rows: readonly RowMemory[]): string {
  const text = encodeRows(rows);
  return utf8Length(text) <= VALUE_BYTES ? text : goneText(rows.slice(Math.ceil(rows.length / 2)));
}

function storedChunks(snapshot: Snapshot, prefix: string): string[] {
  const keys: string[] = [];
  while (snapshot[`${prefix}r${keys.length}`] !== undefined) keys.push(`${prefix}r${keys.length}`);
  return keys;
}

interface Chunk {
  readonly text: string;
  readonly rows: number;
}

function chunksOf(rows: readonly RowMemory[]): Chunk[] {
  const chunks: Chunk[] = [];
  for (let at = 0; at < rows.length; at += ROWS_PER_CHUNK) chunks.push(...split(rows.slice(at, at + ROWS_PER_CHUNK)));
  return chunks;
}

function split(rows: readonly RowMemory[]): Chunk[] {
  const text = encodeRows(rows);
  if (utf8Length(text) <= VALUE_BYTES || rows.length === 1) return [{ text, rows: rows.length }];
  const middle = Math.ceil(rows.length / 2);
  return [...split(rows.slice(0, middle)), ...split(rows.slice(middle))];
}

/** The last chunks that fit, and how many rows those before them have. */
function fit(chunks: readonly Chunk[], maxBytes: number): { chunks: string[]; dropped: number } {
  let bytes = 0;
  let first = chunks.length;
  while (first > 0) {
    const { text } = chunks[first - 1] as Chunk;
    bytes += utf8Length(text);
    if (bytes > maxBytes || utf8Length(text) > VALUE_BYTES) break;
    first -= 1;
  }
  const dropped = chunks.slice(0, first).reduce((sum, { rows }) => sum + rows, 0);
  return { chunks: chunks.slice(first).map(({ text }) => text), dropped };
}

/** Headers for finding renames: cut, and only so many as fit. */
function fitting(headers: readonly string[]): string[] {
  let bytes = 0;
  return headers.map((header) => header.slice(0, 80)).filter((header) => (bytes += utf8Length(header) + 3) <= 5_000);
}

function parse<Value>(text: string | undefined): Value | undefined {
  try {
    return JSON.parse(text ?? '') as Value;
  } catch {
    return undefined;
  }
}
