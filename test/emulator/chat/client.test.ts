import { ChatClient } from '../../../emulator/chat/client';
import { type ChatServer, startChatServer } from '../../../emulator/chat/server';
import { postJson } from './requests';

let server: ChatServer;
let client: ChatClient;
beforeEach(async () => {
  server = await startChatServer({ quota: 'off', assume: { requestId: 'ignore' } });
  client = new ChatClient(server.url);
});
afterEach(() => server.close());

describe('ChatClient', () => {
  test('waits for messages of a space with a text', async () => {
    const url = await client.addSpace('ops');
    const waited = client.waitFor({ space: 'ops', text: 'say "hi"', n: 2, timeoutMs: 60_000 });
    await postJson(url, { text: 'I say "hi"' });
    await postJson(url, { text: 'something else' });
    await postJson(url, { text: 'You say "hi"' });
    expect((await waited).map(({ text }) => text)).toEqual(['I say "hi"', 'You say "hi"']);
  });

  test('says what came instead when the time is over', async () => {
    const url = await client.addSpace('ops');
    await postJson(url, { body: 'x' });
    await expect(client.waitFor({ space: 'ops', text: 'x', timeoutMs: 1 })).rejects.toThrow(
      /^Expected 1 message\(s\) in the space ops with "x" in 1 ms; got 0\. The last request that failed: 400 Invalid JSON payload/,
    );
  });

  test('finds the latest', async () => {
    const url = await client.addSpace('ops');
    await expect(client.latest({ space: 'ops' })).rejects.toThrow(
      'Expected a message in the space ops; there is none.',
    );
    await postJson(url, { text: 'one' });
    await postJson(url, { text: 'two', thread: { threadKey: 'a' } });
    expect(await client.latest()).toMatchObject({ text: 'two', thread: { threadKey: 'a' } });
    expect(await client.latest({ text: 'ONE' })).toMatchObject({ text: 'one' });
  });

  test('finds duplicates by requestId, and by content where there is none', async () => {
    const url = await client.addSpace('ops');
    await postJson(`${url}&requestId=1`, { text: 'x' });
    await postJson(`${url}&requestId=2`, { text: 'x' });
    await postJson(url, { text: 'x' });
    await postJson(`${await client.addSpace('sales')}&requestId=1`, { text: 'x' });
    await client.expectNoDuplicates();
    await postJson(`${url}&requestId=2`, { text: 'y' });
    await expect(client.expectNoDuplicates()).rejects.toThrow(
      /^Expected no duplicates; spaces\/ops\/messages\/\S+ repeats spaces\/ops\/messages\/\S+\.$/,
    );
    await client.expectNoDuplicates({ space: 'sales' });
  });

  test('sets faults, and says what is wrong with them', async () => {
    const url = await client.addSpace('ops');
    await client.setFaults('ops', [{ status: 503, times: 1 }]);
    expect((await postJson(url, { text: 'x' })).status).toBe(503);
    await expect(client.setFaults('ops', [{ status: 1 }])).rejects.toThrow(/answered 400: Expected an HTTP status/);
  });

  test('begins anew', async () => {
    await client.addSpace('ops');
    await client.reset();
    expect([await client.messages(), await client.requests(), server.chat.spaces]).toEqual([[], [], []]);
  });
});
