import { readFileSync } from 'node:fs';
import { get } from 'node:http';
import { join } from 'node:path';
import { API_ROUTES } from '../../../emulator/chat/api';
import { type ChatServer, startChatServer } from '../../../emulator/chat/server';
import { differences, type JsonSchema } from './json-schema';
import { type Answer, JSON_HEADERS, postJson, send } from './requests';

interface Operation {
  readonly responses: Readonly<
    Record<string, { readonly content?: Readonly<Record<string, { readonly schema: JsonSchema }>> }>
  >;
}

const contract = JSON.parse(readFileSync(join(__dirname, '../../../emulator/chat/openapi.json'), 'utf8')) as {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, JsonSchema>> };
};

/** "GET /api/v1/messages", with what it may answer. */
const OPERATIONS = Object.entries(contract.paths).flatMap(([path, operations]) =>
  Object.entries(operations).map(([method, operation]) => [`${method.toUpperCase()} ${path}`, operation] as const),
);

let server: ChatServer;
let now = 0;

beforeEach(async () => {
  now = Date.parse('2026-03-02T09:00:00Z');
  server = await startChatServer({ strictWebhooks: true, now: () => now });
});

afterEach(() => server.close());

const api = (path: string, how?: Parameters<typeof send>[1]) => send(server.url + path, how);
const put = (path: string, body: string) => api(path, { method: 'PUT', headers: JSON_HEADERS, body });
const tooLarge = JSON.stringify('x'.repeat(1_000_001));

/** A space with a webhook; posts to it are a second apart. */
function webhook() {
  const url = server.chat.addSpace('ops');
  return async (value: unknown, query = '', to = url) => {
    now += 1000;
    return postJson(to + query, value);
  };
}

/** How each documented answer is brought about. */
const SCENARIOS: Readonly<Record<string, () => Promise<Answer>>> = {
  'POST /v1/spaces/{space}/messages 200': () => webhook()({ text: 'x' }),
  'POST /v1/spaces/{space}/messages 400': () => webhook()({ body: 'x' }),
  'POST /v1/spaces/{space}/messages 403': () => api('/v1/spaces/ops/messages'),
  'POST /v1/spaces/{space}/messages 404': async () => {
    const post = webhook();
    server.chat.setSpaceState('ops', 'deleted');
    return post({ text: 'x' });
  },
  'POST /v1/spaces/{space}/messages 409': async () => {
    const post = webhook();
    await post({ text: 'x' }, '&messageId=client-a');
    return post({ text: 'x' }, '&messageId=client-a');
  },
  'POST /v1/spaces/{space}/messages 413': () => webhook()('x'.repeat(1_000_000)),
  'POST /v1/spaces/{space}/messages 429': async () => {
    await webhook()({ text: 'x' });
    now -= 1000;
    return webhook()({ text: 'x' });
  },
  'POST /v1/spaces/{space}/messages default': () => {
    const post = webhook();
    server.chat.setFaults('ops', [{ status: 503 }]);
    return post({ text: 'x' });
  },
  'GET /api/v1/messages 200': async () => {
    const post = webhook();
    await post({ text: 'x', thread: { threadKey: 'a' } }, '&messageReplyOption=REPLY_MESSAGE_FALLBACK_TO_NEW_THREAD');
    await post({ cardsV2: [{ card: { sections: [{ widgets: [{ buttonList: {} }] }] } }] });
    return api('/api/v1/messages');
  },
  'GET /api/v1/messages 400': () => api('/api/v1/messages?wait=long'),
  'DELETE /api/v1/messages 204': () => api('/api/v1/messages', { method: 'DELETE' }),
  'GET /api/v1/requests 200': async () => {
    const post = webhook();
    await post({ text: 'x' }, '&requestId=r');
    await post({ body: 'x' });
    return api('/api/v1/requests');
  },
  'GET /api/v1/requests 400': () => api('/api/v1/requests?q=has:nothing'),
  'GET /api/v1/spaces 200': () => {
    webhook();
    server.chat.setFaults('ops', [
      { status: 503, probability: 0.5 },
      { afterCreate: 'drop', latencyMs: [1, 2], retryAfter: 'soon' },
    ]);
    return api('/api/v1/spaces');
  },
  'POST /api/v1/spaces 201': () => postJson(`${server.url}/api/v1/spaces`, { name: 'Ops alerts' }),
  'POST /api/v1/spaces 400': () => postJson(`${server.url}/api/v1/spaces`, { name: '!' }),
  'POST /api/v1/spaces 413': () => postJson(`${server.url}/api/v1/spaces`, { name: tooLarge }),
  'PUT /api/v1/spaces/{space}/faults 200': () => put('/api/v1/spaces/ops/faults', '[{"status":503,"forMs":1000}]'),
  'PUT /api/v1/spaces/{space}/faults 400': () => put('/api/v1/spaces/ops/faults', '[{"status":42}]'),
  'PUT /api/v1/spaces/{space}/faults 413': () => put('/api/v1/spaces/ops/faults', tooLarge),
  'PUT /api/v1/spaces/{space}/state 200': () => put('/api/v1/spaces/ops/state', '{"state":"deleted"}'),
  'PUT /api/v1/spaces/{space}/state 400': () => put('/api/v1/spaces/ops/state', 'deleted'),
  'PUT /api/v1/spaces/{space}/state 413': () => put('/api/v1/spaces/ops/state', tooLarge),
  'GET /api/v1/events 200': () =>
    new Promise((resolve, reject) => {
      get(`${server.url}/api/v1/events`, (response) => {
        response.once('data', (chunk: Buffer) => {
          response.destroy();
          resolve({ status: response.statusCode ?? 0, headers: response.headers, body: chunk.toString() });
        });
      }).on('error', reject);
    }),
  'POST /api/v1/reset 204': () => api('/api/v1/reset', { method: 'POST' }),
  'GET /api/v1/openapi 200': () => api('/api/v1/openapi'),
};

/** Every operation of the API refuses strangers, in the same way. */
const documented = OPERATIONS.flatMap(([name, { responses }]) =>
  Object.entries(responses).map(([status, response]) => [`${name} ${status}`, response] as const),
);
const stranger = (name: string) => {
  const [method = '', path = ''] = name.split(' ');
  return api(path.replace('{space}', 'ops'), { method, headers: { Origin: 'https://example.com' } });
};

describe('the OpenAPI file', () => {
  test('describes exactly the routes there are', () => {
    const served = Object.entries(API_ROUTES).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method} ${path}`),
    );
    const names = OPERATIONS.map(([name]) => name);
    expect(names.filter((name) => name.includes('/api/')).sort()).toEqual(served.sort());
    expect(names.filter((name) => !name.includes('/api/'))).toEqual(['POST /v1/spaces/{space}/messages']);
  });

  test('describes exactly the answers that are tried here', () => {
    const tried = [
      ...Object.keys(SCENARIOS),
      ...OPERATIONS.filter(([name]) => name.includes('/api/')).map(([name]) => `${name} 403`),
    ];
    expect(documented.map(([name]) => name).sort()).toEqual(tried.sort());
  });

  test.each(documented)('%s', async (name, { content }) => {
    const scenario = SCENARIOS[name] ?? (() => stranger(name));
    const { status, headers, body } = await scenario();
    const expected = name.split(' ')[2] ?? '';
    expect(expected === 'default' ? 'default' : String(status)).toBe(expected);
    const [type] = Object.keys(content ?? {});
    expect(headers['content-type']?.toString().split(';')[0]).toBe(type);
    const schema = content?.['application/json']?.schema;
    expect(schema ? differences(JSON.parse(body), schema, contract.components.schemas) : []).toEqual([]);
  });

  test.each(OPERATIONS.filter(([name]) => name.includes('/api/')))(
    'leaves no other method open than %s',
    async (name) => {
      const path = name.split(' ')[1] ?? '';
      const allowed = Object.keys(contract.paths[path] ?? {}).map((method) => method.toUpperCase());
      for (const method of ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'].filter(
        (each) => !allowed.includes(each),
      )) {
        const { status, headers } = await api(path.replace('{space}', 'ops'), { method });
        expect([method, status, headers.allow]).toEqual([method, 405, allowed.join(', ')]);
      }
    },
  );

  test.each([
    '/api',
    '/api/',
    '/api/v1',
    '/api/v2/messages',
    '/api/v1/messages/',
    '/api/v1/openapi.json',
    '/api/v1/spaces/ops',
    '/api/v1/spaces/a/b/faults',
    '/',
    '/favicon.ico',
  ])('leaves nothing else to serve at %s', async (path) => expect((await api(path)).status).toBe(404));
});

describe('GET /api/v1/messages', () => {
  const seen = async (query: string) =>
    (JSON.parse((await api(`/api/v1/messages?${query}`)).body) as { messages: { text?: string }[] }).messages.map(
      ({ text }) => text,
    );

  test('looks for space, thread and words', async () => {
    const post = webhook();
    const reply = '&messageReplyOption=REPLY_MESSAGE_FALLBACK_TO_NEW_THREAD';
    await post({ text: 'one', thread: { threadKey: 'a' } }, reply);
    await post({ text: 'two' });
    await post({ text: 'three' }, '', server.chat.addSpace('sales'));
    expect(await seen('space=sales')).toEqual(['three']);
    expect(await seen('thread=a')).toEqual(['one']);
    expect(await seen('q=space:ops%20"two"')).toEqual(['two']);
  });

  test('waits for the message that is still to come', async () => {
    const post = webhook();
    await post({ text: 'first' });
    const waited = seen('wait=60s&count=2');
    await post({ text: 'second' });
    expect(await waited).toEqual(['first', 'second']);
  });

  test('does not wait for ever', async () => {
    expect(await seen('wait=1ms')).toEqual([]);
  });

  test('wants a count that is one', async () => {
    expect((await api('/api/v1/messages?wait=1s&count=none')).status).toBe(400);
  });
});

describe('the other routes', () => {
  test('POST /api/v1/spaces answers a webhook that works', async () => {
    const { webhookUrl, name } = JSON.parse(
      (await postJson(`${server.url}/api/v1/spaces`, { name: 'Ops alerts' })).body,
    ) as { webhookUrl: string; name: string };
    expect(name).toBe('spaces/Ops-alerts');
    expect((await postJson(webhookUrl, { text: 'x' })).status).toBe(200);
  });

  test('PUT faults puts faults in force, for as long as they say', async () => {
    const post = webhook();
    await put('/api/v1/spaces/ops/faults', '[{"status":503,"forMs":1500}]');
    expect([(await post({ text: 'x' })).status, (await post({ text: 'x' })).status]).toEqual([503, 200]);
  });

  test('PUT state closes a space', async () => {
    const post = webhook();
    await put('/api/v1/spaces/ops/state', '{"state":"disabled"}');
    expect((await post({ text: 'x' })).status).toBe(403);
  });

  test('DELETE /api/v1/messages forgets, POST /api/v1/reset begins anew', async () => {
    const post = webhook();
    const { body: first } = await post({ text: 'x' });
    await api('/api/v1/messages', { method: 'DELETE' });
    expect([server.chat.messages.length, server.chat.spaces.length]).toEqual([0, 1]);
    await api('/api/v1/reset', { method: 'POST' });
    expect(server.chat.spaces).toEqual([]);
    expect((await webhook()({ text: 'x' })).body).toBe(first);
  });

  test.each(['has:card', 'thread:1042', 'late has:thread'])('GET /api/v1/requests refuses the search %s', async (q) => {
    const { status, body } = await api(`/api/v1/requests?q=${encodeURIComponent(q)}`);
    expect(status).toBe(400);
    expect(body).toContain('has: and thread: look at messages: ask GET /api/v1/messages');
  });

  test('a post that is too large is answered as Google answers, and is among the requests', async () => {
    const link = 'https://chat.googleapis.com/v1/spaces/A/messages?key=KEY1&token=TOKEN1';
    const { status, body } = await webhook()({ text: link + 'x'.repeat(1_000_000) });
    expect(status).toBe(413);
    const message = '[emulator] Expected a body of at most 1,000,000 bytes; got 1,000,081.';
    expect(JSON.parse(body)).toEqual({ error: { code: 413, message, status: 'UNKNOWN' } });
    const { requests } = JSON.parse((await api('/api/v1/requests?status=413')).body) as {
      requests: { body: string }[];
    };
    expect(requests).toMatchObject([
      { space: 'ops', sizeBytes: 1_000_081, errorStatus: 'UNKNOWN', errorMessage: message },
    ]);
    expect(requests[0]?.body).toContain('?key=***&token=***');
    expect(requests[0]?.body.length).toBeLessThan(1_001);
    expect(server.chat.messages).toEqual([]);
  });

  test('GET /api/v1/requests says 0 where the answer was withheld', async () => {
    const post = webhook();
    server.chat.setFaults('ops', [{ afterCreate: 'drop' }]);
    await expect(post({ text: 'x' })).rejects.toThrow();
    const { requests } = JSON.parse((await api('/api/v1/requests')).body) as { requests: object[] };
    expect(requests).toMatchObject([{ status: 0, isAnswered: false, messageName: server.chat.messages[0]?.name }]);
  });

  test('no token is in anything but the answer that makes a webhook', async () => {
    const post = webhook();
    const url = server.chat.addSpace('ops');
    const token = /token=(.*)/.exec(url)?.[1] ?? '';
    await post({ text: `see ${url}` }, '', url);
    await post(`no JSON: ${url}`, '', url);
    const answers = await Promise.all(['requests', 'spaces'].map((path) => api(`/api/v1/${path}`)));
    expect(answers.map(({ body }) => body.includes(token))).toEqual([false, false]);
  });
});
