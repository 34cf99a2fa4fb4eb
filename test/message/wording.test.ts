import { count, countOf, either, kindOfObject, quote, show } from '../../src/message/wording';

test('count sets thousands apart', () => {
  expect([0, 999, 1_000, 32_000, 1_234_567].map(count)).toEqual(['0', '999', '1,000', '32,000', '1,234,567']);
});

test('countOf names one and many', () => {
  expect([countOf(1, 'byte'), countOf(2, 'byte'), countOf(0, 'byte')]).toEqual(['1 byte', '2 bytes', '0 bytes']);
});

describe('show', () => {
  test.each([
    [undefined, 'nothing'],
    [null, 'null'],
    ['', 'an empty text'],
    ['a', '"a"'],
    [5, 'the number 5'],
    [NaN, 'the number NaN'],
    [true, 'the boolean true'],
    [10n, 'the bigint 10'],
    [[], 'a list'],
    [{}, 'an object'],
    [new Date(0), 'a Date'],
    [new Map(), 'a Map'],
    [new Error('x'), 'an error'],
    [Symbol('x'), 'a symbol'],
    [() => 1, 'a function'],
  ])('says %p as %s', (value, expected) => {
    expect(show(value)).toBe(expected);
  });
});

describe('quote', () => {
  test('cuts a long text between characters, on one line', () => {
    expect(quote(`a\nb ${'🚀'.repeat(100)}`)).toBe(`"a b ${'🚀'.repeat(14)}…"`);
  });

  test('leaves out the query of an address, where keys and tokens are', () => {
    const url = 'https://chat.googleapis.com/v1/spaces/A/messages?key=EXAMPLE_KEY&token=EXAMPLE_TOKEN';
    expect(quote(`See ${url} now`)).toBe('"See https://chat.googleapis.com/v1/spaces/A/messages?… now"');
    expect(quote('https://example.com#token=EXAMPLE_TOKEN')).toBe('"https://example.com?…"');
  });

  test.each([
    ['a piece of a link', 'messages?key=EXAMPLE_KEY&token=EXAMPLE_TOKEN', '"messages?key=***&token=***"'],
    ['a link inside a path', 'https://a.example/go/%3Ftoken%3DEXAMPLE_TOKEN', '"https://a.example/go/%3Ftoken%3D***"'],
    ['a key alone', `AIza${'EXAMPLE_KEY'}`, '"***"'],
  ])('leaves out the secrets of %s', (_, text, expected) => {
    expect(quote(text)).toBe(expected);
  });
});

test('either lists names, and counts the rest of many', () => {
  expect(either([])).toBe('');
  expect(either(['a'])).toBe('a');
  expect(either(['a', 'b', 'c'])).toBe('a, b or c');
  expect(either('abcdefghijklmnop'.split(''))).toBe('a, b, c, d, e, f, g, h, i, j or one of 6 more');
});

test('kindOfObject survives an object that does not want to be asked', () => {
  const hostile = { get [Symbol.toStringTag]() { throw new Error('no'); } }; // prettier-ignore
  expect(kindOfObject(hostile)).toBe('strange object');
});
