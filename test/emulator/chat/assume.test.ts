import { type Assumptions, DEFAULT_ASSUMPTIONS, readAssumptions } from '../../../emulator/chat/assume';
import { cardOf, createChat, type PostOptions, REPLY, REPLY_OR_FAIL } from './helpers';

type Tried = ReturnType<typeof createChat>;

/** One switch: what is tried, and what comes of it under each value, the default first. */
interface Row {
  readonly name: keyof Assumptions;
  readonly tried: (chat: Tried) => unknown;
  readonly outcomes: readonly (readonly [value: Assumptions[keyof Assumptions], outcome: unknown])[];
}

const x = { text: 'x' };
const status =
  (body: unknown, how?: PostOptions) =>
  ({ post }: Tried) =>
    post(body, how).status;
const keyed = { text: 'x', thread: { threadKey: 'a' } };
const httpImage = cardOf({ image: { imageUrl: 'http://example.com/a.png' } });

function header(name: string, { post }: Tried) {
  post(x, { at: 0 });
  return post(x, { at: 400 }).headers.find(([header]) => header === name)?.[1];
}

const ROWS: readonly Row[] = [
  {
    name: 'requestId',
    tried: ({ post, chat }) => [1, 2].map(() => post(x, { query: '&requestId=r' }).status).concat(chat.messages.length),
    outcomes: [['honour', [200, 200, 1]], ['ignore', [200, 200, 2]], ['reject', [400, 400, 0]]],
  },
  {
    name: 'requestIdTtl',
    tried: ({ post, chat }) => [0, 59_000, 60_000].map((at) => (post(x, { query: '&requestId=r', at }), chat.messages.length)),
    outcomes: [[Infinity, [1, 1, 1]], [60, [1, 1, 2]]],
  },
  {
    name: 'requestIdScope',
    tried: ({ post, chat, url }) => {
      for (const to of [url, chat.addSpace('ops'), chat.addSpace('sales')]) post(x, { query: '&requestId=r', url: to });
      return chat.messages.length;
    },
    outcomes: [['webhook', 3], ['space', 2], ['global', 1]],
  },
  {
    name: 'messageId',
    tried: ({ post }) => ['client-a', 'client-a', 'A'].map((id) => post(x, { query: `&messageId=${id}` }).status),
    outcomes: [['check', [200, 409, 400]], ['echo', [200, 200, 200]], ['reject', [400, 400, 400]]],
  },
  { name: 'retryAfter', tried: (chat) => header('Retry-After', chat), outcomes: [['off', undefined], ['seconds', '1'], ['date', 'Thu, 01 Jan 1970 00:00:01 GMT'], [7, '7']] },
  {
    name: 'badToken',
    tried: ({ refused, url }) => refused(x, { url: url.replace(/token=.*/, 'token=T') }).status,
    outcomes: [[403, 'PERMISSION_DENIED'], [401, 'UNAUTHENTICATED'], [404, 'NOT_FOUND'], [400, 'INVALID_ARGUMENT']],
  },
  {
    name: 'deleted',
    tried: ({ chat, url, refused }) => (chat.setWebhookState(url, 'deleted'), refused(x).code),
    outcomes: [[404, 404], [403, 403], [401, 401]],
  },
  {
    name: 'disabled',
    tried: ({ chat, refused }) => (chat.setSpaceState('ops', 'disabled'), refused(x).message),
    outcomes: [[403, 'The caller does not have permission'], [404, 'Requested entity was not found.']],
  },
  {
    name: 'orFailNewKey',
    tried: ({ post }) => [1, 2].map(() => post(keyed, { query: REPLY_OR_FAIL }).status),
    outcomes: [['refuse', [404, 404]], ['create', [200, 200]]],
  },
  { name: 'optionWithoutThread', tried: status(x, { query: REPLY }), outcomes: [['refuse', 400], ['accept', 200]] },
  {
    name: 'textLimit',
    tried: ({ post }) => [4096, 4097].map((length) => /Message is longer than 4096 characters/.test(post({ text: 'x'.repeat(length) }).body)),
    outcomes: [[Infinity, [false, false]], [4096, [false, true]]],
  },
  {
    name: 'sizeLimit',
    tried: ({ post }) => [100, 101].map((size) => post({ text: 'x'.repeat(size - 11) }).status),
    outcomes: [[32_000, [200, 200]], [100, [200, 400]]],
  },
  { name: 'markupDefault', tried: ({ accepted }) => accepted(x).markup, outcomes: [['chat', 'chat'], ['markdown', 'markdown']] },
  {
    name: 'markupField',
    tried: ({ post }) => /Unknown name \\"markupSyntax\\" at 'message': Cannot find field/.test(post({ ...x, markupSyntax: 'MARKUP_SYNTAX_CHAT' }).body),
    outcomes: [['accept', false], ['unknown', true]],
  },
  { name: 'textEntities', tried: ({ accepted }) => accepted({ text: '&lt;b&gt; &amp;lt;' }).text, outcomes: [['show', '&lt;b&gt; &amp;lt;'], ['decode', '<b> &lt;']] },
  {
    name: 'appOnly',
    tried: ({ post, chat }) => {
      const { status } = post({ ...x, accessoryWidgets: [{ buttonList: { buttons: [] } }] });
      return [status, chat.messages.map(({ message, warnings }) => [Object.keys(message), warnings.length])];
    },
    outcomes: [['refuse', [400, []]], ['accept', [200, [[['text', 'accessoryWidgets'], 0]]]], ['ignore', [200, [[['text'], 1]]]]],
  },
  {
    name: 'strictFamily',
    tried: ({ post }) => [
      post({ ...x, markupSyntax: 'NO' }).status,
      post(x, { query: '&foo=1' }).status,
      post({ ...x, foo: 1 }).status,
    ],
    outcomes: [['on', [400, 400, 400]], ['off', [200, 200, 400]]],
  },
  {
    name: 'cardRules',
    tried: ({ post }) => {
      const [card] = cardOf({ divider: {} }).cardsV2;
      return [
        post(cardOf({ textParagraph: { text: '' } })).status,
        post({ cardsV2: [card, card] }).status,
        post({ cardsV2: [card, { card: card?.card }] }).status,
      ];
    },
    outcomes: [['refuse', [400, 400, 400]], ['accept', [200, 200, 200]]],
  },
  { name: 'blank', tried: status(cardOf({ image: { imageUrl: 'https://example.com/a.png', onClick: {} } })), outcomes: [['warn', 200], ['reject', 400]] },
  {
    name: 'widgetCount',
    tried: ({ accepted }) => {
      const columns = { columns: { columnItems: [{ widgets: Array.from({ length: 100 }, () => ({ textParagraph: { text: 'x' } })) }] } };
      return accepted(cardOf(columns)).warnings.map(({ effect }) => effect);
    },
    outcomes: [['all', ['cut']], ['top', []]],
  },
  { name: 'formContentType', tried: status(x, { headers: [['content-type', 'application/x-www-form-urlencoded']] }), outcomes: [['refuse', 400], ['accept', 200]] },
  { name: 'httpImage', tried: status(httpImage), outcomes: [['warn', 200], ['reject', 400]] },
  {
    name: 'rateCheck',
    tried: ({ post }) => [post({}, { at: 0 }), post({}, { at: 0 }), post({}, { at: 0, query: '&key=' })].map(({ status }) => status),
    outcomes: [['last', [400, 400, 403]], ['first', [400, 429, 429]]],
  },
  { name: 'echoThreadKey', tried: ({ post }) => (JSON.parse(post(keyed).body) as { thread: object }).thread, outcomes: [['off', { name: expect.any(String) as string }], ['on', { name: expect.any(String) as string, threadKey: 'a' }]] },
  {
    name: 'rateScope',
    tried: ({ post, chat, url }) => [url, chat.addSpace('ops'), url].map((to) => post(x, { at: 0, url: to }).status),
    outcomes: [['space', [200, 429, 429]], ['webhook', [200, 200, 429]]],
  },
  {
    name: 'threadKeyScope',
    tried: ({ accepted, chat, url }) => [url, chat.addSpace('ops')].map((to) => accepted(keyed, { query: REPLY, url: to }).isReply),
    outcomes: [['webhook', [false, false]], ['space', [false, true]]],
  },
  { name: 'otherMethods', tried: ({ refused }) => refused('', { method: 'GET' }).message, outcomes: [[403, '[emulator] A webhook can only post messages.'], [404, 'Requested entity was not found.']] },
]; // prettier-ignore

describe('Assumptions', () => {
  describe.each(ROWS)('$name', ({ name, tried, outcomes }) => {
    test.each(outcomes)('= %p', (value, outcome) => {
      expect(tried(createChat({ assume: { [name]: value } }))).toEqual(outcome);
    });

    test('has the default of the table', () => {
      expect(outcomes[0]?.[0]).toBe(DEFAULT_ASSUMPTIONS[name]);
    });
  });

  test('burst is how many posts at once are tolerated', () => {
    const { post } = createChat({ quota: 'burst', assume: { burst: 3 } });
    expect([0, 0, 0, 0].map((at) => post(x, { at }).status)).toEqual([200, 200, 200, 429]);
  });

  test('are all tried here', () => {
    expect([...ROWS.map(({ name }) => name), 'burst'].sort()).toEqual(Object.keys(DEFAULT_ASSUMPTIONS).sort());
  });
});

describe('readAssumptions', () => {
  test('reads names, numbers and codes', () => {
    expect(
      readAssumptions(['orFailNewKey=create', 'burst=3', 'badToken=404', 'retryAfter=5', 'retryAfter=date']),
    ).toEqual({
      orFailNewKey: 'create',
      burst: 3,
      badToken: 404,
      retryAfter: 'date',
    });
  });

  test.each([
    ['foo=1', /There is no assumption "foo"\. There are: requestId, /],
    ['blank=maybe', /Expected blank= one of warn, reject; got "maybe"\./],
    ['burst=-1', /Expected burst= one of a number; got "-1"\./],
    ['badToken=402', /one of 400, 401, 403, 404/],
  ])('refuses %s', (written, message) => {
    expect(() => readAssumptions([written])).toThrow(message);
  });

  test('reads every value the switches have', () => {
    const written = ROWS.flatMap(({ name, outcomes }) => outcomes.map(([value]) => [name, value] as const));
    for (const [name, value] of written)
      expect(readAssumptions([`${name}=${String(value)}`])).toEqual({ [name]: value });
  });
});
