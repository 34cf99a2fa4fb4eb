import { redactData } from '../redact';
import type { Delivery } from './delivery';
import { splitValue, sizeOf } from './record';
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
}

/** The store's entries of a dead letter. */
export const encodeDeadLetter = (requestId: string, letter: DeadLetter): Record<string, string> =>
  splitValue(DEAD_PREFIX + requestId, JSON.stringify({ ...letter, detail: redactData(letter.detail) }));

/** A dead letter with the keys it is stored under. */
export interface StoredDeadLetter extends DeadLetter {
  readonly requestId: string;
  readonly keys: readonly string[];
}

/** The dead letters of a snapshot, oldest first; what is not whole is left out. */
export function readDeadLetters(snapshot: Snapshot): StoredDeadLetter[] {
  const groups = new Map<string, string[]>();
  for (const key of Object.keys(snapshot)) {
    if (!key.startsWith(DEAD_PREFIX)) continue;
    const requestId = key.slice(DEAD_PREFIX.length).replace(/#.*$/, '');
    groups.set(requestId, [...(groups.get(requestId) ?? []), key]);
  }
  const letters: StoredDeadLetter[] = [];
  for (const [requestId, keys] of groups) {
    const letter = decode(snapshot, keys);
    if (letter !== undefined) letters.push({ ...letter, requestId, keys });
  }
  return letters.sort((a, b) => a.diedAt - b.diedAt);
}

function decode(snapshot: Snapshot, keys: string[]): DeadLetter | undefined {
  const part = (key: string) => Number(/#(\d+)\//.exec(key)?.[1] ?? 0);
  try {
    const value = [...keys]
      .sort((a, b) => part(a) - part(b))
      .map((key) => snapshot[key] ?? '')
      .join('');
    const letter = JSON.parse(value) as DeadLetter;
    return typeof letter.delivery?.id === 'string' && typeof letter.delivery.to === 'string' ? letter : undefined;
  } catch {
    return undefined;
  }
}

/** What the dead letters take of the store, bytes. */
export function deadBytes(snapshot: Snapshot): number {
  const entries: Record<string, string> = {};
  for (const key of Object.keys(snapshot)) if (key.startsWith(DEAD_PREFIX)) entries[key] = snapshot[key] ?? '';
  return sizeOf(entries);
}
