import type { OutgoingRequest } from '../../../emulator/network';
import { chatNetwork } from '../../../emulator/chat/network';
import { createChat } from './helpers';

const request = (url: string, text = 'x', timeoutMs = 10_000): OutgoingRequest => ({
  method: 'POST',
  url,
  headers: [],
  body: Buffer.from(JSON.stringify({ text })),
  timeoutMs,
});

describe('chatNetwork', () => {
  test('serves a batch in parallel and in order, half the latency on the way', () => {
    const { chat, url } = createChat({ quota: 'off' });
    const network = chatNetwork(chat, { latencyMs: 100 });
    const outcomes = network.exchange([request(url, 'a'), request(url, 'b')], 1_000);
    expect(outcomes.map((outcome) => outcome.tookMs)).toEqual([100, 100]);
    expect(chat.messages.map(({ text, createdAt }) => [text, createdAt])).toEqual([
      ['a', 1_050],
      ['b', 1_050],
    ]);
  });

  test('lets what travels faster arrive first', () => {
    const { chat, url } = createChat({ quota: 'off' });
    const latencies = [300, 100];
    const network = chatNetwork(chat, { latencyMs: () => latencies.shift() ?? 0 });
    network.exchange([request(url, 'slow'), request(url, 'fast')], 0);
    expect(chat.messages.map(({ text }) => text)).toEqual(['fast', 'slow']);
  });

  test('gives the answer as bytes, with its headers', () => {
    const { chat, url } = createChat();
    const [outcome] = chatNetwork(chat).exchange([request(url, 'é')], 0);
    if (outcome?.kind !== 'answer') throw new Error('Expected an answer.');
    expect(JSON.parse(Buffer.from(outcome.body).toString())).toMatchObject({ text: 'é' });
    expect(outcome.headers).toContainEqual(['Server', 'ESF']);
  });

  test.each([
    [{ afterCreate: 'drop' as const }, 1],
    [{ lost: true }, 0],
    [{ latencyMs: 11_000 }, 1],
  ])('makes a time-out of %j', (fault, messages) => {
    const { chat, url } = createChat();
    chat.setFaults('ops', [fault]);
    expect(chatNetwork(chat).exchange([request(url)], 0)).toEqual([{ kind: 'timeout', tookMs: 10_000 }]);
    expect(chat.messages).toHaveLength(messages);
  });

  test('knows no other host, unless somebody else serves it', () => {
    const { chat, url } = createChat();
    const batch = [request('https://example.com/a'), request(url), request('https://chat.googleapis.com.example.com/')];
    expect(
      chatNetwork(chat)
        .exchange(batch, 0)
        .map(({ kind }) => kind),
    ).toEqual(['dns', 'answer', 'dns']);
    const elsewhere = {
      exchange: (others: readonly OutgoingRequest[]) => others.map(() => ({ kind: 'unreachable' as const, tookMs: 7 })),
    };
    expect(
      chatNetwork(chat, { elsewhere })
        .exchange(batch, 1_000)
        .map(({ kind }) => kind),
    ).toEqual(['unreachable', 'answer', 'unreachable']);
  });
});
