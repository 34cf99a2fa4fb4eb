import { utf8Length } from '../message/bytes';

/**
 * What a source has sent lately: how many posts this minute, and which events, how often. One value of the store a source,
 * "cc/e/<id>"; of the events the newest are kept, as many as fit, at most 100.
 */
export const MEMORY_PREFIX = 'cc/e/';

const MAX_REMEMBERED = 100;
const MAX_BYTES = 8_900;
const MINUTE_MS = 60_000;

/** What is remembered of an event. */
export interface Remembered {
  /** How often it came since it was told last, that time included; 0 when it was put an end to. */
  readonly count: number;
  /** When it was told last, and when it came last, epoch milliseconds. */
  readonly toldAt: number;
  readonly lastAt: number;
  /** How often it was told: with the event's own id it names the message. */
  readonly turn: number;
  /** Of a repeated event, for the message that says so; '' otherwise. */
  readonly title: string;
  readonly subject: string;
}

export interface Memory {
  /** The minute that is counted, epoch minutes. */
  minute: number;
  /** Posts in that minute. */
  count: number;
  /** By the hash of what makes two events the same. */
  readonly seen: Map<string, Remembered>;
}

type Row = [
  hash: string,
  count: number,
  toldAt: number,
  lastAt: number,
  turn: number,
  title?: string,
  subject?: string,
];

/** Reads a source's memory; what is not of our making counts as none. */
export function readMemory(value: string | undefined): Memory {
  try {
    const { m = 0, n = 0, s = [] } = JSON.parse(value ?? '{}') as { m?: number; n?: number; s?: Row[] };
    const rows = s.map(([hash, count, toldAt, lastAt, turn, title = '', subject = '']): [string, Remembered] => [
      hash,
      { count, toldAt, lastAt, turn, title, subject },
    ]);
    return { minute: Number(m), count: Number(n), seen: new Map(rows) };
  } catch {
    return { minute: 0, count: 0, seen: new Map() };
  }
}

export function writeMemory({ minute, count, seen }: Memory): string {
  const newest = [...seen].sort(([, a], [, b]) => b.lastAt - a.lastAt).slice(0, MAX_REMEMBERED);
  const rows: string[] = [];
  let bytes = 60;
  for (const [hash, { count: times, toldAt, lastAt, turn, title, subject }] of newest) {
    const about = times > 1 ? [title.slice(0, 80), subject.slice(0, 120)] : [];
    const row = JSON.stringify([hash, times, toldAt, lastAt, turn, ...about]);
    bytes += utf8Length(row) + 1;
    if (bytes > MAX_BYTES) break;
    rows.push(row);
  }
  return `{"m":${minute},"n":${count},"s":[${rows.join(',')}]}`;
}

/** Counts one post; false when the source has sent too many this minute. */
export function countPost(memory: Memory, now: number, perMinute: number): boolean {
  const minute = Math.floor(now / MINUTE_MS);
  if (memory.minute !== minute) Object.assign(memory, { minute, count: 0 });
  memory.count += 1;
  return memory.count <= perMinute;
}

/**
 * Notes an event.
 *
 * @param repeatMs - for how long after it was told a repeat is counted only
 * @returns whether it is to be told, which time that is, and how often it was repeated before without being told
 */
export function noteEvent(
  memory: Memory,
  hash: string,
  about: { readonly title: string; readonly subject: string },
  now: number,
  repeatMs: number,
): { isNew: boolean; turn: number; repeats: number } {
  const known = memory.seen.get(hash);
  if (known !== undefined && known.count > 0 && now - known.toldAt < repeatMs) {
    memory.seen.set(hash, { ...known, ...about, count: known.count + 1, lastAt: now });
    return { isNew: false, turn: known.turn, repeats: known.count };
  }
  const turn = (known?.turn ?? 0) + 1;
  memory.seen.set(hash, { count: 1, toldAt: now, lastAt: now, turn, title: '', subject: '' });
  return { isNew: true, turn, repeats: Math.max(0, (known?.count ?? 0) - 1) };
}

/** Takes back what was noted of an event. @param before - what was remembered before it was noted */
export function restoreEvent(memory: Memory, hash: string, before: ReadonlyMap<string, Remembered>): void {
  const known = before.get(hash);
  if (known === undefined) memory.seen.delete(hash);
  else memory.seen.set(hash, known);
}

/**
 * Puts an end to an event, so that it is told again when it comes back: an alert that fires, is resolved, and fires again.
 *
 * @returns how often it was repeated without being told
 */
export function endEvent(memory: Memory, hash: string): number {
  const known = memory.seen.get(hash);
  if (known === undefined || known.count === 0) return 0;
  memory.seen.set(hash, { ...known, count: 0 });
  return known.count - 1;
}
