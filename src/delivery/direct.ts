import { DeliveryUnknownError, RejectedError, UnavailableError } from '../errors';
import type { Answer } from './answer';
import { leaseInForce } from './lease';
import { BREAKER_PREFIX, keepOpen, openBreaker, readBreakers } from './breaker';
import { deadKeys } from './dead-letters';
import { laneOf, unfolded, type Delivery } from './delivery';
import { entriesOf, type Engine } from './engine';
import { findKnown } from './known';
import { Notices } from './notices';
import { IN_HAND_MS } from './outbox';
import { heldUntil } from './quiet';
import { requestIdOf } from './request-id';
import { adviceFor, describe, ignored, queued, unavailable } from './results';
import { backoffMs, MAX_ATTEMPTS_IN_CALL, MAX_WAIT_IN_CALL_MS } from './retry';
import { nextStop, readStop, STOP_KEY } from './stop';
import type { QueueReason, SendOptions, SendResult } from './types';
import type { WebhookUrl } from './webhook-url';
import { findWebhook, type Snapshot } from './webhooks';

const TOO_LATE = 'this execution has run so long that Apps Script may end it at any moment';

export type FailurePolicy = NonNullable<SendOptions['onFailure']>;

/**
 * Sends one delivery now, with retries inside the call, and leaves it to the outbox when that does not help. Under
 * `throw` and `ignore` nothing is stored.
 *
 * @param snapshot - the store as just read; undefined when the delivery waits for nobody and is posted at once
 * @throws {@link RejectedError} Chat answered 4xx other than 429: not created, not stored
 * @throws {@link UnavailableError} under `throw`: 429, 5xx or no answer
 * @throws {@link DeliveryUnknownError} it may have been created, and was not stored
 * @throws {@link OutboxFullError} it was not created, and there is no room to store it
 */
export function sendNow(
  engine: Engine,
  delivery: Delivery,
  webhook: WebhookUrl,
  policy: FailurePolicy,
  durable: boolean,
  snapshot: Snapshot | undefined,
): SendResult {
  const read = (ambiguous: boolean) => snapshot ?? readStore(engine, delivery, ambiguous);
  if (snapshot !== undefined) {
    const known = findKnown(snapshot, delivery, engine);
    if (known !== undefined) return known;
    const hold = holdReason(snapshot, delivery, webhook, policy, engine);
    if (hold !== undefined) return store(engine, read(false), delivery, hold.reason, hold.dueAt, false);
  }
  if (engine.isLate()) {
    if (policy === 'queue') return store(engine, read(false), delivery, 'time', 0, false);
    if (policy === 'ignore') return ignored(engine, delivery, TOO_LATE);
    throw new UnavailableError(
      delivery.to,
      undefined,
      undefined,
      `The message to "${delivery.to}" was not sent: ${TOO_LATE}. It was not stored either, since onFailure is "throw". Send it in another execution, with the same id.`,
    );
  }
  let stored: Record<string, string> | undefined;
  if (durable && policy === 'queue') {
    const visibleAt = engine.platform.clock.now() + IN_HAND_MS;
    // It is attempted at once: after a kill it may be in the space, so it is never folded.
    stored = write(engine, read(false), unfolded(delivery), visibleAt, false);
  }
  const { answer, ambiguous, attempts } = attemptInCall(engine, delivery, webhook);
  if (answer.kind === 'sent') {
    if (stored !== undefined) forget(engine, stored);
    if (snapshot !== undefined) noteAccepted(engine, snapshot, delivery);
    return { status: 'sent', id: delivery.id, name: answer.name, threadName: answer.threadName };
  }
  if (answer.kind === 'rejected' || answer.kind === 'webhook-down') {
    const mayExist = ambiguous && answer.kind === 'webhook-down';
    if (answer.kind === 'webhook-down') noteRefused(engine, delivery.to, webhook, answer);
    if (mayExist && stored !== undefined) return queued(engine, delivery, 'webhook-down', 0);
    const isGone = stored === undefined || forget(engine, stored);
    if (!isGone) {
      throw new DeliveryUnknownError(
        delivery.to,
        delivery.id,
        `Chat refused ${answer.kind === 'rejected' ? 'the message to' : 'the webhook'} "${delivery.to}" (HTTP ${answer.status}), and the message could not be taken out of the outbox for sure. A tick may try it again, and it is sent if Chat takes it then.`,
      );
    }
    if (policy === 'ignore') return ignored(engine, delivery, describe(answer));
    if (!mayExist)
      throw new RejectedError(delivery.to, answer.status, answer.reason, adviceFor(answer.status, delivery.to));
    throw new DeliveryUnknownError(
      delivery.to,
      delivery.id,
      `An attempt to send to "${delivery.to}" got no clear answer, then Chat refused the webhook (HTTP ${answer.status}). The message may be in the space.`,
    );
  }
  if (policy === 'ignore') return ignored(engine, delivery, describe(answer));
  if (ambiguous && engine.policy.holdWhenUnknown.includes(delivery.to)) {
    if (stored !== undefined) forget(engine, stored);
    throw new DeliveryUnknownError(
      delivery.to,
      delivery.id,
      `An attempt to send to "${delivery.to}" got no clear answer, and holdWhenUnknown names that webhook: it was neither repeated nor stored. The message may be in the space.`,
    );
  }
  if (policy === 'throw') throw unavailable(delivery.to, answer, attempts, ambiguous);
  const reason: QueueReason = answer.kind === 'rate' ? 'rate' : answer.kind === 'stopped' ? 'quota' : 'error';
  if (answer.kind === 'stopped') noteStop(engine, answer.cause, read(ambiguous));
  engine.platform.log.write('warning', 'delivery.stored-on-failure', {
    to: delivery.to,
    id: delivery.id,
    reason: describe(answer),
  });
  if (stored !== undefined) {
    release(engine, stored, delivery);
    return queued(engine, delivery, reason, engine.pacing.nextAt(webhook.space));
  }
  // What may be in the space is not to be told once more in a digest.
  const kept = ambiguous ? unfolded(delivery) : delivery;
  return store(engine, read(ambiguous), kept, reason, engine.pacing.nextAt(webhook.space), ambiguous);
}

/** Reads the store for the first time in this call, after an attempt. Errors say whether the message may exist. */
function readStore(engine: Engine, { to, id }: Delivery, ambiguous: boolean): Snapshot {
  try {
    return engine.platform.store.readAll();
  } catch (error) {
    if (ambiguous) {
      throw new DeliveryUnknownError(
        to,
        id,
        `An attempt to send to "${to}" got no clear answer, and the script properties could not be read to keep the message. It may be in the space.`,
        error,
      );
    }
    throw new UnavailableError(
      to,
      undefined,
      undefined,
      `The message to "${to}" was not sent, and the script properties could not be read to keep it. Send it again with the same id.`,
      error,
    );
  }
}

/** Why a delivery must not be posted now, if it must not. */
function holdReason(
  snapshot: Snapshot,
  delivery: Delivery,
  webhook: WebhookUrl,
  policy: FailurePolicy,
  engine: Engine,
) {
  const now = engine.platform.clock.now();
  const wishedAt = Math.max(delivery.notBefore, delivery.heldUntil);
  if (wishedAt > now) return { reason: 'requested' as const, dueAt: wishedAt };
  // Outside the order promise, and not to be stored: it finds out by itself.
  if (policy !== 'queue') return undefined;
  const stop = readStop(snapshot, now);
  if (stop !== undefined) return { reason: 'quota' as const, dueAt: stop.probeAt };
  const breaker = readBreakers(snapshot, now).get(delivery.to);
  // Once its rest is over this delivery is as good a probe as any.
  if (breaker !== undefined && breaker.probeAt > now)
    return { reason: 'webhook-down' as const, dueAt: breaker.probeAt };
  const { waiting, progress } = engine.outboxOf(snapshot);
  const lane = laneOf(delivery);
  const quiet = engine.quietOf(snapshot);
  const due = waiting.filter((other) => other.notBefore <= now && heldUntil(quiet, other, now) === 0);
  if (due.some((other) => other.lane === lane)) {
    engine.platform.log.write('info', 'delivery.queued-behind-lane', { to: delivery.to, id: delivery.id });
    const ahead = due.filter((other) => other.to === delivery.to).length;
    return {
      reason: 'order' as const,
      dueAt: now + (ahead + 1) * 1000 + (leaseInForce(snapshot, now) === undefined ? 60_000 : 0),
    };
  }
  const coolUntil = progress.coolUntil.get(webhook.space) ?? 0;
  if (coolUntil > now + MAX_WAIT_IN_CALL_MS) return { reason: 'rate' as const, dueAt: coolUntil };
  engine.pacing.hold(webhook.space, coolUntil);
  return undefined;
}

/**
 * Chat refuses the webhook: while it rests, what is sent to it is queued, and whoever is named for notices is told once.
 * The store is read again, since another execution may have noted it, or the link may have been replaced, meanwhile.
 * Never throws: the caller hears of the refusal itself.
 */
function noteRefused(
  engine: Engine,
  to: string,
  { url }: WebhookUrl,
  { status, reason }: Answer & { kind: 'webhook-down' },
): void {
  const { store, clock, log } = engine.platform;
  const { policy } = engine;
  const now = clock.now();
  try {
    const snapshot = store.readAll();
    if (findWebhook(snapshot, to)?.url !== url) return;
    const known = readBreakers(snapshot, now).get(to);
    if (known !== undefined && known.kind === 'refused' && known.probeAt > now) return;
    const failure = { kind: 'refused', status, reason, url } as const;
    const breaker = known === undefined ? openBreaker(failure, now, policy) : keepOpen(known, failure, now, policy);
    const waiting = engine.outboxOf(snapshot).waiting.filter((other) => other.to === to).length;
    store.write(new Notices(engine).withNews(snapshot, to, breaker, waiting).entries);
    const event = known === undefined ? 'breaker-open' : 'breaker-half-open';
    log.write('warning', `delivery.${event}`, { to, kind: 'refused', status, reason });
  } catch (error) {
    log.write('warning', 'delivery.store-refused', { to, reason: String(error) });
  }
}

/** Chat took a message: a dead letter of it, and a breaker of its webhook, have outlived their cause. Never throws. */
function noteAccepted(engine: Engine, snapshot: Snapshot, { to, id }: Delivery): void {
  const letters = deadKeys(snapshot).get(requestIdOf(to, id)) ?? [];
  forget(engine, Object.fromEntries(letters.map((key) => [key, ''])));
  if (snapshot[BREAKER_PREFIX + to] === undefined) return;
  if (forget(engine, { [BREAKER_PREFIX + to]: '' }))
    engine.platform.log.write('info', 'delivery.breaker-closed', { to });
}

interface InCall {
  readonly answer: Answer;
  /** Whether some attempt may have created the message. */
  readonly ambiguous: boolean;
  readonly attempts: number;
}

function attemptInCall(engine: Engine, delivery: Delivery, webhook: WebhookUrl): InCall {
  const { clock, random, log } = engine.platform;
  let ambiguous = false;
  for (let attempt = 1; ; attempt++) {
    const paceMs = Math.ceil(engine.pacing.nextAt(webhook.space) - clock.now());
    if (paceMs > MAX_WAIT_IN_CALL_MS || engine.isLate(paceMs)) {
      // Chat has asked this execution for a longer wait than a call may take, or than it has time left.
      const reason = 'the space must wait';
      return { answer: { kind: 'rate', status: 429, retryAfterMs: paceMs, reason }, ambiguous, attempts: attempt - 1 };
    }
    if (paceMs > 0) clock.sleep(paceMs);
    const answer = engine.post(delivery, webhook);
    if (answer.kind === 'unavailable') ambiguous = true;
    const retriable =
      answer.kind === 'rate' ||
      answer.kind === 'unavailable' ||
      (answer.kind === 'webhook-down' && answer.status === 401);
    const holds = ambiguous && engine.policy.holdWhenUnknown.includes(delivery.to);
    if (!retriable || holds) return { answer, ambiguous, attempts: attempt };
    const retryAfterMs = 'retryAfterMs' in answer ? answer.retryAfterMs : undefined;
    const waitMs = backoffMs(attempt, random.next(), retryAfterMs);
    const event = answer.kind === 'rate' ? 'retry-429' : answer.kind === 'unavailable' ? 'retry-5xx' : 'retry-401';
    log.write('warning', `delivery.${event}`, {
      to: delivery.to,
      id: delivery.id,
      attempt,
      status: answer.status,
      reason: answer.reason,
      waitMs,
    });
    const isOver = waitMs > MAX_WAIT_IN_CALL_MS || engine.isLate(waitMs);
    if (attempt >= MAX_ATTEMPTS_IN_CALL || isOver || engine.budget.isEmpty) {
      return { answer, ambiguous, attempts: attempt };
    }
    engine.budget.spend();
    clock.sleep(waitMs);
  }
}

/** Stores a delivery; the entries written. Errors say whether the message may exist. */
function write(
  engine: Engine,
  snapshot: Snapshot,
  delivery: Delivery,
  visibleAt: number,
  ambiguous: boolean,
): Record<string, string> {
  const append = engine.planAppend(snapshot, [delivery], visibleAt);
  const full = append.refused.get(delivery);
  if (full !== undefined) {
    engine.platform.log.write('error', 'delivery.store-full', {
      to: delivery.to,
      usedBytes: full.usedBytes,
      capacityBytes: full.capacityBytes,
    });
    if (!ambiguous) throw full;
    throw new DeliveryUnknownError(
      delivery.to,
      delivery.id,
      `An attempt to send to "${delivery.to}" got no clear answer, and the outbox has no room. The message may be in the space.`,
    );
  }
  const entries = entriesOf(append);
  try {
    engine.platform.store.write(entries);
    return entries;
  } catch (error) {
    engine.platform.log.write('error', 'delivery.outcome-unknown', { to: delivery.to, id: delivery.id });
    throw new DeliveryUnknownError(
      delivery.to,
      delivery.id,
      `The message to "${delivery.to}" could not be stored for sure.`,
      error,
    );
  }
}

function store(
  engine: Engine,
  snapshot: Snapshot,
  delivery: Delivery,
  reason: QueueReason,
  dueAt: number,
  ambiguous: boolean,
): SendResult {
  write(engine, snapshot, delivery, 0, ambiguous);
  return queued(engine, delivery, reason, dueAt);
}

/**
 * Takes a stored delivery back; false when the store refuses, and it may be there or not. After a 2xx nothing may throw:
 * what is left behind is sent again, and Chat recognises it.
 */
function forget(engine: Engine, entries: Record<string, string>): boolean {
  try {
    for (const key of Object.keys(entries)) engine.platform.store.remove(key);
    return true;
  } catch (error) {
    engine.platform.log.write('warning', 'delivery.store-refused', { reason: String(error) });
    return false;
  }
}

/** Lets other executions take a stored delivery at once: the one change that is made to a segment. */
function release(engine: Engine, entries: Record<string, string>, { to }: Delivery): void {
  const visible = Object.fromEntries(
    Object.keys(entries).map((key) => [key, (entries[key] ?? '').replace(/^\{"v":\d+,/, '{')]),
  );
  try {
    engine.platform.store.write(visible);
  } catch (error) {
    engine.platform.log.write('warning', 'delivery.store-refused', { to, reason: String(error) });
  }
}

function noteStop(engine: Engine, cause: 'quota' | 'permission', snapshot: Snapshot): void {
  const now = engine.platform.clock.now();
  const stop = nextStop(readStop(snapshot, now), cause, now, engine.policy);
  engine.platform.log.write('error', 'delivery.quota-stop', { cause, probeAt: new Date(stop.probeAt).toISOString() });
  try {
    engine.platform.store.write({ [STOP_KEY]: JSON.stringify(stop) });
  } catch {
    // The next execution finds out by itself.
  }
}
