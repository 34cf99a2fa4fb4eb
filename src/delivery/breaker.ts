import type { Policy } from './policy';
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

function probeWaitMs(kind: Breaker['kind'], probes: number, policy: Policy): number {
  const [first, most] = kind === 'refused' ? [policy.refusedProbeMs, 4] : [policy.outageProbeMs, 15];
  return first * Math.min(2 ** Math.min(probes, 10), most);
}

/** Whether it has been refused for so long that someone must act. */
export const isDisabled = (breaker: Breaker, now: number, policy: Policy): boolean =>
  breaker.kind === 'refused' && now - breaker.openedAt >= policy.disabledAfterMs;

/** The open breakers of a snapshot, by webhook; what is not of our making counts as closed. */
export function readBreakers(snapshot: Snapshot): Map<string, Breaker> {
  const breakers = new Map<string, Breaker>();
  for (const key of Object.keys(snapshot)) {
    if (!key.startsWith(BREAKER_PREFIX)) continue;
    try {
      const breaker = JSON.parse(snapshot[key] ?? '') as Breaker;
      if (typeof breaker.probeAt === 'number' && typeof breaker.openedAt === 'number') {
        breakers.set(key.slice(BREAKER_PREFIX.length), breaker);
      }
    } catch {
      // Closed: at worst one attempt too many finds out again.
    }
  }
  return breakers;
}
