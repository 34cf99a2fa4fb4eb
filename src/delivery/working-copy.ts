import type { Platform } from '../platform/platform';
import { readBreakers, type Breaker } from './breaker';
import { deadKeys } from './dead-letters';
import type { Delivery } from './delivery';
import { placeOf } from './discard';
import type { Engine } from './engine';
import { HISTORY_KEY, readHistory, untoldDiscards, writeHistory, type HistoryEntry } from './history';
import { buildLanes, type Lane } from './lanes';
import { LEASE_KEY, LEASE_MS, leaseInForce, renewed, type Claimed } from './lease';
import { isFinished, markDone, readOutbox, withTries, type Outbox, type StoredDelivery } from './outbox';
import { PROGRESS_KEY, writeProgress, type Progress, type Tries } from './progress';
import { heldUntil, type Quiet } from './quiet';
import { requestIdOf } from './request-id';
import { BALLAST, BALLAST_KEYS, measureRoom } from './room';
import { readStop, STOP_KEY, type Stop } from './stop';
import { findWebhook, type Snapshot } from './webhooks';

/** What is deleted of half-written segments and letters in one drain. */
const MAX_ABANDONED = 20;

/** The room that must be free before the ballast is put back, bytes. */
const ROOM_FOR_BALLAST_BYTES = 100_000;

/**
 * What a drain knows of the store: its last reading, and what it has noted since. The notes are written from time to
 * time; whatever is lost of them by a kill is only work done again.
 */
export class WorkingCopy {
  readonly owner: string;
  /** When the drain began, epoch milliseconds. */
  startedAt = 0;
  /** When the notes were last written, epoch milliseconds. */
  checkpointAt = 0;
  /** When the store was last read, epoch milliseconds. */
  readAt = 0;
  snapshot: Snapshot = {};
  outbox: Outbox = readOutbox({}, 0);
  lanes = new Map<string, Lane>();
  breakers = new Map<string, Breaker>();
  stop: Stop | undefined;
  quiet: Quiet;
  /** What the last reading shows as discarded, and this drain had not been done with. */
  newlyDiscarded: readonly StoredDelivery[] = [];
  private readonly platform: Platform;
  private readonly history: HistoryEntry[] = [];
  private progress: Progress | undefined;
  private changed = false;
  /** Parts of dead letters of which the last two readings both showed no use. */
  private strays: readonly string[] = [];

  constructor(private readonly engine: Engine) {
    this.platform = engine.platform;
    this.quiet = engine.quietOf(this.snapshot);
    this.owner = this.platform.random.next().toString(36).slice(2, 12);
  }

  /** Begins the drain: what was noted in the store while it waited for its turn counts, not what stood there before. */
  begin(snapshot: Snapshot, { lapsedAt }: Claimed): void {
    const known = new Set(this.outbox.discarded.map(placeOf));
    this.startedAt = this.checkpointAt = this.platform.clock.now();
    this.progress = undefined;
    this.open(snapshot);
    this.newlyDiscarded = this.newlyDiscarded.filter((delivery) => !known.has(placeOf(delivery)));
    this.unsure(lapsedAt);
  }

  /** Notes that another execution may have posted without a note what was accepted up to then. @param until - epoch milliseconds */
  unsure(until: number): void {
    const { progress } = this.outbox;
    if (until <= progress.unsureUntil) return;
    progress.unsureUntil = until;
    this.changed = true;
  }

  /** Whether the lease was not renewed in time, so that another execution may have drained meanwhile. */
  get hasLapsed(): boolean {
    return this.platform.clock.now() - this.checkpointAt >= LEASE_MS;
  }

  /** Takes a new reading of the store. What this drain has noted stays true, whatever others have written since. */
  open(snapshot: Snapshot): void {
    const now = this.platform.clock.now();
    this.snapshot = snapshot;
    this.readAt = now;
    const outbox = readOutbox(snapshot, now);
    this.newlyDiscarded = outbox.discarded.filter(
      ({ segment, index }) => !this.progress?.done.get(segment)?.has(index),
    );
    this.strays = outbox.strays.filter((key) => this.outbox.strays.includes(key));
    this.outbox = this.progress === undefined ? outbox : withOwnProgress(outbox, this.progress);
    this.progress = this.outbox.progress;
    this.breakers = readBreakers(snapshot, now);
    this.stop = readStop(snapshot, now);
    for (const [space, until] of this.outbox.progress.coolUntil) this.engine.pacing.hold(space, until);
    this.quiet = this.engine.quietOf(snapshot);
    this.lanes = buildLanes(
      this.outbox,
      (to) => findWebhook(snapshot, to),
      (to) => this.isQuiet(to),
    );
    const { garbage } = this.outbox;
    if (this.outbox.progress.isAhead) this.log('warning', 'clock-went-back');
    if (garbage.length > 0) this.log('warning', 'garbage-skipped', { keys: garbage.slice(0, 5) });
  }

  /** Whether something is left to delete, although nothing may wait. */
  get hasLeftovers(): boolean {
    const { segments, abandoned, strays } = this.outbox;
    const hasIdleNotes = segments.size === 0 && this.snapshot[PROGRESS_KEY] !== undefined;
    return (
      abandoned.length + strays.length > 0 ||
      this.finished.length > 0 ||
      hasIdleNotes ||
      this.hasStaleLease ||
      this.hasIdleStop
    );
  }

  /** A lease that its drain could not give back: it holds nobody up, and goes with the next drain. */
  private get hasStaleLease(): boolean {
    const { clock } = this.platform;
    return this.snapshot[LEASE_KEY] !== undefined && leaseInForce(this.snapshot, clock.now()) === undefined;
  }

  private get finished(): string[] {
    return [...this.outbox.segments.keys()].filter((key) => isFinished(this.outbox, key));
  }

  /** Whether a webhook is quiet now, for all that is not critical. */
  isQuiet(to: string): boolean {
    return heldUntil(this.quiet, { to, priority: 'normal' }, this.platform.clock.now()) > 0;
  }

  /** Whether something is due that was held to be told in one message. */
  hasHeldDigest(now: number): boolean {
    return [...this.lanes.values()].some(
      ({ to, waiting: [head] }) =>
        head?.isHeldForDigest === true && head.notBefore <= now && head.tries === undefined && !this.isQuiet(to),
    );
  }

  /** How many deliveries the busiest space has waiting that no quiet time holds. */
  get longestBacklog(): number {
    const perSpace = new Map<string, number>();
    for (const { to, webhook, waiting } of this.lanes.values()) {
      if (webhook !== undefined && !this.isQuiet(to))
        perSpace.set(webhook.space, (perSpace.get(webhook.space) ?? 0) + waiting.length);
    }
    return Math.max(0, ...perSpace.values());
  }

  /** Notes that the head of a lane needs no more sending. */
  done(
    lane: Lane,
    index: number,
    entry: Omit<HistoryEntry, 'at' | 'to' | 'id' | 'attempts'>,
    attemptsMore: number,
  ): void {
    const [delivery] = lane.waiting.splice(index, 1);
    if (delivery === undefined) return;
    markDone(this.outbox.progress, delivery.segment, delivery.index);
    this.changed = true;
    const attempts = (delivery.tries?.attempts ?? 0) + attemptsMore;
    this.history.push({ at: this.platform.clock.now(), to: delivery.to, id: delivery.id, attempts, ...entry });
  }

  /** Notes how far the head of a lane has come. */
  setTries(lane: Lane, tries: Tries): void {
    const [head] = lane.waiting;
    if (head === undefined) return;
    const ofSegment = this.outbox.progress.tries.get(head.segment) ?? new Map<number, Tries>();
    this.outbox.progress.tries.set(head.segment, ofSegment.set(head.index, tries));
    lane.waiting[0] = { ...head, tries };
    this.changed = true;
  }

  /** As setTries, of a head that is given up but must stay stored: from now on it is in a lane of its own. */
  setAside(lane: Lane, tries: Tries): void {
    this.setTries(lane, tries);
    const [head] = lane.waiting;
    if (head === undefined) return;
    const aside = withTries(head, tries);
    if (this.lanes.get(aside.lane) === lane) return;
    lane.waiting.shift();
    this.lanes.set(aside.lane, { ...lane, waiting: [aside] });
  }

  /** Notes that a space is to be left alone until then: the next execution keeps to it too. */
  setCoolUntil(space: string, until: number): void {
    this.outbox.progress.coolUntil.set(space, until);
    this.changed = true;
  }

  /** Writes entries at once, and keeps them in the copy. */
  write(entries: Readonly<Record<string, string>>): boolean {
    if (!this.attempt(() => this.platform.store.write(entries))) return false;
    this.snapshot = { ...this.snapshot, ...entries };
    return true;
  }

  /**
   * Removes what is stored of dead letters of a delivery, but for `kept`: it was given up anew, or, retried, it is in the
   * space, and could not be sent a second time with its requestId.
   */
  removeLetters({ to, id }: Delivery, kept: Readonly<Record<string, string>> = {}): void {
    const letters = deadKeys(this.snapshot);
    if (letters.size === 0) return;
    for (const key of letters.get(requestIdOf(to, id)) ?? []) if (kept[key] === undefined) this.remove(key);
  }

  /** Removes a key at once, from the copy as well. */
  remove(key: string): void {
    if (!this.attempt(() => this.platform.store.remove(key))) return;
    this.snapshot = Object.fromEntries(Object.entries(this.snapshot).filter(([other]) => other !== key));
  }

  /** What is known of past deliveries, of this drain too, oldest first. */
  get pastDeliveries(): readonly HistoryEntry[] {
    return [...readHistory(this.snapshot[HISTORY_KEY]), ...this.history];
  }

  /**
   * Writes the notes, the history and the renewed lease in one call. At the end the lease is not renewed.
   *
   * @returns whether the notes are written
   */
  checkpoint(last: boolean): boolean {
    const now = this.platform.clock.now();
    this.checkpointAt = now;
    const entries: Record<string, string> = {};
    if (this.changed) {
      const { value, trimmed } = writeProgress(this.outbox.progress, (key) => this.outbox.segments.has(key), now);
      if (trimmed > 0) this.log('warning', 'progress-trimmed', { notes: trimmed });
      if (value !== '' || this.snapshot[PROGRESS_KEY] !== undefined) entries[PROGRESS_KEY] = value;
    }
    const history = [...readHistory(this.snapshot[HISTORY_KEY]), ...this.history];
    const untold = untoldDiscards(history, this.outbox.discarded);
    if (this.history.length + untold.length > 0) entries[HISTORY_KEY] = writeHistory([...history, ...untold]);
    if (!last) entries[LEASE_KEY] = renewed(this.owner, this.startedAt, now);
    else if (this.mayHoldBallast()) Object.assign(entries, BALLAST);
    if (Object.keys(entries).length > 0 && !this.write(entries)) return false;
    this.history.length = 0;
    this.changed = false;
    return true;
  }

  /** The ballast is put back by a drain that ends with room to spare; small stores need none. */
  private mayHoldBallast(): boolean {
    if (this.outbox.segments.size < 20 || BALLAST_KEYS.some((key) => this.snapshot[key] !== undefined)) return false;
    const room = measureRoom(
      this.snapshot,
      [...this.outbox.segments.values()].flatMap(({ keys }) => keys),
    );
    return room.capacityBytes - room.usedBytes > ROOM_FOR_BALLAST_BYTES;
  }

  /** Deletes finished segments, at most so many; each is one call or more. */
  removeFinished(most: number): void {
    for (let left = most; left > 0; left--) {
      const [key] = this.finished;
      if (key === undefined || !this.removeSegment(key)) return;
    }
  }

  /** Deletes what was never written whole and never will be. */
  removeAbandoned(): void {
    for (const key of [...this.outbox.abandoned, ...this.strays].slice(0, MAX_ABANDONED)) {
      this.log('info', 'group-collected', { key });
      this.remove(key);
    }
  }

  private removeSegment(key: string): boolean {
    const { store } = this.platform;
    const removed = this.attempt(() => {
      for (const physical of this.outbox.segments.get(key)?.keys ?? []) store.remove(physical);
      for (const { segment, note } of this.outbox.discarded) {
        if (segment === key) store.remove(note.key);
      }
    });
    if (!removed) return false;
    const segments = new Map(this.outbox.segments);
    segments.delete(key);
    this.outbox.progress.done.delete(key);
    this.outbox.progress.tries.delete(key);
    this.outbox = { ...this.outbox, segments };
    this.changed = true;
    return true;
  }

  /** Google's quota stopped us, its probe is due, and nothing waits that could be one: the next send finds out. */
  private get hasIdleStop(): boolean {
    return (
      this.stop !== undefined && this.stop.probeAt <= this.platform.clock.now() && this.outbox.waiting.length === 0
    );
  }

  /** Removes the stored notes once nothing is stored that they could be about. */
  removeIdleProgress(): void {
    if (this.outbox.segments.size === 0 && this.snapshot[PROGRESS_KEY] !== undefined) this.remove(PROGRESS_KEY);
    if (this.hasIdleStop) this.remove(STOP_KEY);
  }

  /**
   * Makes a store call. A store that is full refuses also what would make room: then the ballast is freed and the call
   * made again. What fails even so is logged.
   *
   * @returns whether it was made
   */
  attempt(call: () => void): boolean {
    try {
      call();
      return true;
    } catch (error) {
      this.log('warning', 'store-refused', { reason: messageOf(error) });
    }
    const held: readonly string[] = BALLAST_KEYS.filter((key) => this.snapshot[key] !== undefined);
    if (held.length === 0) return false;
    try {
      for (const key of held) this.platform.store.remove(key);
      this.log('warning', 'ballast-freed');
      this.snapshot = Object.fromEntries(Object.entries(this.snapshot).filter(([key]) => !held.includes(key)));
      call();
      return true;
    } catch (error) {
      this.log('error', 'store-refused', { reason: messageOf(error) });
      return false;
    }
  }

  log(level: 'info' | 'warning' | 'error', event: string, data?: Record<string, unknown>): void {
    this.platform.log.write(level, `delivery.${event}`, data);
  }
}

function withOwnProgress(outbox: Outbox, own: Progress): Outbox {
  const { progress, segments } = outbox;
  for (const [segment, indexes] of own.done) {
    if (segments.has(segment)) for (const index of indexes) markDone(progress, segment, index);
  }
  for (const [segment, tries] of own.tries) {
    if (!segments.has(segment)) continue;
    progress.tries.set(segment, new Map([...(progress.tries.get(segment) ?? []), ...tries]));
  }
  for (const [space, until] of own.coolUntil) progress.coolUntil.set(space, until);
  progress.unsureUntil = Math.max(progress.unsureUntil, own.unsureUntil);
  const waiting = outbox.waiting
    .filter(({ segment, index }) => !progress.done.get(segment)?.has(index))
    .map((delivery) => withTries(delivery, progress.tries.get(delivery.segment)?.get(delivery.index)));
  return { ...outbox, waiting };
}

/** An exception's text. */
export const messageOf = (error: unknown): string => String((error as { message?: unknown } | null)?.message ?? error);
