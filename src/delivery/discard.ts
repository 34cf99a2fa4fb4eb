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

/** A place as one text: "cc/o/0m5kq3z9c000/x7f2#3". */
export const placeOf = ({ segment, index }: Place): string => `${segment}#${index}`;

/** A place that was written as one text. */
export function parsePlace(text: string): Place {
  const at = text.lastIndexOf('#');
  return { segment: text.slice(0, Math.max(0, at)), index: Number(text.slice(at + 1)) };
}

/** The key of the note that discards what is stored at a place. */
export const discardKey = (place: Place): string => DISCARD_PREFIX + placeOf(place).slice('cc/'.length);

export interface DiscardNote {
  readonly key: string;
  /** When the delivery was discarded, epoch milliseconds; 0 when the note does not say. */
  readonly at: number;
}

/** The note that discards what is stored at a place; undefined when none does. */
export function noteOf(snapshot: Snapshot, place: Place): DiscardNote | undefined {
  const key = discardKey(place);
  const value = snapshot[key];
  return value === undefined ? undefined : { key, at: Number(value) || 0 };
}
