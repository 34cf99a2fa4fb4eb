/** A project's clock: virtual, so that time moves only when told, or the machine's own. */
export interface Clock {
  /** Epoch milliseconds, whole. */
  now(): number;
  /** Returns when it is `instant`, or at once when that is past. Virtual clocks jump, real ones block the thread. */
  waitUntil(instant: number): void;
}

/** A clock that moves only when told. It never runs backwards. */
export class VirtualClock implements Clock {
  #now: number;

  /** @param startsAt - epoch milliseconds or an ISO instant: "2026-03-02T09:00:00Z" */
  constructor(startsAt: number | string = '2026-03-02T09:00:00Z') {
    this.#now = typeof startsAt === 'number' ? startsAt : Date.parse(startsAt);
    if (Number.isNaN(this.#now)) throw new Error(`Expected an ISO instant like 2026-03-02T09:00:00Z, got ${startsAt}.`);
  }

  now(): number {
    return this.#now;
  }

  waitUntil(instant: number): void {
    if (instant > this.#now) this.#now = Math.ceil(instant);
  }

  /** Moves on. Triggers do not run by this: `Project.advance` does that. */
  advance(durationMs: number): void {
    this.waitUntil(this.#now + durationMs);
  }
}

/** The machine's clock. Waiting blocks the thread. */
export class RealClock implements Clock {
  readonly #cell = new Int32Array(new SharedArrayBuffer(4));

  now(): number {
    return Date.now();
  }

  waitUntil(instant: number): void {
    for (let leftMs = instant - Date.now(); leftMs > 0; leftMs = instant - Date.now()) {
      Atomics.wait(this.#cell, 0, 0, leftMs);
    }
  }
}
