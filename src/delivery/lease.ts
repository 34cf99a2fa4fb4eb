import type { Platform } from '../platform/platform';
import type { Snapshot } from './webhooks';

/**
 * Who is draining the outbox: "cc/L". It saves two executions from doing the same work; nothing depends on it. It
 * expires, so that an execution that was killed holds nobody up.
 */
export const LEASE_KEY = 'cc/L';

/** How long a lease lasts without being renewed, milliseconds. */
export const LEASE_MS = 90_000;

/** How long a claim waits for the script's lock, milliseconds. The user's own code may hold it. */
const LOCK_WAIT_MS = 200;

export interface Lease {
  readonly owner: string;
  /** Epoch milliseconds. */
  readonly startedAt: number;
  /** Epoch milliseconds. */
  readonly expiresAt: number;
}

export function readLease(value: string | null | undefined): Lease | undefined {
  try {
    const lease = JSON.parse(value ?? 'null') as Lease | null;
    return typeof lease?.owner === 'string' && typeof lease.expiresAt === 'number' ? lease : undefined;
  } catch {
    return undefined;
  }
}

/** A lease is good until it expires; one that ends implausibly late is another clock's mistake and counts as expired. */
export const isHeld = (lease: Lease | undefined, now: number): lease is Lease =>
  lease !== undefined && lease.expiresAt > now && lease.expiresAt <= now + 2 * LEASE_MS;

export const leaseInForce = (snapshot: Snapshot, now: number): Lease | undefined => {
  const lease = readLease(snapshot[LEASE_KEY]);
  return isHeld(lease, now) ? lease : undefined;
};

export const renewed = (owner: string, startedAt: number, now: number): string =>
  JSON.stringify({ owner, startedAt, expiresAt: now + LEASE_MS } satisfies Lease);

/**
 * Claims the drain. The lock is held for one read and one write, never across a post or a wait.
 *
 * @returns whether it was got; false also when the lock was not
 */
export function claim({ lock, store, clock }: Platform, owner: string): 'claimed' | 'held' | 'locked' {
  if (!lock.tryAcquire(LOCK_WAIT_MS)) return 'locked';
  try {
    const now = clock.now();
    if (isHeld(readLease(store.read(LEASE_KEY)), now)) return 'held';
    store.write({ [LEASE_KEY]: renewed(owner, now, now) });
    return 'claimed';
  } finally {
    lock.release();
  }
}

/** Gives the drain back, unless another execution has taken it over since. */
export function release({ store }: Platform, owner: string): void {
  if (readLease(store.read(LEASE_KEY))?.owner === owner) store.remove(LEASE_KEY);
}
