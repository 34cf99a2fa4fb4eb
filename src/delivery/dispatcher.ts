import type { Platform } from '../platform/platform';
import type { Answer } from './answer';
import {
  BREAKER_PREFIX,
  FAILURES_OF_AN_OUTAGE,
  isDisabled,
  keepOpen,
  openBreaker,
  readBreakers,
  type Breaker,
} from './breaker';
import { DEAD_CAPACITY_BYTES, deadBytes, encodeDeadLetter, type DeathReason } from './dead-letters';
import type { Delivery } from './delivery';
import { DISCARD_PREFIX } from './discard';
import type { Engine } from './engine';
import { foldBacklog } from './fold';
import { HISTORY_KEY, readHistory, writeHistory, type HistoryEntry } from './history';
import { buildLanes, choose, type Conditions, type Lane } from './lanes';
import { claim, LEASE_KEY, leaseInForce, readLease, release, renewed } from './lease';
import { Notices } from './notices';
import { isFinished, markDone, readOutbox, type Outbox, type StoredDelivery } from './outbox';
import { PROGRESS_KEY, writeProgress, type Progress, type Tries } from './progress';
import { sizeOf } from './record';
import { requestIdOf } from './request-id';
import { backoffMs, UNAUTHORIZED_IN_A_ROW } from './retry';
import { BALLAST_KEYS } from './room';
import { nextStop, readStop, STOP_KEY, type Stop } from './stop';
import type { WebhookUrl } from './webhook-url';
import { findWebhook, type Snapshot } from './webhooks';

/** A round waits this long for a space that is nearly due, so that many posts ride in one call. */
const JOIN_MS = 60;
/** The progress is written at least this far apart … */
const CHECKPOINT_MS = 5_000;
/** … and the store read again, for what others have accepted. */
const REREAD_MS = 10_000;
/** Housekeeping that no pause has allowed for this many intervals is done all the same. */
const OVERDUE = 3;
/** A store call takes about this long; a pause shorter than that is no pause. */
const STORE_CALL_MS = 90;
const MAX_SLEEP_MS = 10_000;
/** Apps Script ends an execution at six minutes: no round starts that could not end before. */
const LAST_ROUND_MS = 325_000;
/** A space that answers this slowly holds up every other space of its round … */
const SLOW_MS = 3_000;
/** … so it is posted to alone, and rests this many times as long as it took. */
const SLOW_REST = 20;
/** How long a delivery rests that cannot be given up because there is no room for its dead letter. */
const NO_ROOM_REST_MS = 15 * 60_000;
const MAX_ROUND = 50;
const MAX_CLEANUPS = 20;

/** How a drain ended. */
export type DrainEnd = 'empty' | 'idle' | 'deadline' | 'held' | 'stopped' | 'taken-over';

/** Told of each delivery that a drain is done with, or that it could not send now. */
export type OnSettled = (
  delivery: StoredDelivery,
  answer: Answer | { readonly kind: 'dead'; readonly reason: DeathReason },
) => void;

/**
 * Sends what waits in the outbox: one execution serves all spaces, a round at a time, at most one post per space.
 * Overlapping drains, killed anywhere, lose and reorder nothing, by three rules: a delivery's requestId and body never
 * change; the next delivery of a lane goes only after the one before is done; a stored delivery is deleted only when it
 * is done.
 */
export class Drain {
  private readonly platform: Platform;
  private readonly owner: string;
  private snapshot: Snapshot = {};
  private outbox: Outbox = readOutbox({}, 0);
  private lanes = new Map<string, Lane>();
  private breakers = new Map<string, Breaker>();
  private stop: Stop | undefined;
  private readonly failures = new Map<string, { count: number; ids: Set<string>; unauthorized: number }>();
  private readonly suspects = new Set<string>();
  private readonly webhooks = new Map<string, WebhookUrl | undefined>();
  private readonly history: HistoryEntry[] = [];
  private readonly notices: Notices;
  private ownProgress: Progress | undefined;
  private changed = false;
  private startedAt = 0;
  private checkpointAt = 0;
  private readAt = 0;

  constructor(
    private readonly engine: Engine,
    private readonly onSettled: OnSettled = () => undefined,
  ) {
    this.platform = engine.platform;
    this.owner = this.platform.random.next().toString(36).slice(2, 12);
    this.notices = new Notices(engine);
  }

  /**
   * Drains until nothing is due, or time is up.
   *
   * @param snapshot - the store as just read
   */
  run(snapshot: Snapshot): DrainEnd {
    const { clock } = this.platform;
    this.open(snapshot);
    if (this.outbox.waiting.length === 0 && !this.hasLeftovers()) return 'empty';
    if (!this.hasLeftovers() && this.nextAt() > clock.now() + this.engine.policy.idleMs) return 'idle';
    if (!this.take(snapshot)) return 'held';
    this.startedAt = this.checkpointAt = clock.now();
    this.open(this.platform.store.readAll());
    const end = this.loop();
    if (end !== 'taken-over') this.close();
    return end;
  }

  private loop(): DrainEnd {
    const { clock } = this.platform;
    for (;;) {
      const now = clock.now();
      if (this.isOver(now)) return 'deadline';
      this.expire(now);
      const { round, nextAt } = this.pick(now);
      if (round.length > 0) {
        if (nextAt - now <= JOIN_MS && nextAt > now) {
          clock.sleep(Math.max(1, Math.ceil(nextAt - now)));
          if (!this.post(this.pick(clock.now()).round)) return 'stopped';
        } else if (!this.post(round)) return 'stopped';
        if (!this.keepHouse()) return 'taken-over';
        continue;
      }
      if (this.outbox.waiting.length === 0 || [...this.lanes.values()].every(({ waiting }) => waiting.length === 0)) {
        if (!this.reread()) return 'taken-over';
        if (this.outbox.waiting.length === 0) return 'empty';
        continue;
      }
      if (nextAt > now + this.engine.policy.idleMs) return 'idle';
      if (!this.keepHouse()) return 'taken-over';
      const waitMs = Math.ceil(this.nextAt() - clock.now());
      if (waitMs > 0) clock.sleep(Math.min(waitMs, MAX_SLEEP_MS));
    }
  }

  // --- opening and closing -------------------------------------------------------------------------------------------

  private open(snapshot: Snapshot): void {
    const now = this.platform.clock.now();
    this.snapshot = snapshot;
    this.readAt = now;
    this.outbox = readOutbox(snapshot, now);
    if (this.ownProgress !== undefined) this.outbox = this.withOwnProgress(this.outbox, this.ownProgress);
    this.ownProgress = this.outbox.progress;
    this.breakers = readBreakers(snapshot);
    this.stop = readStop(snapshot);
    this.webhooks.clear();
    for (const [space, until] of this.outbox.progress.coolUntil) this.engine.pacing.hold(space, until);
    this.lanes = buildLanes(this.outbox, (to) => this.webhook(to));
    if (this.outbox.garbage.length > 0)
      this.log('warning', 'garbage-skipped', { keys: this.outbox.garbage.slice(0, 5) });
  }

  /** What this execution has seen stays true, whatever another one has written over the stored progress since. */
  private withOwnProgress(outbox: Outbox, own: Progress): Outbox {
    for (const [segment, indexes] of own.done) {
      if (outbox.segments.has(segment)) for (const index of indexes) markDone(outbox.progress, segment, index);
    }
    for (const [segment, tries] of own.tries) {
      if (!outbox.segments.has(segment)) continue;
      const merged = outbox.progress.tries.get(segment) ?? new Map<number, Tries>();
      outbox.progress.tries.set(segment, new Map([...merged, ...tries]));
    }
    for (const [space, until] of own.coolUntil) outbox.progress.coolUntil.set(space, until);
    const waiting = outbox.waiting
      .filter(({ segment, index }) => !outbox.progress.done.get(segment)?.has(index))
      .map((delivery) => ({ ...delivery, tries: outbox.progress.tries.get(delivery.segment)?.get(delivery.index) }));
    return { ...outbox, waiting };
  }

  private hasLeftovers(): boolean {
    return (
      this.outbox.abandoned.length > 0 || [...this.outbox.segments.keys()].some((key) => isFinished(this.outbox, key))
    );
  }

  /** Claims the drain; near the end of another execution's time it stands by and takes over. */
  private take(snapshot: Snapshot): boolean {
    const { clock, store } = this.platform;
    const holder = leaseInForce(snapshot, clock.now());
    if (holder === undefined) {
      const claimed = claim(this.platform, this.owner);
      if (claimed === 'claimed') return true;
      this.log('info', claimed === 'locked' ? 'lock-busy' : 'lease-busy');
      return false;
    }
    this.log('info', 'lease-busy');
    const left = holder.startedAt + this.engine.policy.drainMs - clock.now();
    if (left > 75_000 || left < -LAST_ROUND_MS || this.longestBacklog() * 1000 < Math.max(left, 0) + 60_000)
      return false;
    for (const until = clock.now() + Math.min(Math.max(left, 0) + 30_000, 100_000); clock.now() < until;) {
      clock.sleep(Math.max(1, Math.min(MAX_SLEEP_MS, until - clock.now())));
      const lease = readLease(store.read(LEASE_KEY));
      if (lease === undefined || lease.expiresAt <= clock.now()) {
        const claimed = claim(this.platform, this.owner) === 'claimed';
        if (claimed) this.log('info', 'standby-takeover');
        return claimed;
      }
    }
    return false;
  }

  private longestBacklog(): number {
    const perSpace = new Map<string, number>();
    for (const { webhook, waiting } of this.lanes.values()) {
      if (webhook !== undefined) perSpace.set(webhook.space, (perSpace.get(webhook.space) ?? 0) + waiting.length);
    }
    return Math.max(0, ...perSpace.values());
  }

  private close(): void {
    this.notices.flush(this.snapshot, this.breakers);
    this.cleanUp(Infinity);
    this.checkpoint(true);
    if (this.outbox.segments.size === 0 && this.snapshot[PROGRESS_KEY] !== undefined)
      this.attempt(() => this.platform.store.remove(PROGRESS_KEY));
    this.attempt(() => release(this.platform, this.owner));
  }

  // --- choosing ------------------------------------------------------------------------------------------------------

  private isOver(now: number): boolean {
    return now - this.startedAt >= this.engine.policy.drainMs || now - this.engine.startedAt >= LAST_ROUND_MS;
  }

  private readonly conditions: Conditions = ((drain: Drain): Conditions => ({
    spaceFreeAt: (space) => drain.engine.pacing.nextAt(space),
    breakerOf: (to) => drain.breakers.get(to),
    get mayRetry() {
      return !drain.engine.budget.isEmpty;
    },
  }))(this);

  /** The next round: while Google's quota stops us one probe, otherwise one head per space; slow spaces go alone. */
  private pick(now: number): { round: readonly Lane[]; nextAt: number } {
    if (this.stop !== undefined && this.stop.probeAt > now) return { round: [], nextAt: this.stop.probeAt };
    const { round, nextAt } = choose(this.lanes, this.conditions, now);
    if (this.stop !== undefined) return { round: round.slice(0, 1), nextAt };
    const fast = round.filter(({ webhook }) => !this.suspects.has(webhook?.space ?? ''));
    if (fast.length > 0) return { round: fast.slice(0, MAX_ROUND), nextAt };
    return { round: round.slice(0, 1), nextAt };
  }

  private nextAt(): number {
    const now = this.platform.clock.now();
    const { round, nextAt } = this.pick(now);
    return round.length > 0 ? now : nextAt;
  }

  private webhook(to: string): WebhookUrl | undefined {
    if (!this.webhooks.has(to)) this.webhooks.set(to, findWebhook(this.snapshot, to));
    return this.webhooks.get(to);
  }

  // --- posting -------------------------------------------------------------------------------------------------------

  /** Posts a round and settles each answer. False when Google stops every call. */
  private post(round: readonly Lane[]): boolean {
    const { clock } = this.platform;
    const all = round.flatMap((lane) => {
      const [delivery] = lane.waiting;
      return delivery === undefined || lane.webhook === undefined ? [] : [{ lane, delivery, webhook: lane.webhook }];
    });
    const startedAt = clock.now();
    if (all.length > 1) {
      const answers = this.engine.postAll(all);
      const slow = clock.now() - startedAt > SLOW_MS;
      if (answers !== undefined) {
        // Which of them was slow cannot be told from a batch: each is measured alone, once.
        if (slow) for (const { webhook } of all) this.suspects.add(webhook.space);
        return all.every((one, index) => this.settle(one, answers[index] as Answer));
      }
      this.log('warning', 'batch-threw', { deliveries: all.length });
      if (slow) for (const { webhook } of all) this.suspects.add(webhook.space);
    }
    for (const one of all) {
      if (all.length > 1 && this.isOver(clock.now())) break;
      const at = clock.now();
      const answer = this.engine.post(one.delivery, one.webhook);
      this.noteSpeed(one.webhook.space, clock.now() - at);
      if (!this.settle(one, answer)) return false;
    }
    return true;
  }

  private noteSpeed(space: string, tookMs: number): void {
    if (tookMs <= SLOW_MS) {
      this.suspects.delete(space);
      return;
    }
    this.suspects.add(space);
    this.engine.pacing.hold(space, this.platform.clock.now() + tookMs * SLOW_REST);
    this.log('warning', 'slow-space', { space, tookMs });
  }

  private settle(
    { lane, delivery, webhook }: { lane: Lane; delivery: StoredDelivery; webhook: WebhookUrl },
    answer: Answer,
  ): boolean {
    const now = this.platform.clock.now();
    this.changed = true;
    if (answer.kind !== 'stopped' && this.stop !== undefined) {
      this.stop = undefined;
      this.log('info', 'quota-resumed');
      this.attempt(() => this.platform.store.remove(STOP_KEY));
    }
    switch (answer.kind) {
      case 'sent':
        this.succeeded(delivery);
        this.done(lane, delivery, { outcome: 'sent', status: 200, detail: answer.name });
        break;
      case 'rate':
        this.log('info', answer.retryAfterMs === undefined ? 'retry-429' : 'retry-after', { to: delivery.to });
        if ((answer.retryAfterMs ?? 0) > 0)
          this.outbox.progress.coolUntil.set(webhook.space, this.engine.pacing.nextAt(webhook.space));
        break;
      case 'unavailable':
        this.log('info', 'retry-5xx', { to: delivery.to, status: answer.status, reason: answer.reason });
        this.failed(lane, delivery, answer.status, answer.reason, answer.retryAfterMs, now);
        break;
      case 'webhook-down':
        this.refused(lane, delivery, answer.status, answer.reason, now);
        break;
      case 'rejected':
        this.log('warning', 'poison', {
          to: delivery.to,
          id: delivery.id,
          status: answer.status,
          reason: answer.reason,
        });
        this.bury(lane, delivery, 'rejected', answer.status, answer.reason, now);
        break;
      case 'stopped':
        this.stop = nextStop(this.stop, answer.cause, now, this.engine.policy);
        this.log('error', 'quota-stop', { cause: answer.cause, probeAt: new Date(this.stop.probeAt).toISOString() });
        this.attempt(() => this.platform.store.write({ [STOP_KEY]: JSON.stringify(this.stop) }));
        this.onSettled(delivery, answer);
        return false;
    }
    if (answer.kind !== 'rejected') this.onSettled(delivery, answer);
    return true;
  }

  private succeeded(delivery: StoredDelivery): void {
    this.failures.delete(delivery.to);
    if (!this.breakers.delete(delivery.to)) return;
    this.log('info', 'breaker-closed', { to: delivery.to });
    this.attempt(() => this.platform.store.remove(BREAKER_PREFIX + delivery.to));
  }

  /** 5xx or no answer: it may have arrived; the same request again, later. */
  private failed(
    lane: Lane,
    delivery: StoredDelivery,
    status: number,
    reason: string,
    retryAfterMs: number | undefined,
    now: number,
  ): void {
    const { policy, budget, platform } = this.engine;
    const failures = this.failures.get(delivery.to) ?? { count: 0, ids: new Set<string>(), unauthorized: 0 };
    this.failures.set(delivery.to, failures);
    failures.count++;
    failures.ids.add(delivery.id);
    if (delivery.tries !== undefined) budget.spend();
    if (budget.isEmpty) this.log('warning', 'budget-empty');
    const breaker = this.breakers.get(delivery.to);
    if (breaker !== undefined)
      this.setBreaker(delivery.to, keepOpen(breaker, 'outage', status, reason, now, policy), 'breaker-half-open');
    else if (failures.count >= FAILURES_OF_AN_OUTAGE && failures.ids.size > 1) {
      this.setBreaker(delivery.to, openBreaker('outage', status, reason, now, policy), 'breaker-open');
    }
    // While nothing gets through to the webhook an attempt says nothing about this delivery.
    const attempts = (delivery.tries?.attempts ?? 0) + (breaker === undefined ? 1 : 0);
    if (attempts >= policy.maxAttempts && now - delivery.acceptedAt >= policy.minAgeToGiveUpMs) {
      this.log('warning', 'slow-poison', { to: delivery.to, id: delivery.id });
      this.bury(lane, delivery, 'attempts', status, reason, now);
      return;
    }
    const dueAt = now + backoffMs(Math.max(attempts, 1), platform.random.next(), retryAfterMs);
    this.setTries(lane, delivery, { attempts, dueAt, status });
  }

  /** 401, 403, 404: Chat refuses the webhook. Its deliveries stay; nothing is posted until a probe is due. */
  private refused(lane: Lane, delivery: StoredDelivery, status: number, reason: string, now: number): void {
    const { policy, platform } = this.engine;
    const failures = this.failures.get(delivery.to) ?? { count: 0, ids: new Set<string>(), unauthorized: 0 };
    this.failures.set(delivery.to, failures);
    failures.unauthorized++;
    const breaker = this.breakers.get(delivery.to);
    if (breaker !== undefined) {
      const kept = keepOpen(breaker, 'refused', status, reason, now, policy);
      this.setBreaker(delivery.to, kept, 'breaker-half-open');
      if (isDisabled(kept, now, policy) && !isDisabled(breaker, breaker.probeAt - 1, policy)) {
        this.log('error', 'breaker-disabled', { to: delivery.to });
        this.notices.webhookDisabled(delivery.to, kept);
      }
    } else if (status !== 401 || failures.unauthorized >= UNAUTHORIZED_IN_A_ROW) {
      const opened = openBreaker('refused', status, reason, now, policy);
      this.setBreaker(delivery.to, opened, 'breaker-open');
      this.notices.webhookRefused(delivery.to, opened, lane.waiting.length);
    } else {
      const dueAt = now + backoffMs(failures.unauthorized, platform.random.next());
      this.setTries(lane, delivery, { attempts: delivery.tries?.attempts ?? 0, dueAt, status });
    }
  }

  private setTries(lane: Lane, delivery: StoredDelivery, tries: NonNullable<StoredDelivery['tries']>): void {
    const { progress } = this.outbox;
    const ofSegment = progress.tries.get(delivery.segment) ?? new Map<number, typeof tries>();
    progress.tries.set(delivery.segment, ofSegment.set(delivery.index, tries));
    lane.waiting[0] = { ...delivery, tries };
  }

  private setBreaker(to: string, breaker: Breaker, event: string): void {
    this.breakers.set(to, breaker);
    this.log('warning', event, { to, kind: breaker.kind, status: breaker.status, reason: breaker.reason });
    this.attempt(() => this.platform.store.write({ [BREAKER_PREFIX + to]: JSON.stringify(breaker) }));
  }

  /** Gives a delivery up: its dead letter is stored first, and only then is it done. */
  private bury(
    lane: Lane,
    delivery: StoredDelivery,
    reason: DeathReason,
    status: number,
    detail: string,
    now: number,
  ): void {
    const { tries, acceptedAt } = delivery;
    const attempts = (tries?.attempts ?? 0) + (reason === 'rejected' ? 1 : 0);
    const entries = encodeDeadLetter(requestIdOf(delivery.to, delivery.id), {
      delivery: plainDelivery(delivery),
      reason,
      status,
      detail,
      attempts,
      acceptedAt,
      diedAt: now,
    });
    const fits = deadBytes(this.snapshot) + sizeOf(entries) <= DEAD_CAPACITY_BYTES;
    if (!fits || !this.attempt(() => this.platform.store.write(entries))) {
      this.log('error', 'dead-area-full', { to: delivery.to, id: delivery.id });
      this.notices.deadAreaFull();
      this.setTries(lane, delivery, { attempts, dueAt: now + NO_ROOM_REST_MS, status });
      return;
    }
    this.snapshot = { ...this.snapshot, ...entries };
    this.notices.deliveryFailed(delivery, reason, status, detail);
    this.done(lane, delivery, { outcome: 'failed', status, detail: detail === '' ? reason : `${reason}: ${detail}` });
    this.onSettled(delivery, { kind: 'dead', reason });
  }

  private done(
    lane: Lane,
    delivery: StoredDelivery,
    { outcome, status, detail }: Pick<HistoryEntry, 'outcome' | 'status' | 'detail'>,
  ): void {
    markDone(this.outbox.progress, delivery.segment, delivery.index);
    lane.waiting.shift();
    const attempts = (delivery.tries?.attempts ?? 0) + (outcome === 'sent' ? 1 : 0);
    this.history.push({
      at: this.platform.clock.now(),
      to: delivery.to,
      id: delivery.id,
      outcome,
      status,
      attempts,
      detail,
    });
  }

  /** Heads whose time has passed become dead letters without a post. */
  private expire(now: number): void {
    for (const lane of this.lanes.values()) {
      for (
        let head = lane.waiting[0];
        head !== undefined && isExpired(head, now, this.engine.policy.maxAgeMs);
        head = lane.waiting[0]
      ) {
        if ((head.tries?.dueAt ?? 0) > now) break;
        this.changed = true;
        const reason = head.expiresAt > 0 && head.expiresAt <= now ? 'expired' : 'too-old';
        this.log('warning', 'aged-out', { to: head.to, id: head.id, reason });
        this.bury(lane, head, reason, head.tries?.status ?? 0, '', now);
      }
    }
  }

  // --- housekeeping --------------------------------------------------------------------------------------------------

  /**
   * In a pause of the period: note progress, delete finished segments, read the store again. False when another
   * execution has taken the drain over.
   */
  private keepHouse(): boolean {
    const { clock } = this.platform;
    const pauseMs = () => this.nextAt() - clock.now();
    const due = (since: number, intervalMs: number) => {
      const elapsed = clock.now() - since;
      return elapsed >= intervalMs && (pauseMs() > STORE_CALL_MS || elapsed >= OVERDUE * intervalMs);
    };
    if (due(this.checkpointAt, CHECKPOINT_MS)) this.checkpoint(false);
    this.cleanUp(pauseMs() / STORE_CALL_MS);
    return due(this.readAt, REREAD_MS) ? this.reread() : true;
  }

  private reread(): boolean {
    const { store, clock } = this.platform;
    this.readAt = clock.now();
    let snapshot: Snapshot;
    try {
      snapshot = store.readAll();
    } catch (error) {
      this.log('warning', 'store-refused', { reason: messageOf(error) });
      return true;
    }
    const lease = leaseInForce(snapshot, clock.now());
    if (lease !== undefined && lease.owner !== this.owner) {
      this.log('info', 'lease-lapsed');
      return false;
    }
    this.open(snapshot);
    this.fold();
    return true;
  }

  private fold(): void {
    for (const lane of this.lanes.values()) {
      const folded = foldBacklog(lane.waiting, this.engine.policy.foldAbove);
      if (folded === undefined || !this.notices.append(this.snapshot, [folded.digest])) continue;
      this.log('info', 'folded', { to: lane.to, deliveries: folded.deliveries.length });
      this.changed = true;
      for (const delivery of folded.deliveries) {
        markDone(this.outbox.progress, delivery.segment, delivery.index);
        lane.waiting.splice(lane.waiting.indexOf(delivery), 1);
        this.history.push({
          at: this.platform.clock.now(),
          to: delivery.to,
          id: delivery.id,
          outcome: 'folded',
          status: 0,
          attempts: 0,
          detail: folded.digest.id,
        });
      }
      this.readAt = 0;
    }
  }

  /** Notes progress, history and the renewed lease in one write. */
  private checkpoint(last: boolean): void {
    const { clock, store } = this.platform;
    const now = clock.now();
    this.checkpointAt = now;
    const entries: Record<string, string> = {};
    if (this.changed || this.history.length > 0) {
      const { value, trimmed } = writeProgress(this.outbox.progress, (key) => this.outbox.segments.has(key), now);
      if (trimmed > 0) this.log('warning', 'progress-trimmed', { notes: trimmed });
      if (value !== '' || this.snapshot[PROGRESS_KEY] !== undefined) entries[PROGRESS_KEY] = value;
    }
    if (this.history.length > 0) {
      entries[HISTORY_KEY] = writeHistory([...readHistory(this.snapshot[HISTORY_KEY]), ...this.history]);
    }
    if (!last) entries[LEASE_KEY] = renewed(this.owner, this.startedAt, now);
    if (Object.keys(entries).length === 0) return;
    if (!this.attempt(() => store.write(entries))) return;
    this.snapshot = { ...this.snapshot, ...entries };
    this.history.length = 0;
    this.changed = false;
  }

  /** Deletes finished segments, and what was never written whole. */
  private cleanUp(most: number): void {
    const finished = [...this.outbox.segments.keys()].filter((key) => isFinished(this.outbox, key));
    for (const key of finished.slice(
      0,
      Math.min(Math.max(0, Math.floor(most)), most === Infinity ? Infinity : MAX_CLEANUPS),
    )) {
      if (!this.removeSegment(key)) return;
    }
    if (most !== Infinity) return;
    for (const key of this.outbox.abandoned.slice(0, MAX_CLEANUPS)) {
      this.log('info', 'group-collected', { key });
      this.attempt(() => this.platform.store.remove(key));
    }
  }

  private removeSegment(key: string): boolean {
    const { store } = this.platform;
    const segment = this.outbox.segments.get(key);
    const removed = this.attempt(() => {
      for (const physical of segment?.keys ?? []) store.remove(physical);
      for (const discarded of this.outbox.discards.get(key) ?? []) store.remove(DISCARD_PREFIX + discarded);
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

  /**
   * Makes a store call. A store that is full refuses also what would make room: then the ballast is freed and the call
   * made again. What fails even so is logged.
   *
   * @returns whether it was made
   */
  private attempt(call: () => void): boolean {
    try {
      call();
      return true;
    } catch (error) {
      this.log('warning', 'store-refused', { reason: messageOf(error) });
    }
    if (BALLAST_KEYS.every((key) => this.snapshot[key] === undefined)) return false;
    try {
      for (const key of BALLAST_KEYS) this.platform.store.remove(key);
      this.log('warning', 'ballast-freed');
      const ballast: readonly string[] = BALLAST_KEYS;
      this.snapshot = Object.fromEntries(Object.entries(this.snapshot).filter(([key]) => !ballast.includes(key)));
      call();
      return true;
    } catch (error) {
      this.log('error', 'store-refused', { reason: messageOf(error) });
      return false;
    }
  }

  private log(level: 'info' | 'warning' | 'error', event: string, data?: Record<string, unknown>): void {
    this.platform.log.write(level, `delivery.${event}`, data);
  }
}

/** A delivery without its place in the outbox. */
const plainDelivery = (stored: StoredDelivery): Delivery => ({
  id: stored.id,
  to: stored.to,
  message: stored.message,
  messageReplyOption: stored.messageReplyOption,
  priority: stored.priority,
  notBefore: stored.notBefore,
  expiresAt: stored.expiresAt,
  ordered: stored.ordered,
  digestKey: stored.digestKey,
  notice: stored.notice,
});

const isExpired = ({ expiresAt, acceptedAt, notBefore }: StoredDelivery, now: number, maxAgeMs: number): boolean =>
  expiresAt > 0 ? expiresAt <= now : now - Math.max(acceptedAt, notBefore) >= maxAgeMs;

const messageOf = (error: unknown): string => String((error as { message?: unknown } | null)?.message ?? error);
