import { intlZoneOffset } from '../../src/message/dates';
import { Filler, sectionOf } from '../../src/message/template-fill';

const filler = () => new Filler({ now: 0, timeZone: 'UTC', locale: 'en', zoneOffset: intlZoneOffset });

describe('sectionOf', () => {
  test.each([
    [{ '{{#Rows}}': 1 }, { isInverted: false, name: 'Rows', content: 1 }],
    [{ '{{ ^ Due date }}': [] }, { isInverted: true, name: 'Due date', content: [] }],
    [{ '{{#Rows}}': 1, text: 'x' }, undefined],
    [{ text: '{{#Rows}}' }, undefined],
    [['{{#Rows}}'], undefined],
    ['{{#Rows}}', undefined],
    [null, undefined],
  ])('reads %j', (node, expected) => {
    expect(sectionOf(node)).toEqual(expected);
  });
});

describe('Filler', () => {
  test('gives an empty message for a template that comes out empty', () => {
    expect(filler().message({ text: '{{a}}' }, { a: '' })).toEqual({});
    expect(filler().message('{{a}}', { a: '' })).toEqual({});
  });

  test.each([
    ['a list', [1], ['x']],
    ['an empty list', [], []],
    ['a text', 'x', ['x']],
    ['an empty text', '', []],
    ['true', true, ['x']],
    ['false', false, []],
    ['zero', 0, []],
    ['an object', { b: 1 }, ['x']],
    ['nothing', null, []],
  ])('counts %s as a section does', (_, a, expected) => {
    const { cardsV2 = [] } = filler().message({ cardsV2: [{ '{{#a}}': { cardId: 'x' } }] }, { a }) as {
      cardsV2?: { cardId: string }[];
    };
    expect(cardsV2.map(({ cardId }) => cardId)).toEqual(expected);
  });

  test('agrees with sections inside a text on what is nothing', () => {
    for (const a of [[1], [], 'x', '', true, false, 0, { b: 1 }, null]) {
      const { text } = filler().message({ text: '{{#a}}x{{/a}}{{^a}}y{{/a}}' }, { a }) as { text: string };
      const { cardsV2 } = filler().message(
        { cardsV2: [{ '{{#a}}': { cardId: 'x' } }, { '{{^a}}': { cardId: 'y' } }] },
        { a },
      ) as { cardsV2: { cardId: string }[] };
      expect([a, cardsV2[0]?.cardId]).toEqual([a, text]);
    }
  });

  test('takes a field called __proto__ for no field', () => {
    const template = JSON.parse('{"text":"x","__proto__":{"polluted":"{{a}}"}}') as unknown;
    const message = filler().message(template, { a: 1 });
    expect(message).toEqual({ text: 'x' });
    expect((message as { polluted?: unknown }).polluted).toBeUndefined();
  });
});
