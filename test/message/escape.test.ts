import fc from 'fast-check';
import { escapeHtml, escapeMarkdown, escapeText } from '../../src/message/escape';
import { spansOf } from './chat-markup';

/** Texts in which markup is likely. */
const nasty = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        '*',
        '_',
        '~',
        '`',
        '```',
        '<',
        '>',
        '|',
        ' ',
        '\n',
        '(',
        ')',
        '[',
        ']',
        '<users/all>',
        'a',
        'é',
        '1',
      ),
      fc.string({ unit: 'grapheme', maxLength: 3 }),
      fc.constantFrom('https://example.com', '<https://evil.example.com|bank>', '* ', '> ', '- ', '[x](https://e.com)'),
    ),
    { maxLength: 12 },
  )
  .map((parts) => parts.join(''));

describe('escapeText', () => {
  test.each([
    ['<users/all>', '＜users/all＞'],
    ['<https://evil.example.com|bank>', '＜https://evil.example.com|bank＞'],
    ['*now*', '∗now∗'],
    ['_a_ ~b~ `c`', 'ˍaˍ ∼b∼ ˋcˋ'],
    ['[bank](https://evil.example.com)', '[bank] (https://evil.example.com)'],
    ['__init__', 'ˍˍinitˍˍ'],
    ['https://example.com/_a_?b=*c*', 'https://example.com/%5Fa%5F?b=%2Ac%2A'],
    ['https://example.com/[a](b)', 'https://example.com/[a]%28b)'],
  ])('makes %s harmless', (value, expected) => {
    expect(escapeText(value)).toBe(expected);
  });

  test.each(['snake_case', '2 * 3 * 4', '2*3', 'a ~ b', '5 > no', 'https://example.com/a_b', 'Ada & Sons', ''])(
    'leaves %s readable',
    (value) => {
      expect(escapeText(value)).toBe(value.replace('>', '＞'));
    },
  );

  test('lets no value make a span of its own', () => {
    fc.assert(
      fc.property(nasty, (value) => {
        expect(spansOf(escapeText(value))).toEqual([]);
        expect(spansOf(`before ${escapeText(value)} after`)).toEqual([]);
      }),
      { numRuns: 5_000 },
    );
  });

  test('lets no value end or change the span it stands in', () => {
    fc.assert(
      fc.property(
        nasty.filter((value) => !value.includes('\n')),
        (value) => {
          const inner = `x${escapeText(value)}x`;
          expect(spansOf(`*${inner}*`)).toEqual([{ kind: 'bold', content: inner }]);
          expect(spansOf(`\`${inner}\``)).toEqual([{ kind: 'code', content: inner }]);
        },
      ),
      { numRuns: 5_000 },
    );
  });
});

describe('escapeHtml', () => {
  test('writes what HTML reads as markup in entities', () => {
    expect(escapeHtml(`<a href="x">'&amp;'</a>`)).toBe('&lt;a href=&quot;x&quot;&gt;&#39;&amp;amp;&#39;&lt;/a&gt;');
  });

  test('leaves no tag, attribute or entity of any value', () => {
    fc.assert(
      fc.property(nasty, (value) => {
        expect(escapeHtml(value)).not.toMatch(/[<>"']|&(?!amp;|lt;|gt;|quot;|#39;)/);
      }),
    );
  });
});

describe('escapeMarkdown', () => {
  test('puts a backslash before what Markdown reads as markup', () => {
    expect(escapeMarkdown('**a** [b](c) `d` #e')).toBe('\\*\\*a\\*\\* \\[b\\]\\(c\\) \\`d\\` \\#e');
  });

  test('replaces angle brackets, as a mention may be read in Markdown too', () => {
    expect(escapeMarkdown('<users/all>')).toBe('＜users/all＞');
  });
});
