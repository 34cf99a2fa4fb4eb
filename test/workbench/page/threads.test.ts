import type { ChatMessage } from '../../../workbench/page/chat-types';
import { spacesOf, threadsOf } from '../../../workbench/page/threads';

const message = (space: string, thread: string, id: number, threadKey?: string): ChatMessage => ({
  name: `spaces/${space}/messages/${id}`,
  text: `message ${id}`,
  space: { name: `spaces/${space}` },
  thread: { name: `spaces/${space}/threads/${thread}`, ...(threadKey === undefined ? {} : { threadKey }) },
  createTime: '2026-03-02T09:00:00Z',
});

const messages = [
  message('ops', 'a', 1, 'order-1'),
  message('sales', 'b', 2),
  message('ops', 'c', 3),
  message('ops', 'a', 4),
];

test('spacesOf counts the messages of each space, by name', () => {
  expect(spacesOf(messages)).toEqual([
    { space: 'ops', count: 3 },
    { space: 'sales', count: 1 },
  ]);
});

describe('threadsOf', () => {
  const ids = (space?: string) =>
    threadsOf(messages, space).map(({ key, messages: all }) => [key, all.map(({ text }) => text)]);

  test('gathers a thread in order, the one that was spoken in last first', () => {
    expect(ids()).toEqual([
      ['order-1', ['message 1', 'message 4']],
      ['', ['message 3']],
      ['', ['message 2']],
    ]);
  });

  test('keeps to one space', () => {
    expect(ids('sales')).toEqual([['', ['message 2']]]);
  });
});
