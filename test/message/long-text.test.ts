import fc from 'fast-check';
import { cutText, fits, jsonBytes, splitText } from '../../src/message/long-text';
import { spansOf } from './chat-markup';

const room = (characters: number, bytes = Infinity) => ({ characters, bytes });

const words = fc.array(
  fc.constantFrom('word', 'longer-word', 'a', '\n', '\n\n', '. ', ' ', '🚀', '👩‍👩‍👧‍👦', 'é', '"', '\u0001'),
  { minLength: 1, maxLength: 120 },
).map((parts) => parts.join(' ')); // prettier-ignore

/** Texts with markup that must not be cut in two. */
const marked = fc
  .array(
    fc.constantFrom(
      'plain words here',
      '*bold words here*',
      '_italic_',
      '<https://example.com/a/long/address|a label of some words>',
      '<users/123456789>',
      '`some code`',
      '\n```\nlines of\n\ncode here\n```\n',
      'https://example.com/another/address',
      '\n* a line of a list',
    ),
    { minLength: 3, maxLength: 40 },
  )
  .map((parts) => parts.join(' '));

describe('splitText', () => {
  test('leaves a text that fits as it is', () => {
    expect(splitText('a short text', room(4_096))).toEqual(['a short text']);
  });

  test('gives parts that fit, with room for a number, and loses nothing but space between them', () => {
    fc.assert(
      fc.property(words, fc.integer({ min: 100, max: 300 }), (text, limit) => {
        const parts = splitText(text, room(limit, limit * 2));
        expect(parts.every((part) => part !== '' && fits(`${part}\n(999/999)`, room(limit, limit * 2)))).toBe(true);
        expect(parts.join('').replace(/\s/g, '')).toBe(text.replace(/\s/g, ''));
        expect(parts.filter((part) => !Buffer.from(part).toString().startsWith(part))).toEqual([]);
      }),
    );
  });

  test('never cuts a link, a mention, a formatted word, code or an address', () => {
    fc.assert(
      fc.property(marked, fc.integer({ min: 160, max: 400 }), (text, limit) => {
        const whole = spansOf(text).filter(({ kind }) => kind !== 'block');
        const parts = splitText(text, room(limit));
        expect(parts.flatMap(spansOf).filter(({ kind }) => kind !== 'block')).toEqual(whole);
        expect(parts.join(' ').match(/https:\/\/example\.com\/another\/address/g)).toEqual(
          text.match(/https:\/\/example\.com\/another\/address/g),
        );
      }),
      { numRuns: 500 },
    );
  });

  test('never cuts inside a code block that fits', () => {
    const text = `${'word '.repeat(30)}\n\`\`\`\n${'code\n'.repeat(10)}\`\`\`\n${'word '.repeat(30)}`;
    const parts = splitText(text, room(230));
    expect(parts.flatMap(spansOf)).toEqual([{ kind: 'block', content: 'code\n'.repeat(10).trimEnd() }]);
  });

  test('closes a longer code block at the end of a line, and opens it again', () => {
    const lines = Array.from({ length: 60 }, (_, index) => `line ${index}`);
    const parts = splitText(`Log:\n\`\`\`\n${lines.join('\n')}\n\`\`\``, room(200));
    expect(parts.length).toBeGreaterThan(3);
    const blocks = parts.flatMap(spansOf);
    expect(blocks.every(({ kind }) => kind === 'block')).toBe(true);
    expect(
      blocks
        .map(({ content }) => content)
        .join('\n')
        .split('\n'),
    ).toEqual(lines);
  });

  test('cuts a code block of one endless line between characters', () => {
    const parts = splitText(`\`\`\`\n${'🚀'.repeat(300)}\n\`\`\``, room(200));
    expect(
      parts
        .flatMap(spansOf)
        .map(({ content }) => content)
        .join(''),
    ).toBe('🚀'.repeat(300));
  });

  test('stops at a paragraph, then a line, then a sentence, then a word', () => {
    const body = 'x'.repeat(70);
    expect(splitText(`${body} a.\n\nNext one\nmore ${'y'.repeat(60)}`, room(160))[0]).toBe(`${body} a.`);
    expect(splitText(`${body} a\nNext. One more ${'y'.repeat(60)}`, room(160))[0]).toBe(`${body} a`);
    expect(splitText(`${body} a. Next one more ${'y'.repeat(60)}`, room(160))[0]).toBe(`${body} a.`);
    expect(splitText(`${body} a next one ${'y'.repeat(60)}`, room(150))[0]).toBe(`${body} a next one`);
  });

  test('keeps the indentation of the next part', () => {
    const parts = splitText(`* ${'a'.repeat(90)}\n    * ${'b'.repeat(90)}`, room(170));
    expect(parts[1]).toBe(`    * ${'b'.repeat(90)}`);
  });

  test('cuts a word that is longer than a part between characters', () => {
    const parts = splitText('👩‍👩‍👧‍👦'.repeat(50), room(200));
    expect(parts.every((part) => part.replace(/👩‍👩‍👧‍👦/gu, '') === '')).toBe(true);
    expect(parts.join('')).toBe('👩‍👩‍👧‍👦'.repeat(50));
  });

  test('ends on texts made to be endless', () => {
    for (const text of [
      '```'.repeat(500),
      '*'.repeat(2_000),
      '<'.repeat(2_000),
      '\u0301'.repeat(2_000),
      '\n'.repeat(2_000),
    ]) {
      const parts = splitText(text, room(120));
      expect(parts.length).toBeLessThan(400);
    }
  });
});

describe('cutText', () => {
  test('leaves a text that fits as it is', () => {
    expect(cutText('x'.repeat(4_096), room(4_096))).toBe('x'.repeat(4_096));
  });

  test('says how much it left out, and fits with that', () => {
    const cut = cutText('word '.repeat(1_000), room(500));
    expect(cut.length).toBeLessThanOrEqual(500);
    expect(cut).toMatch(/word\n… \(4,5\d\d more characters left out\)$/);
  });

  test('fits whatever the text', () => {
    fc.assert(
      fc.property(words, fc.integer({ min: 100, max: 300 }), (text, limit) => {
        expect(fits(cutText(text, room(limit, limit)), room(limit, limit))).toBe(true);
      }),
    );
  });
});

test('jsonBytes counts escapes', () => {
  expect(jsonBytes('a"\n\u0001é🚀')).toBe(1 + 2 + 2 + 6 + 2 + 4);
});
