import { truncateUtf8 } from '../message/bytes';
import { createDelivery, type Delivery } from './delivery';
import type { StoredDelivery } from './outbox';
import { writeBits } from './progress';

/** A digest tells so many messages at most; of more there are several. */
const MAX_LINES = 50;
/** What the lines of a digest share, and what each may take in any case, bytes. */
const LINES_BYTES = 8_000;
const MIN_LINE_BYTES = 160;

/** Deliveries folded into one message. */
export interface Fold {
  readonly digest: Delivery;
  /** What it stands for; these are not sent. */
  readonly deliveries: readonly StoredDelivery[];
}

/** What decides whether a delivery may be folded. */
export interface Foldable {
  /** Whether its time has passed. */
  readonly isOver: (delivery: StoredDelivery) => boolean;
  /** Epoch milliseconds. */
  readonly now: number;
  /** What was accepted up to then may have been attempted, epoch milliseconds. */
  readonly unsureUntil: number;
}

/** What has been attempted already, or may have been, is never folded: it may be in the space. */
const isUntouched = ({ tries, visibleAt, acceptedAt }: StoredDelivery, { now, unsureUntil }: Foldable): boolean =>
  tries === undefined && visibleAt <= now && acceptedAt > unsureUntil;

/**
 * Folds the tail of a lane, where the callers allowed it with a common `digestKey` and more than `above` wait. What is due
 * later, or has expired, is neither folded nor in the way. Pure.
 *
 * @param waiting - a lane, in order
 */
export function foldBacklog(waiting: readonly StoredDelivery[], above: number, foldable: Foldable): Fold[] {
  const due = waiting.filter((delivery) => delivery.notBefore <= foldable.now && !foldable.isOver(delivery));
  const digestKey = due[due.length - 1]?.digestKey ?? '';
  if (digestKey === '') return [];
  const mayBeFolded = (delivery: StoredDelivery | undefined) =>
    delivery?.digestKey === digestKey && isUntouched(delivery, foldable);
  let start = due.length;
  while (start > 0 && mayBeFolded(due[start - 1])) start--;
  // The first of a lane may be on its way in another execution.
  const deliveries = due.slice(Math.max(start, 1));
  return deliveries.length > above ? inDigests(deliveries, deliveries[0]?.message.thread) : [];
}

/**
 * Folds what a webhook's quiet time held to be told in one message, of all its lanes: in each what nothing else is ahead
 * of. One alone is not folded. Pure.
 *
 * @param lanes - the lanes of one webhook that is not quiet now, each in order
 */
export function foldHeld(lanes: readonly (readonly StoredDelivery[])[], foldable: Foldable): Fold[] {
  const mayBeFolded = (delivery: StoredDelivery) =>
    delivery.isHeldForDigest &&
    delivery.notBefore <= foldable.now &&
    isUntouched(delivery, foldable) &&
    !foldable.isOver(delivery);
  const deliveries = lanes.flatMap((waiting) => {
    const end = waiting.findIndex((delivery) => !mayBeFolded(delivery));
    return end < 0 ? waiting : waiting.slice(0, end);
  });
  return deliveries.length > 1 ? inDigests(deliveries.sort(byAcceptance), undefined) : [];
}

const byAcceptance = (a: StoredDelivery, b: StoredDelivery): number =>
  a.acceptedAt - b.acceptedAt || (a.segment === b.segment ? a.index - b.index : a.segment < b.segment ? -1 : 1);

/** As few digests as tell them all, of about the same length. */
function inDigests(deliveries: readonly StoredDelivery[], thread: Delivery['message']['thread']): Fold[] {
  const size = Math.ceil(deliveries.length / Math.ceil(deliveries.length / MAX_LINES));
  const folds: Fold[] = [];
  for (let start = 0; start < deliveries.length; start += size) {
    const some = deliveries.slice(start, start + size);
    folds.push({ digest: digestOf(some, thread), deliveries: some });
  }
  return folds;
}

function digestOf(deliveries: readonly StoredDelivery[], thread: Delivery['message']['thread']): Delivery {
  const [first] = deliveries as [StoredDelivery];
  const mostBytes = Math.max(MIN_LINE_BYTES, Math.floor(LINES_BYTES / deliveries.length));
  const lines = deliveries.map((delivery) => `• ${lineOf(delivery, mostBytes)}`);
  const text = `${deliveries.length} notifications waited, and are told in one message:\n${lines.join('\n')}`;
  const indexes = new Map<string, Set<number>>();
  for (const { segment, index } of deliveries) {
    indexes.set(segment, (indexes.get(segment) ?? new Set<number>()).add(index));
  }
  const { to, messageReplyOption, priority } = first;
  const message = thread === undefined ? { text } : { text, thread };
  return {
    ...createDelivery(to, message, { messageReplyOption, priority }, `digest/${deliveries.length}/${first.id}`),
    standsFor: Object.fromEntries([...indexes].map(([segment, of]) => [segment, writeBits(of)])),
  };
}

/** What a message says, in one line. */
function lineOf({ message }: Delivery, mostBytes: number): string {
  const header = message.cardsV2?.[0]?.card?.header;
  const text = message.text ?? [header?.title, header?.subtitle].filter(Boolean).join(': ');
  const line = (text === '' ? (message.fallbackText ?? 'a card') : text).replace(/\s+/g, ' ').trim();
  return truncateUtf8(line, mostBytes) === line ? line : `${truncateUtf8(line, mostBytes)}…`;
}
