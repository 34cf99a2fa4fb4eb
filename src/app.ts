import { Courier } from './delivery/courier';
import { Engine } from './delivery/engine';
import { discard, listDeliveries, redrive, type DeliveryFilter, type DeliveryInfo } from './delivery/ledger';
import { readPolicy } from './delivery/policy';
import type { SendAllResult, SendItem, SendOptions, SendResult } from './delivery/types';
import { checkWebhook, describeWebhooks, WEBHOOK_PREFIX, webhookNames, type WebhookInfo } from './delivery/webhooks';
import { BREAKER_PREFIX } from './delivery/breaker';
import { InvalidSettingsError, UnknownWebhookError } from './errors';
import type { Message } from './message/types';
import type { Platform } from './platform/platform';
import { runProbe, type ProbeReport } from './probe';

/** Wires the parts for one execution. */
export function createApp(platform: Platform): App {
  return new App(platform);
}

/** Everything that main.ts offers, over the ports. */
export class App {
  private readonly courier: Courier;

  constructor(private readonly platform: Platform) {
    this.courier = new Courier(platform);
  }

  quickstart(): SendResult {
    const { store } = this.platform;
    if (store.read(`${WEBHOOK_PREFIX}default`) === null) {
      throw new InvalidSettingsError(
        [{ path: 'webhook.default', problem: 'is not set', expected: 'the link of a webhook', received: 'nothing' }],
        'Set up the first webhook: in a Chat space open the menu next to its name, choose Apps & integrations, then Webhooks, ' +
          'add one and copy its link. Then, in Project settings under Script properties, add the property "webhook.default" with the link as its value, and run quickstart again.',
      );
    }
    const result = this.send('default', 'Hello from *Chat Courier*. This webhook works.') as SendResult;
    this.platform.log.write('info', 'quickstart', { ...result });
    return result;
  }

  send(to: string | readonly string[], message: string | Message, options?: SendOptions): SendResult | SendResult[] {
    return this.courier.send(to, message, options);
  }

  sendAll(items: readonly SendItem[]): (SendAllResult | SendAllResult[])[] {
    return this.courier.sendAll(items);
  }

  setWebhook(name: string, url: string): WebhookInfo {
    const { store } = this.platform;
    const snapshot = store.readAll();
    const webhook = checkWebhook(snapshot, name, url);
    store.write({ [WEBHOOK_PREFIX + name]: webhook.url });
    // What waits for it goes out with the next tick: its breaker belonged to the old link.
    if (snapshot[BREAKER_PREFIX + name] !== undefined) store.remove(BREAKER_PREFIX + name);
    return { name, space: webhook.space, problem: '' };
  }

  removeWebhook(name: string): { name: string; waiting: number } {
    const { store } = this.platform;
    const snapshot = store.readAll();
    if (snapshot[WEBHOOK_PREFIX + name] === undefined)
      throw new UnknownWebhookError(String(name), webhookNames(snapshot));
    const waiting = listDeliveries(snapshot, this.engine(snapshot), {
      status: 'queued',
      to: name,
      limit: Infinity,
    }).length;
    store.remove(WEBHOOK_PREFIX + name);
    if (snapshot[BREAKER_PREFIX + name] !== undefined) store.remove(BREAKER_PREFIX + name);
    if (waiting > 0) this.platform.log.write('warning', 'webhook.removed-with-waiting', { name, waiting });
    return { name, waiting };
  }

  listWebhooks(): WebhookInfo[] {
    return describeWebhooks(this.platform.store.readAll());
  }

  listDeliveries(filter?: DeliveryFilter): DeliveryInfo[] {
    const snapshot = this.platform.store.readAll();
    return listDeliveries(snapshot, this.engine(snapshot), filter);
  }

  retryDelivery(id: string): { id: string; queued: number } {
    const snapshot = this.platform.store.readAll();
    const queued = redrive(snapshot, this.engine(snapshot), id);
    this.courier.drain(this.platform.store.readAll());
    return { id, queued };
  }

  discardDelivery(id: string): { id: string; discarded: number } {
    const snapshot = this.platform.store.readAll();
    return { id, discarded: discard(snapshot, this.engine(snapshot), id) };
  }

  probe(): ProbeReport {
    return runProbe(this.platform);
  }

  tick(): void {
    this.courier.drain(this.platform.store.readAll());
  }

  private engine(snapshot: Readonly<Record<string, string>>): Engine {
    return new Engine(this.platform, readPolicy(snapshot));
  }
}
