import { Chat, type ChatEvent } from '../../../emulator/chat/chat';
import { createChat, REPLY, REPLY_OR_FAIL } from './helpers';

const SPACE_URL = 'https://chat.googleapis.com/v1/spaces/ops/messages';

describe('Chat accepts', () => {
  test('a text, and answers with what it held and the names Chat gave', () => {
    const { post, url } = createChat();
    const { status, body, headers } = post({ text: 'Disk is full' });
    const { name, thread, ...rest } = JSON.parse(body) as { name: string; thread: { name: string } };
    expect(status).toBe(200);
    expect(name).toMatch(/^spaces\/ops\/messages\/([\w-]{11})\.\1$/);
    expect(thread.name).toBe(`spaces/ops/threads/${name.slice(-11)}`);
    expect(rest).toEqual({ text: 'Disk is full', space: { name: 'spaces/ops' } });
    expect(body).toBe(`${JSON.stringify(JSON.parse(body), null, 2)}\n`);
    expect(headers[0]).toEqual(['Content-Type', 'application/json; charset=UTF-8']);
    expect(url).toMatch(
      /^https:\/\/chat\.googleapis\.com\/v1\/spaces\/ops\/messages\?key=EXAMPLE_KEY&token=EXAMPLE_TOKEN_[\w-]{29}$/,
    );
  });

  test('cards under both spellings, and keeps them in camelCase', () => {
    const { accepted } = createChat();
    const card = { sections: [{ widgets: [{ text_paragraph: { text: 'x' } }] }] };
    const { message } = accepted({ cards_v2: [{ card_id: 'a', card }] });
    expect(message).toEqual({
      cardsV2: [{ cardId: 'a', card: { sections: [{ widgets: [{ textParagraph: { text: 'x' } }] }] } }],
    });
  });

  test('cards of the first version', () => {
    const { accepted } = createChat();
    expect(accepted({ cards: [{ sections: [{ widgets: [{ textParagraph: { text: 'x' } }] }] }] }).warnings).toEqual([]);
  });

  test('a body without content type, as Java sends it', () => {
    const { post } = createChat();
    expect(post({ text: 'x' }, { headers: [['accept', 'application/json']] }).status).toBe(200);
  });

  test('every standard parameter, and answers in one line when asked', () => {
    const { post } = createChat();
    const { status, body } = post(
      { text: 'x' },
      { query: '&alt=json&fields=name&prettyPrint=false&quotaUser=a&$.xgafv=1' },
    );
    expect([status, body.includes('\n')]).toEqual([200, false]);
  });

  test('exactly 32,000 bytes, counted in UTF-8 with all of the JSON', () => {
    const { post, refused } = createChat();
    const overhead = Buffer.byteLength('{"text":""}');
    const text = 'é'.repeat((32_000 - overhead - 1) / 2) + 'x';
    expect(Buffer.byteLength(JSON.stringify({ text }))).toBe(32_000);
    expect(post({ text }).status).toBe(200);
    expect(refused({ text: `${text}x` })).toMatchObject({
      code: 400,
      message: expect.stringMatching(/^\[emulator\] .*32,000 bytes/) as string,
    });
  });
});

describe('Chat refuses', () => {
  test('a wrong path with a page', () => {
    const { chat } = createChat();
    const { status, headers, body } = chat.handle(
      { method: 'POST', url: '/v1/spaces/ops/message', headers: [], body: Buffer.from('{}') },
      0,
    );
    expect([status, body]).toEqual([404, '<h1>Not Found</h1> <h2>Error 404</h2>']);
    expect(headers).toContainEqual(['Content-Type', 'text/html; charset=UTF-8']);
  });

  test.each([
    ['no key', '?token=T', 403, 'PERMISSION_DENIED', /^Method doesn't allow unregistered callers \(callers without/],
    ['an empty key', '?key=&token=T', 403, 'PERMISSION_DENIED', /^Method doesn't allow unregistered callers/],
    [
      'another key',
      '?key=OTHER&token=T',
      400,
      'INVALID_ARGUMENT',
      /^API key not valid\. Please pass a valid API key\.$/,
    ],
    [
      'no token',
      '?key=EXAMPLE_KEY',
      403,
      'PERMISSION_DENIED',
      /^The API is called without a valid token\. Instructions on how/,
    ],
    [
      'another token',
      '?key=EXAMPLE_KEY&token=T',
      403,
      'PERMISSION_DENIED',
      /^The API is called without a valid token\./,
    ],
  ])('%s', (_, query, code, status, message) => {
    const { refused } = createChat();
    expect(refused({ text: 'x' }, { url: SPACE_URL + query })).toMatchObject({
      code,
      status,
      message: expect.stringMatching(message) as string,
    });
  });

  test('a token that was encoded twice', () => {
    const { refused, url } = createChat();
    expect(
      refused(
        { text: 'x' },
        { url: url.replace(/token=(.)/, (_, first: string) => `token=%25${first.charCodeAt(0).toString(16)}`) },
      ).code,
    ).toBe(403);
  });

  test('a space that does not exist', () => {
    const { refused, url } = createChat();
    expect(refused({ text: 'x' }, { url: url.replace('/ops/', '/other/') })).toEqual({
      code: 404,
      message: 'Requested entity was not found.',
      status: 'NOT_FOUND',
    });
  });

  test('unknown fields with a sentence and a violation for each', () => {
    const { refused } = createChat();
    const sentences = ['a', 'b'].map(
      (name) => `Invalid JSON payload received. Unknown name "${name}" at 'message': Cannot find field.`,
    );
    expect(refused({ a: 1, text: 'x', b: 2 })).toEqual({
      code: 400,
      message: sentences.join('\n'),
      status: 'INVALID_ARGUMENT',
      details: [
        {
          '@type': 'type.googleapis.com/google.rpc.BadRequest',
          fieldViolations: sentences.map((description) => ({ field: 'message', description })),
        },
      ],
    });
  });

  test('an unknown parameter, in a violation without a field', () => {
    const { refused } = createChat();
    const description = `Invalid JSON payload received. Unknown name "foo": Cannot bind query parameter. Field 'foo' could not be found in request message.`;
    expect(refused({ text: 'x' }, { query: '&foo=1' })).toMatchObject({
      code: 400,
      message: description,
      details: [{ fieldViolations: [{ description }] }],
    });
  });

  test('an unknown reply option', () => {
    const { refused } = createChat();
    expect(refused({ text: 'x' }, { query: '&messageReplyOption=REPLY' }).message).toBe(
      `Invalid value at 'message_reply_option' (type.googleapis.com/google.chat.v1.CreateMessageRequest.MessageReplyOption), "REPLY"`,
    );
  });

  test.each(['message.text', 'parent', 'message', 'createMessageNotificationOptions'])('%s as a parameter', (name) => {
    const { refused } = createChat();
    expect(refused({ text: 'x' }, { query: `&${name}=x` }).message).toContain(`Unknown name "${name}"`);
  });

  test('what is no JSON', () => {
    const { refused } = createChat();
    const error = refused('Test message content');
    expect(error).toEqual({
      code: 400,
      message: 'Invalid JSON payload received. Unexpected token.\nTest message content\n^',
      status: 'INVALID_ARGUMENT',
    });
  });

  test.each(['[]', '"x"', '1', 'null'])('JSON that is no object: %s', (body) => {
    const { refused } = createChat();
    expect(refused(body).message).toBe(
      'Invalid JSON payload received. Unknown name "": Root element must be a message.',
    );
  });

  test.each([[{}], [{ text: '' }], [{ text: null }], [{ cardsV2: [] }], [{ thread: { threadKey: 'a' } }], ['']])(
    'the empty message %j',
    (body) => {
      const { refused } = createChat();
      expect(refused(body)).toEqual({ code: 400, message: 'Message cannot be empty.', status: 'INVALID_ARGUMENT' });
    },
  );

  test('a second post within 1,000 ms, whichever webhook of the space it comes through', () => {
    const { chat, post, refused } = createChat();
    const other = chat.addSpace('ops');
    post({ text: 'x' }, { at: 0 });
    expect(refused({ text: 'x' }, { at: 999, url: other })).toEqual({
      code: 429,
      message: 'Resource has been exhausted (e.g. check quota).',
      status: 'RESOURCE_EXHAUSTED',
    });
    expect(post({ text: 'x' }, { at: 1000, url: other }).status).toBe(200);
    expect(post({ text: 'x' }, { at: 1001, url: chat.addSpace('sales') }).status).toBe(200);
  });

  test('in the order: route, key, syntax, names, webhook, rules, rate', () => {
    const { chat, post, refused } = createChat();
    const at = 0;
    post({ text: 'x' }, { at });
    const bad = { method: 'POST', url: '/v1/nothing', headers: [], body: Buffer.from('no JSON') };
    expect(chat.handle(bad, at).status).toBe(404);
    const messages = [
      refused('no JSON', { at, url: `${SPACE_URL}?token=T` }),
      refused('no JSON', { at, url: `${SPACE_URL}?key=EXAMPLE_KEY&token=T` }),
      refused({ body: 'x' }, { at, url: `${SPACE_URL}?key=EXAMPLE_KEY&token=T` }),
      refused({}, { at, url: `${SPACE_URL}?key=EXAMPLE_KEY&token=T` }),
      refused({}, { at }),
      refused({ text: 'x' }, { at }),
    ].map(({ message }) => message.slice(0, 50));
    expect(messages).toEqual([
      expect.stringMatching(/^Method doesn't/),
      expect.stringMatching(/Unexpected token/),
      expect.stringMatching(/Unknown name/),
      expect.stringMatching(/without a valid token/),
      expect.stringMatching(/cannot be empty/),
      expect.stringMatching(/exhausted/),
    ]);
  });
});

describe('threads', () => {
  const keyed = (threadKey: string) => ({ text: 'x', thread: { threadKey } });

  test('a thread key without a reply option begins a new thread each time', () => {
    const { accepted } = createChat();
    expect(accepted(keyed('a')).thread).not.toBe(accepted(keyed('a')).thread);
  });

  test('a new key opens a thread that the same key continues', () => {
    const { accepted } = createChat();
    const first = accepted(keyed('a'), { query: REPLY });
    const second = accepted(keyed('a'), { query: REPLY });
    const other = accepted(keyed('b'), { query: REPLY });
    expect([first.isReply, second.isReply, other.isReply]).toEqual([false, true, false]);
    expect(second.thread).toBe(first.thread);
    expect(second.name.split('.')[0]).toBe(first.name.split('.')[0]);
  });

  test('the key in the query works too, only with the reply option', () => {
    const { accepted } = createChat();
    const query = `${REPLY}&threadKey=a`;
    expect(accepted({ text: 'x' }, { query }).thread).toBe(accepted({ text: 'x' }, { query }).thread);
    expect(accepted({ text: 'x' }, { query: '&threadKey=a' }).isReply).toBe(false);
  });

  test('two webhooks with one key have two threads', () => {
    const { chat, accepted } = createChat();
    const first = accepted(keyed('a'), { query: REPLY });
    const second = accepted(keyed('a'), { query: REPLY, url: chat.addSpace('ops') });
    expect([second.isReply, second.thread === first.thread]).toEqual([false, false]);
  });

  test("a thread's name works through every webhook of the space", () => {
    const { chat, accepted } = createChat();
    const { thread } = accepted({ text: 'x' });
    const reply = accepted({ text: 'x', thread: { name: thread } }, { query: REPLY, url: chat.addSpace('ops') });
    expect([reply.thread, reply.isReply]).toEqual([thread, true]);
  });

  test.each(['spaces/other/threads/abc', 'spaces/ops/messages/a.b', 'abc', 'spaces/ops/threads/'])(
    'the thread name %s is not valid here',
    (name) => {
      const { refused } = createChat();
      expect(refused({ text: 'x', thread: { name } }, { query: REPLY }).message).toBe(
        'The request contains an invalid thread resource name',
      );
    },
  );

  test('an unknown thread falls back to a new one, or fails, as the option says', () => {
    const { accepted, refused } = createChat();
    const body = { text: 'x', thread: { name: 'spaces/ops/threads/unknown' } };
    expect(accepted(body, { query: REPLY }).isReply).toBe(false);
    expect(refused(body, { query: REPLY_OR_FAIL })).toMatchObject({ code: 404, status: 'NOT_FOUND' });
  });

  test('REPLY_MESSAGE_OR_FAIL continues a thread that its key has opened', () => {
    const { accepted } = createChat();
    const { thread } = accepted(keyed('a'), { query: REPLY });
    expect(accepted(keyed('a'), { query: REPLY_OR_FAIL }).thread).toBe(thread);
  });

  test('a refused post opens no thread', () => {
    const { post, accepted } = createChat();
    accepted({ text: 'x' }, { at: 0 });
    expect(post(keyed('a'), { query: REPLY, at: 10 }).status).toBe(429);
    expect(accepted(keyed('a'), { query: REPLY, at: 1000 }).isReply).toBe(false);
  });

  test('a key of 4,000 characters is the longest', () => {
    const { post, refused } = createChat();
    expect(post(keyed('k'.repeat(4000)), { query: REPLY }).status).toBe(200);
    expect(refused(keyed('k'.repeat(4001)), { query: REPLY }).message).toMatch(/^\[emulator\] .*4,000 characters/);
  });

  test('the option may be given by number, and 0 needs no thread', () => {
    const { accepted } = createChat();
    expect(accepted(keyed('a'), { query: '&messageReplyOption=1' }).messageReplyOption).toBe(
      'REPLY_MESSAGE_FALLBACK_TO_NEW_THREAD',
    );
    expect(accepted({ text: 'x' }, { query: '&message_reply_option=0' }).isReply).toBe(false);
  });
});

describe('requestId', () => {
  const query = '&requestId=r-1';

  test('a repeat is answered with the first message, whatever its body', () => {
    const { chat, post } = createChat();
    const first = post({ text: 'one' }, { query });
    const repeat = post({ text: 'two' }, { query });
    expect([repeat.status, repeat.body]).toEqual([200, first.body]);
    expect(chat.messages).toHaveLength(1);
    expect(chat.requests.map(({ isRepeat, differsFromFirst }) => [isRepeat, differsFromFirst])).toEqual([
      [false, false],
      [true, true],
    ]);
  });

  test('a repeat counts towards the rate', () => {
    const { post } = createChat();
    post({ text: 'x' }, { query, at: 0 });
    expect(post({ text: 'x' }, { query, at: 500 }).status).toBe(429);
    expect(post({ text: 'x' }, { query, at: 1000 }).status).toBe(200);
    expect(post({ text: 'x' }, { at: 1999 }).status).toBe(429);
  });

  test('a refused request uses no id up', () => {
    const { post, chat } = createChat();
    post({ text: '' }, { query });
    post({ text: 'x' }, { query });
    expect(chat.messages.map(({ text }) => text)).toEqual(['x']);
  });

  test('two webhooks do not share ids', () => {
    const { chat, post } = createChat();
    post({ text: 'x' }, { query });
    post({ text: 'x' }, { query, url: chat.addSpace('ops') });
    expect(chat.messages).toHaveLength(2);
  });
});

describe('messageId', () => {
  test('is unique in the space', () => {
    const { accepted, refused } = createChat();
    const query = '&messageId=client-a-1';
    expect(accepted({ text: 'x' }, { query }).message).toEqual({ text: 'x', clientAssignedMessageId: 'client-a-1' });
    expect(refused({ text: 'x' }, { query })).toMatchObject({ code: 409, status: 'ALREADY_EXISTS' });
  });

  test.each(['a-1', 'client-', 'client-A', `client-${'a'.repeat(57)}`])('must not be %s', (id) => {
    const { refused } = createChat();
    expect(refused({ text: 'x' }, { query: `&messageId=${id}` }).message).toMatch(/^\[emulator\] message_id must be/);
  });

  test('may have 63 characters', () => {
    const { post } = createChat();
    expect(post({ text: 'x' }, { query: `&messageId=client-${'a'.repeat(56)}` }).status).toBe(200);
  });
});

describe('spaces and webhooks', () => {
  test('are opened on first use unless Chat is strict', () => {
    const chat = new Chat();
    const url = `${SPACE_URL}?key=ANY&token=THING`;
    expect(chat.handle({ method: 'POST', url, headers: [], body: Buffer.from('{"text":"x"}') }, 0).status).toBe(200);
    expect(chat.spaces.map(({ id }) => id)).toEqual(['ops']);
  });

  test('are not opened by what is refused', () => {
    const chat = new Chat();
    chat.handle({ method: 'POST', url: `${SPACE_URL}?key=ANY&token=THING`, headers: [], body: Buffer.from('{') }, 0);
    expect(chat.spaces).toEqual([]);
  });

  test('a deleted webhook is not found, and its thread keys are of no use to the next', () => {
    const { chat, url, accepted, refused } = createChat();
    const body = { text: 'x', thread: { threadKey: 'a' } };
    const first = accepted(body, { query: REPLY });
    chat.setWebhookState(url, 'deleted');
    expect(refused(body, { query: REPLY })).toMatchObject({ code: 404, status: 'NOT_FOUND' });
    const next = chat.addSpace('ops');
    expect(accepted(body, { query: REPLY, url: next }).thread).not.toBe(first.thread);
    expect(accepted({ text: 'x', thread: { name: first.thread } }, { query: REPLY, url: next }).thread).toBe(
      first.thread,
    );
  });

  test('a space can be deleted, disabled and brought back', () => {
    const { chat, post } = createChat();
    const statuses = (['deleted', 'disabled', 'active'] as const).map((state) => {
      chat.setSpaceState('ops', state);
      return post({ text: 'x' }).status;
    });
    expect(statuses).toEqual([404, 403, 200]);
  });

  test('a URL of another Chat has no state here', () => {
    const { chat } = createChat();
    expect(() => chat.setWebhookState(`${SPACE_URL}?key=K&token=SECRET`, 'deleted')).toThrow(
      /^Expected the URL of a webhook of this Chat; got another one\.$/,
    );
  });

  test('have readable ids, and tokens of their own', () => {
    const chat = new Chat();
    const urls = ['Ops alerts', 'Ops alerts', 'x'.repeat(80), 'x'.repeat(80)].map((name) => chat.addSpace(name));
    expect(chat.spaces.map(({ id, displayName }) => [id, displayName]).slice(0, 1)).toEqual([
      ['Ops-alerts', 'Ops alerts'],
    ]);
    expect(chat.spaces.map(({ webhooks }) => webhooks.size)).toEqual([2, 2]);
    expect(new Set(urls).size).toBe(4);
  });
});

describe('history', () => {
  test('holds every request, with key, token and webhook URLs masked', () => {
    const { chat, url, post } = createChat();
    const token = /token=(.*)/.exec(url)?.[1] ?? '';
    post({ text: `see ${url}` });
    post(`"${url}" is no JSON`);
    post({ nonsense: 1 }, { query: '&requestId=r-9' });
    const text = JSON.stringify(chat.requests);
    expect(text).not.toContain(token.slice(-8));
    expect(text).not.toContain('EXAMPLE_KEY');
    expect(chat.requests.map(({ id, status, errorStatus, requestId }) => [id, status, errorStatus, requestId])).toEqual(
      [
        [1, 200, '', ''],
        [2, 400, 'INVALID_ARGUMENT', ''],
        [3, 400, 'INVALID_ARGUMENT', 'r-9'],
      ],
    );
    expect(chat.requests[0]).toMatchObject({
      url: '/v1/spaces/ops/messages?key=***&token=***',
      messageName: chat.messages[0]?.name,
    });
  });

  test('keeps as many messages and requests as asked', () => {
    const { chat, post } = createChat({ keep: 2 });
    for (const text of ['a', 'b', 'c']) post({ text });
    expect(chat.messages.map(({ text }) => text)).toEqual(['b', 'c']);
    expect(chat.requests.map(({ id }) => id)).toEqual([2, 3]);
  });

  test('tells its observer of everything', () => {
    const events: ChatEvent['kind'][] = [];
    const { chat, post } = createChat({ observe: ({ kind }) => events.push(kind) });
    post({ text: 'x' });
    post({});
    chat.setFaults('ops', []);
    chat.clear();
    expect(events).toEqual([
      'space.changed',
      'message.created',
      'request.received',
      'request.received',
      'space.changed',
      'reset',
    ]);
  });

  test('is the same again after a reset', () => {
    const { chat, post } = createChat();
    const run = () => {
      const url = chat.addSpace('sales');
      return [url, post({ text: 'x' }, { url }).body];
    };
    chat.reset();
    const first = run();
    chat.reset();
    expect(run()).toEqual(first);
    expect(chat.messages).toHaveLength(1);
  });

  test('is forgotten when cleared, while threads and requestIds stay', () => {
    const { chat, post } = createChat();
    const first = post({ text: 'x' }, { query: '&requestId=r-1' });
    chat.clear();
    expect([chat.messages, chat.requests]).toEqual([[], []]);
    expect(post({ text: 'x' }, { query: '&requestId=r-1' }).body).toBe(first.body);
  });
});
