import { truncateUtf8 } from '../message/bytes';
import type { Delivery } from './delivery';
import type { StoredDelivery } from './outbox';
import { isQuietDigest } from './quiet';

const MAX_LINES = 50;
const MAX_LINE_BYTES = 160;

/** A backlog folded into one message. */
export interface Fold {
  readonly digest: Delivery;
  /** What it stands for; these are not sent. */
  readonly deliveries: readonly StoredDelivery[];
}

/**
 * Folds the tail of a lane into one message, where the callers allowed it with a common `digestKey` and more than
 * `above` wait. What has been attempted already, or may have been, is left alone: it may be in the space. What is due
 * later, or has expired, is neither folded nor in the way. Pure.
 *
 * @param waiting - a lane, in order
 * @param isOver - whether a delivery's time has passed
 * @param now - epoch milliseconds
 * @param unsureUntil - what was accepted up to then may have been attempted, epoch milliseconds
 */
export function foldBacklog(
  waiting: readonly StoredDelivery[],
  above: number,
  isOver: (delivery: StoredDelivery) => boolean,
  now: number,
  unsureUntil: number,
): Fold | undefined {
  const due = waiting.filter((delivery) => delivery.notBefore <= now && !isOver(delivery));
  const digestKey = due[due.length - 1]?.digestKey ?? '';
  if (digestKey === '') return undefined;
  const isUntouched = (delivery: StoredDelivery | undefined) =>
    delivery?.digestKey === digestKey &&
    delivery.tries === undefined &&
    delivery.visibleAt <= now &&
    delivery.acceptedAt > unsureUntil;
  let start = due.length;
  while (start > 0 && isUntouched(due[start - 1])) start--;
  // What waited for the end of a quiet time is told in one message. Of other lanes the first may be on its way in another
  // execution.
  const isQuiet = isQuietDigest(digestKey);
  const deliveries = due.slice(isQuiet ? start : Math.max(start, 1));
  const [first] = deliveries;
  if (first === undefined || deliveries.length <= (isQuiet ? 1 : above)) return undefined;
  const lines = deliveries.slice(0, MAX_LINES).map((delivery) => `• ${lineOf(delivery)}`);
  if (deliveries.length > MAX_LINES) lines.push(`… and ${deliveries.length - MAX_LINES} more`);
  const text = `${deliveries.length} notifications waited, and are told in one message:\n${lines.join('\n')}`;
  const thread = isQuiet ? undefined : first.message.thread;
  return {
    digest: {
      id: `digest/${deliveries.length}/${first.id}`,
      to: first.to,
      message: thread === undefined ? { text } : { text, thread },
      messageReplyOption: first.messageReplyOption,
      priority: first.priority,
      notBefore: 0,
      expiresAt: 0,
      ordered: true,
      digestKey: '',
      notice: false,
    },
    deliveries,
  };
}

/** What a message says, in one line. */
function lineOf({ message }: Delivery): string {
  const header = message.cardsV2?.[0]?.card?.header;
  const text = message.text ?? [header?.title, header?.subtitle].filter(Boolean).join(': ');
  const line = (text === '' ? (message.fallbackText ?? 'a card') : text).replace(/\s+/g, ' ').trim();
  return truncateUtf8(line, MAX_LINE_BYTES) === line ? line : `${truncateUtf8(line, MAX_LINE_BYTES)}…`;
}
