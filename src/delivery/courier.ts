import { CourierError, DeliveryUnknownError, InvalidSettingsError, RejectedError, UnavailableError } from '../errors';
import { prepareMessages } from '../message/prepare';
import type { Message } from '../message/types';
import type { Platform } from '../platform/platform';
import { redact } from '../redact';
import { checkOptions } from './delivery';
import { sendNow } from './direct';
import { Drain, type DrainEnd } from './dispatcher';
import { countDropped, dropEntries, dropped } from './dropped';
import { entriesOf, Engine } from './engine';
import { findKnown } from './known';
import { leaseInForce } from './lease';
import { readPolicy } from './policy';
import type { Quiet } from './quiet';
import {
  checkNames,
  droppedOf,
  keyOf,
  messageOptionsOf,
  requestsIn,
  pendingBut,
  refusalsOf,
  requestsOf,
  resultOf,
  resultOfParts,
  type Prepared,
  type Request,
} from './requests';
import type { StoredDelivery } from './outbox';
import type { OnSettled } from './settlement';
import type { Plan, QueueReason, SendAllResult, SendItem, SendOptions, SendResult } from './types';
import type { WebhookUrl } from './webhook-url';
import { resolveWebhook, type Snapshot } from './webhooks';

/** How long a `send` goes on with what was ahead of its message, milliseconds. */
const DRAIN_IN_SEND_MS = 30_000;

/**
 * Sends messages: at once where that works, through the outbox where it does not. The one door for `send` and for every
 * schedule, monitor, rule and relay source.
 */
export class Courier {
  private engine: Engine | undefined;
  /** Links of webhooks that took the last message, and their quiet times: a send that is not ordered needs nothing else of the store. */
  private readonly webhooks = new Map<string, { readonly url: WebhookUrl; readonly quiet: Quiet }>();

  /** @param quietOf - quiet hours and mutes, as a copy of the store shows them */
  constructor(
    private readonly platform: Platform,
    private readonly quietOf: (snapshot: Snapshot) => Quiet,
  ) {}

  /** See `send` in main.ts. */
  send(
    to: string | readonly string[],
    message: string | Message,
    options: SendOptions = {},
  ): SendResult | SendResult[] {
    const { clock } = this.platform;
    checkOptions(options, clock.now());
    const names = checkNames(to);
    const { messages } = prepareMessages(message, messageOptionsOf(options));
    const { onFailure = 'queue', durable = false, priority = 'normal' } = options;
    const isFree = (name: string) =>
      this.webhooks.get(name)?.quiet.decide(name, priority, clock.now()).kind === 'deliver';
    const isDirect =
      options.ordered === false && names.every(isFree) && options.notBefore === undefined && messages.length === 1;
    const snapshot = isDirect ? undefined : this.readAll(names[0] ?? '');
    const found = new Map(names.map((name) => [name, this.webhookOf(name, snapshot)]));
    const engine = this.engineOf(snapshot);
    const quiet = snapshot && engine.quietOf(snapshot);
    const requests = names.map((name) => requestsOf(name, messages, options, quiet, this.platform));
    if (messages.length > 1 && snapshot !== undefined) return unwrap(to, this.sendParts(requests, snapshot));
    // Every webhook is tried before an error of one is thrown: the same id sent again repeats nothing.
    let failure: Error | undefined;
    const results = new Map<Request, SendAllResult>();
    const drops: Request[] = [];
    for (const [request] of requests) {
      if (request === undefined) continue;
      const { delivery } = request;
      if (request.dropped !== undefined) {
        const known = snapshot && this.knownResult(request, snapshot);
        if (known === undefined) drops.push(request);
        results.set(request, known ?? dropped(this.platform, request));
        continue;
      }
      try {
        const url = found.get(delivery.to) as WebhookUrl;
        const result = sendNow(engine, delivery, url, onFailure, durable, snapshot);
        results.set(request, result);
        if (result.status !== 'sent') this.webhooks.delete(delivery.to);
        else if (quiet !== undefined) this.webhooks.set(delivery.to, { url, quiet });
      } catch (error) {
        if (!(error instanceof CourierError)) throw error;
        this.webhooks.delete(delivery.to);
        failure = failure ?? error;
      }
    }
    countDropped(this.platform, dropEntries(drops, quiet));
    if (snapshot !== undefined) this.sendWhatIsAhead(results, snapshot);
    if (failure !== undefined) throw failure;
    return unwrap(
      to,
      [...results].map(([{ delivery }, result]) => this.orThrow(result, delivery.to)),
    );
  }

  /** Links, mutes or quiet hours have changed: the next send reads the store. */
  forgetWebhooks(): void {
    this.webhooks.clear();
  }

  /** A result of `send`: what is refused is thrown. */
  private orThrow(result: SendAllResult, to: string): SendResult {
    if (result.status !== 'refused') return result;
    throw this.errors.get(result) ?? new RejectedError(to, 400, '', result.error.message);
  }

  /** A message that had to queue behind others is sent with them, as far as that is quickly done and nobody else does it. */
  private sendWhatIsAhead(results: Map<Request, SendAllResult>, snapshot: Snapshot): void {
    const isBehind = (result: SendAllResult) => result.status === 'queued' && result.reason === 'order';
    if (leaseInForce(snapshot, this.platform.clock.now()) !== undefined) return;
    if ([...results.values()].some(isBehind)) this.drainFor(results, snapshot, DRAIN_IN_SEND_MS);
  }

  /**
   * The parts of a message that was split go through the outbox together, so that all of them arrive, in order. Where
   * nothing is to be stored they go one after the other, up to the first that does not get through.
   */
  private sendParts(requests: readonly (readonly Request[])[], snapshot: Snapshot): SendResult[] {
    const results = this.accept(requests.flat(), snapshot, () => ({}), []);
    this.drainFor(results, snapshot, DRAIN_IN_SEND_MS);
    return requests.map((parts) => this.orThrow(resultOfParts(parts, results), parts[0]?.delivery.to ?? ''));
  }

  /** See `sendAll` in main.ts. */
  sendAll(items: readonly SendItem[]): (SendAllResult | SendAllResult[])[] {
    if (!(Array.isArray as (value: unknown) => boolean)(items)) {
      throw new InvalidSettingsError([
        {
          path: 'items',
          problem: 'are no items',
          expected: 'an array of { to, message, ...options }',
          received: typeof items,
        },
      ]);
    }
    if (items.length === 0) return [];
    const snapshot = this.readAll('');
    const prepared = items.map((item: SendItem) => this.prepareItem(item, snapshot, false));
    const results = this.accept(requestsIn(prepared), snapshot, () => ({}), []);
    this.drainFor(results, snapshot);
    return prepared.map((one, index) => resultOf(one, results, items[index]?.to));
  }

  /**
   * Accepts a plan: its messages and its maker's own state in one write, the messages first. Nothing is posted yet.
   *
   * @returns one result per item, an array of them where `to` is one; an item that is refused does not stop the others
   */
  enqueue(plan: Plan, snapshot: Snapshot): (SendAllResult | SendAllResult[])[] {
    const prepared = plan.items.map((item) => this.prepareItem(item, snapshot, true));
    const entriesFor = (refused: ReadonlyMap<Request, SendAllResult>) => {
      const soFar = prepared.map((one, index) => resultOf(one, pendingBut(refused), plan.items[index]?.to));
      const untold = refusalsOf(plan.items, soFar).filter(({ isTold }) => !isTold);
      const drops = droppedOf(plan.items, soFar);
      const mended = untold.length + drops.length === 0 ? {} : plan.mend?.(untold, drops);
      return { ...plan.entries, ...mended };
    };
    const results = this.accept(requestsIn(prepared), snapshot, entriesFor, plan.removals);
    return prepared.map((one, index) => resultOf(one, results, plan.items[index]?.to));
  }

  /** Sends what waits, until nothing is due or this execution's time is up. */
  drain(snapshot: Snapshot): DrainEnd {
    return new Drain(this.engineOf(snapshot)).run(snapshot);
  }

  private readonly errors = new Map<SendAllResult, CourierError>();

  /** @param goesOn - whether webhooks that there are get it although another one of its does not exist */
  private prepareItem(item: SendItem, snapshot: Snapshot, goesOn: boolean): Prepared {
    try {
      if (typeof item !== 'object' || item === null) {
        throw new InvalidSettingsError([
          { path: 'item', problem: 'is no item', expected: '{ to, message, ...options }', received: String(item) },
        ]);
      }
      const { to, message, ...options } = item;
      checkOptions(options, this.platform.clock.now());
      const names = checkNames(to);
      const { messages } = prepareMessages(message, messageOptionsOf(options));
      const quiet = this.engineOf(snapshot).quietOf(snapshot);
      const perWebhook = names.map((name) => {
        try {
          this.webhookOf(name, snapshot);
        } catch (error) {
          if (!goesOn || names.length === 1) throw error;
          return { parts: [], refused: this.refusal(error) };
        }
        return { parts: requestsOf(name, messages, options, quiet, this.platform) };
      });
      return { perWebhook };
    } catch (error) {
      return { refused: this.refusal(error) };
    }
  }

  /**
   * Drains, and corrects the results of what was queued by what becomes of it.
   *
   * @param drainMs - how long it may go on, milliseconds
   */
  private drainFor(results: Map<Request, SendAllResult>, snapshot: Snapshot, drainMs?: number): void {
    const queued = new Map<string, Request[]>();
    for (const [request, { status }] of results) {
      const key = keyOf(request.delivery);
      if (status === 'queued') queued.set(key, [...(queued.get(key) ?? []), request]);
    }
    if (queued.size === 0) return;
    const onSettled: OnSettled = (delivery, answer) => {
      for (const request of queued.get(keyOf(delivery)) ?? []) results.set(request, this.resultAfter(delivery, answer));
    };
    try {
      new Drain(this.engineOf(snapshot), onSettled, drainMs).run(this.platform.store.readAll());
    } catch (error) {
      // What is accepted is safe: whatever goes wrong while it is sent here is left to the next tick.
      this.platform.log.write('error', 'delivery.drain-failed', { reason: redact(String(error)) });
    }
  }

  private resultAfter(delivery: StoredDelivery, answer: Parameters<OnSettled>[1]): SendAllResult {
    const { id, to, tries } = delivery;
    if (answer.kind === 'sent') return { status: 'sent', id, name: answer.name, threadName: answer.threadName };
    if (answer.kind === 'dead' || answer.kind === 'discarded') {
      const message =
        answer.kind === 'dead'
          ? `The message "${id}" to "${to}" was given up (${answer.reason}). It is kept: see listDeliveries({ status: "failed" }).`
          : `The message "${id}" to "${to}" was discarded by hand.`;
      const reason = answer.kind === 'dead' ? answer.reason : '';
      // Another execution may have been sending it in the moment in which it was discarded.
      const mayExist =
        answer.kind === 'discarded' ||
        reason === 'attempts' ||
        reason === 'unknown' ||
        ((tries?.attempts ?? 0) > 0 && reason !== 'rejected');
      if (!mayExist) return { status: 'refused', error: { code: 'REJECTED', message } };
      const unclear = `${message} An attempt may have come before, without a clear answer: it may be in the space.`;
      return this.refusal(new DeliveryUnknownError(to, id, unclear));
    }
    const reasons = {
      rate: 'rate',
      unavailable: 'error',
      'webhook-down': 'webhook-down',
      rejected: 'error',
      stopped: 'quota',
    } as const;
    return this.queued(id, reasons[answer.kind], 60_000);
  }

  /**
   * Stores what is to be queued, in one write; sends at once what is not to be stored.
   *
   * @param entriesFor - what is written with it, by the results of those that are refused
   * @param removals - keys that are removed once it is written
   */
  private accept(
    requests: readonly Request[],
    snapshot: Snapshot,
    entriesFor: (refused: ReadonlyMap<Request, SendAllResult>) => Readonly<Record<string, string>>,
    removals: readonly string[],
  ): Map<Request, SendAllResult> {
    const engine = this.engineOf(snapshot);
    const results = new Map<Request, SendAllResult>();
    const seen = new Map<string, Request>();
    const toStore: Request[] = [];
    const drops: Request[] = [];
    for (const request of requests) {
      const known = this.knownResult(request, snapshot);
      const twin = seen.get(keyOf(request.delivery));
      if (known !== undefined) results.set(request, known);
      else if (request.dropped !== undefined) {
        drops.push(request);
        results.set(request, dropped(this.platform, request));
      } else if (twin === undefined && (request.options.onFailure ?? 'queue') === 'queue') toStore.push(request);
      if (twin === undefined) seen.set(keyOf(request.delivery), request);
    }
    const append = engine.planAppend(
      snapshot,
      toStore.map(({ delivery }) => delivery),
      0,
    );
    for (const request of toStore) {
      const full = append.refused.get(request.delivery);
      if (full !== undefined) results.set(request, this.refusal(full));
    }
    const own = { ...entriesOf(append), ...entriesFor(results) };
    const all = { ...own, ...dropEntries(drops, engine.quietOf(snapshot)) };
    let failure: string | undefined;
    try {
      if (Object.keys(own).length === 0) countDropped(this.platform, all);
      else this.platform.store.write(all);
    } catch (error) {
      if (toStore.length === 0) throw error;
      failure = redact(String((error as { message?: unknown } | null)?.message ?? error));
    }
    const unneeded = removals.filter((key) => all[key] === undefined);
    if (failure === undefined) for (const key of unneeded) this.platform.store.remove(key);
    for (const request of toStore) {
      const { delivery } = request;
      if (results.has(request)) continue;
      if (failure === undefined) {
        const wishedAt = Math.max(delivery.notBefore, delivery.heldUntil);
        results.set(
          request,
          wishedAt > this.platform.clock.now()
            ? { status: 'queued', id: delivery.id, reason: 'requested', dueAt: new Date(wishedAt).toISOString() }
            : this.queued(delivery.id, 'time', 60_000),
        );
      } else {
        results.set(
          request,
          this.refusal(
            new DeliveryUnknownError(
              delivery.to,
              delivery.id,
              `The message to "${delivery.to}" could not be stored for sure.`,
              failure,
            ),
          ),
        );
      }
    }
    for (const request of requests) {
      if (results.has(request)) continue;
      const { delivery, options, after } = request;
      const before = after === undefined ? undefined : results.get(after);
      const twin = seen.get(keyOf(delivery));
      if (twin !== undefined && twin !== request) results.set(request, results.get(twin) as SendAllResult);
      // Of a message in parts that are not stored nothing goes after the first part that did not get through.
      else if (before !== undefined && before.status !== 'sent') results.set(request, before);
      else {
        const webhook = this.webhookOf(delivery.to, snapshot);
        const { onFailure = 'queue' } = options;
        const send = () => sendNow(engine, delivery, webhook, onFailure, false, snapshot);
        results.set(request, this.attempt(send));
      }
    }
    return results;
  }

  /** What is known of a delivery whose caller gave it an id. */
  private knownResult({ options, delivery }: Request, snapshot: Snapshot): SendResult | undefined {
    return options.id === undefined ? undefined : findKnown(snapshot, delivery, this.engineOf(snapshot));
  }

  private attempt(send: () => SendResult): SendAllResult {
    try {
      return send();
    } catch (error) {
      return this.refusal(error);
    }
  }

  private refusal(error: unknown): SendAllResult {
    if (!(error instanceof CourierError)) throw error;
    const result: SendAllResult = { status: 'refused', error: { code: error.code, message: error.message } };
    this.errors.set(result, error);
    return result;
  }

  private queued(id: string, reason: QueueReason, waitMs: number): SendResult {
    return { status: 'queued', id, reason, dueAt: new Date(this.platform.clock.now() + waitMs).toISOString() };
  }

  private engineOf(snapshot: Snapshot | undefined): Engine {
    this.engine = this.engine ?? new Engine(this.platform, readPolicy(snapshot ?? {}), this.quietOf);
    return this.engine;
  }

  /** Reads the store. Without it no link is known, so nothing can be sent. */
  private readAll(to: string): Snapshot {
    try {
      return this.platform.store.readAll();
    } catch (error) {
      const reason = redact(String((error as { message?: unknown } | null)?.message ?? error));
      throw new UnavailableError(
        redact(to),
        undefined,
        undefined,
        `The script properties could not be read, so nothing was sent or stored: ${reason}`,
        reason,
      );
    }
  }

  private webhookOf(name: string, snapshot: Snapshot | undefined): WebhookUrl {
    if (snapshot === undefined) {
      const known = this.webhooks.get(name);
      if (known !== undefined) return known.url;
    }
    return resolveWebhook(snapshot ?? {}, name);
  }
}

const unwrap = (to: string | readonly string[], results: SendResult[]) =>
  typeof to === 'string' ? (results[0] as SendResult) : results;
