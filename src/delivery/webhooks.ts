import { InvalidSettingsError, UnknownWebhookError } from '../errors';
import { parseWebhookUrl, type WebhookUrl } from './webhook-url';

/** Every property under this prefix is a webhook: "webhook.ops" holds the link of the webhook "ops". */
export const WEBHOOK_PREFIX = 'webhook.';

const NAME = /^[A-Za-z0-9][A-Za-z0-9 ._-]{0,63}$/;

/** A webhook as it is listed: never its link. */
export interface WebhookInfo {
  /** "ops" */
  readonly name: string;
  /** The id of its space, "AAAAexample"; webhooks of one space share its quota. '' when the link is broken. */
  readonly space: string;
  /** What is wrong with the stored link and what to do, or ''. */
  readonly problem: string;
}

/** A copy of the whole store, read in one call. */
export type Snapshot = Readonly<Record<string, string>>;

/** The names of all webhooks, sorted. */
export const webhookNames = (snapshot: Snapshot): string[] =>
  Object.keys(snapshot)
    .filter((key) => key.startsWith(WEBHOOK_PREFIX) && key.length > WEBHOOK_PREFIX.length)
    .map((key) => key.slice(WEBHOOK_PREFIX.length))
    .sort();

/**
 * Finds a webhook's address in the store.
 *
 * @throws {@link UnknownWebhookError} no webhook has that name
 * @throws {@link InvalidSettingsError} its property holds something that is no webhook link
 */
export function resolveWebhook(snapshot: Snapshot, name: string): WebhookUrl {
  const stored = snapshot[WEBHOOK_PREFIX + name];
  if (stored === undefined) throw new UnknownWebhookError(name, webhookNames(snapshot));
  return readWebhook(name, stored);
}

/**
 * Reads the stored link of a webhook.
 *
 * @throws {@link InvalidSettingsError} it is no webhook link
 */
export function readWebhook(name: string, stored: string): WebhookUrl {
  const parsed = parseWebhookUrl(stored);
  if ('url' in parsed) return parsed;
  const path = `${WEBHOOK_PREFIX}${name}`;
  throw new InvalidSettingsError(
    [{ ...parsed.issue, path }],
    `The script property "${path}" is not usable. ${parsed.advice} Then call setWebhook("${name}", "<the link>").`,
  );
}

/** Like {@link resolveWebhook}, but undefined where that throws: for a dispatcher, both mean "not usable now". */
export function findWebhook(snapshot: Snapshot, name: string): WebhookUrl | undefined {
  const parsed = parseWebhookUrl(snapshot[WEBHOOK_PREFIX + name]);
  return 'url' in parsed ? parsed : undefined;
}

/** Every webhook with its space and what is wrong with it, sorted by name. */
export const describeWebhooks = (snapshot: Snapshot): WebhookInfo[] =>
  webhookNames(snapshot).map((name) => {
    const parsed = parseWebhookUrl(snapshot[WEBHOOK_PREFIX + name]);
    return 'url' in parsed ? { name, space: parsed.space, problem: '' } : { name, space: '', problem: parsed.advice };
  });

/**
 * Checks a webhook before it is stored.
 *
 * @param name - 1 to 64 characters: letters, digits, spaces, dots, hyphens, underscores; it begins with a letter or digit
 * @param pasted - the link as Chat's *Copy link* gives it
 * @returns the address in its repaired form, the one to store
 * @throws {@link InvalidSettingsError} the name or the link is not valid, or another webhook has the same link
 */
export function checkWebhook(snapshot: Snapshot, name: unknown, pasted: unknown): WebhookUrl {
  if (typeof name !== 'string' || !NAME.test(name)) {
    throw new InvalidSettingsError([
      {
        path: 'name',
        problem: 'is no usable name for a webhook',
        expected:
          '1 to 64 letters, digits, spaces, dots, hyphens or underscores, a letter or digit first, such as "ops"',
        received: typeof name === 'string' ? `"${name.slice(0, 80)}"` : typeof name,
      },
    ]);
  }
  const parsed = parseWebhookUrl(pasted);
  if (!('url' in parsed)) throw new InvalidSettingsError([parsed.issue], parsed.advice);
  const twin = webhookNames(snapshot).find(
    (other) => other !== name && findWebhook(snapshot, other)?.url === parsed.url,
  );
  if (twin !== undefined) {
    throw new InvalidSettingsError(
      [{ path: 'url', problem: 'is already in use', expected: 'a link of its own', received: `the link of "${twin}"` }],
      `"${twin}" already uses this webhook. Send to "${twin}", remove it first with removeWebhook("${twin}"), or create another webhook in the space.`,
    );
  }
  return parsed;
}
