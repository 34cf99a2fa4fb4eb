import { Courier } from './delivery/courier';
import { Engine } from './delivery/engine';
import {
  checkFilter,
  discard,
  listDeliveries,
  redrive,
  type DeliveryFilter,
  type DeliveryInfo,
} from './delivery/ledger';
import { readPolicy } from './delivery/policy';
import { refusalsOf } from './delivery/requests';
import type { SendAllResult, SendItem, SendOptions, SendResult } from './delivery/types';
import { checkWebhook, describeWebhooks, WEBHOOK_PREFIX, webhookNames, type WebhookInfo } from './delivery/webhooks';
import { BREAKER_PREFIX } from './delivery/breaker';
import { InvalidSettingsError, UnknownWebhookError } from './errors';
import type { Message } from './message/types';
import { show } from './message/wording';
import type { FormEvent, Platform, SheetEvent } from './platform/platform';
import { runProbe, type ProbeReport } from './probe';
import type { Calendar } from './schedule/days';
import { RelayDesk, type RelayAnswer } from './relay/desk';
import type { RelayRequest } from './relay/event';
import type { Source } from './relay/source';
import { planMute, readMutes, type MuteOptions } from './schedule/mute';
import { nextOccurrences, type NextOccurrence } from './schedule/next';
import type { Trouble } from './schedule/run';
import type { Schedule } from './schedule/schedule';
import { examine, tableOf } from './setup/doctor';
import type { HealthRow } from './setup/health';
import { neededTriggers } from './setup/needed';
import { SeenStore } from './setup/seen-store';
import { setUp, type SetUpReport } from './setup/set-up';
import { tearDown, type TearDownOptions } from './setup/tear-down';
import { runTick, watchOver, type Ticker } from './setup/tick';
import { readTickMinutes } from './setup/triggers';
import { Configuration, type CodeConfiguration } from './settings/configuration';
import { configure, type ConfigurationChanges, type ConfigureResult } from './settings/configure';
import { PARTS } from './settings/parts';
import { viewConfiguration, type ConfigurationView } from './settings/view';
import type { Rule } from './sheet/rule';
import { SheetDesk } from './sheet/desk';
import { SheetMenu } from './sheet/menu';
import { ruleTroubles } from './sheet/troubles';
import { ruleWords } from './sheet/condition-words';
import { ALL_WEBHOOKS, QuietBook, type QuietHours } from './schedule/quiet';
import { formatLocal, localTime } from './schedule/zone';

/**
 * Wires the parts for one execution.
 *
 * @param code - what notifications.ts holds
 */
export function createApp(platform: Platform, code: CodeConfiguration): App {
  return new App({ ...platform, store: new SeenStore(platform.store) }, code);
}

/** Everything that main.ts offers, over the ports. */
export class App {
  private readonly courier: Courier;
  private readonly desk: SheetDesk;
  private readonly relay: RelayDesk;

  constructor(
    private readonly platform: Platform & { readonly store: SeenStore },
    private readonly code: CodeConfiguration,
  ) {
    this.courier = new Courier(platform, (snapshot) => this.quiet(snapshot));
    this.desk = new SheetDesk({
      ...platform,
      rules: (snapshot) => this.rules(snapshot),
      accept: (plan, snapshot) => refusalsOf(plan.items, this.courier.enqueue(plan, platform.store.seen ?? snapshot)),
      drain: () => void this.courier.drain(this.platform.store.readAll()),
      outcomes: () => {
        const snapshot = this.platform.store.readAll();
        return listDeliveries(snapshot, this.engine(snapshot), { limit: Infinity });
      },
    });
    this.relay = new RelayDesk({
      ...platform,
      sources: (snapshot) => [...this.configuration(snapshot).entries<Source>('sources').valid().values()],
      accept: (plan, snapshot) => refusalsOf(plan.items, this.courier.enqueue(plan, platform.store.seen ?? snapshot)),
      drain: () => void this.courier.drain(this.platform.store.readAll()),
      webAppUrl: () => platform.project.webAppUrl(),
    });
  }

  /** Another system has posted to the web app. */
  handleRequest(request: RelayRequest): RelayAnswer {
    return this.afterwards(this.relay.handle(request));
  }

  newSourceAddress(id: string): string {
    return this.relay.newAddress(id);
  }

  configure(changes: ConfigurationChanges): ConfigureResult {
    const { platform, code } = this;
    const surroundings = { ...this.surroundings({}), ownUrl: platform.project.webAppUrl() };
    this.courier.forgetWebhooks();
    return configure({ platform, code, parts: PARTS, surroundings }, changes);
  }

  getConfiguration(): ConfigurationView {
    return viewConfiguration(this.configuration(this.platform.store.readAll()));
  }

  /** Something happened in a spreadsheet. */
  handleSheet(event: SheetEvent | undefined): void {
    if (event !== undefined) this.afterwards(this.tell(this.desk.handle(event)));
  }

  /** A form was submitted that tells of it itself. */
  handleForm(event: FormEvent | undefined): void {
    if (event !== undefined) this.afterwards(this.tell(this.desk.handleForm(event)));
  }

  /** What only a person at the spreadsheet uses. */
  get sheet(): SheetDesk {
    return this.desk;
  }

  /** What the person's menu in the spreadsheet does. */
  get menu(): SheetMenu {
    const { platform } = this;
    return new SheetMenu({
      sheets: platform.sheets,
      webhooks: () => webhookNames(platform.store.readAll()),
      overview: () => this.overview(),
      explain: (tab, row, spreadsheetId) => this.desk.explain(tab, row, spreadsheetId),
      send: (to, message) => this.send(to, message),
      pause: (minutes) => {
        const until = minutes === null ? null : new Date(platform.clock.now() + minutes * 60_000).toISOString();
        const ends = Date.parse(this.muteUntil(ALL_WEBHOOKS, until).until);
        return formatLocal(localTime(ends, platform.clock.timeZone())).slice(0, 16).replace('T', ' ');
      },
      isPaused: () => {
        const now = platform.clock.now();
        return (readMutes(platform.store.readAll(), now).get(ALL_WEBHOOKS)?.until ?? 0) > now;
      },
    });
  }

  /** Rules and webhooks in words, for a person at the spreadsheet. */
  private overview(): string {
    const snapshot = this.platform.store.readAll();
    const rules = this.rules(snapshot);
    const troubles = new Map(ruleTroubles(snapshot, rules).map(({ key, text }) => [key, text]));
    const waiting = listDeliveries(snapshot, this.engine(snapshot), { status: 'queued', limit: Infinity }).length;
    const lines = rules.map(
      (rule) => `• ${rule.title ?? rule.id}: ${troubles.get(`rule/${rule.id}`) ?? ruleWords(rule)}`,
    );
    return [
      lines.length === 0 ? 'No rule is set up yet: see docs/rules.md.' : lines.join('\n'),
      `Webhooks: ${webhookNames(snapshot).join(', ') || 'none yet'}.`,
      waiting === 0 ? 'Nothing waits in the outbox.' : `${waiting} wait in the outbox.`,
    ].join('\n\n');
  }

  private tell(troubles: readonly Trouble[]): void {
    for (const { key, text } of troubles) this.platform.log.write('error', 'trouble', { key, text });
  }

  private quiet(snapshot: Readonly<Record<string, string>>): QuietBook {
    const quietHours = this.configuration(snapshot).entries<QuietHours>('quietHours');
    return new QuietBook(snapshot, quietHours, this.platform.clock.now());
  }

  private configuration(snapshot: Readonly<Record<string, string>>): Configuration {
    return new Configuration(snapshot, this.code, PARTS, this.surroundings(snapshot));
  }

  private surroundings(snapshot: Readonly<Record<string, string>>) {
    return { now: this.platform.clock.now(), ownUrl: '', tickEveryMinutes: readTickMinutes(snapshot) };
  }

  setUp(): SetUpReport {
    const { platform } = this;
    return setUp(platform, () => neededTriggers(this.configuration(platform.store.readAll()), platform.sheets));
  }

  doctor(viewerTimeZone?: string): HealthRow[] {
    const { platform } = this;
    const snapshot = platform.store.readAll();
    const configuration = this.configuration(snapshot);
    const facts = { snapshot, configuration, now: platform.clock.now() };
    const rows = examine(platform, facts, neededTriggers(configuration, platform.sheets), viewerTimeZone);
    platform.log.print(tableOf(rows));
    return rows;
  }

  tearDown(options?: TearDownOptions): SetUpReport {
    return tearDown(this.platform, options);
  }

  muteUntil(to: string | readonly string[], until: string | null, options: MuteOptions = {}): { until: string } {
    const { store, clock } = this.platform;
    const snapshot = store.readAll();
    const plan = planMute(snapshot, to, until, options, webhookNames(snapshot), clock.timeZone(), clock.now());
    store.write(plan.entries);
    for (const key of plan.removals) store.remove(key);
    this.courier.forgetWebhooks();
    return { until: new Date(plan.until).toISOString() };
  }

  listOccurrences(id: string, count = 5): NextOccurrence[] {
    const snapshot = this.platform.store.readAll();
    const configuration = this.configuration(snapshot);
    const schedules = configuration.entries<Schedule>('schedules').valid();
    const schedule = schedules.get(id);
    if (schedule === undefined) throw noSchedule(id, [...schedules.keys()]);
    const calendar = configuration
      .entries<Calendar>('calendars')
      .all()
      .get(schedule.calendar ?? '');
    const most = Math.max(1, Math.min(100, Math.floor(Number(count) || 1)));
    return nextOccurrences(schedule, calendar, this.platform.clock.now(), most, readTickMinutes(snapshot));
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
    return this.afterwards(this.courier.send(to, message, options));
  }

  sendAll(items: readonly SendItem[]): (SendAllResult | SendAllResult[])[] {
    return this.afterwards(this.courier.sendAll(items));
  }

  setWebhook(name: string, url: string): WebhookInfo {
    const { store } = this.platform;
    const snapshot = store.readAll();
    const webhook = checkWebhook(snapshot, name, url);
    store.write({ [WEBHOOK_PREFIX + name]: webhook.url });
    this.courier.forgetWebhooks();
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
    this.courier.forgetWebhooks();
    if (snapshot[BREAKER_PREFIX + name] !== undefined) store.remove(BREAKER_PREFIX + name);
    if (waiting > 0) this.platform.log.write('warning', 'webhook.removed-with-waiting', { name, waiting });
    return { name, waiting };
  }

  listWebhooks(): WebhookInfo[] {
    return describeWebhooks(this.platform.store.readAll());
  }

  listDeliveries(filter: DeliveryFilter = {}): DeliveryInfo[] {
    checkFilter(filter);
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
    runTick(this.ticker);
  }

  /** Looks after the clock trigger from any other execution, once its own work is done. */
  afterwards<T>(result: T): T {
    watchOver(this.ticker);
    return result;
  }

  private get ticker(): Ticker {
    const { platform } = this;
    return {
      platform,
      configuration: (snapshot) => this.configuration(snapshot),
      neededTriggers: (configuration) => neededTriggers(configuration, platform.sheets),
      accept: (plan, snapshot) => refusalsOf(plan.items, this.courier.enqueue(plan, platform.store.seen ?? snapshot)),
      tickSheets: (snapshot) => this.desk.tick(snapshot),
      tickRelay: (snapshot) => this.relay.tick(snapshot),
      drain: (snapshot) => void this.courier.drain(snapshot),
      quiet: (snapshot) => this.quiet(snapshot),
    };
  }

  private engine(snapshot: Readonly<Record<string, string>>): Engine {
    return new Engine(this.platform, readPolicy(snapshot), (copy) => this.quiet(copy));
  }
}

const noSchedule = (id: unknown, known: readonly string[]): InvalidSettingsError =>
  new InvalidSettingsError([
    {
      path: 'id',
      problem: 'is no schedule that is in force',
      expected: known.length === 0 ? 'a schedule in notifications.ts or from configure' : `one of ${known.join(', ')}`,
      received: show(id),
    },
  ]);
