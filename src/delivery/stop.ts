import type { Policy } from './policy';
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

/** The stop after another refusal; the first one when there was none. */
export function nextStop(previous: Stop | undefined, cause: Stop['cause'], now: number, policy: Policy): Stop {
  const probes = previous === undefined ? 0 : previous.probes + 1;
  const waitMs = policy.quotaProbeMs * Math.min(2 ** Math.min(probes, 10), 4);
  return { cause, since: previous?.since ?? now, probeAt: now + waitMs, probes };
}

export function readStop(snapshot: Snapshot): Stop | undefined {
  try {
    const stop = JSON.parse(snapshot[STOP_KEY] ?? 'null') as Stop | null;
    return typeof stop?.probeAt === 'number' ? stop : undefined;
  } catch {
    return undefined;
  }
}
