import { readPolicy, type Policy } from './policy';
import { linkHashOf } from './request-id';
import { believable, isMoment } from './stored-time';
import { findWebhook, type Snapshot } from './webhooks';

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
  /** The link that it is about, hashed: another link is not to blame. Absent in breakers of older versions. */
  readonly link?: string;
  /** The latest news of it that was queued as a notice; absent while nobody was told. */
  readonly told?: 'refused' | 'disabled';
}

/** A failed post as far as its webhook is to blame. */
export interface Failure {
  readonly kind: Breaker['kind'];
  /** The HTTP status; 0 when there was no answer. */
  readonly status: number;
  readonly reason: string;
  /** The link that was posted to. */
  readonly url: string;
}

export function openBreaker({ kind, status, reason, url }: Failure, now: number, policy: Policy): Breaker {
  const link = linkHashOf(url);
  return { kind, status, reason, link, openedAt: now, probeAt: now + probeWaitMs(kind, 0, policy), probes: 0 };
}

/** The breaker after a probe that failed. */
export function keepOpen(
  breaker: Breaker,
  { kind, status, reason, url }: Failure,
  now: number,
  policy: Policy,
): Breaker {
  const probes = breaker.probes + 1;
  const probeAt = now + probeWaitMs(kind, probes, policy);
  return { ...breaker, kind, status, reason, link: linkHashOf(url), probes, probeAt };
}

const MANY_PROBES = 10;

function probeWaitMs(kind: Breaker['kind'], probes: number, policy: Policy): number {
  const [first, most] = kind === 'refused' ? [policy.refusedProbeMs, 4] : [policy.outageProbeMs, 15];
  return first * Math.min(2 ** Math.min(probes, MANY_PROBES), most);
}

/** Whether it has been refused for so long that someone must act. */
export const isDisabled = (breaker: Breaker, now: number, policy: Policy): boolean =>
  breaker.kind === 'refused' && now - breaker.openedAt >= policy.disabledAfterMs;

/** What somebody is to be told of a breaker and was not yet, if anything. */
export function newsOf(breaker: Breaker, now: number, policy: Policy): Breaker['told'] {
  if (breaker.kind !== 'refused') return undefined;
  const news = isDisabled(breaker, now, policy) ? 'disabled' : 'refused';
  return breaker.told === news || breaker.told === 'disabled' ? undefined : news;
}

/**
 * The open breakers of a snapshot, by webhook. What is not of our making counts as closed, and so does a breaker about
 * another link than the webhook has now: whoever replaced the link did so to be heard at once.
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
    if (breaker === undefined) continue;
    const name = key.slice(BREAKER_PREFIX.length);
    const url = breaker.link === undefined ? undefined : findWebhook(snapshot, name)?.url;
    if (url === undefined || linkHashOf(url) === breaker.link) breakers.set(name, breaker);
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
      ...(typeof stored.link === 'string' && { link: stored.link }),
      ...((stored.told === 'refused' || stored.told === 'disabled') && { told: stored.told }),
    };
  } catch {
    return undefined;
  }
}
