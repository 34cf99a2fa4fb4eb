import { InvalidSettingsError, type Issue } from '../errors';
import { readBreakers } from './breaker';
import { readDeadLetters, type StoredDeadLetter } from './dead-letters';
import { unfolded } from './delivery';
import { discardKey, parsePlace } from './discard';
import { entriesOf, type Engine } from './engine';
import { discardEntry, HISTORY_KEY, readHistory, untoldDiscards, writeHistory, type HistoryEntry } from './history';
import type { StoredDelivery } from './outbox';
import { heldUntil, type Quiet } from './quiet';
import { readStop } from './stop';
import { LAST_MOMENT } from './stored-time';
import type { QueueReason } from './types';
import { findWebhook, type Snapshot } from './webhooks';

/** Which deliveries to list; without a filter all that are known. */
export interface DeliveryFilter {
  readonly status?: 'queued' | 'sent' | 'failed' | 'discarded' | 'folded';
  /** A webhook's name. */
  readonly to?: string;
  readonly id?: string;
  /** At most this many, the newest first. @default 100 */
  readonly limit?: number;
}

/** A delivery as it is listed. Times are ISO times; '' when there is none. */
export interface DeliveryInfo {
  readonly id: string;
  readonly to: string;
  readonly status: 'queued' | 'sent' | 'failed' | 'discarded' | 'folded';
  /** Why it waits, or why it failed; '' when it was sent. */
  readonly reason: string;
  readonly attempts: number;
  /** The HTTP status of the last attempt; 0 when there was none, or no answer. */
  readonly lastStatus: number;
  /** When it was accepted; '' for what the history holds. */
  readonly acceptedAt: string;
  /** When it is due, or when it was sent, given up or discarded. */
  readonly at: string;
  /** The start of its text; '' for what the history holds. */
  readonly summary: string;
}

const STATUSES: readonly unknown[] = ['queued', 'sent', 'failed', 'discarded', 'folded'];

/** Checks a filter that a caller gave. @throws {@link InvalidSettingsError} a field is unknown, or not of its kind */
export function checkFilter(filter: unknown): void {
  const isObject = typeof filter === 'object' && filter !== null && !Array.isArray(filter);
  const fields = Object.entries(isObject ? filter : { filter }) as [string, unknown][];
  const isRight: Record<string, [expected: string, test: (value: unknown) => boolean]> = {
    status: [STATUSES.map((status) => `"${String(status)}"`).join(', '), (value) => STATUSES.includes(value)],
    to: ["a webhook's name", (value) => typeof value === 'string'],
    id: ["a delivery's id", (value) => typeof value === 'string'],
    limit: ['a whole number from 0', (value) => Number.isInteger(value) && Number(value) >= 0],
  };
  const issues = fields.flatMap(([name, value]): Issue[] => {
    const [expected, test] = isRight[name] ?? [`an object with ${Object.keys(isRight).join(', ')}`, () => false];
    if (value === undefined || test(value)) return [];
    const received = typeof value === 'string' ? JSON.stringify(value.slice(0, 80)) : typeof value;
    const path = isObject ? `filter.${name}` : 'filter';
    return [{ path, problem: 'is not what deliveries can be listed by', expected, received }];
  });
  if (issues.length > 0) throw new InvalidSettingsError(issues);
}

/** Lists what waits, what failed, and what the history still holds, the newest first. */
export function listDeliveries(snapshot: Snapshot, engine: Engine, filter: DeliveryFilter = {}): DeliveryInfo[] {
  const now = engine.platform.clock.now();
  const { waiting, failed, discarded } = engine.outboxOf(snapshot);
  const history = readHistory(snapshot[HISTORY_KEY]);
  const all = [
    ...waiting.map((delivery) => ofWaiting(delivery, snapshot, now, engine.quietOf(snapshot))),
    ...failed.map(ofDeadLetter),
    ...[...history, ...untoldDiscards(history, discarded)].filter(({ outcome }) => outcome !== 'failed').map(ofHistory),
  ];
  const { status, to, id, limit = 100 } = filter;
  return all
    .filter((one) => (status ?? one.status) === one.status && (to ?? one.to) === one.to && (id ?? one.id) === one.id)
    .sort((a, b) => (a.at < b.at ? 1 : -1))
    .slice(0, limit);
}

const iso = (at: number) => (at > 0 && at <= LAST_MOMENT ? new Date(at).toISOString() : '');

function ofWaiting(delivery: StoredDelivery, snapshot: Snapshot, now: number, quiet: Quiet): DeliveryInfo {
  const wishedAt = Math.max(delivery.notBefore, heldUntil(quiet, delivery, now));
  const breaker = readBreakers(snapshot, now).get(delivery.to);
  const stop = readStop(snapshot, now);
  const givenUp = delivery.tries?.givenUp;
  const reason: QueueReason =
    wishedAt > now
      ? 'requested'
      : stop !== undefined
        ? 'quota'
        : breaker !== undefined || findWebhook(snapshot, delivery.to) === undefined
          ? 'webhook-down'
          : delivery.tries === undefined
            ? 'order'
            : 'error';
  const dueAt = Math.max(wishedAt, delivery.tries?.dueAt ?? 0, breaker?.probeAt ?? 0, stop?.probeAt ?? 0, now);
  return {
    id: delivery.id,
    to: delivery.to,
    status: 'queued',
    reason: givenUp === undefined ? reason : `${givenUp}: there is no room for more failed deliveries`,
    attempts: delivery.tries?.attempts ?? 0,
    lastStatus: delivery.tries?.status ?? breaker?.status ?? 0,
    acceptedAt: iso(delivery.acceptedAt),
    at: iso(dueAt),
    summary: summaryOf(delivery),
  };
}

const ofDeadLetter = (letter: StoredDeadLetter): DeliveryInfo => ({
  id: letter.delivery.id,
  to: letter.delivery.to,
  status: 'failed',
  reason: letter.detail === '' ? letter.reason : `${letter.reason}: ${letter.detail}`,
  attempts: letter.attempts,
  lastStatus: letter.status,
  acceptedAt: iso(letter.acceptedAt),
  at: iso(letter.diedAt),
  summary: summaryOf(letter.delivery),
});

const ofHistory = (entry: HistoryEntry): DeliveryInfo => ({
  id: entry.id,
  to: entry.to,
  status: entry.outcome,
  reason: entry.outcome === 'sent' ? '' : entry.detail,
  attempts: entry.attempts,
  lastStatus: entry.status,
  acceptedAt: '',
  at: iso(entry.at),
  summary: '',
});

const summaryOf = ({ message }: { message: StoredDelivery['message'] }): string =>
  (message.text ?? message.fallbackText ?? message.cardsV2?.[0]?.card?.header?.title ?? '').slice(0, 80);

/**
 * Queues failed deliveries again, at the end of their threads, with the same requestId. Their dead letters stay until they
 * are in the space, or fail anew: so no execution that is killed, and none that comes between, leaves them in no place.
 *
 * @returns how many were queued again
 * @throws {@link InvalidSettingsError} no failed delivery has that id
 */
export function redrive(snapshot: Snapshot, engine: Engine, id: string): number {
  const { store, log } = engine.platform;
  const letters = engine.outboxOf(snapshot).failed.filter(({ delivery }) => delivery.id === id);
  if (letters.length === 0) throw notFound(snapshot, engine, id, 'failed');
  const append = engine.planAppend(
    snapshot,
    // It may have been posted before it was given up: then no digest may tell of it again.
    letters.map(({ delivery }) => ({ ...unfolded(delivery), expiresAt: 0, notBefore: 0, heldUntil: 0, standsFor: {} })),
    0,
  );
  for (const error of append.refused.values()) throw error;
  store.write(entriesOf(append));
  log.write('info', 'delivery.redriven', { id, deliveries: letters.length });
  return letters.length;
}

/**
 * Discards deliveries that wait or failed. One that an execution is sending at this moment may still arrive.
 *
 * @returns how many were discarded
 * @throws {@link InvalidSettingsError} no waiting or failed delivery has that id
 */
export function discard(snapshot: Snapshot, engine: Engine, id: string): number {
  const { store, clock, log } = engine.platform;
  const now = clock.now();
  const outbox = engine.outboxOf(snapshot);
  const waiting = outbox.waiting.filter((delivery) => delivery.id === id);
  const letters = readDeadLetters(snapshot).filter(({ delivery }) => delivery.id === id);
  if (waiting.length + letters.length === 0) throw notFound(snapshot, engine, id, 'waiting or failed');
  const entries: Record<string, string> = {};
  const history = readHistory(snapshot[HISTORY_KEY]);
  for (const delivery of waiting) {
    const note = { key: discardKey(delivery), at: now };
    entries[note.key] = String(note.at);
    history.push(discardEntry({ ...delivery, note }));
  }
  // One that was retried stands in both places: it is one.
  const failed = outbox.failed.filter(({ delivery }) => delivery.id === id);
  for (const { place } of letters) {
    // Until a drain has noted that it is done only the letter says so: what is still stored would be posted again.
    const stored = parsePlace(place);
    if (outbox.segments.has(stored.segment)) entries[discardKey(stored)] = String(now);
  }
  for (const { delivery, status, attempts } of failed) {
    history.push({ at: now, to: delivery.to, id, outcome: 'discarded', status, attempts, detail: 'by hand' });
  }
  store.write({ ...entries, [HISTORY_KEY]: writeHistory(history) });
  for (const { keys } of letters) for (const key of keys) store.remove(key);
  log.write('info', 'delivery.discarded', { id });
  return waiting.length + failed.length;
}

function notFound(snapshot: Snapshot, engine: Engine, id: unknown, what: string): InvalidSettingsError {
  const known = listDeliveries(snapshot, engine)
    .filter(({ status }) => status === 'failed' || (status === 'queued' && what !== 'failed'))
    .slice(0, 5)
    .map((delivery) => `"${delivery.id}"`);
  return new InvalidSettingsError([
    {
      path: 'id',
      problem: `is no ${what} delivery's`,
      expected:
        known.length === 0 ? `the id of a ${what} delivery; there is none now` : `an id such as ${known.join(', ')}`,
      received: typeof id === 'string' ? `"${id.slice(0, 80)}"` : typeof id,
    },
  ]);
}
