import type { Delivery } from './delivery';
import { laneOf } from './delivery';
import { readDeadLetters, strayParts, type StoredDeadLetter } from './dead-letters';
import { PROGRESS_KEY, readBits, readProgress, type Progress, type Tries } from './progress';
import { decodeSegment, LATER_PREFIX, OUTBOX_PREFIX, parseSegmentKey, sizeOf, type KeyClock } from './record';
import { DISCARD_PREFIX, noteOf, placeOf, type DiscardNote } from './discard';
import { believable } from './stored-time';
import type { Snapshot } from './webhooks';

/** A delivery that waits in the store. */
export interface StoredDelivery extends Delivery {
  readonly lane: string;
  /** Its segment's key. */
  readonly segment: string;
  /** Its place in the segment. */
  readonly index: number;
  /** When it was accepted, epoch milliseconds. */
  readonly acceptedAt: number;
  /** Another execution is about to send it until then, epoch milliseconds; 0 when none is. */
  readonly visibleAt: number;
  readonly tries: Tries | undefined;
}

/** One stored segment: the unit that is deleted. */
export interface StoredSegment {
  /** Its physical keys: one, or one per part. */
  readonly keys: readonly string[];
  readonly count: number;
  /** Segments of which a digest in it tells something: it is stored as long as they are. */
  readonly standsFor: readonly string[];
}

/** A delivery that someone discarded, and whose segment is still stored. */
export interface DiscardedDelivery extends StoredDelivery {
  readonly note: DiscardNote;
}

/** The stored deliveries, as one reading of the store shows them. */
export interface Outbox {
  /** What waits, in the order it was accepted; without what is done or discarded. */
  readonly waiting: readonly StoredDelivery[];
  readonly segments: ReadonlyMap<string, StoredSegment>;
  readonly progress: Progress;
  /** The greatest clock of all keys whose time has come. */
  readonly clock: KeyClock;
  /** Keys under our prefix that hold something that is not of our making, or lacks a part. */
  readonly garbage: readonly string[];
  /** Dead letters of what does not wait: one that was retried keeps its letter until it is in the space, or fails anew. */
  readonly failed: readonly StoredDeadLetter[];
  /** What is still stored although it was discarded. */
  readonly discarded: readonly DiscardedDelivery[];
  /** What is of no use any more: parts of segments that were never written whole and are too old to be completed, and notes on deliveries that are gone. */
  readonly abandoned: readonly string[];
  /** Parts of dead letters of which this reading shows no use; another reading must agree. */
  readonly strays: readonly string[];
}

/**
 * A key's clock is believed this far ahead, milliseconds: an execution's clock may be wrong, but one that is a day ahead
 * was written by hand, and no later key could be written after it.
 */
const CLOCK_AHEAD_MS = 24 * 3_600_000;

/** How long no other execution takes a delivery that was stored before its first attempt, milliseconds. */
export const IN_HAND_MS = 120_000;

/** A segment whose parts are not all there is being written; after this long it never will be. */
export const INCOMPLETE_LIFE_MS = 10 * 60_000;

/** Reads the outbox out of a copy of the store. Pure; never throws on garbage. */
export function readOutbox(snapshot: Snapshot, now: number): Outbox {
  const progress = readProgress(snapshot[PROGRESS_KEY], now);
  const segments = new Map<string, StoredSegment>();
  const garbage: string[] = [];
  const abandoned: string[] = [];
  const waiting: StoredDelivery[] = [];
  const discarded: DiscardedDelivery[] = [];
  const letters = readDeadLetters(snapshot);
  const buried = new Set(letters.map(({ place }) => place));
  let clock: KeyClock = { ms: 0, counter: 0 };

  const read = physicalSegments(snapshot, garbage, abandoned, now).flatMap((physical) => {
    const decoded = decodeSegment(physical.value);
    if (decoded === undefined) garbage.push(...physical.keys);
    return decoded === undefined ? [] : [{ ...physical, ...decoded }];
  });
  for (const { key, parsed, keys, deliveries } of read) {
    const isAhead = parsed.clock.ms > now + (parsed.later ? 0 : CLOCK_AHEAD_MS);
    if (!isAhead && isGreater(parsed.clock, clock)) clock = parsed.clock;
    const standsFor = deliveries.flatMap((delivery) => Object.keys(delivery.standsFor));
    segments.set(key, { keys, count: deliveries.length, standsFor });
  }
  // What a stored digest tells is done, even where no note of it was written.
  for (const { standsFor } of read.flatMap(({ deliveries }) => deliveries)) {
    for (const [segment, bits] of Object.entries(standsFor)) {
      if (segments.has(segment)) for (const index of readBits(bits)) markDone(progress, segment, index);
    }
  }
  for (const { key, parsed, deliveries, visibleAt: storedVisibleAt } of read) {
    const tries = progress.tries.get(key);
    deliveries.forEach((delivery, index) => {
      const note = noteOf(snapshot, { segment: key, index });
      if (buried.has(placeOf({ segment: key, index }))) markDone(progress, key, index);
      if (progress.done.get(key)?.has(index) && note === undefined) return;
      const acceptedAt = parsed.later ? parsed.clock.ms : Math.min(parsed.clock.ms, now);
      const visibleAt = believable(storedVisibleAt, now, IN_HAND_MS);
      const place = { segment: key, index, acceptedAt, visibleAt };
      const stored = withTries({ ...delivery, ...place }, tries?.get(index));
      if (note === undefined) waiting.push(stored);
      else {
        discarded.push({ ...stored, note });
        markDone(progress, key, index);
      }
    });
  }
  // A note whose delivery is gone: it was sent in the moment in which it was discarded.
  const notes = new Set(discarded.map(({ note }) => note.key));
  abandoned.push(...Object.keys(snapshot).filter((key) => key.startsWith(DISCARD_PREFIX) && !notes.has(key)));
  const strays = strayParts(snapshot, waiting);
  const waits = (letter: Delivery) => waiting.some(({ id, to }) => id === letter.id && to === letter.to);
  const failed = letters.filter(({ delivery }) => !waits(delivery));
  return { waiting, segments, progress, clock, garbage, abandoned, strays, failed, discarded };
}

/** A stored delivery and how far it has come. One that is given up holds nobody up: it is in a lane of its own. */
export const withTries = (
  stored: Omit<StoredDelivery, 'lane' | 'tries'>,
  tries: Tries | undefined,
): StoredDelivery => ({
  ...stored,
  tries,
  lane: tries?.givenUp === undefined ? laneOf(stored) : placeOf(stored),
});

/** Notes that a delivery needs no more sending. */
export function markDone(progress: Progress, segment: string, index: number): void {
  const done = progress.done.get(segment) ?? new Set<number>();
  progress.done.set(segment, done.add(index));
  progress.tries.get(segment)?.delete(index);
}

/**
 * Whether every delivery of a segment is done, so that it can be deleted. A digest is stored until what it tells is
 * deleted: were that still there, and a note lost, it would be sent by itself.
 */
export const isFinished = ({ progress, segments }: Outbox, key: string): boolean => {
  const segment = segments.get(key);
  if (segment === undefined || segment.standsFor.some((told) => segments.has(told))) return false;
  return (progress.done.get(key)?.size ?? 0) >= segment.count;
};

const isGreater = (a: KeyClock, b: KeyClock) => a.ms > b.ms || (a.ms === b.ms && a.counter > b.counter);

/** The segments of a snapshot, whole ones only, in key order; a later one takes the place that its time gives it. */
function physicalSegments(snapshot: Snapshot, garbage: string[], abandoned: string[], now: number) {
  const whole: { key: string; parsed: Parsed; value: string; keys: string[] }[] = [];
  const groups = new Map<string, { parsed: Parsed; keys: Map<number, string> }>();
  for (const key of Object.keys(snapshot)) {
    if (!key.startsWith(OUTBOX_PREFIX) && !key.startsWith(LATER_PREFIX)) continue;
    const parsed = parseSegmentKey(key);
    if (parsed === undefined) garbage.push(key);
    else if (parsed.part === 0) whole.push({ key, parsed, value: snapshot[key] ?? '', keys: [key] });
    else {
      // Parts that name another count say nothing of this writing.
      const name = `${parsed.segment}#${parsed.count}`;
      const group = groups.get(name) ?? { parsed, keys: new Map<number, string>() };
      groups.set(name, group);
      group.keys.set(parsed.part, key);
    }
  }
  for (const { parsed, keys } of groups.values()) {
    if (keys.size === parsed.count) {
      const all = [...keys].sort(([a], [b]) => a - b).map(([, part]) => part);
      whole.push({ key: parsed.segment, parsed, value: all.map((part) => snapshot[part] ?? '').join(''), keys: all });
    } else {
      // A later segment's clock names the future, so its age is not known: it is left alone until its time has passed.
      const since = parsed.clock.ms;
      (now - since > INCOMPLETE_LIFE_MS ? abandoned : garbage).push(...keys.values());
    }
  }
  const order = ({ key, parsed }: (typeof whole)[number]) =>
    `${key.slice(OUTBOX_PREFIX.length)}${parsed.later ? 1 : 0}`;
  return whole.sort((a, b) => (order(a) < order(b) ? -1 : 1));
}

type Parsed = NonNullable<ReturnType<typeof parseSegmentKey>>;

/** What waits, by webhook, in bytes of the store: for each webhook's share. */
export function bytesByWebhook(outbox: Outbox, snapshot: Snapshot): Map<string, number> {
  const perSegment = new Map<string, StoredDelivery[]>();
  for (const delivery of outbox.waiting) {
    const list = perSegment.get(delivery.segment);
    if (list === undefined) perSegment.set(delivery.segment, [delivery]);
    else list.push(delivery);
  }
  const bytes = new Map<string, number>();
  for (const [key, deliveries] of perSegment) {
    const entries: Record<string, string> = {};
    for (const physical of outbox.segments.get(key)?.keys ?? []) entries[physical] = snapshot[physical] ?? '';
    const share = sizeOf(entries) / deliveries.length;
    for (const { to } of deliveries) bytes.set(to, (bytes.get(to) ?? 0) + share);
  }
  return bytes;
}
