/** The latest moment that a Date can hold, epoch milliseconds. */
export const LAST_MOMENT = 8.64e15;

/** Whether something is a moment after 1970, epoch milliseconds. */
export const isMoment = (at: unknown): at is number => typeof at === 'number' && at >= 0 && at <= LAST_MOMENT;

/** By how much the clocks of two executions are taken to differ at most, milliseconds. */
const CLOCKS_DIFFER_MS = 120_000;

/**
 * A moment in the store that something waits for. It was written by an execution whose clock may have been wrong, or by
 * hand: one that lies further ahead than there is ever to wait is a mistake, and counts as past. That the clocks of two
 * executions differ a little is none.
 *
 * @param at - epoch milliseconds, or anything that stands in its place
 * @param now - epoch milliseconds
 * @param longestMs - the longest that there is to wait, milliseconds
 * @returns epoch milliseconds; 0 for a mistake
 */
export const believable = (at: unknown, now: number, longestMs: number): number =>
  isMoment(at) && at <= now + longestMs + CLOCKS_DIFFER_MS ? at : 0;
