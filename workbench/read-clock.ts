import { VirtualClock } from '../emulator/clock';

/** How many readings make a millisecond. */
const READINGS = 100;

/**
 * A virtual clock that moves on a little by being read, so that a script which waits by looking at the time gets on
 * though it calls no service.
 */
export class ReadClock extends VirtualClock {
  private readings = 0;

  override now(): number {
    this.readings += 1;
    if (this.readings % READINGS === 0) this.waitUntil(super.now() + 1);
    return super.now();
  }
}
