import type { Delivery } from './delivery';
import type { Engine } from './engine';
import { HISTORY_KEY, readHistory, writtenDetail } from './history';
import type { StoredDelivery } from './outbox';
import { heldUntil } from './quiet';
import { queued } from './results';
import type { SendResult } from './types';
import type { Snapshot } from './webhooks';

/**
 * The same id to the same webhook is the same delivery: one that waits, or went lately, is not sent again. One that another
 * execution has in hand does not count: that may still take it back, with an error that only its own caller sees.
 */
export function findKnown(snapshot: Snapshot, delivery: Delivery, engine: Engine): SendResult | undefined {
  const { id, to } = delivery;
  const now = engine.platform.clock.now();
  const same = (other: { id: string; to: string }) => other.id === id && other.to === to;
  const waiting = engine.outboxOf(snapshot).waiting.find((other) => same(other) && other.visibleAt <= now);
  const resultOf = (found: StoredDelivery) => {
    const until = Math.max(found.notBefore, heldUntil(engine.quietOf(snapshot), found, now));
    return queued(engine, delivery, until > now ? 'requested' : 'order', Math.max(until, found.tries?.dueAt ?? 0));
  };
  if (waiting !== undefined) return resultOf(waiting);
  const history = readHistory(snapshot[HISTORY_KEY]);
  const past = history.find((entry) => same(entry) && entry.outcome === 'sent');
  if (past !== undefined) return { status: 'sent', id, name: past.detail, threadName: '' };
  const folded = history.find((entry) => same(entry) && entry.outcome === 'folded');
  if (folded === undefined) return undefined;
  // What was folded is where its digest is.
  const isDigest = (other: { id: string; to: string }) => other.to === to && writtenDetail(other.id) === folded.detail;
  const digest = engine.outboxOf(snapshot).waiting.find(isDigest);
  if (digest !== undefined) return resultOf(digest);
  const told = history.find((entry) => isDigest(entry) && entry.outcome === 'sent');
  return told === undefined ? undefined : { status: 'sent', id, name: told.detail, threadName: '' };
}
