import { readPolicy, type Policy } from './policy';
import { believable, isMoment } from './stored-time';
import type { Snapshot } from './webhooks';

/**
 * Set while UrlFetchApp refuses every call: Google's daily quota is used up, or the permission is missing. Nothing is
 * posted until a probe gets through.
 * @see https://developers.google.com/apps-script/guides/services/quotas, read 2026-11-24: resets 24 hours after the first request
 */
export const STOP_KEY = 'cc/q';

export interface Stop {
  readonly cause: 'quota' | 'permission';
  /** Epoch milliseconds. */
  readonly since: number;
  /** When the next probe is due, epoch milliseconds. */
  readonly probeAt: number;
  readonly probes: number;
}

/** The wait for a probe grows to this many times the first. */
const MOST_PROBE_WAITS = 4;

/** The stop after another refusal; the first one when there was none. */
export function nextStop(previous: Stop | undefined, cause: Stop['cause'], now: number, policy: Policy): Stop {
  const probes = previous === undefined ? 0 : previous.probes + 1;
  const waitMs = policy.quotaProbeMs * Math.min(2 ** Math.min(probes, 10), MOST_PROBE_WAITS);
  return { cause, since: previous?.since ?? now, probeAt: now + waitMs, probes };
}

/** The stop that is stored, if any; what is not of our making counts as none. @param now - epoch milliseconds */
export function readStop(snapshot: Snapshot, now: number): Stop | undefined {
  try {
    const stop = JSON.parse(snapshot[STOP_KEY] ?? 'null') as Stop | null;
    if (stop === null || !isMoment(stop.probeAt)) return undefined;
    return {
      cause: stop.cause === 'permission' ? 'permission' : 'quota',
      since: isMoment(stop.since) ? Math.min(stop.since, now) : now,
      probeAt: believable(stop.probeAt, now, readPolicy(snapshot).quotaProbeMs * MOST_PROBE_WAITS),
      probes: Number.isInteger(stop.probes) ? Math.max(0, stop.probes) : 0,
    };
  } catch {
    return undefined;
  }
}
