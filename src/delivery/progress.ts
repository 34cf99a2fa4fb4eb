import { utf8Length } from '../message/bytes';
import type { DeathReason } from './dead-letters';
import { MAX_VALUE_BYTES } from './record';
import { RETRY_AFTER_CAP_MS } from './retry';
import { believable, isMoment } from './stored-time';

/**
 * What drains have noted about stored deliveries: which of a segment are done, and the attempts of those that are not.
 * It only saves work: a drain that loses it sends again what Chat then recognises by its requestId.
 */
export const PROGRESS_KEY = 'cc/p';

/** How far one delivery has come without being done. */
export interface Tries {
  /** Attempts so far; a 429 is none. */
  readonly attempts: number;
  /** Not again before then, epoch milliseconds. */
  readonly dueAt: number;
  /** The status of the last attempt; 0 when there was no answer. */
  readonly status: number;
  /** Why it is given up, while there is no room for its dead letter: it is not posted any more. */
  readonly givenUp?: DeathReason;
}

export interface Progress {
  /** Segment key to the indexes that are done. */
  readonly done: Map<string, Set<number>>;
  /** Segment key to index to tries. */
  readonly tries: Map<string, Map<number, Tries>>;
  /** Space to the end of the wait that Chat asked for, epoch milliseconds. */
  readonly coolUntil: Map<string, number>;
  /**
   * What was accepted up to then may have been posted without a note, by an execution that was killed: epoch
   * milliseconds, 0 when nothing was. It may be repeated, but told in no digest.
   */
  unsureUntil: number;
  /** Whether something in it was noted by an execution whose clock was ahead: then it is believed only in part. */
  readonly isAhead: boolean;
}

type StoredTries = readonly [attempts: number, dueAt: number, status: number, givenUp?: DeathReason];

interface StoredProgress {
  s?: Record<string, { d?: string; a?: Record<string, StoredTries> }>;
  c?: Record<string, number>;
  u?: number;
}

/** Nothing rests longer than a delivery that is to be given up and finds no room for its dead letter, milliseconds. */
const LONGEST_REST_MS = 15 * 60_000;

/** Reads the stored progress; what is not of our making counts as none. @param now - epoch milliseconds */
export function readProgress(value: string | undefined, now: number): Progress {
  const none: Progress = { done: new Map(), tries: new Map(), coolUntil: new Map(), unsureUntil: 0, isAhead: false };
  if (value === undefined) return none;
  const progress = {
    done: new Map<string, Set<number>>(),
    tries: new Map<string, Map<number, Tries>>(),
    coolUntil: new Map<string, number>(),
  };
  let isAhead = false;
  const notAfter = (at: unknown, longestMs: number) => {
    const believed = believable(at, now, longestMs);
    isAhead = isAhead || believed !== at;
    return believed;
  };
  try {
    const { s = {}, c = {}, u = 0 } = JSON.parse(value) as StoredProgress;
    for (const [key, { d = '', a = {} }] of Object.entries(s)) {
      progress.done.set(key, readBits(d));
      const tries = Object.entries(a).map(([index, [attempts, dueAt, status, givenUp]]): [number, Tries] => [
        Number(index),
        {
          attempts: Number.isInteger(attempts) ? attempts : 0,
          dueAt: notAfter(dueAt, LONGEST_REST_MS),
          status: Number.isInteger(status) ? status : 0,
          ...(typeof givenUp === 'string' && { givenUp }),
        },
      ]);
      if (tries.length > 0) progress.tries.set(key, new Map(tries));
    }
    for (const [space, until] of Object.entries(c)) progress.coolUntil.set(space, notAfter(until, RETRY_AFTER_CAP_MS));
    return { ...progress, unsureUntil: isMoment(u) ? u : 0, isAhead };
  } catch {
    return none;
  }
}

/**
 * Writes progress as one value that the store takes. When it does not fit, tries go in first: without them a delivery
 * that can never succeed would be tried for ever; a lost done bit costs one repeat.
 *
 * @param isStored - whether a segment still exists
 * @returns the value, '' when there is nothing to keep, and how many notes did not fit
 */
export function writeProgress(progress: Progress, isStored: (segment: string) => boolean, now: number) {
  const kept: StoredProgress & { s: NonNullable<StoredProgress['s']> } = { s: {} };
  const cooling = [...progress.coolUntil].filter(([, until]) => until > now);
  if (cooling.length > 0) kept.c = Object.fromEntries(cooling.slice(0, 100));
  if (progress.unsureUntil > 0) kept.u = progress.unsureUntil;
  let sizeBytes = utf8Length(JSON.stringify(kept));
  let trimmed = 0;
  const segments = new Set([...progress.tries.keys(), ...progress.done.keys()]);
  const room = (bytes: number) => {
    const fits = sizeBytes + bytes <= MAX_VALUE_BYTES;
    if (fits) sizeBytes += bytes;
    else trimmed++;
    return fits;
  };
  for (const key of segments) {
    const tries = progress.tries.get(key);
    if (tries === undefined || tries.size === 0 || !isStored(key)) continue;
    const a: Record<string, StoredTries> = {};
    for (const [index, { attempts, dueAt, status, givenUp }] of tries) {
      a[index] = givenUp === undefined ? [attempts, dueAt, status] : [attempts, dueAt, status, givenUp];
    }
    if (room(JSON.stringify(a).length + key.length + 12)) kept.s[key] = { a };
  }
  for (const key of segments) {
    const done = progress.done.get(key);
    if (done === undefined || done.size === 0 || !isStored(key)) continue;
    const d = writeBits(done);
    if (room(d.length + key.length + 14)) kept.s[key] = { ...kept.s[key], d };
  }
  const empty = Object.keys(kept.s).length === 0 && kept.c === undefined && kept.u === undefined;
  return { value: empty ? '' : JSON.stringify(kept), trimmed };
}

/** Indexes as a bitmap in hexadecimal, lowest index in the first digit: {0, 1, 5} is "32". */
export function writeBits(indexes: ReadonlySet<number>): string {
  const digits: number[] = [];
  for (const index of indexes) {
    const at = index >> 2;
    while (digits.length <= at) digits.push(0);
    digits[at] = (digits[at] ?? 0) | (1 << (index & 3));
  }
  return digits.map((digit) => digit.toString(16)).join('');
}

export function readBits(text: string): Set<number> {
  const indexes = new Set<number>();
  for (let at = 0; at < text.length; at++) {
    const digit = parseInt(text.charAt(at), 16);
    for (let bit = 0; bit < 4; bit++) if ((digit >> bit) & 1) indexes.add(at * 4 + bit);
  }
  return indexes;
}
