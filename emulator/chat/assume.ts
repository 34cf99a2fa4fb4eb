/**
 * What nobody outside Google knows about webhooks, one switch each. A default follows Google's own text where that
 * covers the method; where it is silent, it is the answer that hurts a sender more. Tests of a sender run under both.
 */
export interface Assumptions {
  /** A repeated `requestId`: answered with the first message, taken for a new one, or refused. @default 'honour' */
  readonly requestId: 'honour' | 'ignore' | 'reject';
  /** How long a `requestId` is remembered, seconds. @default Infinity */
  readonly requestIdTtl: number;
  /** Who shares the memory of requestIds. @default 'webhook' */
  readonly requestIdScope: 'webhook' | 'space' | 'global';
  /** A `messageId`: its form and uniqueness are checked, it is only echoed, or it is refused. @default 'check' */
  readonly messageId: 'check' | 'echo' | 'reject';
  /** How many posts at once the quota `burst` tolerates, 1 or more. @default 2 */
  readonly burst: number;
  /**
   * The Retry-After header of a 429: none; the wait in whole seconds; the wait as an HTTP date; a fixed number of
   * seconds. @default 'off'
   */
  readonly retryAfter: 'off' | 'seconds' | 'date' | number;
  /** What an unknown token is answered with. @default 403 */
  readonly badToken: 400 | 401 | 403 | 404;
  /** What a deleted webhook or space is answered with. @default 404 */
  readonly deleted: 401 | 403 | 404;
  /** What a webhook is answered with that the administrator has switched off. @default 403 */
  readonly disabled: 403 | 404;
  /** REPLY_MESSAGE_OR_FAIL with a thread key not used before: 404, or a new thread. @default 'refuse' */
  readonly orFailNewKey: 'refuse' | 'create';
  /** A reply option without a thread: 400, or a new thread. @default 'refuse' */
  readonly optionWithoutThread: 'refuse' | 'accept';
  /** The longest `text`, UTF-16 units. @default Infinity */
  readonly textLimit: number;
  /** The largest JSON body, UTF-8 bytes. @default 32000 */
  readonly sizeLimit: number;
  /** How `text` is read where the message does not say. @default 'chat' */
  readonly markupDefault: 'chat' | 'markdown';
  /** Whether the field `markupSyntax` exists for webhooks. @default 'accept' */
  readonly markupField: 'accept' | 'unknown';
  /** Whether `&lt;` and its like are decoded in `text`. @default 'show' */
  readonly textEntities: 'show' | 'decode';
  /** accessoryWidgets and other fields that need app or user authentication: 400, kept, or left out. @default 'refuse' */
  readonly appOnly: 'refuse' | 'accept' | 'ignore';
  /** Wrong types, unknown enum values, doubled oneofs, unknown query parameters: refused, or let through. @default 'on' */
  readonly strictFamily: 'on' | 'off';
  /** An empty textParagraph, a missing or repeated cardId: 400, or accepted. @default 'refuse' */
  readonly cardRules: 'refuse' | 'accept';
  /** What Chat is known to show blank or cut: 200 with a warning, or 400. @default 'warn' */
  readonly blank: 'warn' | 'reject';
  /** Which widgets count towards the 100 of a card: nested ones too, or only those of sections. @default 'all' */
  readonly widgetCount: 'all' | 'top';
  /** A body sent as application/x-www-form-urlencoded: 400, or read as JSON. @default 'refuse' */
  readonly formContentType: 'refuse' | 'accept';
  /** An image address that is not https: 200 with a warning, or 400. @default 'warn' */
  readonly httpImage: 'warn' | 'reject';
  /** Whether the rate is checked after everything else, or before. @default 'last' */
  readonly rateCheck: 'last' | 'first';
  /** Whether the answer repeats `thread.threadKey`. @default 'off' */
  readonly echoThreadKey: 'off' | 'on';
  /** Who shares the rate. @default 'space' */
  readonly rateScope: 'space' | 'webhook';
  /** Who shares thread keys. @default 'webhook' */
  readonly threadKeyScope: 'webhook' | 'space';
  /** What methods other than POST are answered with. @default 403 */
  readonly otherMethods: 403 | 404;
}

export const DEFAULT_ASSUMPTIONS: Assumptions = {
  requestId: 'honour',
  requestIdTtl: Infinity,
  requestIdScope: 'webhook',
  messageId: 'check',
  burst: 2,
  retryAfter: 'off',
  badToken: 403,
  deleted: 404,
  disabled: 403,
  orFailNewKey: 'refuse',
  optionWithoutThread: 'refuse',
  textLimit: Infinity,
  sizeLimit: 32_000,
  markupDefault: 'chat',
  markupField: 'accept',
  textEntities: 'show',
  appOnly: 'refuse',
  strictFamily: 'on',
  cardRules: 'refuse',
  blank: 'warn',
  widgetCount: 'all',
  formContentType: 'refuse',
  httpImage: 'warn',
  rateCheck: 'last',
  echoThreadKey: 'off',
  rateScope: 'space',
  threadKeyScope: 'webhook',
  otherMethods: 403,
};

/** What each assumption may be; `number` takes any number from 0 on. */
const CHOICES: { readonly [Name in keyof Assumptions]: readonly (Assumptions[Name] | 'number')[] } = {
  requestId: ['honour', 'ignore', 'reject'],
  requestIdTtl: ['number'],
  requestIdScope: ['webhook', 'space', 'global'],
  messageId: ['check', 'echo', 'reject'],
  burst: ['number'],
  retryAfter: ['off', 'seconds', 'date', 'number'],
  badToken: [400, 401, 403, 404],
  deleted: [401, 403, 404],
  disabled: [403, 404],
  orFailNewKey: ['refuse', 'create'],
  optionWithoutThread: ['refuse', 'accept'],
  textLimit: ['number'],
  sizeLimit: ['number'],
  markupDefault: ['chat', 'markdown'],
  markupField: ['accept', 'unknown'],
  textEntities: ['show', 'decode'],
  appOnly: ['refuse', 'accept', 'ignore'],
  strictFamily: ['on', 'off'],
  cardRules: ['refuse', 'accept'],
  blank: ['warn', 'reject'],
  widgetCount: ['all', 'top'],
  formContentType: ['refuse', 'accept'],
  httpImage: ['warn', 'reject'],
  rateCheck: ['last', 'first'],
  echoThreadKey: ['off', 'on'],
  rateScope: ['space', 'webhook'],
  threadKeyScope: ['webhook', 'space'],
  otherMethods: [403, 404],
};

/**
 * Reads assumptions as a command line has them.
 *
 * @param written - "orFailNewKey=create", "burst=3"
 * @throws {@link Error} a name or a value does not exist; the message lists those that do
 */
export function readAssumptions(written: readonly string[]): Partial<Assumptions> {
  return Object.fromEntries(
    written.map((pair) => {
      const [name = '', value = ''] = pair.split('=');
      const choices = (CHOICES as Readonly<Record<string, readonly (string | number)[]>>)[name];
      if (!choices) {
        const names = Object.keys(CHOICES).join(', ');
        throw new Error(`There is no assumption ${JSON.stringify(name)}. There are: ${names}.`);
      }
      const chosen = choices.find((choice) => choice !== 'number' && String(choice) === value);
      const number = choices.includes('number') && value !== '' && Number(value) >= 0 ? Number(value) : undefined;
      const read = chosen ?? number;
      if (read === undefined) {
        const expected = choices.map((choice) => (choice === 'number' ? 'a number' : String(choice))).join(', ');
        throw new Error(`Expected ${name}= one of ${expected}; got ${JSON.stringify(value)}.`);
      }
      return [name, read];
    }),
  );
}
