import { redactData } from '../redact';
import type { Delivery } from './delivery';
import { isMessage, splitValue, sizeOf } from './record';
import { requestIdOf } from './request-id';
import { isMoment } from './stored-time';
import type { Snapshot } from './webhooks';

/**
 * Deliveries that were given up: "cc/x/<requestId>", in parts when large. Kept with the reason until someone retries or
 * discards them. Writing one twice gives the same.
 */
export const DEAD_PREFIX = 'cc/x/';

/** What dead letters may take of the store, bytes; above it a delivery stays queued rather than be given up. */
export const DEAD_CAPACITY_BYTES = 48_000;

/** Why a delivery was given up. */
export type DeathReason =
  /** Chat refused the message itself: it never will take it. */
  | 'rejected'
  /** Every attempt failed. */
  | 'attempts'
  /** An attempt had no clear answer, and its webhook is one that holds rather than risk a second message. */
  | 'unknown'
  /** It grew too old while it waited. */
  | 'too-old'
  /** Its `expiresAt` passed. */
  | 'expired';

export interface DeadLetter {
  readonly delivery: Delivery;
  readonly reason: DeathReason;
  /** The HTTP status of the last attempt; 0 when there was none or no answer. */
  readonly status: number;
  /** Chat's own first line; '' when it gave none. */
  readonly detail: string;
  readonly attempts: number;
  /** Epoch milliseconds. */
  readonly acceptedAt: number;
  /** Epoch milliseconds. */
  readonly diedAt: number;
  /** Where it was stored, "cc/o/0m5kq3z9c000/x7f2#3": what is found there is done, even where no note of it was written. */
  readonly place: string;
}

/** The store's entries of a dead letter. */
export const encodeDeadLetter = (requestId: string, letter: DeadLetter): Record<string, string> =>
  splitValue(DEAD_PREFIX + requestId, JSON.stringify({ ...letter, detail: redactData(letter.detail) }));

/** A dead letter with the keys it is stored under. */
export interface StoredDeadLetter extends DeadLetter {
  readonly requestId: string;
  /** Every key of its delivery, the letter's own last: removed in this order, what is left never passes for another letter. */
  readonly keys: readonly string[];
}

/** The dead letters of a snapshot, one a delivery, oldest first; what is not whole is left out. */
export function readDeadLetters(snapshot: Snapshot): StoredDeadLetter[] {
  const newest = new Map<string, StoredDeadLetter>();
  const keysOf = deadKeys(snapshot);
  for (const { requestId, keys, isWhole } of groups(snapshot)) {
    const letter = isWhole ? decode(keys.map((key) => snapshot[key] ?? '').join('')) : undefined;
    // A kill while a letter was replaced by a longer or shorter one leaves both: the later tells more.
    if (letter === undefined || letter.diedAt < (newest.get(requestId)?.diedAt ?? -Infinity)) continue;
    const others = (keysOf.get(requestId) ?? []).filter((key) => !keys.includes(key));
    newest.set(requestId, { ...letter, requestId, keys: [...others, ...keys] });
  }
  return [...newest.values()].sort((a, b) => a.diedAt - b.diedAt);
}

/** Every stored key of dead letters, by requestId. */
export function deadKeys(snapshot: Snapshot): Map<string, string[]> {
  const keysOf = new Map<string, string[]>();
  for (const { requestId, keys } of groups(snapshot)) {
    keysOf.set(requestId, [...(keysOf.get(requestId) ?? []), ...keys]);
  }
  return keysOf;
}

/**
 * The parts of dead letters that are not whole and, as this reading shows it, never will be: no delivery of theirs
 * waits. A letter is written before its delivery is done, and removed after its delivery was stored again or discarded,
 * so a part of one is never all that there is of a delivery. While it waits, its letter may be on its way, and will be
 * written over again in any case. One reading may catch a letter half written all the same, and its delivery as done
 * already: so only what two readings, one after the other, both show is to be removed.
 */
export function strayParts(snapshot: Snapshot, waiting: readonly { to: string; id: string }[]): string[] {
  const incomplete = groups(snapshot).filter(({ isWhole }) => !isWhole);
  if (incomplete.length === 0) return [];
  const waits = new Set(waiting.map(({ to, id }) => requestIdOf(to, id)));
  return incomplete.filter(({ requestId }) => !waits.has(requestId)).flatMap(({ keys }) => keys);
}

/** What was written as one value: its keys in the order of their parts, and whether none is missing. */
interface Group {
  readonly requestId: string;
  readonly keys: readonly string[];
  readonly isWhole: boolean;
}

/** A letter in one value, in two parts and in three are different writings, even of one delivery. */
function groups(snapshot: Snapshot): Group[] {
  const found = new Map<string, { requestId: string; count: number; parts: Map<number, string> }>();
  for (const key of Object.keys(snapshot)) {
    if (!key.startsWith(DEAD_PREFIX)) continue;
    const [, requestId = '', part = '1', count = '1'] =
      /^([^]*?)(?:#(\d+)\/(\d+))?$/.exec(key.slice(DEAD_PREFIX.length)) ?? [];
    const name = `${requestId}#${count}`;
    const group = found.get(name) ?? { requestId, count: Number(count), parts: new Map<number, string>() };
    found.set(name, group);
    group.parts.set(Number(part), key);
  }
  return [...found.values()].map(({ requestId, count, parts }) => ({
    requestId,
    keys: [...parts].sort(([a], [b]) => a - b).map(([, key]) => key),
    isWhole: parts.size === count,
  }));
}

function decode(value: string): DeadLetter | undefined {
  try {
    const letter = JSON.parse(value) as DeadLetter;
    const { id, to, message } = letter.delivery;
    const isWhole = typeof id === 'string' && typeof to === 'string' && isMessage(message);
    return isWhole && isMoment(letter.diedAt) && typeof letter.detail === 'string' && typeof letter.place === 'string'
      ? letter
      : undefined;
  } catch {
    return undefined;
  }
}

/** What the dead letters take of the store, bytes; without the one of `except`, a requestId. */
export function deadBytes(snapshot: Snapshot, except?: string): number {
  const entries: Record<string, string> = {};
  for (const [requestId, keys] of deadKeys(snapshot)) {
    if (requestId !== except) for (const key of keys) entries[key] = snapshot[key] ?? '';
  }
  return sizeOf(entries);
}
