import { checkMessage } from '../../src/message/check';

const errors = (message: unknown): string[] =>
  checkMessage(message).errors.map(({ path, problem }) => `${path} ${problem}`);

describe('applyRules', () => {
  test.each(['spaces/AAA/threads/BBB', 'spaces/AAQA_x-1/threads/b.C'])('takes %s for a thread', (name) => {
    expect(errors({ text: 'x', thread: { name } })).toEqual([]);
  });

  test.each(['threads/BBB', 'spaces/AAA/messages/BBB', 'spaces/AAA/threads/', 'spaces/A A/threads/B', 'BBB'])(
    'takes %s for none',
    (name) => {
      expect(errors({ text: 'x', thread: { name } })).toEqual(['thread.name is not the name of a thread']);
    },
  );

  test('takes a thread key of 4,000 characters, and no thread at all for empty names', () => {
    expect(errors({ text: 'x', thread: { threadKey: 'k'.repeat(4_000) } })).toEqual([]);
    expect(errors({ text: 'x', thread: { name: '', threadKey: '' } })).toEqual([]);
  });

  test('names both of two errors in one card, and every card', () => {
    const card = { header: { subtitle: 'x' }, sections: [{ widgets: [] }] };
    expect(
      errors({
        cardsV2: [
          { cardId: 'a', card },
          { cardId: 'b', card },
        ],
      }),
    ).toEqual([
      'cardsV2[0].card.header.title is missing: Chat would show a blank header',
      'cardsV2[0].card.sections[0].widgets is empty',
      'cardsV2[1].card.header.title is missing: Chat would show a blank header',
      'cardsV2[1].card.sections[0].widgets is empty',
    ]);
  });

  test('takes cards of the first version, which Chat still shows, with a warning', () => {
    const { errors: none, warnings } = checkMessage({ text: 'x', cards: [{ header: { title: 'T' } }] });
    expect(none).toEqual([]);
    expect(warnings.map(({ path, problem }) => [path, problem])).toEqual([['cards', 'is out of date']]);
    expect(errors({ cards: [{ header: { title: 'T' } }] })).toEqual([]);
  });
});
