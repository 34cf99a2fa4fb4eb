/**
 * When to try again. Pure: policy, attempt and answer in, a wait out.
 *
 * Google asks for truncated exponential backoff: min(2^n seconds + a random part of up to 1,000 ms, a maximum of 32 or 64
 * seconds), the random part drawn anew each time.
 * @see https://developers.google.com/workspace/chat/limits, read 2026-11-24
 */
export const BACKOFF_CAP_MS = 64_000;

/** A Retry-After above this is taken for a mistake, and cut. */
export const RETRY_AFTER_CAP_MS = 10 * 60_000;

/** How often one call posts a message before it leaves it to the outbox. */
export const MAX_ATTEMPTS_IN_CALL = 3;

/** A wait longer than this is not slept through inside a call: the delivery is stored, or the caller told. */
export const MAX_WAIT_IN_CALL_MS = 10_000;

/**
 * No post begins later than this after the execution began, milliseconds: Apps Script ends it at six minutes.
 * @see https://developers.google.com/apps-script/guides/services/quotas, read 2026-11-24
 */
export const LAST_POST_MS = 325_000;

/** Chat's random 401 goes away by itself: only this many in a row mean that the webhook is refused. */
export const UNAUTHORIZED_IN_A_ROW = 3;

/**
 * The wait before the next attempt, as Google's page asks.
 *
 * @param attempt - the attempts so far, from 1
 * @param random - a number in [0, 1)
 * @param retryAfterMs - the wait that Chat asked for, a lower bound
 * @returns whole milliseconds
 */
export function backoffMs(attempt: number, random: number, retryAfterMs = 0): number {
  const wait = Math.min(1000 * 2 ** Math.min(attempt - 1, 20) + Math.floor(random * 1000), BACKOFF_CAP_MS);
  return Math.max(wait, retryAfterMs);
}

/**
 * Reads a Retry-After header: seconds, or an HTTP date.
 *
 * @param now - epoch milliseconds, for dates
 * @returns milliseconds, 0 to {@link RETRY_AFTER_CAP_MS}; undefined when there is none, or none that can be read
 */
export function parseRetryAfter(header: string | undefined, now: number): number | undefined {
  if (header === undefined || header.trim() === '') return undefined;
  const ms = /^\s*\d+\s*$/.test(header) ? Number(header) * 1000 : Date.parse(header) - now;
  return Number.isNaN(ms) ? undefined : Math.min(Math.max(Math.ceil(ms), 0), RETRY_AFTER_CAP_MS);
}

/**
 * Keeps one execution from spending itself on retries: a retry costs 5, a success earns 1 back. When it is used up the
 * execution only makes first attempts; later executions have a budget of their own.
 */
export class RetryBudget {
  private tokens = 500;

  get isEmpty(): boolean {
    return this.tokens < 5;
  }

  spend(): void {
    this.tokens = Math.max(0, this.tokens - 5);
  }

  earn(): void {
    this.tokens = Math.min(500, this.tokens + 1);
  }
}
