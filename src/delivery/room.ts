import { utf8Length } from '../message/bytes';
import type { Breaker } from './breaker';
import { sizeOf } from './record';
import type { Snapshot } from './webhooks';

/**
 * Apps Script's limit on a property store is 500 KB; the smaller reading of KB is taken.
 * @see https://developers.google.com/apps-script/guides/services/quotas, read 2026-11-24
 */
export const STORE_BYTES = 500_000;

/** What is kept free of deliveries, so that progress, lease, dead letters, settings and ballast always fit. */
const RESERVE_BYTES = 92_000;

export const OUTBOX_CAPACITY_BYTES = STORE_BYTES - RESERVE_BYTES;

/** A webhook that Chat refuses may not fill the outbox: this is its share. */
const REFUSED_SHARE = 0.4;

/** With several webhooks no single one may fill it either. */
const ONE_OF_SEVERAL_SHARE = 0.9;

/**
 * Two values that are there only to be deleted: a store that is full refuses every write, also the ones that would make
 * room. Freed, they let the progress and the dead letters be written.
 */
export const BALLAST_KEYS = ['cc/r0', 'cc/r1'] as const;
export const BALLAST: Readonly<Record<string, string>> = Object.fromEntries(
  BALLAST_KEYS.map((key) => [key, '-'.repeat(4_600)]),
);

/** How much room is left for deliveries. */
export interface Room {
  /** What waiting deliveries take, bytes. */
  readonly usedBytes: number;
  /** What they may take: less than the capacity when other properties take up the store. */
  readonly capacityBytes: number;
}

export function measureRoom(snapshot: Snapshot, segmentKeys: Iterable<string>): Room {
  let usedBytes = 0;
  for (const key of segmentKeys) usedBytes += utf8Length(key) + utf8Length(snapshot[key] ?? '');
  const otherBytes = sizeOf(snapshot) - usedBytes;
  return { usedBytes, capacityBytes: Math.max(0, Math.min(OUTBOX_CAPACITY_BYTES, STORE_BYTES - 20_000 - otherBytes)) };
}

/** The part of the outbox that one webhook may take, bytes. */
export function shareOf(room: Room, breaker: Breaker | undefined, webhookCount: number): number {
  const share = breaker?.kind === 'refused' ? REFUSED_SHARE : webhookCount > 1 ? ONE_OF_SEVERAL_SHARE : 1;
  return Math.floor(room.capacityBytes * share);
}
