import type { Plan } from '../delivery/types';
import { InvalidSettingsError } from '../errors';
import type { Clock, Lock, Log, Random, Store } from '../platform/platform';
import type { Refusal } from '../delivery/types';
import { redact } from '../redact';
import type { RelayRequest } from './event';
import { MEMORY_PREFIX } from './memory';
import { receive, type Received, type RefusalCode } from './receive';
import { planRepeats } from './repeats';
import { SECRET_PREFIX, type Source } from './source';

type Snapshot = Readonly<Record<string, string>>;

/** What the relay needs and does. */
export interface RelaySetting {
  readonly clock: Clock;
  readonly store: Store;
  readonly lock: Lock;
  readonly log: Log;
  readonly random: Random;
  /** The sources in force, by what is stored. */
  readonly sources: (snapshot: Snapshot) => readonly Source[];
  /** Takes a plan into the outbox, in one write with the state that belongs to it. */
  readonly accept: (plan: Plan, snapshot: Snapshot) => readonly Refusal[];
  /** Sends what waits. */
  readonly drain: () => void;
  /** The address of the web app; '' when it is not deployed. */
  readonly webAppUrl: () => string;
}

/** What the sender is answered, as JSON. Apps Script always answers with status 200: only this tells them apart. */
export type RelayAnswer =
  | { readonly ok: true; readonly events: number; readonly repeated: number }
  | { readonly ok: false; readonly error: { readonly code: RefusalCode | 'UNAVAILABLE'; readonly message: string } };

/** How long a request waits for another one, milliseconds. */
const LOCK_MS = 10_000;

const NOT_NOW: RelayAnswer = {
  ok: false,
  error: { code: 'UNAVAILABLE', message: 'The event cannot be taken now. Send it again later.' },
};

const messageOf = (error: unknown): string => redact(String((error as { message?: unknown } | null)?.message ?? error));

/** Takes what other systems post to the script's web app. */
export class RelayDesk {
  constructor(private readonly setting: RelaySetting) {}

  /** Answers only when every message is sent or safely queued. */
  handle(request: RelayRequest): RelayAnswer {
    const { log, drain } = this.setting;
    let taken: ReturnType<RelayDesk['take']>;
    try {
      taken = this.take(request);
    } catch (error) {
      log.write('error', 'relay.not-taken', { reason: messageOf(error) });
      return NOT_NOW;
    }
    const { received, refusals } = taken;
    if (received.status === 'refused') {
      log.write('warning', 'relay.refused', { code: received.code, detail: received.detail });
      const { code, message } = received;
      return { ok: false, error: { code, message } };
    }
    this.logRefusals(refusals);
    if (refusals.some(({ isTold }) => !isTold)) return NOT_NOW;
    try {
      if (received.plan.items.length > 0) drain();
    } catch (error) {
      // What is taken is safe: the next tick sends it.
      log.write('error', 'delivery.drain-failed', { reason: messageOf(error) });
    }
    return { ok: true, events: received.events, repeated: received.repeated };
  }

  /** What the clock does for the relay: tells how often events were repeated. */
  tick(snapshot: Snapshot): void {
    const { clock, sources } = this.setting;
    if (!Object.keys(snapshot).some((key) => key.startsWith(MEMORY_PREFIX))) return;
    const planOf = (copy: Snapshot) => planRepeats(copy, sources(copy), clock.now(), clock.timeZone());
    if (planOf(snapshot).items.length === 0) return;
    // A request may have come since that copy was read.
    const refusals = this.locked((fresh) => this.handOver(planOf(fresh), fresh));
    // What nobody has taken is tried again by the next tick.
    this.logRefusals(refusals.filter(({ isTold }) => isTold));
  }

  /**
   * Gives a source a new secret, and with it a new address. The old address is refused from now on. This is the one time
   * that the address is told.
   *
   * @param id - the source's id
   * @throws {@link InvalidSettingsError} there is no such source, or the web app is not deployed
   */
  newAddress(id: string): string {
    const { store, random, sources, webAppUrl } = this.setting;
    const known = sources(store.readAll());
    if (!known.some((source) => source.id === id)) {
      const expected =
        known.length === 0
          ? 'a source in notifications.ts or from configure'
          : `one of ${known.map((source) => source.id).join(', ')}`;
      throw new InvalidSettingsError([
        { path: 'id', problem: 'is no source that is in force', expected, received: JSON.stringify(id) },
      ]);
    }
    const url = webAppUrl();
    if (url === '') {
      throw new InvalidSettingsError(
        [{ path: '', problem: 'has no address', expected: 'a deployed web app', received: 'none' }],
        'The script has no web app yet: choose Deploy, New deployment, Web app, execute as "Me", access "Anyone", then call this again.',
      );
    }
    const secret = `${random.uuid()}${random.uuid()}`.replace(/-/g, '');
    store.write({ [SECRET_PREFIX + id]: secret });
    return `${url}?source=${encodeURIComponent(id)}&secret=${secret}`;
  }

  private take(request: RelayRequest): { received: Received; refusals: readonly Refusal[] } {
    const { clock, sources } = this.setting;
    return this.locked((snapshot) => {
      const received = receive(snapshot, sources(snapshot), request, { now: clock.now(), timeZone: clock.timeZone() });
      return { received, refusals: this.handOver(received.plan, snapshot) };
    });
  }

  private handOver(plan: Plan, snapshot: Snapshot): readonly Refusal[] {
    if (plan.items.length === 0 && Object.keys(plan.entries).length === 0) return [];
    return this.setting.accept(plan, snapshot);
  }

  private logRefusals(refusals: readonly Refusal[]): void {
    for (const { id, to, error } of refusals)
      this.setting.log.write('error', 'relay.not-taken', { id, to, reason: error.message });
  }

  private locked<Result>(work: (snapshot: Snapshot) => Result): Result {
    const { lock, log, store } = this.setting;
    const isHeld = lock.tryAcquire(LOCK_MS);
    // Without the lock two posts of one event may both be taken, under the same id, which makes no second message.
    if (!isHeld) log.write('warning', 'relay.lock-busy');
    try {
      return work(store.readAll());
    } finally {
      if (isHeld) lock.release();
    }
  }
}
