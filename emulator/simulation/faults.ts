import type { Fault } from '../chat/chat';
import type { Decision, ServiceCall } from '../interceptor';
import { RandomStream } from '../random';
import { pick } from './workload';

/** How often each kind of fault strikes: each is on in about a third of the seeds. */
export interface Dials {
  readonly kill: number;
  readonly storeFailsBefore: number;
  readonly storeFailsAfter: number;
  readonly fetchThrows: number;
  readonly lockBusy: number;
  readonly lockThrows: number;
  readonly overlap: number;
  /** A service that for once takes seconds, or longer than a lease lasts. */
  readonly stall: number;
  readonly skewMs: number;
  /** How far the clock of some executions is ahead, negative: behind. Milliseconds, hours of them; 0 when none is. */
  readonly stepMs: number;
  /** Other code fills the store: the bytes that it leaves free; -1 when it does not. */
  readonly storeLeftBytes: number;
  readonly garbage: boolean;
  /** UrlFetch calls that the day allows; 0 for Google's own number. */
  readonly fetchQuota: number;
  /** Calls of the properties that the day allows: from then on every read and write is refused; 0 for no end. */
  readonly propertiesQuota: number;
  /** For a while the store is read and takes nothing. */
  readonly writesRefused: boolean;
  /** User code holds the script's lock for half a minute. */
  readonly lockHeld: boolean;
  readonly shortLimits: boolean;
  /** One webhook keeps what may have arrived, rather than repeat it: the setting `holdWhenUnknown`. */
  readonly holds: boolean;
  readonly chat: boolean;
  /** The first webhook is told what fails: the setting `notices.to`. */
  readonly tellsFailures: boolean;
}

/** No fault at all. */
export const CALM: Dials = {
  kill: 0, storeFailsBefore: 0, storeFailsAfter: 0, fetchThrows: 0, lockBusy: 0, lockThrows: 0, overlap: 0, stall: 0, skewMs: 0, stepMs: 0,
  storeLeftBytes: -1, garbage: false, fetchQuota: 0,
  propertiesQuota: 0, writesRefused: false, lockHeld: false, shortLimits: false, holds: false, chat: false,
  tellsFailures: false,
}; // prettier-ignore

export function drawDials(seed: number): Dials {
  const random = new RandomStream(`dials/${String(seed)}`);
  if (random.chance(0.05)) return CALM;
  const dial = (most: number) => (random.chance(0.35) ? random.next() * most : 0);
  const dials = {
    kill: dial(0.03),
    storeFailsBefore: dial(0.03),
    storeFailsAfter: dial(0.03),
    fetchThrows: dial(0.3),
    lockBusy: dial(0.4),
    lockThrows: dial(0.3),
    overlap: dial(0.06),
    stall: dial(0.03),
    skewMs: random.chance(0.4) ? 2_000 : 0,
    stepMs: random.chance(0.03) ? (1 + random.below(30)) * (random.chance(0.5) ? 3_600_000 : -3_600_000) : 0,
    storeLeftBytes: random.chance(0.06) ? random.below(random.chance(0.5) ? 3_000 : 120_000) : -1,
    garbage: random.chance(0.1),
    fetchQuota: random.chance(0.02) ? 3 + random.below(30) : 0,
    propertiesQuota: random.chance(0.02) ? 10 + random.below(150) : 0,
    writesRefused: random.chance(0.06),
    lockHeld: random.chance(0.08),
    shortLimits: random.chance(0.3),
    holds: random.chance(0.08),
    chat: random.chance(0.7),
    tellsFailures: random.chance(0.4),
  };
  // A quota of a few calls would go to what is told about it, every day.
  return { ...dials, tellsFailures: dials.tellsFailures && dials.fetchQuota === 0 };
}

const WRITES = ['setProperty', 'setProperties', 'deleteProperty'];

/** How long user code holds the lock, milliseconds. */
const LOCK_HELD_MS = 30_000;

/** A stretch of time, epoch milliseconds; the end is outside. */
interface Span {
  readonly from: number;
  readonly to: number;
}

const NEVER: Span = { from: 0, to: 0 };
const spanOf = (from: number, forMs: number): Span => ({ from, to: from + forMs });
const isWithin = ({ from, to }: Span, at: number) => at >= from && at < to;

/** Counts what was injected, by kind. */
export type Tally = Record<string, number>;

/** Decides what becomes of each service call. */
export class Mischief {
  readonly tally: Tally = {};
  private afterWrite = false;
  private storeCalls = 0;
  private readonly random: RandomStream;
  private readonly writesRefused: Span;
  private readonly lockHeld: Span;

  /** @param startedAt - when the seed begins, epoch milliseconds */
  constructor(
    seed: number,
    private readonly dials: Dials,
    startedAt: number,
  ) {
    this.random = new RandomStream(`mischief/${String(seed)}`);
    const from = () => startedAt + this.random.below(120_000);
    this.writesRefused = dials.writesRefused ? spanOf(from(), 5_000 + this.random.below(60_000)) : NEVER;
    this.lockHeld = dials.lockHeld ? spanOf(from(), LOCK_HELD_MS) : NEVER;
  }

  /** Whether another execution starts at this call. */
  get overlaps(): boolean {
    return this.random.chance(this.dials.overlap);
  }

  decide(call: ServiceCall): Decision {
    const { random, dials } = this;
    const { service, method } = call;
    const isStore = service === 'PropertiesService';
    const isFetch = service === 'UrlFetchApp';
    let latencyMs = isStore ? 20 + random.below(80) : service === 'LockService' ? 2 + random.below(8) : 2;
    if (random.chance(dials.stall)) {
      this.note('a service is slow');
      latencyMs += random.below(random.chance(0.2) ? 100_000 : 15_000);
    }
    const kill = dials.kill * (this.afterWrite ? 10 : 1);
    this.afterWrite = WRITES.includes(method);
    if (random.chance(kill)) {
      const moment = random.next();
      this.note(moment < 0.33 ? 'kill before' : moment < 0.66 ? 'kill in the middle' : 'kill after');
      return {
        effect: moment < 0.33 ? 'none' : moment < 0.66 ? { first: random.below(6) } : 'whole',
        outcome: 'kill',
        latencyMs,
      };
    }
    if (isStore && dials.propertiesQuota > 0 && ++this.storeCalls > dials.propertiesQuota)
      return this.fail('quota of the properties used up', 'none', PROPERTIES_QUOTA_TEXT, latencyMs);
    if (isStore && WRITES.includes(method) && isWithin(this.writesRefused, call.issuedAt))
      return this.fail('store takes nothing for a while', 'none', STORE_TEXT, latencyMs);
    if (isStore && random.chance(dials.storeFailsBefore))
      return this.fail('store fails before', 'none', STORE_TEXT, latencyMs);
    if (isStore && random.chance(dials.storeFailsAfter))
      return this.fail('store fails after its effect', 'whole', STORE_TEXT, latencyMs);
    if (isFetch && random.chance(dials.fetchThrows)) {
      const first = random.chance(0.5) ? random.below(4) : 100;
      const url = 'https://chat.googleapis.com/v1/spaces/s0/messages?key=EXAMPLE_KEY&token=EXAMPLE_SECRET';
      return this.fail('fetch throws after some', { first }, `Address unavailable: ${url}`, 500 + random.below(3_000));
    }
    if (method === 'tryLock' && isWithin(this.lockHeld, call.issuedAt)) {
      this.note('lock held for half a minute');
      return { effect: 'none', outcome: { returns: false }, latencyMs: 200 };
    }
    if (method === 'tryLock' && random.chance(dials.lockBusy)) {
      this.note('lock held');
      return { effect: 'none', outcome: { returns: false }, latencyMs: 200 };
    }
    if (method === 'tryLock' && random.chance(dials.lockThrows)) {
      return this.fail(
        'lock throws',
        'none',
        'There are too many LockService operations against the same script.',
        latencyMs,
      );
    }
    return { latencyMs };
  }

  private fail(kind: string, effect: NonNullable<Decision['effect']>, throws: string, latencyMs: number): Decision {
    this.note(kind);
    return { effect, outcome: { throws }, latencyMs };
  }

  note(kind: string): void {
    this.tally[kind] = (this.tally[kind] ?? 0) + 1;
  }
}

const PROPERTIES_QUOTA_TEXT = 'Service invoked too many times for one day: properties.';
const STORE_TEXT =
  'Service invoked too many times in a short time: properties rateMax. Try Utilities.sleep(1000) between calls.';

/** What goes wrong in a space for a while, and the Retry-After that its 429s carry, milliseconds. */
export interface SpaceTrouble {
  readonly at: number;
  readonly space: string;
  readonly faults: readonly Fault[];
  readonly kind: string;
}

const TROUBLES: readonly ((random: RandomStream) => { kind: string; faults: Fault[] })[] = [
  (random) => ({
    kind: '503 before',
    faults: [{ status: 503, probability: 0.2 + random.next() * 0.8, forMs: 5_000 + random.below(60_000) }],
  }),
  (random) => ({
    kind: '500 after',
    faults: [{ afterCreate: 500, probability: 0.2 + random.next() * 0.8, forMs: 5_000 + random.below(60_000) }],
  }),
  (random) => ({
    kind: 'answer lost',
    faults: [{ afterCreate: 'drop', probability: 0.5, times: 1 + random.below(4) }],
  }),
  (random) => ({ kind: 'request lost', faults: [{ lost: true, probability: 0.5, times: 1 + random.below(3) }] }),
  (random) => ({ kind: '429 storm', faults: [{ status: 429, forMs: 3_000 + random.below(40_000) }] }),
  (random) => ({
    kind: '429 with Retry-After',
    faults: [{ status: 429, retryAfter: 2 + random.below(30), times: 1 + random.below(3) }],
  }),
  (random) => ({
    kind: '429 with a date',
    faults: [{ status: 429, retryAfter: 2 + random.below(20), retryAfterAsDate: true, times: 1 + random.below(2) }],
  }),
  () => ({ kind: '429 with an absurd wait', faults: [{ status: 429, retryAfter: 99_999_999, times: 1 }] }),
  () => ({ kind: '429 with an unreadable wait', faults: [{ status: 429, retryAfter: 'Thu, 99 Foo 2026', times: 1 }] }),
  () => ({ kind: '400', faults: [{ status: 400, times: 1 }] }),
  (random) => ({
    kind: 'webhook refused',
    faults: [
      {
        status: [401, 403, 404][random.below(3)] as number,
        html: random.chance(0.3),
        forMs: 5_000 + random.below(200_000),
      },
    ],
  }),
  (random) => ({
    kind: 'answer lost, then refused',
    faults: [
      { afterCreate: 'drop', times: 1 },
      { status: 404, forMs: 5_000 + random.below(60_000) },
    ],
  }),
  (random) => ({ kind: '401 at random', faults: [{ status: 401, times: 1 + random.below(2) }] }),
  () => ({ kind: 'unreadable 2xx', faults: [{ afterCreate: 200, html: true, times: 3 }] }),
  (random) => ({ kind: 'slow', faults: [{ latencyMs: 20_000 + random.below(39_000), times: 1 + random.below(2) }] }),
];

/** Draws what goes wrong in the spaces during the safety phase. */
export function drawTroubles(seed: number, dials: Dials, spaces: readonly string[], startedAt: number): SpaceTrouble[] {
  if (!dials.chat) return [];
  const random = new RandomStream(`troubles/${String(seed)}`);
  return Array.from({ length: 1 + random.below(6) }, () => ({
    at: startedAt + random.below(150_000),
    space: pick(random, spaces),
    ...pick(random, TROUBLES)(random),
  })).sort((a, b) => a.at - b.at);
}
