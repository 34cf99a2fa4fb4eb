import type { Creation, History, Sending } from './history';
import type { Dials } from './faults';
import { laneOf, type Item, type Workload } from './workload';

/** Codes after which nothing may have been made: the call says so. */
const NEVER_MADE = ['INVALID_MESSAGE', 'INVALID_SETTINGS', 'UNKNOWN_WEBHOOK', 'REJECTED', 'OUTBOX_FULL'];

/** Why a delivery may be given up; where a webhook holds what may have arrived, also for that. */
const PERMITTED = /^failed: (rejected|attempts|too-old|expired)/;
const HELD = /^failed: unknown/;

/** Order is promised between executions whose clocks differ by less, milliseconds. */
const MAX_SKEW_MS = 120_000;

/** Of the invariants, those that stand or fall with Chat honouring requestId. */
export const DUPLICATE = 'I2';

/**
 * What a history breaks, as sentences that begin with the invariant's name; empty when all hold. It looks at calls,
 * returns and what Chat made, never inside.
 */
export function breachesOf(history: History): string[] {
  return [
    ...history.breaches,
    ...fateBreaches(history),
    ...orderBreaches(history),
    ...endBreaches(history),
    ...noticeBreaches(history),
  ];
}

/** I1, I2, I3, I10: what each call promised, and what was made. */
function fateBreaches({
  sendings,
  creations,
  discarded,
  fates,
  contradicted,
  dials,
  retried,
  marks,
  requestIdScope,
  workload,
}: History): string[] {
  const breaches: string[] = [];
  const made = new Map<string, number[]>();
  const alone = new Map<string, number>();
  for (const creation of creations) {
    const { id, at, isFolded } = creation;
    made.set(id, [...(made.get(id) ?? []), at]);
    const place = `${id} ${memoryOf(creation, requestIdScope)}`;
    if (!isFolded) alone.set(place, (alone.get(place) ?? 0) + 1);
  }
  for (const [id, times] of alone) if (times > 1 && isOurs(id)) breaches.push(`I2 ${id} was made ${times} times`);
  const promised = new Map<string, Sending[]>();
  for (const sending of sendings) promised.set(sending.item.id, [...(promised.get(sending.item.id) ?? []), sending]);
  const byThemselves = new Set(creations.filter(({ isFolded }) => !isFolded).map(({ id }) => id));
  for (const { id, isFolded } of creations) {
    if (isFolded && byThemselves.has(id) && keepsTime(dials) && promised.get(id)?.length === 1 && !retried.has(id))
      breaches.push(`I2 ${id} was made by itself and in a digest`);
  }
  // A digest is named after the first that it stands for. It may itself be given up, or discarded.
  const muted = mutedOf(workload);
  const ended = [...fates.keys(), ...discarded].map((id) => /^digest\/\d+\/(.*)$/.exec(id)?.[1] ?? '');
  const untoldFolds = new Set(
    ended.flatMap((first) => {
      const item = promised.get(first)?.[0]?.item;
      return item === undefined ? [] : [foldOf(item, muted)];
    }),
  );
  for (const [id, calls] of promised) {
    const times = made.get(id) ?? [];
    for (const { outcome, returnedAt } of calls) {
      if (outcome.status === 'sent' && !times.some((at) => at < returnedAt))
        breaches.push(`I3 ${id} was reported sent before it was made`);
      if (
        NEVER_MADE.includes(outcome.code) &&
        !contradicted.has(id) &&
        !retried.has(id) &&
        times.length > 0 &&
        calls.every(({ outcome }) => NEVER_MADE.includes(outcome.code))
      ) {
        breaches.push(`I10 ${id} was made although its call ended with ${outcome.code}`);
      }
    }
    const accepted = calls.some(({ outcome }) => outcome.status === 'sent' || outcome.status === 'queued');
    const fate = fates.get(id) ?? '';
    const isInDigest = calls.some(
      ({ item }) => (item.digestKey !== undefined || muted.has(item.to)) && untoldFolds.has(foldOf(item, muted)),
    );
    // What is to be given up and finds no room for its dead letter stays queued, and is told.
    const isKept = marks['dead-area-full'] !== undefined && fate.startsWith('queued');
    const isAccounted =
      times.length > 0 ||
      discarded.has(id) ||
      isKept ||
      isInDigest ||
      PERMITTED.test(fate) ||
      (dials.holds && HELD.test(fate));
    if (accepted && !isAccounted) breaches.push(`I1 ${id} was accepted and is lost (${fate || 'no trace'})`);
  }
  return breaches;
}

/** Whether no two executions drain at once: otherwise one may post what the other has just folded. */
const keepsTime = (dials: Dials): boolean => dials.stall + dials.overlap + dials.stepMs === 0 && !dials.garbage;

/** Whether a message is one of the workload's, not a notice. */
const isOurs = (id: string) => /^m\d/.test(id);

/** Another link of the space may be another memory of requestIds: there is at most one message in each. */
const memoryOf = ({ webhook }: Creation, scope: History['requestIdScope']) => (scope === 'webhook' ? webhook : '');

/** What may be folded together. */
const foldOf = (item: Item, muted: ReadonlySet<string>): string =>
  muted.has(item.to) ? item.to : `${laneOf(item)} ${item.digestKey ?? ''}`;

/** Webhooks that are muted at some time. */
const mutedOf = ({ actions }: Workload): Set<string> =>
  new Set(actions.flatMap((action) => (action.kind === 'mute' ? [action.to] : [])));

/** I4: what was accepted before another of its lane was asked for, or earlier in one batch, is made before it. */
function orderBreaches({ sendings, creations, fates, discarded, retried, workload }: History): string[] {
  const breaches: string[] = [];
  const madeAt = new Map<string, number>();
  const folded = new Set<string>();
  for (const { id, at, isFolded } of creations) {
    if (!madeAt.has(id)) madeAt.set(id, at);
    if (isFolded) folded.add(id);
  }
  const callsOf = new Map<string, number>();
  for (const { item } of sendings) callsOf.set(item.id, (callsOf.get(item.id) ?? 0) + 1);
  const lanes = new Map<string, Sending[]>();
  // Critical messages pass a mute.
  const muted = mutedOf(workload);
  for (const sending of sendings) {
    const { item, outcome } = sending;
    if (muted.has(item.to) && item.priority === 'critical') continue;
    const isOrdered = (item.onFailure ?? 'queue') === 'queue' && item.ordered === undefined;
    const isAccepted = outcome.status === 'sent' || outcome.status === 'queued';
    if (
      !isOrdered ||
      !isAccepted ||
      callsOf.get(item.id) !== 1 ||
      fates.has(item.id) ||
      folded.has(item.id) ||
      discarded.has(item.id) ||
      retried.has(item.id)
    )
      continue;
    // What waits for its time takes its place then: of the same time, in the order in which they were accepted.
    const lane = `${laneOf(item)} ${item.notBefore ?? ''}`;
    lanes.set(lane, [...(lanes.get(lane) ?? []), sending]);
  }
  for (const [lane, list] of lanes) {
    for (const a of list) {
      for (const b of list) {
        const isBefore = a.calledAt === b.calledAt ? a.index < b.index : a.returnedAt > 0 && a.returnedAt < b.calledAt;
        const [first, second] = [madeAt.get(a.item.id), madeAt.get(b.item.id)];
        // An execution whose clock is hours off writes keys that sort hours off.
        if (Math.abs(a.skewMs - b.skewMs) > MAX_SKEW_MS) continue;
        if (isBefore && first !== undefined && second !== undefined && first > second)
          breaches.push(`I4 ${lane}: ${b.item.id} overtook ${a.item.id}`);
      }
    }
  }
  return breaches.slice(0, 3);
}

/**
 * I8: once nothing goes wrong any more, everything goes out, and nothing of ours is left but what waits for room for its
 * dead letter.
 */
const endBreaches = ({ leftovers }: History): string[] =>
  leftovers.length === 0 ? [] : [`I8 left in the store: ${leftovers.slice(0, 4).join(', ')}`];

/** I12, and I2 of notices: where a webhook is told of failures, some failure is told, none twice, and none of a notice. */
function noticeBreaches(history: History): string[] {
  const { creations, sendings, fates, discarded, retried, dials, marks, workload, requestIdScope } = history;
  const notices = creations.filter(({ id }) => id.startsWith('⚠'));
  if (!dials.tellsFailures) return notices.map(({ id }) => `I12 a notice that nobody asked for: ${id}`);
  const breaches: string[] = [];
  const told = new Set<string>();
  // An id that was sent again while the first was in hand is stored twice, and may fail twice.
  const isSentOnce = (id: string) => sendings.filter(({ item }) => item.id === id).length === 1 && !retried.has(id);
  for (const notice of notices) {
    for (const [, id = ''] of notice.id.matchAll(/^• "([^"]+)" to /gm)) {
      const place = `${id} ${memoryOf(notice, requestIdScope)}`;
      if (id.startsWith('notice/')) breaches.push(`I12 a notice tells of ${id}`);
      if (told.has(place) && isSentOnce(id)) breaches.push(`I2 the failure of ${id} was told twice`);
      told.add(place);
    }
  }
  const failed = [...fates].filter(([id, fate]) => fate.startsWith('failed') && isOurs(id));
  // There is no notice while the webhook that is told is refused or taken away, or there is no room; and one can fail too.
  const isExcused =
    marks['breaker-open'] !== undefined ||
    workload.actions.some(({ kind }) => kind === 'unhook') ||
    dials.storeLeftBytes >= 0 ||
    [...fates.keys(), ...discarded].some((id) => id.startsWith('notice/'));
  if (failed.length > 0 && told.size === 0 && !isExcused)
    breaches.push(`I12 nobody was told that ${failed[0]?.[0] ?? ''} failed`);
  return breaches;
}
