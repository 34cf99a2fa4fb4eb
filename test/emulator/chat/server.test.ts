import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type ChatServer, startChatServer } from '../../../emulator/chat/server';
import { postJson, send } from './requests';

const open: ChatServer[] = [];
async function start(options: Parameters<typeof startChatServer>[0] = {}): Promise<ChatServer> {
  const server = await startChatServer(options);
  open.push(server);
  return server;
}
afterEach(async () => {
  await Promise.all(open.splice(0).map((server) => server.close()));
});

const TARGET = '/v1/spaces/ops/messages?key=EXAMPLE_KEY&token=EXAMPLE_TOKEN';

describe('startChatServer', () => {
  test('serves posts as Chat answers them, chunked and with its headers', async () => {
    const server = await start();
    const { status, headers, body } = await postJson(server.url + TARGET, { text: 'é' });
    expect([status, headers['content-type'], headers['transfer-encoding'], headers.server]).toEqual([
      200,
      'application/json; charset=UTF-8',
      'chunked',
      'ESF',
    ]);
    expect(headers['alt-svc']).toBeUndefined();
    expect(JSON.parse(body)).toMatchObject({ text: 'é' });
    expect(server.chat.messages).toHaveLength(1);
  });

  test('gives its own address in the URLs of webhooks', async () => {
    const server = await start({ strictWebhooks: true });
    const url = server.chat.addSpace('ops');
    expect(url.startsWith(`${server.url}/v1/spaces/ops/messages?key=`)).toBe(true);
    expect((await postJson(url, { text: 'x' })).status).toBe(200);
    expect((await postJson(server.url + TARGET, { text: 'x' })).status).toBe(403);
  });

  test('refuses strangers before it looks at anything', async () => {
    const server = await start();
    const strange = await send(server.url + TARGET, {
      method: 'POST',
      headers: { Host: 'example.com' },
      body: '{"text":"x"}',
    });
    expect([strange.status, server.chat.requests.length]).toEqual([403, 0]);
  });

  test('closes the connection where an answer is dropped', async () => {
    const server = await start();
    server.chat.setFaults('ops', [{ afterCreate: 'drop' }]);
    await expect(postJson(server.url + TARGET, { text: 'x' })).rejects.toThrow(/hang up|ECONNRESET/);
    expect(server.chat.messages).toHaveLength(1);
  });

  test('answers later where a fault says so, and others meanwhile', async () => {
    const server = await start({ quota: 'off' });
    server.chat.setFaults('ops', [{ latencyMs: 60_000, times: 1 }]);
    const late = postJson(server.url + TARGET, { text: 'late' }).then(
      () => 'answered',
      () => 'not yet',
    );
    while (server.chat.messages.length === 0) await new Promise((resolve) => setImmediate(resolve));
    expect((await postJson(server.url + TARGET, { text: 'soon' })).status).toBe(200);
    await server.close();
    expect(await late).toBe('not yet');
  });

  test('answers after a short while too', async () => {
    const server = await start();
    server.chat.setFaults('ops', [{ latencyMs: 1 }]);
    expect((await postJson(server.url + TARGET, { text: 'x' })).status).toBe(200);
  });

  test('answers 500 where an answer cannot be sent, soon or late, and lives on', async () => {
    const server = await start({ quota: 'off' });
    for (const latencyMs of [0, 1]) {
      server.chat.setFaults('ops', [{ status: 429, retryAfter: 'a\nb', latencyMs }]);
      const { status, body } = await postJson(server.url + TARGET, { text: 'x' });
      expect([status, body]).toEqual([500, expect.stringContaining('Invalid character in header')]);
    }
    server.chat.setFaults('ops', []);
    expect((await postJson(server.url + TARGET, { text: 'x' })).status).toBe(200);
  });

  test('keeps 5,000 messages', async () => {
    const server = await start({ quota: 'off' });
    const body = Buffer.from('{"text":"x"}');
    for (let count = 0; count < 5_001; count += 1)
      server.chat.handle({ method: 'POST', url: TARGET, headers: [], body }, count);
    expect([server.chat.messages.length, server.chat.messages[0]?.createdAt]).toEqual([5_000, 1]);
  });

  test('leaves what is not its own to somebody else', async () => {
    const server = await start({ otherwise: (_, response) => response.end('a page') });
    expect((await send(`${server.url}/`)).body).toBe('a page');
    expect((await send(`${server.url}/api/v1/nothing`)).status).toBe(404);
    expect((await postJson(server.url + TARGET, { text: 'x' })).status).toBe(200);
  });

  test('says that a port is taken', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => other.once('listening', resolve));
    await expect(startChatServer({ port: (other.address() as AddressInfo).port })).rejects.toMatchObject({
      code: 'EADDRINUSE',
    });
    await new Promise((resolve) => other.close(resolve));
  });

  test('frees its port when closed, though somebody waits and somebody stays connected', async () => {
    const server = await start();
    const waiting = send(`${server.url}/api/v1/messages?wait=60s`).catch(() => undefined);
    await fetch(`${server.url}/api/v1/spaces`);
    await server.close();
    await waiting;
    const again = await start({ port: Number(new URL(server.url).port) });
    expect(again.url).toBe(server.url);
  });
});
