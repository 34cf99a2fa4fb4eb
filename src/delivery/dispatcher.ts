import { FETCH_TIMEOUT_SECONDS, NO_ANSWER, SUSPECT_TIMEOUT_SECONDS, type Answer } from './answer';
import type { Engine } from './engine';
import { choose, type Conditions, type Lane } from './lanes';
import { claim, leaseInForce, release, standBy, type Claimed, type ClaimOutcome } from './lease';
import { Settlement, type OnSettled, type Posted } from './settlement';
import { heldUntil } from './quiet';
import { LAST_POST_MS } from './retry';
import type { Snapshot } from './webhooks';
import { messageOf, WorkingCopy } from './working-copy';

/** A round waits this long for a space that is nearly due, so that many posts ride in one call. */
const JOIN_MS = 100;
/** The notes are written at least this far apart … */
const CHECKPOINT_MS = 8_000;
/** … and the store read again, for what others have accepted. */
const REREAD_MS = 10_000;
/** Housekeeping that no pause has allowed for this many intervals is done all the same. */
const OVERDUE = 3;
/** A store call takes about this long; a pause shorter than that is no pause. */
const STORE_CALL_MS = 90;
const MAX_SLEEP_MS = 10_000;
/** A space that answers this slowly holds up every other space of its round … */
const SLOW_MS = 3_000;
/** … so it is posted to alone, and rests this many times as long as it took, … */
const SLOW_REST = 40;
/** … at most this long, milliseconds. Its messages are given all the time there is from this attempt on. */
const SLOW_REST_MAX_MS = 5 * 60_000;
const PATIENT_FROM = 3;
/** What one delivery of a backlog is reckoned to take, milliseconds. */
const BACKLOG_STEP_MS = 1_100;
/** The largest batch of fetchAll is not documented; this many have been seen to work. */
const MAX_ROUND = 50;

/** How a drain ended. */
export type DrainEnd =
  /** Nothing waits. */
  | 'empty'
  /** Nothing is due soon. */
  | 'idle'
  /** This execution's time is up. */
  | 'deadline'
  /** Another execution drains. */
  | 'held'
  /** Google refuses every call for now. */
  | 'stopped'
  /** Another execution took over: this one was too slow to renew its lease. */
  | 'taken-over';

/**
 * Sends what waits in the outbox: one execution serves all spaces, a round at a time, at most one post per space.
 * Overlapping drains, killed anywhere, lose and reorder nothing, by three rules: a delivery's requestId and body never
 * change; the next delivery of a lane goes only after the one before is done; a stored delivery is deleted only when it
 * is done. The lease only saves them from doing the same work.
 */
export class Drain {
  private readonly copy: WorkingCopy;
  private readonly settlement: Settlement;
  private readonly slowSpaces = new Set<string>();
  private readonly conditions: Conditions;

  /**
   * @param onSettled - told what becomes of each delivery
   * @param drainMs - how long it goes on, milliseconds
   */
  constructor(
    private readonly engine: Engine,
    onSettled: OnSettled = () => undefined,
    private readonly drainMs = engine.policy.drainMs,
  ) {
    const copy = new WorkingCopy(engine);
    this.copy = copy;
    this.settlement = new Settlement(engine, copy, onSettled);
    this.conditions = {
      spaceFreeAt: (space) => engine.pacing.nextAt(space),
      breakerOf: (to) => copy.breakers.get(to),
      heldUntil: (delivery) => heldUntil(copy.quiet, delivery, engine.platform.clock.now()),
      get mayRetry() {
        return !engine.budget.isEmpty;
      },
    };
  }

  /**
   * Drains until nothing is due, or time is up.
   *
   * @param snapshot - the store as just read
   */
  run(snapshot: Snapshot): DrainEnd {
    const { copy, engine } = this;
    const { clock, store } = engine.platform;
    copy.open(snapshot);
    if (!copy.hasLeftovers) {
      if (copy.outbox.waiting.length === 0) return 'empty';
      if (this.nextAt() > clock.now() + engine.policy.idleMs && !this.settlement.hasExpired) return 'idle';
    }
    const claimed = this.take(snapshot);
    if (claimed === undefined) return 'held';
    copy.begin(store.readAll(), claimed);
    this.settlement.tellDiscarded();
    const end = this.fold() ? this.loop() : 'taken-over';
    this.settlement.tellFurther();
    if (end === 'taken-over' || !this.stillHolds()) return 'taken-over';
    this.close();
    return end;
  }

  private loop(): DrainEnd {
    const { copy, engine, settlement } = this;
    const { clock } = engine.platform;
    for (;;) {
      const now = clock.now();
      if (this.isOver(now)) return 'deadline';
      // After a sleep that took minutes what has expired here may long have been sent by another.
      if (!this.stillHolds()) return 'taken-over';
      settlement.expire();
      if (copy.hasHeldDigest(now) && !this.fold()) return 'taken-over';
      const { round, nextAt } = this.pick(now);
      if (round.length > 0) {
        const joins = nextAt > now && nextAt - now <= JOIN_MS;
        if (joins) clock.sleep(Math.ceil(nextAt - now));
        if (!this.post(joins ? this.pick(clock.now()).round : round)) return 'stopped';
        if (!this.keepHouse()) return 'taken-over';
        continue;
      }
      if ([...copy.lanes.values()].every(({ waiting }) => waiting.length === 0)) {
        const reading = this.reread();
        if (reading === 'taken-over') return 'taken-over';
        if (reading === 'refused' || copy.outbox.waiting.length === 0) return 'empty';
        continue;
      }
      if (nextAt > now + engine.policy.idleMs) return 'idle';
      if (!this.keepHouse()) return 'taken-over';
      const waitMs = Math.ceil(this.nextAt() - clock.now());
      if (waitMs > 0) clock.sleep(Math.min(waitMs, MAX_SLEEP_MS));
    }
  }

  /** Claims the drain; near the end of another execution's time it stands by and takes over. */
  private take(snapshot: Snapshot): Claimed | undefined {
    const { copy, engine } = this;
    const holder = leaseInForce(snapshot, engine.platform.clock.now());
    if (holder !== undefined) {
      copy.log('info', 'lease-busy');
      const outcome = standBy(engine.platform, copy.owner, holder, engine.policy.drainMs, copy.longestBacklog * 1000);
      if (typeof outcome !== 'object') return undefined;
      copy.log('info', 'standby-takeover');
      return outcome;
    }
    let outcome: ClaimOutcome | undefined;
    // A store that is full refuses the lease as well: the ballast makes room for it.
    copy.attempt(() => {
      outcome = claim(engine.platform, copy.owner);
    });
    if (outcome === 'held' || outcome === 'locked') copy.log('info', outcome === 'locked' ? 'lock-busy' : 'lease-busy');
    return typeof outcome === 'object' ? outcome : undefined;
  }

  private close(): void {
    const { copy } = this;
    copy.removeFinished(Infinity);
    copy.removeAbandoned();
    if (copy.outbox.segments.size > 0) this.handPaceOver();
    const isNoted = copy.checkpoint(true);
    copy.removeIdleProgress();
    // A lease that lapses tells the next drain that notes may be missing.
    if (isNoted) copy.attempt(() => release(this.engine.platform, copy.owner));
  }

  /** Whoever goes on may begin at once: it is told when each space was last posted to. */
  private handPaceOver(): void {
    const { copy, engine } = this;
    const now = engine.platform.clock.now();
    for (const { webhook } of copy.lanes.values()) {
      const nextAt = webhook === undefined ? 0 : engine.pacing.nextAt(webhook.space);
      if (webhook !== undefined && nextAt > now) copy.setCoolUntil(webhook.space, nextAt);
    }
  }

  /** A drain takes up to a third more than its time where that finishes everything: a little does not wait for a tick. */
  private isOver(now: number): boolean {
    const { copy, engine, drainMs } = this;
    const { clock } = engine.platform;
    const lastAt = Math.min(clock.startedAt + LAST_POST_MS, copy.startedAt + (drainMs * 4) / 3);
    if (now >= lastAt) return true;
    return now - copy.startedAt >= drainMs && now + copy.longestBacklog * BACKLOG_STEP_MS > lastAt;
  }

  /** The next round: while Google's quota stops us one probe, otherwise one head per space; slow spaces go alone. */
  private pick(now: number): { round: readonly Lane[]; nextAt: number } {
    const { stop, lanes } = this.copy;
    if (stop !== undefined && stop.probeAt > now) return { round: [], nextAt: stop.probeAt };
    const { round, nextAt } = choose(lanes, this.conditions, now);
    const fast = round.filter(({ webhook }) => !this.slowSpaces.has(webhook?.space ?? ''));
    const isSingle = stop !== undefined || fast.length === 0;
    return { round: isSingle ? round.slice(0, 1) : fast.slice(0, MAX_ROUND), nextAt };
  }

  /** When something is due next; now when it is due already. */
  private nextAt(): number {
    const now = this.engine.platform.clock.now();
    const { round, nextAt } = this.pick(now);
    return round.length > 0 ? now : nextAt;
  }

  /** Posts a round and settles each answer. False when Google stops every call. */
  private post(round: readonly Lane[]): boolean {
    const { engine, copy, settlement } = this;
    const { clock } = engine.platform;
    const all = round.flatMap((lane): Posted[] => {
      const [delivery] = lane.waiting;
      return delivery === undefined || lane.webhook === undefined ? [] : [{ lane, delivery, webhook: lane.webhook }];
    });
    if (all.length > 1) {
      const startedAt = clock.now();
      const answers = engine.postAll(all);
      // Which of them was slow cannot be told from a batch: each is measured alone, once.
      if (clock.now() - startedAt >= SLOW_MS) for (const { webhook } of all) this.slowSpaces.add(webhook.space);
      if (answers !== undefined) {
        const goesOn = all.map((posted, index) => settlement.settle(posted, answers[index] as Answer));
        return goesOn.every(Boolean);
      }
      copy.log('warning', 'batch-threw', { deliveries: all.length });
    }
    for (const posted of all) {
      const startedAt = clock.now();
      const isRepeat = all.length > 1;
      if (isRepeat && this.isOver(startedAt)) break;
      if (isRepeat && engine.policy.holdWhenUnknown.includes(posted.delivery.to)) {
        settlement.settle(posted, NO_ANSWER);
        continue;
      }
      const answer = engine.post(posted.delivery, posted.webhook, this.timeoutFor(posted));
      this.noteSpeed(posted.webhook.space, clock.now() - startedAt);
      if (!settlement.settle(posted, answer)) return false;
      // Several that do not answer, one after the other, must not take longer than the lease lasts.
      if (isRepeat && clock.now() - copy.checkpointAt >= OVERDUE * CHECKPOINT_MS && !copy.hasLapsed)
        copy.checkpoint(false);
    }
    return true;
  }

  /** A space that has been slow is given little time while others wait; one that needs more gets it in the end. */
  private timeoutFor({ delivery, lane }: Posted): number {
    const isSuspect = this.slowSpaces.has(lane.webhook?.space ?? '') && (delivery.tries?.attempts ?? 0) < PATIENT_FROM;
    const others = [...this.copy.lanes.values()].filter(({ webhook }) => webhook?.space !== lane.webhook?.space);
    return isSuspect && others.some(({ waiting }) => waiting.length > 0)
      ? SUSPECT_TIMEOUT_SECONDS
      : FETCH_TIMEOUT_SECONDS;
  }

  private noteSpeed(space: string, tookMs: number): void {
    if (tookMs < SLOW_MS) {
      this.slowSpaces.delete(space);
      return;
    }
    this.slowSpaces.add(space);
    const until = this.engine.platform.clock.now() + Math.min(tookMs * SLOW_REST, SLOW_REST_MAX_MS);
    this.engine.pacing.hold(space, until);
    this.copy.setCoolUntil(space, until);
    this.copy.log('warning', 'slow-space', { space, tookMs });
  }

  /**
   * In a pause of the period: writes the notes, deletes finished segments, reads the store again. False when another
   * execution has taken the drain over.
   */
  private keepHouse(): boolean {
    const { copy } = this;
    if (!this.stillHolds()) return false;
    const { clock } = this.engine.platform;
    const pauseMs = () => this.nextAt() - clock.now();
    const isDue = (since: number, intervalMs: number) => {
      const elapsed = clock.now() - since;
      return elapsed >= intervalMs && (pauseMs() > STORE_CALL_MS || elapsed >= OVERDUE * intervalMs);
    };
    if (isDue(copy.checkpointAt, CHECKPOINT_MS) && !copy.hasLapsed) copy.checkpoint(false);
    copy.removeFinished(Math.floor(Math.min(pauseMs(), MAX_SLEEP_MS) / STORE_CALL_MS));
    return isDue(copy.readAt, REREAD_MS) ? this.reread() !== 'taken-over' : true;
  }

  /** Reads the store again. A store that refuses is no reason to stop sending what is known. */
  private reread(): 'read' | 'refused' | 'taken-over' {
    const { copy, settlement } = this;
    const { store, clock } = this.engine.platform;
    copy.readAt = clock.now();
    let snapshot: Snapshot;
    try {
      snapshot = store.readAll();
    } catch (error) {
      copy.log('warning', 'store-refused', { reason: messageOf(error) });
      return 'refused';
    }
    const lease = leaseInForce(snapshot, clock.now());
    if (lease !== undefined && lease.owner !== copy.owner) {
      copy.log('info', 'lease-lapsed');
      return 'taken-over';
    }
    copy.open(snapshot);
    settlement.tellDiscarded();
    return this.fold() ? 'read' : 'taken-over';
  }

  /** Folds what is to be folded, and reads the digests of it. False when another execution has taken the drain over. */
  private fold(): boolean {
    return !this.settlement.fold() || this.reread() !== 'taken-over';
  }

  /**
   * Whether the drain is still this execution's. A lease that lapsed, since a call took minutes, may have been another's
   * meanwhile: it is renewed only after a look, and what that one posted may be without a note.
   */
  private stillHolds(): boolean {
    const { copy } = this;
    if (!copy.hasLapsed) return true;
    const reading = this.reread();
    if (reading !== 'read') return reading === 'refused';
    copy.unsure(this.engine.platform.clock.now());
    copy.checkpoint(false);
    return true;
  }
}
