import { InvalidSettingsError } from '../errors';
import type { Message } from '../message/types';
import type { Platform } from '../platform/platform';
import { createDelivery, type Delivery } from './delivery';
import type { Dropped, Hold, Quiet } from './quiet';
import type { Refusal, SendAllResult, SendItem, SendOptions } from './types';

/** One message for one webhook, with what its sender wants done with it. */
export interface Request {
  readonly delivery: Delivery;
  readonly options: SendOptions;
  /** Why it is not sent at all. */
  readonly dropped?: Dropped;
  /** The part before it, of a message that was split. */
  readonly after?: Request;
}

/**
 * One request for each part of a message. Parts of a message that was split share a thread and number their ids, so that
 * the same id split again is the same deliveries.
 *
 * @param quiet - says whether the webhook is to be left alone; undefined when that is known not to be so
 */
export function requestsOf(
  to: string,
  messages: readonly Message[],
  options: SendOptions,
  quiet: Quiet | undefined,
  { random, clock }: Platform,
): Request[] {
  const at = Math.max(clock.now(), options.notBefore === undefined ? 0 : Date.parse(options.notBefore));
  const hold: Hold = quiet?.decide(to, options.priority ?? 'normal', at) ?? { kind: 'deliver' };
  const dropped = hold.kind === 'drop' ? { dropped: hold } : {};
  const fallbackId = `${clock.now().toString(36)}${Math.floor(random.next() * 36 ** 8).toString(36)}`;
  if (messages.length === 1)
    return [{ delivery: createDelivery(to, messages[0] as Message, options, fallbackId, hold), options, ...dropped }];
  const id = options.id ?? fallbackId;
  const parts: Request[] = [];
  for (const message of messages) {
    const after = parts[parts.length - 1];
    const thread = message.thread === undefined && options.threadKey === undefined ? { threadKey: `split/${id}` } : {};
    const ofPart = { ...options, ...thread, id: `${id}/${parts.length + 1}` };
    const delivery = createDelivery(to, message, ofPart, fallbackId, hold);
    parts.push({ delivery, options: ofPart, ...dropped, ...(after !== undefined && { after }) });
  }
  return parts;
}

/** An item that is checked: the parts of its message for each webhook; or why it is refused. */
export type Prepared =
  | { readonly perWebhook: readonly { readonly parts: readonly Request[]; readonly refused?: SendAllResult }[] }
  | { readonly refused: SendAllResult };

export const requestsIn = (prepared: readonly Prepared[]): Request[] =>
  prepared.flatMap((one) => ('refused' in one ? [] : one.perWebhook.flatMap(({ parts }) => parts)));

export function resultOf(
  one: Prepared,
  results: Pick<ReadonlyMap<Request, SendAllResult>, 'get'>,
  to: SendItem['to'] | undefined,
): SendAllResult | SendAllResult[] {
  if ('refused' in one) return one.refused;
  const all = one.perWebhook.map(({ parts, refused }) => refused ?? resultOfParts(parts, results));
  return typeof to === 'string' ? (all[0] as SendAllResult) : all;
}

/** Results in which all waits that has none yet. */
export const pendingBut = (results: ReadonlyMap<Request, SendAllResult>): Pick<typeof results, 'get'> => ({
  get: (request) => results.get(request) ?? { status: 'queued', id: request.delivery.id, reason: 'time', dueAt: '' },
});

/** The result of a message that may have been split: that of the first part that was not sent. */
export function resultOfParts(
  parts: readonly Request[],
  results: Pick<ReadonlyMap<Request, SendAllResult>, 'get'>,
): SendAllResult {
  const ofParts = parts.map((part) => results.get(part) as SendAllResult);
  return (ofParts.find(({ status }) => status === 'refused') ??
    ofParts.find(({ status }) => status !== 'sent') ??
    ofParts[0]) as SendAllResult;
}

/**
 * The refusals among a plan's results.
 *
 * @param results - one per item, or an array of them where the item has several webhooks
 */
export function refusalsOf(
  items: readonly SendItem[],
  results: readonly (SendAllResult | readonly SendAllResult[])[],
): Refusal[] {
  return items.flatMap(({ id = '', to }, index) => {
    const names = typeof to === 'string' ? [to] : to;
    const ofItem = ([] as SendAllResult[]).concat(results[index] ?? []);
    const isTold = ofItem.some(({ status }) => status === 'sent' || status === 'queued');
    return ofItem.flatMap((result, at) =>
      // An item that is not valid has one result for all its webhooks.
      result.status === 'refused'
        ? [{ id, to: ofItem.length === 1 ? names.join(', ') : (names[at] ?? ''), error: result.error, isTold }]
        : [],
    );
  });
}

/** The ids of the items that are dropped for all their webhooks. */
export const droppedOf = (
  items: readonly SendItem[],
  results: readonly (SendAllResult | readonly SendAllResult[])[],
): string[] =>
  items.flatMap(({ id = '' }, index) => {
    const ofItem = ([] as SendAllResult[]).concat(results[index] ?? []);
    return ofItem.every(({ status }) => status === 'ignored') ? [id] : [];
  });

export const keyOf = ({ to, id }: { to: string; id: string }) => `${to}\n${id}`;

/** The options that say how a message is made. */
export const messageOptionsOf = ({ whenTooLong, notificationText }: SendOptions) => ({
  ...(whenTooLong === undefined ? {} : { whenTooLong }),
  ...(notificationText === undefined ? {} : { notificationText }),
});

/** The webhooks that `to` names, each once. @throws {@link InvalidSettingsError} it names none */
export function checkNames(to: unknown): string[] {
  const names: unknown[] = Array.isArray(to) ? to : [to];
  const wrong = names.find((name) => typeof name !== 'string' || name === '');
  if (names.length > 0 && wrong === undefined) return [...new Set(names as string[])];
  throw new InvalidSettingsError([
    {
      path: 'to',
      problem: names.length === 0 ? 'is empty' : 'is no webhook name',
      expected: 'a webhook\'s name such as "ops", or several',
      received: names.length === 0 ? 'no name' : typeof wrong === 'string' ? 'an empty text' : typeof wrong,
    },
  ]);
}
