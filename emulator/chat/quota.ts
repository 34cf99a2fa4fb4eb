/**
 * Webhook posts that a space takes: one a second, shared by all its webhooks.
 * @see https://developers.google.com/workspace/chat/quickstart/webhooks, "Limitations and considerations", read 2026-11-24
 */
export const POST_INTERVAL_MS = 1_000;

/**
 * The older wording of the same limit: 60 writes per minute and space.
 * @see https://developers.google.com/workspace/chat/limits, read 2026-11-24
 */
export const WINDOW_MS = 60_000;
export const WINDOW_POSTS = 60;

/**
 * How the limit is enforced. `strict`: the next post is accepted 1,000 ms after the last accepted one. `burst`: the same
 * rate with some tolerance for posts at once. `window`: at most 60 in any 60 seconds. `off`: no limit.
 */
export type QuotaKind = 'strict' | 'burst' | 'window' | 'off';

/** One space's quota. A refused post costs nothing. */
export interface Quota {
  /** How long until a post would be accepted, milliseconds; 0 when it would be now. */
  waitMs(now: number): number;
  /** Notes an accepted post. */
  spend(now: number): void;
}

/** @param burst - how many posts at once `burst` tolerates, 1 or more */
export function createQuota(kind: QuotaKind, burst: number): Quota {
  switch (kind) {
    case 'off':
      return { waitMs: () => 0, spend: () => undefined };
    case 'window':
      return windowQuota();
    case 'strict':
      return rateQuota(1);
    case 'burst':
      return rateQuota(burst);
  }
}

/** The generic cell rate algorithm: the next post's theoretical arrival may lie ahead by the tolerance. */
function rateQuota(burst: number): Quota {
  const toleranceMs = (burst - 1) * POST_INTERVAL_MS;
  let nextAt = -Infinity;
  return {
    waitMs: (now) => Math.max(0, nextAt - toleranceMs - now),
    spend(now) {
      nextAt = Math.max(now, nextAt) + POST_INTERVAL_MS;
    },
  };
}

function windowQuota(): Quota {
  const times = new Array<number>(WINDOW_POSTS).fill(-Infinity);
  let oldest = 0;
  return {
    waitMs: (now) => Math.max(0, (times[oldest] ?? -Infinity) + WINDOW_MS - now),
    spend(now) {
      times[oldest] = now;
      oldest = (oldest + 1) % WINDOW_POSTS;
    },
  };
}
