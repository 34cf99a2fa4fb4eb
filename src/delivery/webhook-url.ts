import type { Issue } from '../errors';

/** An incoming webhook's address, taken apart. `key` and `token` stay exactly as Chat wrote them. */
export interface WebhookUrl {
  /** The space's id, the unit of Chat's quota: "AAAAexample". */
  readonly space: string;
  /** The whole address, repaired: "https://chat.googleapis.com/v1/spaces/AAAAexample/messages?key=…&token=…". A secret. */
  readonly url: string;
}

const SHAPE = 'https://chat.googleapis.com/v1/spaces/<space>/messages?key=<key>&token=<token>';
const HOW_TO_COPY =
  'In the space, open the menu next to its name, choose Apps & integrations, then Webhooks, and copy the link again with the Copy link button.';

const FOREIGN: readonly (readonly [host: RegExp, product: string])[] = [
  [/(^|\.)slack\.com$/, 'Slack'],
  [/(^|\.)(discord|discordapp)\.com$/, 'Discord'],
  [/(^|\.)(webhook\.office\.com|outlook\.office\.com|logic\.azure\.com)$/, 'Microsoft Teams'],
];

const BROWSER_HOSTS = ['chat.google.com', 'mail.google.com'];

/**
 * Reads a webhook's link as a person pasted it. Repairs what copying is known to break: HTML's `&amp;` and `&#38;`,
 * line breaks, spaces and quotes. Never decodes and re-encodes the token: Chat would refuse it. Parameters other than
 * `key` and `token` are left out.
 *
 * @param pasted - the link, e.g. from Chat's *Copy link*
 * @returns the address, or what is wrong with it: an issue as data, and the advice for people
 */
export function parseWebhookUrl(pasted: unknown): WebhookUrl | { readonly issue: Issue; readonly advice: string } {
  if (typeof pasted !== 'string') {
    return wrong('is not a text', `a text like ${SHAPE}`, typeof pasted, `A webhook's link is a text like ${SHAPE}.`);
  }
  const link = repair(pasted);
  const parts = /^([a-z][a-z0-9+.-]*):\/\/([^/?#]*)([^?#]*)(?:\?([^#]*))?/i.exec(link);
  const [, scheme = '', authority = '', path = '', query = ''] = parts ?? [];
  const host = authority.toLowerCase();

  if (BROWSER_HOSTS.includes(host)) {
    return wrong(
      'is the address of a space',
      SHAPE,
      `an address on ${host}`,
      `That's the address of the space, not its webhook link. Open it, click the space's name, choose Apps & integrations, Webhooks, and Copy link.`,
    );
  }
  const foreign = FOREIGN.find(([pattern]) => pattern.test(host));
  if (foreign !== undefined) {
    return wrong(
      'belongs to another product',
      SHAPE,
      `a ${foreign[1]} webhook`,
      `That's a ${foreign[1]} webhook. Chat Courier posts to Google Chat. Create a webhook in a Chat space and paste its link here.`,
    );
  }
  const found = /^\/v1\/spaces\/([A-Za-z0-9_-]+)\/messages\/?$/.exec(path);
  if (scheme.toLowerCase() !== 'https' || host !== 'chat.googleapis.com' || found === null) {
    return wrong(
      'is no Google Chat webhook link',
      SHAPE,
      describe(link, host),
      `This isn't a Google Chat webhook link. It should start with https://chat.googleapis.com/v1/spaces/ and have the form ${SHAPE}. ${HOW_TO_COPY}`,
    );
  }
  const key = parameter(query, 'key');
  const token = parameter(query, 'token');
  if (key === '' || token === '') {
    const missing = token === '' ? 'token=' : 'key=';
    return wrong(
      `is cut off: ${missing} is missing or empty`,
      SHAPE,
      describe(link, host),
      `The link is incomplete: the part after ${missing} is missing. It was probably cut while copying. ${HOW_TO_COPY}`,
    );
  }
  const space = found[1] as string;
  return { space, url: `https://chat.googleapis.com/v1/spaces/${space}/messages?key=${key}&token=${token}` };
}

const repair = (pasted: string): string =>
  pasted
    .replace(/&amp;|&#38;|&#x26;/gi, '&')
    .replace(/[\s\u200b\ufeff]+/g, '')
    .replace(/^["'<(]+|["'>),.;]+$/g, '');

function parameter(query: string, name: string): string {
  const found = query.split('&').find((pair) => pair.startsWith(`${name}=`));
  return found === undefined ? '' : found.slice(name.length + 1);
}

/** What was pasted, for a person to recognise. A path or a user's name may hold a secret as well as a query: only the host shows. */
function describe(link: string, host: string): string {
  if (link === '') return 'an empty text';
  return host === ''
    ? `a text of ${link.length} characters that is no address`
    : `an address on ${host.replace(/^.*@/, '')}`;
}

const wrong = (problem: string, expected: string, received: string, advice: string) => ({
  issue: { path: 'url', problem, expected, received },
  advice,
});
