import fc from 'fast-check';
import { characterStart, truncateUtf8, utf8Length } from '../../src/message/bytes';

const text = fc.string({ unit: 'binary', maxLength: 30 });

describe('utf8Length', () => {
  test('counts as UTF-8 does, half a surrogate pair as the replacement character', () => {
    fc.assert(
      fc.property(fc.oneof(text, fc.string({ unit: 'grapheme' })), (value) => {
        expect(utf8Length(value)).toBe(Buffer.byteLength(value, 'utf8'));
      }),
    );
    expect(utf8Length('a\ud800b\udc00')).toBe(Buffer.byteLength('a\ufffdb\ufffd'));
  });
});

describe('truncateUtf8', () => {
  test('gives the longest beginning of whole characters', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 20 }), fc.nat(60), (value, maxBytes) => {
        const cut = truncateUtf8(value, maxBytes);
        expect(value.startsWith(cut)).toBe(true);
        expect(Buffer.byteLength(cut)).toBeLessThanOrEqual(maxBytes);
        expect(Buffer.from(cut).toString()).toBe(cut);
        expect(cut === value).toBe(Buffer.byteLength(value) <= maxBytes);
      }),
    );
  });

  test.each([
    ['👩‍👩‍👧‍👦x', 24, ''],
    ['👩‍👩‍👧‍👦x', 25, '👩‍👩‍👧‍👦'],
    ['🇫🇷🇩🇪', 12, '🇫🇷'],
    ['👍🏽', 4, ''],
    ['e\u0301e\u0301', 5, 'e\u0301'],
    ['❤️', 3, ''],
    ['äöü', 3, 'ä'],
    ['abc', 0, ''],
    ['abc', 3, 'abc'],
  ])('cuts %s at %i bytes to "%s"', (value, maxBytes, expected) => {
    expect(truncateUtf8(value, maxBytes)).toBe(expected);
  });
});

describe('characterStart', () => {
  test('is the position itself between two characters, and at both ends', () => {
    expect([0, 1, 2, 3, 9].map((at) => characterStart('a🚀', at))).toEqual([0, 1, 1, 3, 3]);
  });

  test('cuts between the parts of what is joined for too long to be a character', () => {
    const at = characterStart(`e${'\u0301'.repeat(1_000)}`, 500);
    expect(at).toBe(500);
    expect(characterStart('🚀\u200d'.repeat(100), 200) % 3).not.toBe(1);
  });
});
