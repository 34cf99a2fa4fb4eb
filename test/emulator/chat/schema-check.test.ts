import { MESSAGE } from '../../../emulator/chat/schema';
import { checkSchema, normalise } from '../../../emulator/chat/schema-check';
import { cardOf } from './helpers';

const check = (value: object, strict = true) => checkSchema(value, MESSAGE, 'message', { strict });
const sentences = (value: object) => check(value).violations.map(({ description }) => description);

describe('checkSchema', () => {
  // The first three are recorded on Chat itself, the others on Google APIs behind the same front end.
  test.each([
    [
      'an unknown field',
      { body: 'x' },
      'message',
      `Invalid JSON payload received. Unknown name "body" at 'message': Cannot find field.`,
    ],
    [
      'an unknown field of a card',
      { cardsV2: [{ card: { footer: {} } }] },
      'message.cards_v2[0].card',
      `Invalid JSON payload received. Unknown name "footer" at 'message.cards_v2[0].card': Cannot find field.`,
    ],
    [
      'a field of cards v1 in a card of v2',
      { cards_v2: [{ card: { header: { imageStyle: 'IMAGE' } } }] },
      'message.cards_v2[0].card.header',
      `Invalid JSON payload received. Unknown name "imageStyle" at 'message.cards_v2[0].card.header': Cannot find field.`,
    ],
    ['a number for a text', { text: 1 }, 'message.text', `Invalid value at 'message.text' (TYPE_STRING), 1`],
    [
      'a text for a number',
      cardOf({ textParagraph: { text: 'x', maxLines: 'many' } }),
      'message.cards_v2[0].card.sections[0].widgets[0].text_paragraph.max_lines',
      `Invalid value at 'message.cards_v2[0].card.sections[0].widgets[0].text_paragraph.max_lines' (TYPE_INT32), "many"`,
    ],
    [
      'a fraction for a whole number',
      cardOf({ textParagraph: { text: 'x', maxLines: 1.5 } }),
      'message.cards_v2[0].card.sections[0].widgets[0].text_paragraph.max_lines',
      `Invalid value at 'message.cards_v2[0].card.sections[0].widgets[0].text_paragraph.max_lines' (TYPE_INT32), 1.5`,
    ],
    [
      'a number for a boolean',
      { cardsV2: [{ card: { sections: [{ collapsible: 1 }] } }] },
      'message.cards_v2[0].card.sections[0].collapsible',
      `Invalid value at 'message.cards_v2[0].card.sections[0].collapsible' (TYPE_BOOL), 1`,
    ],
    [
      'an unknown enum value',
      { markupSyntax: 'HTML' },
      'message.markup_syntax',
      `Invalid value at 'message.markup_syntax' (type.googleapis.com/google.chat.v1.MarkupSyntax), "HTML"`,
    ],
    [
      'an object for a text',
      { text: {} },
      'message.text',
      `Invalid value at 'message' (text), Starting an object on a scalar field`,
    ],
    [
      'a list for a text',
      { text: ['x'] },
      'message',
      `Invalid JSON payload received. Unknown name "text" at 'message': Proto field is not repeating, cannot start list.`,
    ],
    [
      'a text for an object',
      { thread: 'x' },
      'message.thread',
      `Invalid value at 'message.thread' (type.googleapis.com/google.chat.v1.Thread), "x"`,
    ],
    [
      'two members of a oneof',
      cardOf({ textParagraph: { text: 'x' }, image: { imageUrl: 'https://example.com/a.png' } }),
      'message.cards_v2[0].card.sections[0].widgets[0]',
      `Invalid value at 'message.cards_v2[0].card.sections[0].widgets[0]' (oneof), oneof field 'data' is already set. Cannot set 'image'`,
    ],
    [
      'no list where the field is repeated',
      { cardsV2: { card: {} } },
      'message.cards_v2',
      `[emulator] Invalid value at 'message.cards_v2' (type.googleapis.com/google.chat.v1.CardWithId), expected a list`,
    ],
    [
      'a time without zone',
      { createTime: '2026-03-02T09:00:00' },
      'message.create_time',
      `Invalid value at 'message.create_time' (type.googleapis.com/google.protobuf.Timestamp), "2026-03-02T09:00:00"`,
    ],
  ])('names the place of %s', (_, value, field, description) => {
    expect(check(value).violations).toEqual([{ field, description }]);
  });

  test('complains of every fault in the order of the document', () => {
    expect(sentences({ one: 1, text: 2, two: { three: 3 } })).toEqual([
      `Invalid JSON payload received. Unknown name "one" at 'message': Cannot find field.`,
      `Invalid value at 'message.text' (TYPE_STRING), 2`,
      `Invalid JSON payload received. Unknown name "two" at 'message': Cannot find field.`,
    ]);
  });

  test.each([
    ['both spellings of a name', { cards_v2: [], fallback_text: 'x', fallbackText: 'y' }],
    ['an enum by number', { markupSyntax: 2 }],
    ['an enum by number as text', { markupSyntax: '2' }],
    ['the unspecified enum value', { markupSyntax: 'MARKUP_SYNTAX_UNSPECIFIED' }],
    ['a number as text', cardOf({ textParagraph: { text: 'x', maxLines: '3' } })],
    ['a boolean as text', { cardsV2: [{ card: { sections: [{ collapsible: 'true' }] } }] }],
    ['null anywhere', { text: null, thread: null, cardsV2: null, markupSyntax: null }],
    ['null beside a member of a oneof', cardOf({ textParagraph: { text: 'x' }, image: null })],
    ['fields for other products', cardOf({ textParagraph: { text: 'x' }, visibility: 'VISIBLE', eventActions: [] })],
    ['output-only fields', { sender: { name: 'users/1' }, createTime: '2026-03-02T09:00:00.5Z' }],
    [
      'a colour with alpha',
      cardOf({ buttonList: { buttons: [{ text: 'x', color: { red: 1, green: '0.5', alpha: 1 } }] } }),
    ],
  ])('takes %s', (_, value) => {
    expect(sentences(value)).toEqual([]);
  });

  test('still refuses unknown names when nothing else is strict', () => {
    expect(check({ text: 1, thread: { x: 1 }, markupSyntax: 'NO' }, false).violations).toEqual([
      {
        field: 'message.thread',
        description: `Invalid JSON payload received. Unknown name "x" at 'message.thread': Cannot find field.`,
      },
    ]);
  });
});

describe('normalise', () => {
  test('writes names in camelCase and enums by name, and leaves nulls out', () => {
    const value = { cards_v2: [{ card_id: 'a', card: { section_divider_style: 2, name: null } }], markup_syntax: '1' };
    expect(check(value).isNormal).toBe(false);
    expect(normalise(value, MESSAGE)).toEqual({
      cardsV2: [{ cardId: 'a', card: { sectionDividerStyle: 'NO_DIVIDER' } }],
      markupSyntax: 'MARKUP_SYNTAX_CHAT',
    });
  });
});
