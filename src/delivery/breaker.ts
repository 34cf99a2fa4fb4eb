import { readPolicy, type Policy } from './policy';
import { believable, isMoment } from './stored-time';
import type { Snapshot } from './webhooks';

/**
 * A webhook that is not posted to for a while: "cc/b/<name>" while it is open. Its deliveries stay in the outbox. Now and
 * then one of them is sent as a probe; the first success closes the breaker.
 */
export const BREAKER_PREFIX = 'cc/b/';

/** This many failures in a row, of at least two deliveries, are an outage. */
export const FAILURES_OF_AN_OUTAGE = 5;

export interface Breaker {
  /** `refused`: 401, 403, 404 or a wrong key; `outage`: every post fails. */
  readonly kind: 'refused' | 'outage';
  /** The last HTTP status; 0 when there was no answer. */
  readonly status: number;
  /** Chat's own first line; '' when it gave none. */
  readonly reason: string;
  /** Epoch milliseconds. */
  readonly openedAt: number;
  /** When the next probe is due, epoch milliseconds. */
  readonly probeAt: number;
  /** Probes that failed. */
  readonly probes: number;
}

export function openBreaker(
  kind: Breaker['kind'],
  status: number,
  reason: string,
  now: number,
  policy: Policy,
): Breaker {
  return { kind, status, reason, openedAt: now, probeAt: now + probeWaitMs(kind, 0, policy), probes: 0 };
}

/** The breaker after a probe that failed. */
export function keepOpen(
  breaker: Breaker,
  kind: Breaker['kind'],
  status: number,
  reason: string,
  now: number,
  policy: Policy,
): Breaker {
  const probes = breaker.probes + 1;
  return { ...breaker, kind, status, reason, probes, probeAt: now + probeWaitMs(kind, probes, policy) };
}

const MANY_PROBES = 10;

function probeWaitMs(kind: Breaker['kind'], probes: number, policy: Policy): number {
  const [first, most] = kind === 'refused' ? [policy.refusedProbeMs, 4] : [policy.outageProbeMs, 15];
  return first * Math.min(2 ** Math.min(probes, MANY_PROBES), most);
}

/** Whether it has been refused for so long that someone must act. */
export const isDisabled = (breaker: Breaker, now: number, policy: Policy): boolean =>
  breaker.kind === 'refused' && now - breaker.openedAt >= policy.disabledAfterMs;

/**
 * The open breakers of a snapshot, by webhook; what is not of our making counts as closed.
 *
 * @param now - epoch milliseconds
 */
export function readBreakers(snapshot: Snapshot, now: number): Map<string, Breaker> {
  const policy = readPolicy(snapshot);
  const breakers = new Map<string, Breaker>();
  for (const key of Object.keys(snapshot)) {
    if (!key.startsWith(BREAKER_PREFIX)) continue;
    const breaker = decodeBreaker(snapshot[key] ?? '', now, policy);
    // Closed: at worst one attempt too many finds out again.
    if (breaker !== undefined) breakers.set(key.slice(BREAKER_PREFIX.length), breaker);
  }
  return breakers;
}

function decodeBreaker(value: string, now: number, policy: Policy): Breaker | undefined {
  try {
    const stored = JSON.parse(value) as Breaker | null;
    if (stored === null || !isMoment(stored.probeAt) || !isMoment(stored.openedAt)) return undefined;
    const kind = stored.kind === 'outage' ? 'outage' : 'refused';
    return {
      kind,
      status: Number.isInteger(stored.status) ? stored.status : 0,
      reason: typeof stored.reason === 'string' ? stored.reason : '',
      openedAt: Math.min(stored.openedAt, now),
      probeAt: believable(stored.probeAt, now, probeWaitMs(kind, MANY_PROBES, policy)),
      probes: Number.isInteger(stored.probes) ? Math.max(0, stored.probes) : 0,
    };
  } catch {
    return undefined;
  }
}
