import { RealClock, type Clock } from '../emulator/clock';

/** The machine's clock, which can be moved on as well: to the next trigger, say. */
export class LiveClock implements Clock {
  private readonly real = new RealClock();
  private aheadMs = 0;

  now(): number {
    return this.real.now() + this.aheadMs;
  }

  waitUntil(instant: number): void {
    this.real.waitUntil(instant - this.aheadMs);
  }

  /** Moves on without waiting; never back. */
  skipTo(instant: number): void {
    this.aheadMs += Math.max(0, instant - this.now());
  }
}
