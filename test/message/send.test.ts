import { prepareMessages } from '../../src/message/prepare';
import type { Message } from '../../src/message/types';
import { createWorld, type WorldOptions } from '../world';
import { badMessages } from './fixtures/bad';
import { goodMessages } from './fixtures/good';

/** The shipped code with one webhook, and no wait between messages. */
function world(options: WorldOptions = {}) {
  const made = createWorld({ chat: { quota: 'off' }, ...options });
  made.setWebhook('ops');
  return made;
}

const posted = (from: ReturnType<typeof world>): Message[] =>
  from.chat.messages.map(({ message }) => message as Message);

describe('send', () => {
  test.each(goodMessages)('delivers $name as it is meant', ({ message }) => {
    const made = world();
    const plain = JSON.parse(JSON.stringify(message)) as Message;
    // A thread's name belongs to a space; this one is of another.
    if (plain.thread?.name !== undefined) delete plain.thread;
    made.run('send', 'ops', plain);
    const [sent, ...others] = posted(made);
    expect(others).toEqual([]);
    expect(sent).toEqual(prepareMessages(plain).messages[0]);
    expect(made.chat.messages[0]?.warnings).toEqual([]);
  });

  test.each(
    badMessages.filter(({ message }) => typeof message === 'object' && message !== null && !(message instanceof Date)),
  )('throws for $name where it is, and posts nothing', ({ message, path }) => {
    const made = world();
    let thrown: unknown;
    try {
      made.run('send', 'ops', message);
    } catch (error) {
      thrown = error;
    }
    expect(thrown).toMatchObject({ name: 'InvalidMessageError', code: 'INVALID_MESSAGE', issues: [{ path }] });
    expect(made.chat.requests).toEqual([]);
  });

  test('splits a long text into numbered messages of one thread, in order', () => {
    const made = world();
    made.run('send', 'ops', 'A line of the report. '.repeat(900), { whenTooLong: 'split', id: 'report' });
    const { messages } = made.chat;
    expect(messages.map(({ text }) => text.split('\n').pop())).toEqual(
      messages.map((_, i) => `(${i + 1}/${messages.length})`),
    );
    expect(messages.length).toBeGreaterThan(3);
    expect(new Set(messages.map(({ thread }) => thread)).size).toBe(1);
  });

  test('gives a card the text for notifications that is asked for', () => {
    const made = world();
    const card = goodMessages.find(({ name }) => name === 'a header with a subtitle')?.message;
    for (const notificationText of ['card', 'text', 'text+card']) made.run('send', 'ops', card, { notificationText });
    const kinds = posted(made).map(({ text, fallbackText, cardsV2 }) => ({
      text,
      fallbackText,
      isCard: cardsV2 !== undefined,
    }));
    expect(kinds).toEqual([
      { text: undefined, fallbackText: 'Order 1042 · late', isCard: true },
      { text: '*Order 1042*\nlate', fallbackText: undefined, isCard: false },
      { text: 'Order 1042 · late', fallbackText: undefined, isCard: true },
    ]);
  });

  test('takes what the builders of another script make', () => {
    const script = `function late() {
      const { card, section, decoratedText, link, escapeText, markdown, renderMessage, each } = builders();
      send('ops', 'See ' + link('https://example.com', 'the order') + ' of ' + escapeText('<users/all>'));
      send('ops', markdown('**late**').text);
      const template = card({ title: '{{count}} late', sections: [section([each('rows', decoratedText('{{.}}'))])] });
      send('ops', renderMessage(template, { count: 2, rows: ['a', 'b'] }, { now: 0, timeZone: 'Europe/Paris' }).message);
    }`;
    const made = world({ script });
    made.run('late');
    expect(posted(made).map(({ text, fallbackText }) => text ?? fallbackText)).toEqual([
      'See <https://example.com|the order> of ＜users/all＞',
      '*late*',
      '2 late · a · b',
    ]);
  });
});
