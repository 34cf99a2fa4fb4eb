import { createHash, type Hash } from 'node:crypto';

/** A hash over everything that happened, in order: equal histories have equal hashes. */
export class Trace {
  #hash: Hash = createHash('sha256');
  #events = 0;

  /** How many events went in. */
  get events(): number {
    return this.#events;
  }

  add(executionId: number, at: number, event: readonly unknown[]): void {
    this.#events += 1;
    this.#hash.update(JSON.stringify([executionId, at, ...event]));
  }

  /** The hash so far, hexadecimal. */
  digest(): string {
    return this.#hash.copy().digest('hex');
  }
}
