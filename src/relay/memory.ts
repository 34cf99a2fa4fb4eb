/**
 * What a source has sent lately: how many events this minute, and which were repeated. One value of the store a source,
 * "cc/e/<id>"; at most 100 events are remembered, the newest.
 */
export const MEMORY_PREFIX = 'cc/e/';

const MAX_REMEMBERED = 100;
const MINUTE_MS = 60_000;

/** A remembered event: how often it came, and when first and last, epoch milliseconds. */
type Remembered = [count: number, firstAt: number, lastAt: number];

export interface Memory {
  /** The minute that is counted, epoch minutes. */
  minute: number;
  /** Events in that minute. */
  count: number;
  /** Hash of subject, status and title to what is remembered. */
  seen: Record<string, Remembered>;
}

/** Reads a source's memory; what is not of our making counts as none. */
export function readMemory(value: string | undefined): Memory {
  try {
    const {
      m = 0,
      n = 0,
      s = {},
    } = JSON.parse(value ?? '{}') as { m?: number; n?: number; s?: Record<string, Remembered> };
    return { minute: Number(m), count: Number(n), seen: typeof s === 'object' && s !== null ? s : {} };
  } catch {
    return { minute: 0, count: 0, seen: {} };
  }
}

export function writeMemory({ minute, count, seen }: Memory): string {
  const newest = Object.entries(seen)
    .sort(([, a], [, b]) => b[2] - a[2])
    .slice(0, MAX_REMEMBERED);
  return JSON.stringify({ m: minute, n: count, s: Object.fromEntries(newest) });
}

/** Counts one post; false when the source has sent too many this minute. */
export function countPost(memory: Memory, now: number, perMinute: number): boolean {
  const minute = Math.floor(now / MINUTE_MS);
  if (memory.minute !== minute) Object.assign(memory, { minute, count: 0 });
  memory.count++;
  return memory.count <= perMinute;
}

/**
 * Notes an event.
 *
 * @returns whether it is new, and how often the one before it of this kind was repeated without being told
 */
export function noteEvent(
  memory: Memory,
  hash: string,
  now: number,
  repeatMs: number,
): { isNew: boolean; repeats: number } {
  const known = memory.seen[hash];
  if (known !== undefined && now - known[1] < repeatMs) {
    memory.seen[hash] = [known[0] + 1, known[1], now];
    return { isNew: false, repeats: known[0] };
  }
  memory.seen[hash] = [1, now, now];
  return { isNew: true, repeats: known === undefined ? 0 : known[0] - 1 };
}

/** Forgets an event, so that it is told again when it comes back: an alert that fires, is resolved, and fires again. */
export function forgetEvent(memory: Memory, hash: string): number {
  const known = memory.seen[hash];
  delete memory.seen[hash];
  return known === undefined ? 0 : known[0] - 1;
}
