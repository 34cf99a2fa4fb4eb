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

/** What came of claiming the drain. `held`: another execution has it; `locked`: the lock was not to be had. */
export type ClaimOutcome = Claimed | 'held' | 'locked';

export interface Claimed {
  /**
   * When the lease lapsed of an execution that did not give it back, so that its last notes may be missing: epoch
   * milliseconds, 0 when there was none.
   */
  readonly lapsedAt: number;
}

/** Claims the drain. The lock is held for one read and one write, never across a post or a wait. */
export function claim({ lock, store, clock }: Platform, owner: string): ClaimOutcome {
  const isCallers = lock.isHeld();
  if (!isCallers && !lock.tryAcquire(LOCK_WAIT_MS)) return 'locked';
  try {
    const now = clock.now();
    const before = readLease(store.read(LEASE_KEY));
    const endedAt = before?.expiresAt ?? 0;
    if (isHeld(before, now)) return 'held';
    store.write({ [LEASE_KEY]: renewed(owner, now, now) });
    return { lapsedAt: Math.min(endedAt, now) };
  } finally {
    if (!isCallers) lock.release();
  }
}

/** A tick that comes within this time of another drain's end stands by, milliseconds. */
const STANDBY_MS = 75_000;
/** It does so when at least this much will be left: less is soon done by the other, or by the next tick, milliseconds. */
const WORTH_STANDING_BY_MS = 20_000;
/** While the other still has time it is asked this often whether it has ended early, milliseconds … */
const STANDBY_STEP_MS = 10_000;
/** … and then this often, so that little time passes between the two. */
const STANDBY_LAST_STEP_MS = 1_000;

/**
 * Waits for the end of another execution's drain and takes over, so that a long backlog does not wait for the next tick.
 * Only near that end, and only when so much is left that it pays: waiting costs running time, of which triggers have
 * 90 minutes a day on a consumer account.
 * @see https://developers.google.com/apps-script/guides/services/quotas, read 2026-11-24
 *
 * @param holder - the lease in force
 * @param drainMs - how long a drain goes on
 * @param backlogMs - how long what waits will take
 */
export function standBy(
  platform: Platform,
  owner: string,
  holder: Lease,
  drainMs: number,
  backlogMs: number,
): ClaimOutcome {
  const { clock, store } = platform;
  const leftMs = Math.max(0, holder.startedAt + drainMs - clock.now());
  if (leftMs > STANDBY_MS || backlogMs < leftMs + WORTH_STANDING_BY_MS) return 'held';
  const until = clock.now() + leftMs + 30_000;
  while (clock.now() < until) {
    const restMs = Math.ceil(holder.startedAt + drainMs - clock.now());
    clock.sleep(Math.max(STANDBY_LAST_STEP_MS, Math.min(STANDBY_STEP_MS, restMs)));
    const lease = readLease(store.read(LEASE_KEY));
    if (!isHeld(lease, clock.now())) return claim(platform, owner);
    if (lease.owner !== holder.owner) return 'held';
  }
  return 'held';
}

/** Gives the drain back, unless another execution has taken it over since. */
export function release({ store }: Platform, owner: string): void {
  if (readLease(store.read(LEASE_KEY))?.owner === owner) store.remove(LEASE_KEY);
}
