import fc from 'fast-check';
import { checkMessage } from '../../src/message/check';
import { readMessage } from '../../src/message/read';

describe('readMessage', () => {
  test("gives a copy in Google's names, which shares nothing with the original", () => {
    const original = { cards_v2: [{ card_id: 'a', card: { header: { title: 'T' } } }], fallback_text: 'x' };
    const { message, errors } = readMessage(original);
    expect(errors).toEqual([]);
    expect(message).toEqual({ cardsV2: [{ cardId: 'a', card: { header: { title: 'T' } } }], fallbackText: 'x' });
    original.cards_v2[0]!.card.header.title = 'changed';
    expect(JSON.stringify(message)).not.toContain('changed');
  });

  test('turns numbers, truth and enumerations into their usual form', () => {
    const widgets = [
      { textParagraph: { text: 'x', maxLines: '3', textSyntax: 2 } },
      { decoratedText: { text: 'x', wrapText: 'true' } },
    ];
    const { message } = readMessage({ markupSyntax: '1', cardsV2: [{ card: { sections: [{ widgets }] } }] });
    expect(message).toEqual({
      markupSyntax: 'MARKUP_SYNTAX_CHAT',
      cardsV2: [
        {
          card: {
            sections: [
              {
                widgets: [
                  { textParagraph: { text: 'x', maxLines: 3, textSyntax: 'MARKDOWN' } },
                  { decoratedText: { text: 'x', wrapText: true } },
                ],
              },
            ],
          },
        },
      ],
    });
  });

  test('leaves out undefined and null, and what Chat sets itself', () => {
    const { message, warnings } = readMessage({
      text: 'x',
      thread: undefined,
      cardsV2: null,
      name: 'spaces/A/messages/B',
      sender: {},
    });
    expect(message).toEqual({ text: 'x' });
    expect(warnings.map(({ path }) => path)).toEqual(['name', 'sender']);
  });

  test('keeps what has no effect or is out of date, with a warning', () => {
    const card = { header: { title: 'T' }, name: 'c', fixedFooter: { primaryButton: { text: 'x' } } };
    const original = { cardsV2: [{ card }], cards: [{ header: {} }] };
    const { message, errors, warnings } = readMessage(original);
    expect(message).toEqual(original);
    expect(errors).toEqual([]);
    expect(warnings.map(({ path }) => path)).toEqual(['cardsV2[0].card.name', 'cardsV2[0].card.fixedFooter', 'cards']);
  });

  test('replaces half a character', () => {
    expect(readMessage({ text: 'a\ud83d' }).message).toEqual({ text: 'a\ufffd' });
  });

  test("names an unknown field with Google's own path, and the nearest field", () => {
    const { errors } = readMessage({ cardsV2: [{ card: { header: { title: 'T', imageStyle: 'AVATAR' } } }] });
    expect(errors).toEqual([
      {
        path: 'cardsV2[0].card.header.imageStyle',
        problem: 'is not a field Chat knows',
        expected: '"imageType" (of title, subtitle, imageUrl, imageType or imageAltText)',
        received: 'Unknown name "imageStyle" at \'message.cards_v2[0].card.header\'',
      },
    ]);
  });

  test('names what holds itself', () => {
    const response: Record<string, unknown> = {};
    response['inner'] = [response];
    const { errors } = readMessage({ text: 'x', actionResponse: response });
    expect(errors.map(({ path, problem }) => [path, problem])).toEqual([['actionResponse.inner[0]', 'holds itself']]);
  });

  test('names a field given in both spellings', () => {
    expect(readMessage({ cardsV2: [], cards_v2: [] }).errors.map(({ problem }) => problem)).toEqual(['is given twice']);
  });

  test('writes a path to a field of a strange name so that it can be found', () => {
    expect(readMessage({ thread: { 'a b': 1 } }).errors[0]?.path).toBe('thread["a b"]');
  });
});

/** What nobody should hand over, and somebody will. */
const garbage: readonly [name: string, make: () => unknown][] = [
  ['undefined', () => undefined],
  ['a symbol', () => Symbol('x')],
  ['a function', () => () => 'x'],
  ['a big integer inside', () => ({ text: 10n })],
  ['a cycle', () => { const m: Record<string, unknown> = { text: 'x' }; m['cardsV2'] = [m]; m['sender'] = m; m['actionResponse'] = m; return m; }],
  ['a list in itself', () => { const list: unknown[] = []; list.push(list); return { cardsV2: list, cards: list }; }],
  ['a property that throws', () => ({ get text(): string { throw new Error('no'); } })],
  ['a list whose entry throws', () => ({ cardsV2: Object.defineProperty([1], 0, { get() { throw new Error('no'); } }) })],
  ['a proxy that throws at everything', () => new Proxy({}, { ownKeys() { throw new Error('no'); }, get() { throw new Error('no'); }, getPrototypeOf() { throw new Error('no'); } })],
  ['a proxy inside', () => ({ text: 'x', cardsV2: new Proxy([], { get() { throw new Error('no'); } }) })],
  ['toJSON', () => ({ text: 'x', toJSON: () => ({ text: 'y' }) })],
  ['a date inside', () => ({ text: new Date() })],
  ['a typed text', () => ({ text: new String('x') })],
  ['no prototype', () => Object.assign(Object.create(null) as object, { text: 'x' })],
  ['an inherited text', () => Object.create({ text: 'x' }) as unknown],
  ['__proto__ as a field', () => JSON.parse('{"__proto__":{"text":"x"},"constructor":1}') as unknown],
  ['a list of a billion nothings', () => ({ cardsV2: new Array(1e9) })],
  ['a hundred thousand cards', () => ({ cardsV2: Array.from({ length: 100_000 }, () => ({ foo: 1 })) })],
  ['millions of values', () => { const widgets = new Array(10_000).fill({ foo: 1 }); return { cardsV2: new Array(10_000).fill({ card: { sections: new Array(100).fill({ widgets }) } }) }; }],
  ['lists ten thousand deep', () => { let m: unknown = 1; for (let i = 0; i < 10_000; i++) m = [m]; return { cards: m, text: 'x' }; }],
  ['a text of ten million characters', () => ({ text: 'x'.repeat(1e7) })],
  ['a field of a million characters', () => ({ ['x'.repeat(1e6)]: 1 })],
]; // prettier-ignore

describe('checkMessage', () => {
  test.each(garbage)('says something of %s, and does not throw', (_, make) => {
    const message = make();
    const { errors, warnings } = checkMessage(message);
    expect(errors.length + warnings.length).toBeLessThanOrEqual(202);
    for (const issue of [...errors, ...warnings]) expect(JSON.stringify(issue).length).toBeLessThan(2_500);
  });

  test('takes an object without a prototype for what it is', () => {
    expect(checkMessage(Object.assign(Object.create(null) as object, { text: 'x' })).errors).toEqual([]);
  });

  test('never throws, and never changes what it looks at', () => {
    fc.assert(
      fc.property(
        fc.anything({
          withBigInt: true,
          withDate: true,
          withMap: true,
          withNullPrototype: true,
          withSparseArray: true,
          maxDepth: 5,
        }),
        (value) => {
          const message = { text: value, cardsV2: [{ card: value }, value], thread: value };
          const before = fc.stringify(message);
          checkMessage(message);
          checkMessage(value);
          expect(fc.stringify(message)).toBe(before);
        },
      ),
      { numRuns: 1_000 },
    );
  });

  test('tells at most a hundred issues, and that there are more', () => {
    const widgets = Array.from({ length: 150 }, () => ({ foo: 1 }));
    const { errors } = checkMessage({ cardsV2: [{ card: { sections: [{ widgets }] } }] });
    expect(errors).toHaveLength(101);
    expect(errors[100]).toEqual({
      path: '',
      problem: 'has too many issues to list',
      expected: 'fewer',
      received: 'more than 100',
    });
  });

  test('never repeats what could be a secret', () => {
    const url = 'https://chat.googleapis.com/v1/spaces/A/messages?key=EXAMPLE_KEY&token=EXAMPLE_TOKEN';
    const click = { openLink: { url: `x${url}` } };
    const card = {
      header: { title: 'T', imageUrl: url.replace('https', 'http') },
      sections: [{ widgets: [{ buttonList: { buttons: [{ text: 'x', onClick: click }] } }] }],
    };
    const told = JSON.stringify(
      checkMessage({
        text: `go to ${url}`,
        [url]: 1,
        cardsV2: [
          { cardId: url, card },
          { cardId: url, card },
        ],
        markupSyntax: url,
        thread: { name: url },
      }),
    );
    expect(told).not.toContain('EXAMPLE_TOKEN');
    expect(told).not.toContain('EXAMPLE_KEY');
  });
});
