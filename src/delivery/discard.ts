import { requestIdOf } from './request-id';
import type { Snapshot } from './webhooks';

/**
 * A stored delivery that a person discarded: "cc/d/o/0m5kq3z9c000/x7f2#3" is about the fourth of the segment
 * "cc/o/0m5kq3z9c000/x7f2", and holds when it was discarded, epoch milliseconds. A note of its own, since any execution
 * that is sending at the moment may write the progress over again. It is about that place alone: the same id, accepted
 * anew, is stored elsewhere. It goes with the delivery's segment, and not before.
 */
export const DISCARD_PREFIX = 'cc/d/';

/** Where a delivery is stored. */
export interface Place {
  /** Its segment's key. */
  readonly segment: string;
  /** Its place in the segment. */
  readonly index: number;
}

/** The key of the note that discards what is stored at a place. */
export const discardKey = ({ segment, index }: Place): string =>
  `${DISCARD_PREFIX}${segment.slice('cc/'.length)}#${index}`;

export interface DiscardNote {
  readonly key: string;
  /** When the delivery was discarded, epoch milliseconds; 0 when the note does not say. */
  readonly at: number;
}

/** The notes of a snapshot. */
export class Discards {
  private readonly notes: readonly string[];
  private readonly hasOld: boolean;

  constructor(private readonly snapshot: Snapshot) {
    this.notes = Object.keys(snapshot).filter((key) => key.startsWith(DISCARD_PREFIX));
    this.hasOld = this.notes.some((key) => !key.includes('#'));
  }

  /**
   * The note that discards a stored delivery; undefined when none does. "cc/d/<requestId>" is how notes were written
   * once: it is about every stored delivery of that id, and does not say when it was discarded.
   */
  noteOf(place: Place, { to, id }: { to: string; id: string }): DiscardNote | undefined {
    if (this.notes.length === 0) return undefined;
    const key = discardKey(place);
    const value = this.snapshot[key];
    if (value !== undefined) return { key, at: Number(value) || 0 };
    const old = this.hasOld ? DISCARD_PREFIX + requestIdOf(to, id) : key;
    return this.snapshot[old] === undefined ? undefined : { key: old, at: 0 };
  }

  /** The notes on what is not stored any more: it was sent in the moment in which it was discarded. */
  without(used: ReadonlySet<string>): string[] {
    return this.notes.filter((key) => !used.has(key));
  }
}
