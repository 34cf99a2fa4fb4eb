import type { Breaker } from './breaker';
import type { Outbox, StoredDelivery } from './outbox';
import type { WebhookUrl } from './webhook-url';

/** The waiting deliveries that must go one after the other, in order. */
export interface Lane {
  readonly to: string;
  /** Undefined while the webhook's name is unknown or its link unusable: the lane waits. */
  readonly webhook: WebhookUrl | undefined;
  readonly waiting: StoredDelivery[];
}

/** What decides when a lane's head may be sent, besides the lane itself. */
export interface Conditions {
  /** When a space may be posted to, epoch milliseconds; 0 when nothing holds it. */
  spaceFreeAt(space: string): number;
  breakerOf(to: string): Breaker | undefined;
  /** Until when a webhook's quiet time holds a delivery, epoch milliseconds; 0 when it does not. */
  heldUntil(delivery: StoredDelivery): number;
  /** Whether this execution may still make second attempts. */
  readonly mayRetry: boolean;
}

/**
 * Sorts what waits into lanes, each in the order of acceptance. What passes a quiet time does not wait behind what is held.
 *
 * @param isQuiet - whether a webhook is
 */
export function buildLanes(
  outbox: Outbox,
  webhookOf: (to: string) => WebhookUrl | undefined,
  isQuiet: (to: string) => boolean,
): Map<string, Lane> {
  const lanes = new Map<string, Lane>();
  for (const delivery of outbox.waiting) {
    const { to, priority } = delivery;
    const name = priority === 'critical' && isQuiet(to) ? `${delivery.lane}\npassing` : delivery.lane;
    const lane = lanes.get(name);
    if (lane !== undefined) lane.waiting.push(delivery);
    else lanes.set(name, { to, webhook: webhookOf(to), waiting: [delivery] });
  }
  return lanes;
}

/**
 * When the head of a lane may be sent, epoch milliseconds; `Infinity` while its webhook is unusable or it is given up. A
 * head that is not due holds its lane, and only its lane.
 */
export function headDueAt(lane: Lane, conditions: Conditions): number {
  const [head] = lane.waiting;
  if (head === undefined || lane.webhook === undefined) return Infinity;
  if (head.tries?.givenUp !== undefined) return Infinity;
  if (!conditions.mayRetry && (head.tries?.attempts ?? 0) > 0) return Infinity;
  return Math.max(
    head.notBefore,
    conditions.heldUntil(head),
    head.visibleAt,
    head.tries?.dueAt ?? 0,
    conditions.breakerOf(lane.to)?.probeAt ?? 0,
    conditions.spaceFreeAt(lane.webhook.space),
  );
}

const RANK = { critical: 0, normal: 1, low: 2 } as const;

/** What a digest tells was accepted before all else that is sent now. */
const rankOf = ({ priority, standsFor }: StoredDelivery) => (Object.keys(standsFor).length > 0 ? -1 : RANK[priority]);

/** Whether a head goes before another of its space: by priority, then by age. */
const goesBefore = (a: StoredDelivery, b: StoredDelivery): boolean =>
  rankOf(a) !== rankOf(b) ? rankOf(a) < rankOf(b) : a.acceptedAt < b.acceptedAt;

/** What is to be sent next. */
export interface Choice {
  /** At most one head per space, all due; none while too few are. A webhook whose breaker is open is in it at most once, as a probe. */
  readonly round: readonly Lane[];
  /** The next time at which a space that is not in the round has something due, epoch milliseconds; `Infinity` for never. */
  readonly nextAt: number;
}

/**
 * A call for a few spaces costs as much as one for all, and holds the others up: it waits until one in so many of the
 * spaces that are due within a second is due.
 */
const WORTH_A_CALL = 8;
const SOON_MS = 1_100;

/** Chooses at most one due head per space. Pure. */
export function choose(lanes: ReadonlyMap<string, Lane>, conditions: Conditions, now: number): Choice {
  const best = new Map<string, Lane>();
  const earliest = new Map<string, number>();
  for (const lane of lanes.values()) {
    const [head] = lane.waiting;
    const dueAt = headDueAt(lane, conditions);
    if (head === undefined || lane.webhook === undefined || dueAt === Infinity) continue;
    const { space } = lane.webhook;
    if (dueAt > now) {
      earliest.set(space, Math.min(earliest.get(space) ?? Infinity, dueAt));
      continue;
    }
    const rival = best.get(space)?.waiting[0];
    if (rival === undefined || goesBefore(head, rival)) best.set(space, lane);
  }
  const laterAt = [...earliest].filter(([space]) => !best.has(space)).map(([, at]) => at);
  const soonAt = laterAt.filter((at) => at <= now + SOON_MS).sort((a, b) => a - b);
  const missing = Math.ceil((best.size + soonAt.length) / WORTH_A_CALL) - best.size;
  const worthAt = missing > 0 ? soonAt[missing - 1] : undefined;
  if (worthAt !== undefined) return { round: [], nextAt: worthAt };
  const nextAt = Math.min(...laterAt, Infinity);
  return { round: [...best.values()], nextAt };
}
