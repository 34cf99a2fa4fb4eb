import { Courier } from './delivery/courier';
import { Engine } from './delivery/engine';
import { discard, listDeliveries, redrive, type DeliveryFilter, type DeliveryInfo } from './delivery/ledger';
import { readPolicy } from './delivery/policy';
import type { SendAllResult, SendItem, SendOptions, SendResult } from './delivery/types';
import { checkWebhook, describeWebhooks, WEBHOOK_PREFIX, webhookNames, type WebhookInfo } from './delivery/webhooks';
import { BREAKER_PREFIX } from './delivery/breaker';
import { InvalidSettingsError, UnknownWebhookError } from './errors';
import type { Message } from './message/types';
import type { FormEvent, Platform, SheetEvent } from './platform/platform';
import { runProbe, type ProbeReport } from './probe';
import { calendarPart, schedulePart } from './schedule/check';
import { quietHoursPart } from './schedule/quiet';
import { refusalsOf, type Trouble } from './schedule/run';
import { monitorPart } from './monitor/check';
import { Configuration, type AnyPart, type CodeConfiguration } from './settings/configuration';
import { configure, type ConfigurationChanges, type ConfigureResult } from './settings/configure';
import { viewConfiguration, type ConfigurationView } from './settings/view';
import type { Rule } from './sheet/rule';
import { rulePart } from './sheet/rule-check';
import { SheetDesk } from './sheet/desk';

/** The kinds of configuration. */
const PARTS: readonly AnyPart[] = [schedulePart, calendarPart, quietHoursPart, monitorPart, rulePart];

/** What notifications.ts holds. */
const CODE: CodeConfiguration = {};

/** Wires the parts for one execution. */
export function createApp(platform: Platform): App {
  return new App(platform);
}

/** Everything that main.ts offers, over the ports. */
export class App {
  private readonly courier: Courier;
  private readonly desk: SheetDesk;

  constructor(private readonly platform: Platform) {
    this.courier = new Courier(platform);
    this.desk = new SheetDesk({
      ...platform,
      rules: (snapshot) => this.rules(snapshot),
      accept: (plan, snapshot) => refusalsOf(plan.items, this.courier.enqueue(plan, snapshot)),
      drain: () => void this.courier.drain(this.platform.store.readAll()),
      outcomes: () => {
        const snapshot = this.platform.store.readAll();
        return listDeliveries(snapshot, this.engine(snapshot), { limit: Infinity });
      },
    });
  }

  configure(changes: ConfigurationChanges): ConfigureResult {
    const { platform } = this;
    return configure({ platform, code: CODE, parts: PARTS, surroundings: this.surroundings() }, changes);
  }

  getConfiguration(): ConfigurationView {
    return viewConfiguration(this.configuration(this.platform.store.readAll()));
  }

  /** Something happened in a spreadsheet. */
  handleSheet(event: SheetEvent | undefined): void {
    if (event !== undefined) this.tell(this.desk.handle(event));
  }

  /** A form was submitted that tells of it itself. */
  handleForm(event: FormEvent | undefined): void {
    if (event !== undefined) this.tell(this.desk.handleForm(event));
  }

  /** What only a person at the spreadsheet uses. */
  get sheet(): SheetDesk {
    return this.desk;
  }

  private tell(troubles: readonly Trouble[]): void {
    for (const { key, text } of troubles) this.platform.log.write('error', 'trouble', { key, text });
  }

  private configuration(snapshot: Readonly<Record<string, string>>): Configuration {
    return new Configuration(snapshot, CODE, PARTS, this.surroundings());
  }

  private surroundings() {
    return { now: this.platform.clock.now(), ownUrl: '', tickEveryMinutes: 1 };
  }

  private rules(snapshot: Readonly<Record<string, string>>): readonly Rule[] {
    return [...this.configuration(snapshot).entries<Rule>('rules').valid().values()];
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
    this.tell(this.desk.tick(this.platform.store.readAll()));
    this.courier.drain(this.platform.store.readAll());
  }

  private engine(snapshot: Readonly<Record<string, string>>): Engine {
    return new Engine(this.platform, readPolicy(snapshot));
  }
}
