/**
 * Spaces the posts of each space, whichever of its webhooks they use: Chat takes one a second. The server is the
 * arbiter; what is known here only keeps us from asking too early, so it lives in the execution and costs no call.
 * @see https://developers.google.com/workspace/chat/quickstart/webhooks, "Limitations and considerations", read 2026-11-24
 */
const PERIOD_MS = 1000;
const MARGIN_STEP_UP_MS = 15;
const MARGIN_STEP_DOWN_MS = 0.75;
const MARGIN_CAP_MS = 300;
/** An early post needs only the rest of its second, so the first wait after a 429 is short. */
const FIRST_WAIT_MS = 120;
const WAIT_CAP_MS = 64_000;

interface Pace {
  nextAt: number;
  marginMs: number;
  refusals: number;
}

export class Pacing {
  private readonly paces = new Map<string, Pace>();

  /** @param startMarginMs - the first margin on top of the second, {@link Policy.marginMs} */
  constructor(private readonly startMarginMs: number) {}

  /** When the space may be posted to, epoch milliseconds; 0 when nothing is known. */
  nextAt(space: string): number {
    return this.paces.get(space)?.nextAt ?? 0;
  }

  /** Notes a post at the moment it is sent. */
  posted(space: string, at: number): void {
    const pace = this.pace(space);
    pace.nextAt = Math.ceil(at + PERIOD_MS + pace.marginMs);
  }

  /** Notes that Chat took the post. */
  accepted(space: string): void {
    const pace = this.pace(space);
    pace.refusals = 0;
    pace.marginMs = Math.max(this.startMarginMs, pace.marginMs - MARGIN_STEP_DOWN_MS);
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
    pace.marginMs = Math.min(MARGIN_CAP_MS, pace.marginMs + MARGIN_STEP_UP_MS);
    const wait = Math.min(FIRST_WAIT_MS * 2 ** Math.min(pace.refusals, 20), WAIT_CAP_MS);
    const jittered = pace.refusals === 0 ? wait : Math.floor(wait * (0.5 + random / 2));
    pace.refusals++;
    pace.nextAt = now + Math.max(jittered, retryAfterMs ?? 0, 1);
  }

  /** Holds the space until then, as an earlier execution was told to. */
  hold(space: string, until: number): void {
    const pace = this.pace(space);
    pace.nextAt = Math.max(pace.nextAt, until);
  }

  private pace(space: string): Pace {
    let pace = this.paces.get(space);
    if (pace === undefined) this.paces.set(space, (pace = { nextAt: 0, marginMs: this.startMarginMs, refusals: 0 }));
    return pace;
  }
}
