import type { Answer } from './answer';
import { BREAKER_PREFIX, FAILURES_OF_AN_OUTAGE, isDisabled, keepOpen, openBreaker, type Breaker } from './breaker';
import { DEAD_CAPACITY_BYTES, deadBytes, encodeDeadLetter, type DeathReason } from './dead-letters';
import type { Delivery } from './delivery';
import { placeOf } from './discard';
import { entriesOf, type Engine } from './engine';
import { foldBacklog, foldHeld, type Fold } from './fold';
import type { Lane } from './lanes';
import { Notices } from './notices';
import type { StoredDelivery } from './outbox';
import type { Tries } from './progress';
import { sizeOf } from './record';
import { heldUntil } from './quiet';
import { requestIdOf } from './request-id';
import { backoffMs, UNAUTHORIZED_IN_A_ROW } from './retry';
import { nextStop, STOP_KEY } from './stop';
import type { WebhookUrl } from './webhook-url';
import { findWebhook } from './webhooks';
import { messageOf, type WorkingCopy } from './working-copy';

/** How long a delivery that is given up rests while there is no room for its dead letter. */
const NO_ROOM_REST_MS = 15 * 60_000;

/** How long a delivery rests that cannot be given up because the store refuses its dead letter. */
const REFUSED_REST_MS = 60_000;

/** Told of each delivery that a drain is done with, or could not send now. */
export type OnSettled = (
  delivery: StoredDelivery,
  answer: Answer | { readonly kind: 'dead'; readonly reason: DeathReason } | { readonly kind: 'discarded' },
) => void;

/** What one post was: the head of a lane, and where it went. */
export interface Posted {
  readonly lane: Lane;
  readonly delivery: StoredDelivery;
  readonly webhook: WebhookUrl;
}

/** Notes what each answer means: for the delivery, its lane, its space, its webhook, or all of them. */
export class Settlement {
  private readonly notices: Notices;
  private mayFold = true;
  private readonly failures = new Map<string, { count: number; ids: Set<string>; unauthorized: number }>();

  constructor(
    private readonly engine: Engine,
    private readonly copy: WorkingCopy,
    private readonly onSettled: OnSettled,
  ) {
    this.notices = new Notices(engine);
  }

  /** Settles one answer. False when Google stops every call. */
  settle(posted: Posted, answer: Answer): boolean {
    const { copy } = this;
    const { lane, delivery, webhook } = posted;
    if (answer.kind !== 'stopped' && copy.stop !== undefined) {
      copy.stop = undefined;
      copy.log('info', 'quota-resumed');
      copy.remove(STOP_KEY);
    }
    switch (answer.kind) {
      case 'sent':
        this.closeBreaker(delivery.to);
        copy.removeLetters(delivery);
        copy.done(lane, 0, { outcome: 'sent', status: 200, detail: answer.name }, 1);
        break;
      case 'rate':
        copy.log('info', answer.retryAfterMs === undefined ? 'retry-429' : 'retry-after', { to: delivery.to });
        if ((answer.retryAfterMs ?? 0) > 0) copy.setCoolUntil(webhook.space, this.engine.pacing.nextAt(webhook.space));
        break;
      case 'unavailable':
        copy.log('info', 'retry-5xx', { to: delivery.to, status: answer.status, reason: answer.reason });
        this.failed(posted, answer);
        break;
      case 'webhook-down':
        this.refused(posted, answer);
        break;
      case 'rejected':
        copy.log('warning', 'poison', {
          to: delivery.to,
          id: delivery.id,
          status: answer.status,
          reason: answer.reason,
        });
        this.bury(lane, delivery, 'rejected', answer.status, answer.reason);
        return true;
      case 'stopped':
        // Google refuses every request of a round: that is one refusal.
        if (copy.stop !== undefined && copy.stop.probeAt > this.now) break;
        copy.stop = nextStop(copy.stop, answer.cause, this.now, this.engine.policy);
        copy.log('error', 'quota-stop', { cause: answer.cause, probeAt: new Date(copy.stop.probeAt).toISOString() });
        copy.write({ [STOP_KEY]: JSON.stringify(copy.stop) });
        break;
    }
    this.onSettled(delivery, answer);
    return answer.kind !== 'stopped';
  }

  private get now(): number {
    return this.engine.platform.clock.now();
  }

  private closeBreaker(to: string): void {
    const { copy } = this;
    this.failures.delete(to);
    copy.breakers.delete(to);
    // One about a link that was replaced counts as closed already: it goes as well.
    if (copy.snapshot[BREAKER_PREFIX + to] === undefined) return;
    copy.log('info', 'breaker-closed', { to });
    copy.remove(BREAKER_PREFIX + to);
  }

  /** 5xx or no answer: it may have arrived; the same request again, later. */
  private failed({ lane, delivery, webhook }: Posted, answer: Answer & { kind: 'unavailable' }): void {
    const { policy, budget, platform } = this.engine;
    const { status, reason, retryAfterMs } = answer;
    const { now, copy } = this;
    if (policy.holdWhenUnknown.includes(delivery.to)) {
      copy.log('warning', 'held', { to: delivery.to, id: delivery.id });
      this.bury(lane, delivery, 'unknown', status, reason);
      return;
    }
    const failures = this.failuresOf(delivery.to);
    failures.count++;
    failures.ids.add(delivery.id);
    if (delivery.tries !== undefined) budget.spend();
    if (budget.isEmpty) copy.log('warning', 'budget-empty');
    const breaker = copy.breakers.get(delivery.to);
    const failure = { kind: 'outage', status, reason, url: webhook.url } as const;
    if (breaker !== undefined) {
      this.setBreaker(delivery.to, keepOpen(breaker, failure, now, policy), 'breaker-half-open');
    } else if (failures.count >= FAILURES_OF_AN_OUTAGE && failures.ids.size > 1) {
      this.setBreaker(delivery.to, openBreaker(failure, now, policy), 'breaker-open');
    }
    // While nothing gets through to the webhook an attempt says nothing about this delivery.
    const attempts = (delivery.tries?.attempts ?? 0) + (breaker === undefined ? 1 : 0);
    const isOld = now - delivery.acceptedAt >= policy.minAgeToGiveUpMs;
    if (attempts >= policy.maxAttempts && isOld && this.takesOthers(delivery)) {
      copy.log('warning', 'slow-poison', { to: delivery.to, id: delivery.id });
      this.bury(lane, delivery, 'attempts', status, reason);
      return;
    }
    const dueAt = now + backoffMs(Math.max(attempts, 1), platform.random.next(), retryAfterMs);
    copy.setTries(lane, { attempts, dueAt, status });
  }

  /**
   * Whether the webhook took another message while this one failed. Only then is the message to blame: when Chat is down
   * a message that waits alone fails as often as one that Chat never takes.
   */
  private takesOthers({ to, acceptedAt, notBefore, heldUntil: heldTo }: StoredDelivery): boolean {
    const since = Math.max(acceptedAt, notBefore, heldTo, this.now - this.engine.policy.minAgeToGiveUpMs);
    return this.copy.pastDeliveries.some((past) => past.to === to && past.outcome === 'sent' && past.at >= since);
  }

  /** 401, 403, 404: Chat refuses the webhook. Its deliveries stay; nothing is posted until a probe is due. */
  private refused({ lane, delivery, webhook }: Posted, { status, reason }: Answer & { kind: 'webhook-down' }): void {
    const { policy, platform } = this.engine;
    const { now, copy } = this;
    const { to } = delivery;
    const failures = this.failuresOf(to);
    failures.unauthorized++;
    const breaker = copy.breakers.get(to);
    const failure = { kind: 'refused', status, reason, url: webhook.url } as const;
    const isSure = status !== 401 || failures.unauthorized >= UNAUTHORIZED_IN_A_ROW || breaker?.kind === 'refused';
    if (isSure && breaker !== undefined) {
      this.setBreaker(to, keepOpen(breaker, failure, now, policy), 'breaker-half-open');
    } else if (isSure) {
      this.setBreaker(to, openBreaker(failure, now, policy), 'breaker-open');
    } else {
      copy.log('info', 'retry-401', { to });
      const dueAt = now + backoffMs(failures.unauthorized, platform.random.next());
      copy.setTries(lane, { attempts: delivery.tries?.attempts ?? 0, dueAt, status });
    }
  }

  private failuresOf(to: string) {
    const failures = this.failures.get(to) ?? { count: 0, ids: new Set<string>(), unauthorized: 0 };
    this.failures.set(to, failures);
    return failures;
  }

  private setBreaker(to: string, breaker: Breaker, event: string): void {
    const { copy } = this;
    const { kind, status, reason } = breaker;
    const waiting = [...copy.lanes.values()].reduce((sum, lane) => sum + (lane.to === to ? lane.waiting.length : 0), 0);
    const { entries, told } = this.notices.withNews(copy.snapshot, to, breaker, waiting);
    copy.log('warning', event, { to, kind, status, reason });
    if (isDisabled(breaker, this.now, this.engine.policy)) copy.log('error', 'breaker-disabled', { to });
    copy.breakers.set(to, told);
    copy.write(entries);
  }

  /** Tells of what failed in this drain after the first failure, which was told at once. */
  tellFurther(): void {
    this.tell(this.notices.furtherFailed(this.copy.snapshot));
  }

  private tell(notice: Readonly<Record<string, string>>): void {
    if (Object.keys(notice).length > 0) this.copy.write(notice);
  }

  /**
   * Gives the head of a lane up: its dead letter is stored first, and only then is it done. One whose letter finds no
   * room is set aside: it stays stored, with all it says, but no longer holds its lane.
   */
  private bury(lane: Lane, delivery: StoredDelivery, reason: DeathReason, status: number, detail: string): void {
    const { copy, now } = this;
    const isAside = delivery.tries?.givenUp !== undefined;
    const attemptsMore = reason === 'rejected' && !isAside ? 1 : 0;
    const attempts = (delivery.tries?.attempts ?? 0) + attemptsMore;
    const requestId = requestIdOf(delivery.to, delivery.id);
    const entries = encodeDeadLetter(requestId, {
      delivery: plainDelivery(delivery),
      reason,
      status,
      detail,
      attempts,
      acceptedAt: delivery.acceptedAt,
      diedAt: now,
      place: placeOf(delivery),
    });
    const fits = deadBytes(copy.snapshot, requestId) + sizeOf(entries) <= DEAD_CAPACITY_BYTES;
    if (!fits) {
      this.keepAside(lane, delivery, { attempts, dueAt: now + NO_ROOM_REST_MS, status }, reason);
      return;
    }
    const notice = this.notices.deliveryFailed(copy.snapshot, delivery, { reason, status, detail });
    if (!copy.write({ ...notice.entries, ...entries })) {
      copy.setTries(lane, { ...delivery.tries, attempts, dueAt: now + REFUSED_REST_MS, status });
      return;
    }
    notice.written();
    copy.removeLetters(delivery, entries);
    const why = detail === '' ? reason : `${reason}: ${detail}`;
    copy.done(lane, 0, { outcome: 'failed', status, detail: why }, attemptsMore);
    this.onSettled(delivery, { kind: 'dead', reason });
  }

  /**
   * There is no room for the dead letter of the head of a lane: it stays in the outbox, is not posted any more, and holds
   * nobody up. Were the note of that lost, it would be posted again after those behind it: until it is written the lane
   * waits. What has expired is not posted in any case.
   */
  private keepAside(lane: Lane, delivery: StoredDelivery, tries: Tries, reason: DeathReason): void {
    const { copy } = this;
    copy.log('error', 'dead-area-full', { to: delivery.to, id: delivery.id });
    this.tell(this.notices.deadAreaFull(copy.snapshot));
    const mustBeNoted = delivery.tries?.givenUp === undefined && reason !== 'expired' && reason !== 'too-old';
    const aside = { ...tries, givenUp: reason };
    copy.setTries(lane, aside);
    if (mustBeNoted && !copy.checkpoint(false)) copy.setTries(lane, tries);
    else copy.setAside(lane, aside);
  }

  /** Tells of what someone else has discarded since the reading before. */
  tellDiscarded(): void {
    for (const delivery of this.copy.newlyDiscarded) this.onSettled(delivery, { kind: 'discarded' });
  }

  /** Heads whose time has passed become dead letters without a post; so does what was set aside, when it is due. */
  expire(): void {
    const { copy } = this;
    for (const lane of copy.lanes.values()) {
      for (let head = lane.waiting[0]; this.isOver(head); head = lane.waiting[0]) {
        const givenUp = head.tries?.givenUp;
        const reason = givenUp ?? (head.expiresAt > 0 ? 'expired' : 'too-old');
        if (givenUp === undefined) copy.log('warning', 'aged-out', { to: head.to, id: head.id, reason });
        this.bury(lane, head, reason, head.tries?.status ?? 0, '');
      }
    }
  }

  /** Whether the head of some lane is to be given up without a post. */
  get hasExpired(): boolean {
    return [...this.copy.lanes.values()].some(({ waiting }) => this.isOver(waiting[0]));
  }

  private isOver(head: StoredDelivery | undefined): head is StoredDelivery {
    const { now } = this;
    if (head === undefined || (head.tries?.dueAt ?? 0) > now) return false;
    return head.tries?.givenUp !== undefined || this.isExpired(head);
  }

  private isExpired(head: StoredDelivery): boolean {
    const { copy, now, engine } = this;
    const { expiresAt, acceptedAt, notBefore, to } = head;
    if (expiresAt > 0) return expiresAt <= now;
    // What was only held, or never looked at, is not too old: it can be sent.
    const isHindered =
      head.tries !== undefined ||
      copy.stop !== undefined ||
      copy.breakers.has(to) ||
      findWebhook(copy.snapshot, to) === undefined;
    const ageMs = now - Math.max(acceptedAt, notBefore, head.heldUntil);
    return isHindered && ageMs >= engine.policy.maxAgeMs && heldUntil(copy.quiet, head, now) === 0;
  }

  /**
   * Folds what quiet times have held for it, and backlogs that have grown too long, where their senders allowed it.
   *
   * @returns whether the store is to be read again: there is a new digest, or may be
   */
  fold(): boolean {
    const { copy, engine, now } = this;
    const isOver = (delivery: StoredDelivery) => this.isOver(delivery);
    const foldable = { isOver, now, unsureUntil: copy.outbox.progress.unsureUntil };
    const lanes = [...copy.lanes.values()].filter(({ to }) => !copy.isQuiet(to));
    const held = [...new Set(lanes.map(({ to }) => to))].flatMap((to) =>
      foldHeld(
        lanes.filter((lane) => lane.to === to).map(({ waiting }) => waiting),
        foldable,
      ),
    );
    const hasFolded = held.map((fold) => this.foldInto(fold)).some(Boolean);
    const backlogs = lanes.flatMap(({ waiting }) => foldBacklog(waiting, engine.policy.foldAbove, foldable));
    return backlogs.map((fold) => this.foldInto(fold)).some(Boolean) || hasFolded;
  }

  /**
   * Stores a digest: with it what it tells is done. A store that throws may have taken it: until the next reading nothing
   * of those lanes is posted, and no more is folded in this drain.
   *
   * @returns whether the store is to be read again
   */
  private foldInto({ digest, deliveries }: Fold): boolean {
    const { copy, engine } = this;
    const append = engine.planAppend(copy.snapshot, [digest], 0);
    if (append.refused.size > 0 || !this.mayFold) return false;
    const laneOf = (delivery: StoredDelivery) => [...copy.lanes].find(([, { waiting }]) => waiting.includes(delivery));
    try {
      engine.platform.store.write(entriesOf(append));
    } catch (error) {
      copy.log('warning', 'store-refused', { reason: messageOf(error) });
      this.mayFold = false;
      for (const delivery of deliveries) copy.lanes.delete(laneOf(delivery)?.[0] ?? '');
      return true;
    }
    copy.log('info', 'folded', { to: digest.to, deliveries: deliveries.length });
    for (const delivery of deliveries) {
      const lane = laneOf(delivery)?.[1];
      if (lane === undefined) continue;
      copy.removeLetters(delivery);
      copy.done(lane, lane.waiting.indexOf(delivery), { outcome: 'folded', status: 0, detail: digest.id }, 0);
    }
    return true;
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
  heldUntil: stored.heldUntil,
  isHeldForDigest: stored.isHeldForDigest,
  standsFor: {},
  notice: stored.notice,
});
