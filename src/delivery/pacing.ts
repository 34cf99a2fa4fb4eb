/**
 * Spaces the posts of each space, whichever of its webhooks they use: Chat takes one a second. The server is the
 * arbiter; what is known here only keeps us from asking too early, so it lives in the execution and costs no call.
 * @see https://developers.google.com/workspace/chat/quickstart/webhooks, "Limitations and considerations", read 2026-11-24
 */
const PERIOD_MS = 1000;
/**
 * A post may come early at Chat when the one before was late, so it follows a second and a margin after it. How late that
 * one was is not known, but at most half of what its call took longer than the quickest so far: a margin of more than
 * that, and of the little by which answers differ anyway, gains nothing.
 */
const LATE_SHARE = 0.5;
const LATE_LEAST_MS = 10;
/**
 * The margin settles where a 429 widens it as much as the posts between narrow it: at one post in 18. There a wider
 * margin would cost about as much time as it saves. A Chat that tolerates small bursts answers no 429: the margin goes
 * down to almost nothing.
 */
const MARGIN_STEP_DOWN_MS = 0.3;
const MARGIN_STEP_UP_MS = 5;
/** After a 429 that asks for a wait of its own the next one is to be rarer. */
const MARGIN_STEP_UP_OF_WAIT_MS = 10;
const MARGIN_LEAST_MS = 2;
const MARGIN_CAP_MS = 300;
/** An early post needs only the rest of its second, and its refusal has taken time to arrive. */
const FIRST_WAIT_MS = 20;
const SECOND_WAIT_MS = 240;
/** Less than Google's 32 to 64 s: a refused post costs nothing, and whoever waits for long finds the end of a storm late. */
const WAIT_CAP_MS = 15_000;

interface Pace {
  nextAt: number;
  refusals: number;
}

export class Pacing {
  private readonly paces = new Map<string, Pace>();
  /** One for all spaces: it says how unevenly requests travel and how much Chat tolerates, which no space differs in. */
  private marginMs: number;
  /** What the quickest call of this execution took, milliseconds. */
  private quickestMs = Infinity;

  /** @param startMarginMs - the first margin on top of the second, {@link Policy.marginMs} */
  constructor(startMarginMs: number) {
    this.marginMs = startMarginMs;
  }

  /** When the space may be posted to, epoch milliseconds; 0 when nothing is known. */
  nextAt(space: string): number {
    return this.paces.get(space)?.nextAt ?? 0;
  }

  /** Notes a post at the moment it is sent. */
  posted(space: string, at: number): void {
    this.pace(space).nextAt = Math.ceil(at + PERIOD_MS + this.marginMs);
  }

  /**
   * Notes how long the call took that posted to these spaces: after a quick one the next post need not wait for the whole
   * margin.
   *
   * @param at - the moment it was sent, epoch milliseconds
   */
  answered(spaces: readonly string[], at: number, tookMs: number): void {
    const lateMs = LATE_LEAST_MS + (tookMs - this.quickestMs) * LATE_SHARE;
    // The quickest so far says nothing of how quick a call can be.
    if (tookMs > this.quickestMs && lateMs < this.marginMs) {
      for (const space of spaces) this.pace(space).nextAt = Math.ceil(at + PERIOD_MS + lateMs);
    }
    this.quickestMs = Math.min(this.quickestMs, tookMs);
  }

  /** Notes that Chat took the post. */
  accepted(space: string): void {
    this.pace(space).refusals = 0;
    this.marginMs = Math.max(Math.min(MARGIN_LEAST_MS, this.marginMs), this.marginMs - MARGIN_STEP_DOWN_MS);
  }

  /**
   * Notes a 429: the whole space waits.
   *
   * @param now - epoch milliseconds
   * @param retryAfterMs - the wait that Chat asked for, a lower bound
   * @param random - a number in [0, 1)
   */
  refused(space: string, now: number, retryAfterMs: number | undefined, random: number): void {
    const pace = this.pace(space);
    // Only the first of several in a row can come of a margin that is too small: a storm in one space slows no other.
    if (pace.refusals === 0) {
      const stepMs = (retryAfterMs ?? 0) > 0 ? MARGIN_STEP_UP_OF_WAIT_MS : MARGIN_STEP_UP_MS;
      this.marginMs = Math.min(MARGIN_CAP_MS, this.marginMs + stepMs);
    }
    const doubled = Math.min(SECOND_WAIT_MS * 2 ** Math.min(pace.refusals - 1, 20), WAIT_CAP_MS);
    const waitMs = pace.refusals === 0 ? FIRST_WAIT_MS : Math.floor(doubled * (0.5 + random / 2));
    pace.refusals++;
    pace.nextAt = now + Math.max(waitMs, retryAfterMs ?? 0);
  }

  /** Holds the space until then, as an earlier execution was told to. */
  hold(space: string, until: number): void {
    const pace = this.pace(space);
    pace.nextAt = Math.max(pace.nextAt, until);
  }

  private pace(space: string): Pace {
    let pace = this.paces.get(space);
    if (pace === undefined) this.paces.set(space, (pace = { nextAt: 0, refusals: 0 }));
    return pace;
  }
}
