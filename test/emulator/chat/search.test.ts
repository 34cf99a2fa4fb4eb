import { matchesMessage, matchesRequest, parseSearch } from '../../../emulator/chat/search';
import { cardOf, createChat, REPLY } from './helpers';

function searched() {
  const { chat, post, accepted } = createChat();
  const first = accepted({ text: 'Disk "A" is full', thread: { threadKey: '1042' } }, { query: REPLY });
  accepted({ text: 'again', thread: { threadKey: '1042' } }, { query: REPLY });
  accepted(cardOf({ textParagraph: { text: 'Order late' } }), { url: chat.addSpace('sales') });
  accepted(cardOf({ buttonList: {} }));
  post({ nonsense: true });
  return {
    chat,
    first,
    messages: (text: string) =>
      chat.messages.flatMap((message, index) => (matchesMessage(message, parseSearch(text)) ? [index] : [])),
    requests: (text: string) =>
      chat.requests.flatMap((request, index) => (matchesRequest(request, parseSearch(text)) ? [index] : [])),
  };
}

describe('a search for messages', () => {
  test.each([
    ['', [0, 1, 2, 3]],
    ['space:ops', [0, 1, 3]],
    ['space:spaces/sales', [2]],
    ['thread:1042', [0, 1]],
    ['status:200 has:card', [2, 3]],
    ['status:429', []],
    ['has:thread', [0, 1]],
    ['has:warning', [3]],
    ['disk', [0]],
    ['DISK full', [0]],
    ['disk again', []],
    ['"is full"', [0]],
    ['"order late"', [2]],
    ['space:"ops" "again"', [1]],
    ['https://example.com', []],
  ])('%s', (text, expected) => {
    expect(searched().messages(text)).toEqual(expected);
  });

  test("finds a thread by its name, and by the name's end", () => {
    const { first, messages } = searched();
    expect(messages(`thread:${first.thread}`)).toEqual([0, 1]);
    expect(messages(`thread:${first.thread.split('/')[3] ?? ''}`)).toEqual([0, 1]);
  });
});

describe('a search for requests', () => {
  test.each([
    ['', [0, 1, 2, 3, 4]],
    ['status:400', [4]],
    ['space:sales', [2]],
    ['cannot nonsense', [4]],
  ])('%s', (text, expected) => {
    expect(searched().requests(text)).toEqual(expected);
  });
});

test.each(['constructor', 'toString', '__proto__'])('parseSearch knows no has:%s', (name) => {
  expect(() => parseSearch(`has:${name}`)).toThrow(`Expected has: one of card, thread, warning; got ${name}.`);
});

test('parseSearch says what has: may ask for', () => {
  expect(() => parseSearch('has:cards')).toThrow('Expected has: one of card, thread, warning; got cards.');
});
