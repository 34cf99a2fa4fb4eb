import fc from 'fast-check';
import { InvalidMessageError } from '../../src/errors';
import {
  button,
  buttonList,
  card,
  column,
  columns,
  decoratedText,
  section,
  textParagraph,
} from '../../src/message/builders';
import { checkMessage } from '../../src/message/check';
import { prepareMessages } from '../../src/message/prepare';
import { messageBytes } from '../../src/message/size';
import type { Message } from '../../src/message/types';
import { badMessages } from './fixtures/bad';
import { goodMessages } from './fixtures/good';

const rows = (count: number, bytes = 10) =>
  Array.from({ length: count }, (_, index) => decoratedText('x'.repeat(bytes), { topLabel: `Row ${index}` }));

/** Every label of the decorated texts of several messages, in order. */
const labels = (messages: readonly Message[]): (string | undefined)[] =>
  messages
    .flatMap(({ cardsV2 = [] }) => cardsV2)
    .flatMap((entry) => entry.card?.sections ?? [])
    .flatMap(({ widgets }) => widgets)
    .flatMap(({ decoratedText: line }) => (line?.topLabel === undefined ? [] : [line.topLabel]));

const titles = (messages: readonly Message[]): (string | undefined)[] =>
  messages.flatMap(({ cardsV2 = [] }) => cardsV2.map((entry) => entry.card?.header?.title));

describe('prepareMessages', () => {
  test('makes a message of a text', () => {
    expect(prepareMessages('Disk is full')).toEqual({ messages: [{ text: 'Disk is full' }], warnings: [] });
  });

  test.each(goodMessages)('takes $name, and makes nothing of it that Chat would not take', ({ message }) => {
    const before = structuredClone(message);
    for (const whenTooLong of ['refuse', 'cut', 'split'] as const) {
      for (const notificationText of ['card', 'text', 'text+card'] as const) {
        const { messages } = prepareMessages(message, { whenTooLong, notificationText });
        expect(messages.flatMap((part) => checkMessage(part).errors)).toEqual([]);
      }
    }
    expect(message).toEqual(before);
  });

  test.each(badMessages.filter(({ message }) => typeof message !== 'string'))(
    'throws every issue of $name',
    ({ message }) => {
      const { errors } = checkMessage(message);
      const refused = catchIt(() => prepareMessages(message as Message));
      expect(refused).toBeInstanceOf(InvalidMessageError);
      expect((refused as InvalidMessageError).issues).toEqual(errors);
    },
  );

  test('gives back the warnings of the check', () => {
    expect(prepareMessages('**late**').warnings.map(({ path }) => path)).toEqual(['text']);
  });

  test('refuses an unsendable message even when it may be cut', () => {
    const broken = { text: 'x'.repeat(40_000), body: 1 } as unknown as Message;
    expect(() => prepareMessages(broken, { whenTooLong: 'cut' })).toThrow(/Unknown name "body"/);
  });
});

describe('prepareMessages with notificationText', () => {
  const late = card({
    title: 'Order 1042 is late',
    subtitle: 'Ada & Sons',
    sections: [
      section([decoratedText('Monday', { topLabel: 'Due' }), buttonList([button('Open', 'https://example.com')])]),
    ],
  });
  const only = (options: Parameters<typeof prepareMessages>[1]): Message | undefined =>
    prepareMessages(late, options).messages[0];

  test('card adds fallbackText and leaves the rest, which is also what happens when nothing is said', () => {
    const expected = { ...late, fallbackText: 'Order 1042 is late · Ada & Sons · Due: Monday' };
    expect(only({ notificationText: 'card' })).toEqual(expected);
    expect(only({})).toEqual(expected);
  });

  test('text+card adds a text', () => {
    expect(only({ notificationText: 'text+card' })).toEqual({
      ...late,
      text: 'Order 1042 is late · Ada & Sons · Due: Monday',
    });
  });

  test('text+card takes the fallbackText that the caller wrote', () => {
    const message = { ...late, fallbackText: 'Late: 1042' };
    expect(prepareMessages(message, { notificationText: 'text+card' }).messages[0]).toEqual({
      ...message,
      text: 'Late: 1042',
    });
  });

  test('text sends the card as text, with its links and its thread', () => {
    const { messages } = prepareMessages({ ...late, thread: { threadKey: 'a' } }, { notificationText: 'text' });
    expect(messages).toEqual([
      {
        text: '*Order 1042 is late*\nAda & Sons\nDue: Monday\n<https://example.com|Open>',
        thread: { threadKey: 'a' },
      },
    ]);
  });

  test('a message with a text of its own stays as it is, in every mode', () => {
    const message = { ...late, text: 'Late!' };
    for (const notificationText of ['card', 'text', 'text+card'] as const) {
      expect(prepareMessages(message, { notificationText }).messages).toEqual([message]);
    }
  });

  test('a card for whose fallbackText there is no room goes without', () => {
    const full = card({ title: 'T', sections: [section([textParagraph('x'.repeat(31_850))])] });
    expect(prepareMessages(full).messages[0]?.fallbackText).toBeUndefined();
  });
});

describe('prepareMessages that may cut', () => {
  const cut = (message: string | Message, textLimit?: number): Message => {
    const { messages } = prepareMessages(message, {
      whenTooLong: 'cut',
      ...(textLimit !== undefined && { textLimit }),
    });
    expect(messages).toHaveLength(1);
    return messages[0] ?? {};
  };

  test('cuts a text at 4,096 characters, or where it is told to', () => {
    expect(cut('word '.repeat(2_000)).text?.length).toBeLessThanOrEqual(4_096);
    expect(cut('word '.repeat(2_000), 500).text?.length).toBeLessThanOrEqual(500);
    expect(cut('word '.repeat(10_000), 32_000).text?.length).toBeGreaterThan(30_000);
  });

  test('leaves a text of 4,096 characters alone, and one of 4,097 when cutting is not asked for', () => {
    expect(cut('x'.repeat(4_096)).text).toHaveLength(4_096);
    expect(prepareMessages('x'.repeat(4_097)).messages[0]?.text).toHaveLength(4_097);
  });

  test('cuts a card of 130 widgets to 100, the last of which says what is missing', () => {
    const message = cut(card({ title: 'T', sections: [section(rows(70)), section(rows(60))] }));
    const widgets = message.cardsV2?.[0]?.card?.sections?.flatMap((entry) => entry.widgets) ?? [];
    expect(widgets).toHaveLength(71);
    expect(widgets[70]).toEqual({ textParagraph: { text: '<i>… (60 more widgets left out)</i>' } });
  });

  test('makes room for the note in a card of exactly the widgets that fit', () => {
    const message = cut(card({ title: 'T', sections: [section(rows(150))] }));
    const widgets = message.cardsV2?.[0]?.card?.sections?.flatMap((entry) => entry.widgets) ?? [];
    expect(widgets).toHaveLength(100);
    expect(widgets[99]).toEqual({ textParagraph: { text: '<i>… (51 more widgets left out)</i>' } });
  });

  test('cuts a paragraph that fills a message alone', () => {
    const message = cut(card({ title: 'T', sections: [section([textParagraph(`<b>${'long '.repeat(9_000)}</b>`)])] }));
    expect(messageBytes(message)).toBeLessThanOrEqual(32_000);
    expect(JSON.stringify(message)).toMatch(/long<\/b>.*left out/);
  });
});

describe('prepareMessages that may split', () => {
  const split = (message: string | Message, textLimit?: number): Message[] =>
    prepareMessages(message, { whenTooLong: 'split', ...(textLimit !== undefined && { textLimit }) }).messages;

  test('leaves one that fits unnumbered', () => {
    expect(split('short')).toEqual([{ text: 'short' }]);
  });

  test('numbers the parts of a text', () => {
    const parts = split('word '.repeat(200), 500);
    expect(parts.map(({ text }) => text?.split('\n').pop())).toEqual(['(1/3)', '(2/3)', '(3/3)']);
    expect(parts.every(({ text = '' }) => text.length <= 500)).toBe(true);
  });

  test('keeps thread and syntax in every part', () => {
    const parts = split(
      { text: 'word '.repeat(200), thread: { threadKey: 'a' }, markupSyntax: 'MARKUP_SYNTAX_CHAT' },
      500,
    );
    expect(parts.every((part) => part.thread?.threadKey === 'a' && part.markupSyntax === 'MARKUP_SYNTAX_CHAT')).toBe(
      true,
    );
  });

  test('loses no widget of a card that is too large, and numbers the titles', () => {
    const parts = split(card({ title: 'Rows', sections: [section('A', rows(150, 300)), section('B', rows(120))] }));
    expect(labels(parts)).toEqual([...rows(150), ...rows(120)].map((row) => row.decoratedText.topLabel));
    expect(titles(parts)).toEqual(parts.map((_, index) => `Rows (${index + 1}/${parts.length})`));
  });

  test('gives each part of a card a fallbackText of its own', () => {
    const parts = split(card({ title: 'Rows', sections: [section(rows(150))] }));
    expect(parts.map(({ fallbackText }) => fallbackText?.slice(0, 24))).toEqual([
      'Rows (1/2) · Row 0: xxxx',
      'Rows (2/2) · Row 100: xx',
    ]);
  });

  test('sends the text first, and the card with its last part', () => {
    const parts = split({ ...card({ title: 'T', sections: [section(rows(2))] }), text: 'word '.repeat(200) }, 500);
    expect(parts.map((part) => [part.text !== undefined, part.cardsV2 !== undefined])).toEqual([
      [true, false],
      [true, false],
      [true, true],
    ]);
  });

  test('splits a paragraph that fills a message alone', () => {
    const parts = split(card({ title: 'T', sections: [section([textParagraph(`<i>${'long '.repeat(9_000)}</i>`)])] }));
    expect(parts.length).toBe(2);
    expect(JSON.stringify(parts.map(({ cardsV2 }) => cardsV2)).match(/long/g)).toHaveLength(9_000);
  });

  test('refuses what cannot be divided, and says what it is', () => {
    const wide = columns(column(Array.from({ length: 120 }, () => textParagraph('x'))));
    expect(() => split(card({ title: 'T', sections: [section([wide])] }))).toThrow(/at most 100 widgets/);
  });

  test('gives only messages that Chat takes, whatever goes in', () => {
    const anySection = fc
      .array(fc.tuple(fc.nat(4_000), fc.constantFrom('x', '🚀', '"', '<b>&amp;</b> ')), { minLength: 1, maxLength: 60 })
      .map((all) => section(all.map(([length, unit]) => textParagraph(unit.repeat(1 + length / unit.length)))));
    fc.assert(
      fc.property(
        fc.array(anySection, { minLength: 1, maxLength: 4 }),
        fc.constantFrom('cut', 'split'),
        fc.nat(9_000),
        (sections, whenTooLong, length) => {
          const message = {
            ...card({ title: 'T', sections }),
            ...(length > 1_000 && { text: 'wörd '.repeat(length / 5) }),
          };
          const { messages } = prepareMessages(message, { whenTooLong });
          expect(messages.flatMap((part) => checkMessage(part).errors)).toEqual([]);
          expect(messages.every((part) => messageBytes(part) <= 32_000)).toBe(true);
        },
      ),
      { numRuns: 60 },
    );
  });
});

function catchIt(run: () => unknown): unknown {
  try {
    run();
  } catch (error) {
    return error;
  }
  return undefined;
}
