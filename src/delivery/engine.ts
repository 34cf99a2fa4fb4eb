import { OutboxFullError } from '../errors';
import type { Platform } from '../platform/platform';
import { NetworkError } from '../platform/platform';
import {
  FETCH_TIMEOUT_SECONDS,
  NO_ANSWER,
  readAnswer,
  ROUND_TIMEOUT_SECONDS,
  readNoAnswer,
  toRequest,
  type Answer,
} from './answer';
import { readBreakers } from './breaker';
import type { Delivery } from './delivery';
import { bytesByWebhook, readOutbox, type Outbox } from './outbox';
import { Pacing } from './pacing';
import type { Policy } from './policy';
import type { Quiet } from './quiet';
import {
  encodeDelivery,
  encodeSegments,
  LATER_PREFIX,
  nextClock,
  OUTBOX_PREFIX,
  parseSegmentKey,
  segmentKey,
  type EncodedSegment,
  type KeyClock,
} from './record';
import { LAST_POST_MS, RetryBudget } from './retry';
import { measureRoom, shareOf } from './room';
import { utf8Length } from '../message/bytes';
import type { WebhookUrl } from './webhook-url';
import { webhookNames, type Snapshot } from './webhooks';

/**
 * What one execution knows and shares between sending at once and draining: how fast each space may be posted to, what
 * retries may still cost, and the last key it wrote. It dies with the execution.
 */
export class Engine {
  readonly pacing: Pacing;
  readonly budget = new RetryBudget();
  private clock: KeyClock = { ms: 0, counter: 0 };
  /** For each instant that deliveries wait for, the last clock of a key that this execution made. */
  private readonly laterClocks = new Map<number, KeyClock>();
  private lastRead: { snapshot: Snapshot; outbox: Outbox } | undefined;
  private lastQuiet: { snapshot: Snapshot; quiet: Quiet } | undefined;

  /** @param readQuiet - quiet hours and mutes, as a copy of the store shows them */
  constructor(
    readonly platform: Platform,
    readonly policy: Policy,
    private readonly readQuiet: (snapshot: Snapshot) => Quiet,
  ) {
    this.pacing = new Pacing(policy.marginMs);
  }

  /** Whether Apps Script may end this execution during a post that begins after such a wait. @param waitMs - milliseconds */
  isLate(waitMs = 0): boolean {
    const { clock } = this.platform;
    return clock.now() + waitMs - clock.startedAt >= LAST_POST_MS;
  }

  /** The outbox of a copy of the store; the same copy is read once. */
  outboxOf(snapshot: Snapshot): Outbox {
    if (this.lastRead?.snapshot !== snapshot) {
      this.lastRead = { snapshot, outbox: readOutbox(snapshot, this.platform.clock.now()) };
    }
    return this.lastRead.outbox;
  }

  /** The quiet hours and mutes of a copy of the store; the same copy is read once. */
  quietOf(snapshot: Snapshot): Quiet {
    if (this.lastQuiet?.snapshot !== snapshot) this.lastQuiet = { snapshot, quiet: this.readQuiet(snapshot) };
    return this.lastQuiet.quiet;
  }

  /** One attempt, now. Never throws for what the network or Chat does. */
  post(delivery: Delivery, webhook: WebhookUrl, timeoutSeconds = FETCH_TIMEOUT_SECONDS): Answer {
    const { clock, http } = this.platform;
    const startedAt = clock.now();
    this.pacing.posted(webhook.space, startedAt);
    const answer = this.read(delivery, () => http.fetch(toRequest(delivery, webhook, timeoutSeconds)));
    this.pacing.answered([webhook.space], startedAt, clock.now() - startedAt);
    return this.settlePace(webhook.space, answer);
  }

  /**
   * One attempt of each, all at once. `undefined` when the whole call failed without telling which requests arrived:
   * then each is still to be tried alone.
   */
  postAll(round: readonly { delivery: Delivery; webhook: WebhookUrl }[]): Answer[] | undefined {
    const { clock, http } = this.platform;
    const spaces = round.map(({ webhook }) => webhook.space);
    const startedAt = clock.now();
    for (const space of spaces) this.pacing.posted(space, startedAt);
    let failed: Answer | undefined;
    let responses: ReturnType<typeof http.fetchAll> = [];
    try {
      responses = http.fetchAll(
        round.map(({ delivery, webhook }) => toRequest(delivery, webhook, ROUND_TIMEOUT_SECONDS)),
      );
    } catch (error) {
      if (!(error instanceof NetworkError)) throw error;
      if (error.kind === 'unanswered') return undefined;
      failed = readNoAnswer(error);
    }
    this.pacing.answered(spaces, startedAt, clock.now() - startedAt);
    return round.map(({ delivery, webhook }, index) => {
      const response = responses[index];
      const answer = failed ?? (response === undefined ? undefined : readAnswer(response, delivery, clock.now()));
      return this.settlePace(webhook.space, answer ?? NO_ANSWER);
    });
  }

  private read(delivery: Delivery, fetch: () => Parameters<typeof readAnswer>[0]): Answer {
    try {
      return readAnswer(fetch(), delivery, this.platform.clock.now());
    } catch (error) {
      if (!(error instanceof NetworkError)) throw error;
      return readNoAnswer(error);
    }
  }

  private settlePace(space: string, answer: Answer): Answer {
    if (answer.kind === 'sent') {
      this.pacing.accepted(space);
      this.budget.earn();
    } else if (answer.kind === 'rate') {
      const { clock, random } = this.platform;
      this.pacing.refused(space, clock.now(), answer.retryAfterMs, random.next());
    }
    return answer;
  }

  /**
   * Decides which deliveries have room in the outbox, and how they are written. Writes nothing.
   *
   * @param visibleAt - epoch milliseconds before which no other execution takes them; 0 at once
   */
  planAppend(snapshot: Snapshot, deliveries: readonly Delivery[], visibleAt: number): Append {
    const now = this.platform.clock.now();
    const outbox = this.outboxOf(snapshot);
    const room = measureRoom(
      snapshot,
      [...outbox.segments.values()].flatMap(({ keys }) => keys),
    );
    const used = bytesByWebhook(outbox, snapshot);
    const breakers = readBreakers(snapshot, now);
    const webhookCount = webhookNames(snapshot).length;
    const refused = new Map<Delivery, OutboxFullError>();
    const accepted: { delivery: Delivery; record: string }[] = [];
    let usedBytes = room.usedBytes;
    for (const delivery of deliveries) {
      const record = encodeDelivery(delivery);
      // A key and the brackets of a segment, shared by those in it; a lone one pays for all of it.
      const neededBytes = utf8Length(record) + 8 + Math.ceil(record.length / 200);
      const ownBytes = (used.get(delivery.to) ?? 0) + neededBytes;
      const share = shareOf(room, breakers.get(delivery.to), webhookCount);
      if (usedBytes + neededBytes > room.capacityBytes || ownBytes > share) {
        const overall = usedBytes + neededBytes > room.capacityBytes;
        const oldest = outbox.waiting[0]?.acceptedAt;
        refused.set(
          delivery,
          new OutboxFullError(
            Math.round(overall ? usedBytes : ownBytes - neededBytes),
            overall ? room.capacityBytes : share,
            neededBytes,
            oldest === undefined ? '' : new Date(oldest).toISOString(),
            overall ? 'it' : `the webhook "${delivery.to}"`,
          ),
        );
        continue;
      }
      usedBytes += neededBytes;
      used.set(delivery.to, ownBytes);
      accepted.push({ delivery, record });
    }
    return { refused, segments: this.encode(accepted, visibleAt, snapshot, now) };
  }

  private encode(
    accepted: { delivery: Delivery; record: string }[],
    visibleAt: number,
    snapshot: Snapshot,
    now: number,
  ): EncodedSegment[] {
    const { random } = this.platform;
    this.clock = greater(this.outboxOf(snapshot).clock, this.clock);
    const nowRecords = accepted.filter(({ delivery }) => delivery.notBefore <= now).map(({ record }) => record);
    const segments = encodeSegments(nowRecords, visibleAt, () => {
      this.clock = nextClock(this.clock, now);
      return segmentKey(OUTBOX_PREFIX, this.clock, random.next());
    });
    // Those for later sort by their own time, and those for one instant as they were accepted.
    const later = new Map<number, string[]>();
    for (const { delivery, record } of accepted) {
      if (delivery.notBefore > now) later.set(delivery.notBefore, [...(later.get(delivery.notBefore) ?? []), record]);
    }
    for (const [notBefore, records] of later) {
      let clock = greater(lastClockFor(snapshot, notBefore), this.laterClocks.get(notBefore) ?? NO_CLOCK);
      segments.push(
        ...encodeSegments(records, 0, () => {
          clock = nextClock(clock, notBefore);
          return segmentKey(LATER_PREFIX, clock, random.next());
        }),
      );
      this.laterClocks.set(notBefore, clock);
    }
    return segments;
  }
}

/** What an append would write. */
export interface Append {
  readonly refused: ReadonlyMap<Delivery, OutboxFullError>;
  readonly segments: readonly EncodedSegment[];
}

/** The entries of an append, in key order, so that a write that is cut short keeps the earlier ones. */
export const entriesOf = ({ segments }: Append): Record<string, string> =>
  Object.assign({}, ...segments.map(({ entries }) => entries)) as Record<string, string>;

const NO_CLOCK: KeyClock = { ms: 0, counter: 0 };

/** The last clock of the stored keys of deliveries that wait for an instant, whole or not. */
function lastClockFor(snapshot: Snapshot, notBefore: number): KeyClock {
  const first = segmentKey(LATER_PREFIX, { ms: notBefore, counter: 0 }, 0);
  const prefix = first.slice(0, LATER_PREFIX.length + 9);
  return Object.keys(snapshot)
    .filter((key) => key.startsWith(prefix))
    .reduce((last, key) => greater(parseSegmentKey(key)?.clock ?? NO_CLOCK, last), NO_CLOCK);
}

const greater = (a: KeyClock, b: KeyClock): KeyClock =>
  a.ms > b.ms || (a.ms === b.ms && a.counter > b.counter) ? a : b;
