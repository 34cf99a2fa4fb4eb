import { startChatThread, type ChatThread } from '../../../workbench/chat-thread';
import { ChatClient } from '../../../emulator/chat/client';
import { main } from '../../../workbench/cli';
import { captureTerminal } from '../captured-terminal';

const variable = 'CHAT_COURIER_WEBHOOK_OPS';

let chat: ChatThread;
let client: ChatClient;
beforeAll(async () => {
  chat = await startChatThread({ port: 0, page: '' });
});
beforeEach(async () => {
  client = new ChatClient(chat.url);
  await client.reset();
  process.env[variable] = await client.addSpace('ops');
});
afterEach(() => delete process.env[variable]);
afterAll(() => chat.close());

async function send(...words: string[]) {
  const terminal = captureTerminal();
  const code = await main(['send', ...words], terminal);
  return { code, out: terminal.out(), talk: terminal.talk() };
}

const tokenOf = (link: string | undefined) => /token=([^&]+)/.exec(link ?? '')?.[1] ?? 'no token';

describe('npm run send', () => {
  test('posts one message by the name of a webhook, into a thread', async () => {
    const run = await send('--to', 'ops', '--thread', 'build-1', 'Build 1 passed');
    const [message] = await client.messages();
    expect(message).toMatchObject({ text: 'Build 1 passed', thread: { threadKey: 'build-1' } });
    expect(run).toEqual({ code: 0, out: `Sent: ${message?.name}\n`, talk: '' });
  });

  test('makes a new message each time, in each process', async () => {
    await client.setFaults('ops', []);
    await send('--to', 'ops', 'Again');
    const ids = (await client.messages()).map(({ requestId }) => requestId);
    await client.reset();
    process.env[variable] = await client.addSpace('ops');
    await send('--to', 'ops', 'Again');
    const [again] = await client.messages();
    expect(ids).not.toContain(again?.requestId);
  });

  test('takes a text that begins with a hyphen after --', async () => {
    expect(await send('--to', 'ops', '--', '-5 degrees')).toMatchObject({ code: 0 });
    expect(await client.messages()).toMatchObject([{ text: '-5 degrees' }]);
  });

  test('takes the link itself, and gives the result as JSON', async () => {
    const run = await send('--to', process.env[variable] ?? '', '--json', 'hello');
    expect(JSON.parse(run.out)).toMatchObject({
      status: 'sent',
      name: expect.stringContaining('spaces/ops/messages/') as string,
    });
  });

  test('makes no second message when it is repeated with the same id', async () => {
    await send('--to', 'ops', '--id', 'build-1', 'Build 1 passed');
    const run = await send('--to', 'ops', '--id', 'build-1', 'Build 1 passed');
    expect(run).toMatchObject({ code: 0, talk: '' });
    expect(await client.messages()).toHaveLength(1);
  });

  test('says with which id an attempt is repeated whose answer was lost, so that it makes one message', async () => {
    await client.setFaults('ops', [{ afterCreate: 503 }]);
    const { code, talk } = await send('--to', 'ops', 'Build 2 passed');
    // Sending blocks this thread: only now is noticed which connections the server has closed meanwhile.
    await new Promise((resolve) => setTimeout(resolve, 50));
    const [, id = ''] = /--id ([\w-]+)/.exec(talk) ?? [];
    expect([code, id]).toEqual([5, expect.stringMatching(/^.{36}$/)]);
    await client.setFaults('ops', []);
    expect(await send('--to', 'ops', '--id', id, 'Build 2 passed')).toMatchObject({ code: 0 });
    expect(await client.messages()).toHaveLength(1);
  });

  test('never prints the token, whatever goes wrong', async () => {
    const token = tokenOf(process.env[variable]);
    await client.setFaults('ops', [{ status: 403 }]);
    const run = await send('--to', 'ops', 'hello');
    expect(run.code).toBe(1);
    expect(run.talk).toContain('HTTP 403');
    expect(run.out + run.talk).not.toContain(token);
  });

  test('ends with 5 when Chat does not answer', async () => {
    const link = process.env[variable] ?? '';
    process.env[variable] = link.replace(/:\d+\//, ':9/');
    const run = await send('--to', 'ops', 'hello');
    expect(run.code).toBe(5);
    expect(run.talk).toContain('Address unavailable: http://127.0.0.1:9/v1/spaces/ops/messages?key=***&token=***');
    expect(run.talk).not.toContain('googleapis.com');
    expect(run.talk).not.toContain(tokenOf(link));
  });

  test.each<[string, string[], number, string]>([
    ['nobody to send to', ['hello'], 2, 'Add --to NAME_OR_URL.'],
    ['nothing to send', ['--to', 'ops'], 2, 'Nothing to send.'],
    ['a text without quotes', ['--to', 'ops', 'Build', 'passed'], 2, 'Put the text in quotes.'],
    ['a text that begins with a hyphen', ['--to', 'ops', '-5 degrees'], 2, 'Put -- before'],
    ['a text that looks like an option', ['--to', 'ops', '--- done'], 2, 'Put -- before'],
    ['an empty id', ['--to', 'ops', '--id', '', 'hello'], 2, '1 to 200 characters'],
    ['a long id', ['--to', 'ops', '--id', 'x'.repeat(201), 'hello'], 2, '1 to 200 characters'],
    ['an unknown name', ['--to', 'sales', 'hello'], 3, 'No webhook is called "sales".'],
    ['an empty text', ['--to', 'ops', ''], 1, 'The message was not sent.'],
    ['a link of another product', ['--to', 'https://hooks.slack.com/services/a', 'hello'], 3, 'Slack'],
  ])('explains %s', async (_what, words, code, advice) => {
    const run = await send(...words);
    expect(run).toMatchObject({ code, out: '' });
    expect(run.talk).toContain(advice);
  });
});
