import { get, type IncomingMessage } from 'node:http';
import { type ChatServer, startChatServer } from '../../../emulator/chat/server';
import { postJson } from './requests';

let server: ChatServer;
beforeEach(async () => {
  server = await startChatServer({ quota: 'off' });
});
afterEach(() => server.close());

/** An event as [name, id, data]. */
type Heard = [name: string, id: string, data: unknown];

/** Begins to listen. @returns, once connected, a way to hear the first `count` events and then leave */
function connect(lastEventId?: string): Promise<(count: number) => Promise<Heard[]>> {
  const headers = lastEventId === undefined ? {} : { 'Last-Event-ID': lastEventId };
  return new Promise((resolve, reject) => {
    get(`${server.url}/api/v1/events`, { headers, agent: false }, (response: IncomingMessage) => {
      let text = '';
      let heard = (): void => undefined;
      response.setEncoding('utf8');
      response.on('data', (chunk: string) => {
        text += chunk;
        heard();
      });
      resolve(
        (count) =>
          new Promise((done) => {
            heard = () => {
              const blocks = text
                .split('\n\n')
                .slice(0, -1)
                .filter((block) => block.includes('event: '));
              if (blocks.length < count) return;
              response.destroy();
              done(blocks.map(eventOf));
            };
            heard();
          }),
      );
    }).on('error', reject);
  });
}

function eventOf(block: string): Heard {
  const line = (name: string) => new RegExp(`^${name}: (.*)$`, 'm').exec(block)?.[1] ?? '';
  return [line('event'), line('id'), JSON.parse(line('data'))];
}

const listen = async (count: number, lastEventId?: string) => (await connect(lastEventId))(count);

const names = (events: Heard[]) => events.map(([name]) => name);

describe('Events', () => {
  test('tells of messages, requests, spaces and resets as they happen', async () => {
    const hear = await connect();
    const url = server.chat.addSpace('ops');
    await postJson(url, { text: 'x' });
    await postJson(url, {});
    server.chat.clear();
    const events = await hear(5);
    expect(names(events)).toEqual([
      'space.changed',
      'message.created',
      'request.received',
      'request.received',
      'reset',
    ]);
    expect(events.find(([name]) => name === 'message.created')?.[2]).toMatchObject({
      text: 'x',
      space: { name: 'spaces/ops' },
    });
    expect(events.find(([name]) => name === 'request.received')?.[2]).toMatchObject({
      status: 200,
      url: '/v1/spaces/ops/messages?key=***&token=***',
    });
  });

  test('tells whoever comes back what it missed', async () => {
    const url = server.chat.addSpace('ops');
    const [[, id] = ['', '']] = await listen(1, 'nothing');
    await postJson(url, { text: 'one' });
    await postJson(url, { text: 'two' });
    expect(names(await listen(4, id))).toEqual([
      'message.created',
      'request.received',
      'message.created',
      'request.received',
    ]);
  });

  test('tells of a gap whoever missed too much, or knows another run', async () => {
    for (let count = 0; count < 2_500; count += 1) server.chat.setFaults('ops', []);
    const [[name, id] = ['', '']] = await listen(1, 'another-1');
    expect(name).toBe('gap');
    const run = id.slice(0, id.lastIndexOf('-'));
    expect(names(await listen(1, `${run}-1`))).toEqual(['gap']);
    expect(names(await listen(1, `${run}-9999999`))).toEqual(['gap']);
    expect(names(await listen(2, `${run}-2498`))).toEqual(['space.changed', 'space.changed']);
  });

  test('ends with the server', async () => {
    const ended = new Promise<void>((resolve) => {
      get(`${server.url}/api/v1/events`, { agent: false }, (response) => {
        response.resume();
        response.on('close', () => resolve());
        void server.close();
      });
    });
    await ended;
    server = await startChatServer();
    expect(server.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
  });
});
