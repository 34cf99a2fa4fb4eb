import { createApp, type App } from './app';
import type { DeliveryFilter, DeliveryInfo } from './delivery/ledger';
import type { SendAllResult, SendItem, SendOptions, SendResult } from './delivery/types';
import type { WebhookInfo } from './delivery/webhooks';
import { kit } from './message/kit';
import type { Message } from './message/types';
import { notifications } from './notifications';
import { createGooglePlatform } from './platform/google';
import { readFormEvent, readSheetEvent } from './platform/google-sheets';
import type { MuteOptions } from './schedule/mute';
import type { RelayAnswer } from './relay/desk';
import type { RelayRequest } from './relay/event';
import type { ConfigurationChanges } from './settings/configure';
import type { TearDownOptions } from './setup/tear-down';

let app: App | undefined;
let stores: LibraryStores | undefined;

/** The stores of a project that uses Chat Courier as a library, in place of the library's own. */
export interface LibraryStores {
  properties?: GoogleAppsScript.Properties.Properties;
  cache?: GoogleAppsScript.Cache.Cache;
  lock?: GoogleAppsScript.Lock.Lock;
}

/** What a web app hands over. @see https://developers.google.com/apps-script/guides/web, read 2026-11-24 */
interface WebAppEvent {
  readonly parameter?: Readonly<Record<string, string>>;
  readonly postData?: { readonly contents?: string; readonly type?: string };
}

const readRequest = (method: 'GET' | 'POST', event: WebAppEvent | undefined): RelayRequest => ({
  method,
  parameters: event?.parameter ?? {},
  body: event?.postData?.contents ?? '',
  contentType: event?.postData?.type ?? '',
});

const answerAsJson = (answer: RelayAnswer) =>
  ContentService.createTextOutput(JSON.stringify(answer)).setMimeType(ContentService.MimeType.JSON);

/** The app of this execution. Google's services are touched when a port first needs them, never while loading. */
function courier(): App {
  app =
    app ??
    createApp(
      createGooglePlatform({
        get properties() {
          return stores?.properties ?? PropertiesService.getScriptProperties();
        },
        get cache() {
          return stores?.cache ?? CacheService.getScriptCache();
        },
        get lock() {
          return stores?.lock ?? LockService.getScriptLock();
        },
        get urlFetch() {
          return UrlFetchApp;
        },
        get script() {
          return ScriptApp;
        },
        get session() {
          return Session;
        },
        get utilities() {
          return Utilities;
        },
        get mailApp() {
          return MailApp;
        },
        get spreadsheetApp() {
          return SpreadsheetApp;
        },
      }),
      { ...notifications },
    );
  return app;
}

/**
 * Greets the space of the webhook named "default". Run it first: it shows that everything works.
 *
 * Set the script property "webhook.default" to the link that Chat gives for the webhook, then run this.
 */
export function quickstart() {
  return courier().quickstart();
}

/**
 * Makes the triggers that are needed, and puts right what is wrong with them. Run it once, and again whenever you like: it
 * touches only Chat Courier's own triggers, and says what it did.
 *
 * @return {Object} { done: [text, …], missing: [text, …] }
 */
export function setUp() {
  return courier().setUp();
}

/**
 * Looks at everything: permissions, triggers, account, time zones, quotas, outbox, webhooks, configuration. Says what is
 * wrong and how to mend it, and changes nothing. What it prints holds no secret and may be pasted anywhere.
 *
 * @param {string} [viewerTimeZone] your own time zone, to compare: "Europe/Paris"
 * @return {Object[]} [{ check, state: "ok" | "warning" | "problem", found, fix }, …]
 */
export function doctor(viewerTimeZone?: string) {
  return courier().doctor(viewerTimeZone);
}

/**
 * Takes away Chat Courier's own triggers and what it remembers. Webhooks stay, and so do messages that wait and stored
 * configuration, unless they are to go too.
 *
 * @param {Object} [options] { everything: true } also removes messages and stored configuration
 * @return {Object} { done: [text, …], missing: [text, …] }
 */
export function tearDown(options?: TearDownOptions) {
  return courier().tearDown(options);
}

/**
 * Tries on a real webhook what Google's pages leave open, such as whether a repeated request makes a second message, and
 * remembers the answers. Posts about a dozen messages to the webhook named "probe", or else "default".
 */
export function probe() {
  return courier().probe();
}

/**
 * Sends what waits in the outbox. Google runs it every minute, once setUp has made its trigger.
 */
export function tick() {
  courier().tick();
}

/**
 * Google runs it when the spreadsheet is opened: puts the menu there. It opens nothing by itself.
 *
 * @param {Object} event from the simple trigger
 */
export function onOpen(event: { authMode?: unknown } | undefined): void {
  courier().menu.show(String(event?.authMode) !== 'NONE');
}

/**
 * Google runs it when the script is installed as an add-on.
 *
 * @param {Object} event from the simple trigger
 */
export function onInstall(event: { authMode?: unknown } | undefined): void {
  onOpen(event);
}

/** Menu: tells which rules there are, what is wrong with them, and what waits. */
export function openNotifications(): void {
  courier().menu.open();
}

/** Menu: sends a message. */
export function sendFromMenu(): void {
  courier().menu.send();
}

/** Menu: explains the selected row, and sends its message as a test. */
export function testThisRow(): void {
  courier().menu.testRow();
}

/** Menu: pauses all sending for a while. Nothing is lost. */
export function pauseSending(): void {
  courier().menu.pause();
}

/** Menu: ends the pause. */
export function resumeSending(): void {
  courier().menu.resume();
}

/** Menu: says where help is. */
export function showHelp(): void {
  courier().menu.help();
}

/**
 * Google runs it when someone edits the spreadsheet: rules see which rows have changed.
 *
 * @param {Object} event from an installable trigger
 */
export function handleEdit(event: unknown): void {
  courier().handleSheet(readSheetEvent('edit', event));
}

/**
 * Google runs it when a form is submitted, a linked one or one with a trigger of its own.
 *
 * @param {Object} event from an installable trigger
 */
export function handleFormSubmit(event: unknown): void {
  courier().handleSheet(readSheetEvent('submit', event));
  courier().handleForm(readFormEvent(event));
}

/**
 * Google runs it when the spreadsheet's layout changes: rows come, go and move.
 *
 * @param {Object} event from an installable trigger
 */
export function handleChange(event: unknown): void {
  courier().handleSheet(readSheetEvent('change', event));
}

/**
 * Google runs it when another system posts to the script's web app: its event becomes a message.
 *
 * @param {Object} event the request: parameter, postData
 * @return {TextOutput} JSON: { ok: true, events, repeated } or { ok: false, error: { code, message } }
 */
export function doPost(event: WebAppEvent) {
  return answerAsJson(courier().handleRequest(readRequest('POST', event)));
}

/**
 * Google runs it when the script's web app is opened: a ping of a job that must call in.
 *
 * @param {Object} event the request: parameter
 * @return {TextOutput} JSON, as doPost
 */
export function doGet(event: WebAppEvent) {
  return answerAsJson(courier().handleRequest(readRequest('GET', event)));
}

/**
 * Gives a relay source a new secret and returns the address that the other system must post to. The old address is
 * refused from then on. Keep the address like a password.
 *
 * @param {string} id the source's id
 * @return {string} the address
 */
export function newSourceAddress(id: string): string {
  return courier().newSourceAddress(id);
}

/**
 * Adds, replaces or, with null, removes stored schedules, monitors, rules and more, by id: all of them or none.
 *
 *   configure({ rules: { late: { tab: 'Orders', when: 'edited', all: [{ column: 'Status', changesTo: 'Late' }], to: 'ops', message: 'Order {{Order}} is late' } } })
 *
 * @param {Object} changes entries by kind and id
 * @return {Object} { added, replaced, removed }
 */
export function configure(changes: ConfigurationChanges) {
  return courier().configure(changes);
}

/**
 * Lists everything that is configured, in notifications.ts and by configure; secrets are masked.
 *
 * @return {Object} entries by kind and id: { definition, readOnly, words, issues }
 */
export function getConfiguration() {
  return courier().getConfiguration();
}

/**
 * Mutes webhooks until a time. It ends by itself; critical messages pass.
 *
 *   muteUntil('ops', '2026-11-24T18:00')
 *   muteUntil('*', '2026-11-24T18:00:00Z', { meanwhile: 'digest' })
 *   muteUntil('ops', null)
 *
 * @param {string|string[]} to a webhook's name, several, or "*" for all
 * @param {string} until an instant, a local time in the script's time zone, or null to end it now
 * @param {Object} [options] { meanwhile: "send-later" | "digest" | "drop" }
 * @return {Object} { until }
 */
export function muteUntil(to: string | string[], until: string | null, options?: MuteOptions) {
  return courier().muteUntil(to, until, options);
}

/**
 * Lists when a schedule occurs next, and when Google will run it.
 *
 * @param {string} id the schedule's id
 * @param {number} [count] how many, 1 to 100; 5 when left out
 * @return {Object[]} [{ at, localTime, window, note }, …]
 */
export function listOccurrences(id: string, count?: number) {
  return courier().listOccurrences(id, count);
}

/**
 * Says which rules would tell of a row and which not, and why.
 *
 * @param {string} tab the tab's name
 * @param {number} row counted from 1
 * @return {Object[]} for each rule { rule, title, outcome, words, conditions, to, threadKey, message, remarks }
 */
export function explainRow(tab: string, row: number) {
  return courier().sheet.explain(tab, row);
}

/**
 * Tries the rules of a tab on its last rows, as if they had just come in. Nothing is sent.
 *
 * @param {string} tab the tab's name
 * @param {number} [lastRows] how many; 50 when left out
 * @return {Object[]} for each rule { rule, tried, rows, problem }
 */
export function tryRules(tab: string, lastRows?: number) {
  return courier().sheet.dryRun(tab, lastRows ?? 50);
}

/**
 * Sends a message to a Chat space.
 *
 *   send('ops', 'Disk is full')
 *   send('ops', 'Order 1042 is late', { threadKey: 'order-1042' })
 *   send(['ops', 'oncall'], { text: 'down' }, { id: 'incident-7', onFailure: 'throw' })
 *
 * @param {string|string[]} to the webhook's name, or several
 * @param {string|Object} message a text, or a message as Google's reference describes it
 * @param {Object} [options] threadKey, messageReplyOption, id, onFailure ("queue", "throw", "ignore"), priority,
 *   notBefore, expiresAt, ordered, durable, digestKey, whenTooLong ("refuse", "cut", "split"), notificationText
 * @return {Object|Object[]} { status: "sent", id, name, threadName } or { status: "queued", id, reason, dueAt }; several names give one each
 */
export function send(
  to: string | string[],
  message: string | Message,
  options?: SendOptions,
): SendResult | SendResult[] {
  return courier().send(to, message, options);
}

/**
 * Sends many messages: stores all of them in one step, then delivers as far as this execution's time allows.
 *
 * @param {Object[]} items [{ to, message, ...options }, …]
 * @return {Object[]} for each item, in order, what send returns, or { status: "refused", error: { code, message } }
 */
export function sendAll(items: SendItem[]): (SendAllResult | SendAllResult[])[] {
  return courier().sendAll(items);
}

/**
 * Adds a webhook, or replaces its link. What waits for it is sent with the new one.
 *
 * @param {string} name such as "ops"
 * @param {string} url the link that Chat's Copy link gives
 * @return {Object} { name, space, problem }
 */
export function setWebhook(name: string, url: string): WebhookInfo {
  return courier().setWebhook(name, url);
}

/**
 * Removes a webhook. What waits for it stays in the outbox until the name is set again, or it grows too old.
 *
 * @param {string} name such as "ops"
 * @return {Object} { name, waiting }: how many messages wait for it
 */
export function removeWebhook(name: string) {
  return courier().removeWebhook(name);
}

/**
 * Lists the webhooks with their spaces, and what is wrong with each; never a link.
 *
 * @return {Object[]} [{ name, space, problem }, …]
 */
export function listWebhooks(): WebhookInfo[] {
  return courier().listWebhooks();
}

/**
 * Lists what waits, what failed, and what went through the outbox lately. A message that `send` posted at once stands in
 * no list: its result told.
 *
 * @param {Object} [filter] { status: "queued" | "sent" | "failed" | "discarded" | "folded", to, id, limit }
 * @return {Object[]} [{ id, to, status, reason, attempts, lastStatus, acceptedAt, at, summary }, …], the newest first
 */
export function listDeliveries(filter?: DeliveryFilter): DeliveryInfo[] {
  return courier().listDeliveries(filter);
}

/**
 * Sends a failed message again.
 *
 * @param {string} id the delivery's id, from listDeliveries
 * @return {Object} { id, queued }
 */
export function retryDelivery(id: string) {
  return courier().retryDelivery(id);
}

/**
 * Discards a message that waits or failed. One that is being sent at this moment may still arrive.
 *
 * @param {string} id the delivery's id, from listDeliveries
 * @return {Object} { id, discarded }
 */
export function discardDelivery(id: string) {
  return courier().discardDelivery(id);
}

/**
 * Gives everything for making messages: cards, Chat markup, Markdown, templates, checks.
 *
 *   const { card, section, decoratedText } = builders();
 *
 * @return {Object} the functions by name
 */
export function builders() {
  return kit;
}

/**
 * For projects that use Chat Courier as a library: keeps webhooks and outbox in the caller's own stores.
 *
 *   ChatCourier.use({ properties: PropertiesService.getScriptProperties(), lock: LockService.getScriptLock() })
 *
 * @param {Object} own { properties, cache, lock }
 */
export function use(own: LibraryStores): void {
  stores = own;
  app = undefined;
}
