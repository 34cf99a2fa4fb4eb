import fc from 'fast-check';
import { InvalidMessageError } from '../../src/errors';
import {
  bold,
  code,
  codeBlock,
  isLinkable,
  italic,
  link,
  list,
  mention,
  mentionAll,
  quote,
  strike,
} from '../../src/message/markup';
import { spansOf } from './chat-markup';

const line = fc
  .array(
    fc.oneof(fc.constantFrom('*', '_', '~', '`', '<', '>', '|', ' ', 'a', '<users/all>'), fc.string({ maxLength: 3 })),
    { maxLength: 8 },
  )
  .map((parts) => parts.join('').replace(/\s/g, ' '))
  .filter((text) => text.trim() !== '');

/** A line whose code, links and mentions are whole, as our own functions write them. */
const plain = line.map((text) => text.replace(/[`<>]/g, '')).filter((text) => text.trim() !== '');

describe.each([
  ['bold', bold, '*'],
  ['italic', italic, '_'],
  ['strike', strike, '~'],
] as const)('%s', (kind, wrap, marker) => {
  test('formats a text as a whole', () => {
    expect(wrap('now')).toBe(`${marker}now${marker}`);
  });

  test('is not ended by its own marker', () => {
    fc.assert(
      fc.property(plain, (text) => {
        const [first] = spansOf(wrap(text));
        expect(first?.kind).toBe(kind);
        expect(first?.content.length).toBe(text.trim().length);
      }),
      { numRuns: 3_000 },
    );
  });

  test('formats each line, as a marker does not reach over a line', () => {
    expect(wrap('a\n\n  b ')).toBe(`${marker}a${marker}\n\n  ${marker}b${marker} `);
  });

  test('leaves an empty text empty', () => {
    expect(wrap('')).toBe('');
    expect(wrap('  ')).toBe('  ');
  });
});

test('bold and italic take each other, links and mentions', () => {
  expect(bold(italic('a'))).toBe('*_a_*');
  expect(bold(link('https://example.com/*x*', 'a'))).toBe('*<https://example.com/*x*|a>*');
  expect(bold(`${mentionAll()} 2*3`)).toBe('*<users/all> 2∗3*');
});

describe('code', () => {
  test('is one span, whatever its content', () => {
    fc.assert(
      fc.property(line, (text) => {
        expect(spansOf(code(text))).toEqual([{ kind: 'code', content: expect.any(String) as string }]);
      }),
    );
  });

  test.each([
    ['a`b', '`aˋb`'],
    ['a\n b', '`a b`'],
    ['<div>', '`<div>`'],
    ['<users/all> <https://e.com|x>', '`＜users/all> ＜https://e.com|x>`'],
    [' ', ''],
  ])('writes %j as %s', (text, expected) => {
    expect(code(text)).toBe(expected);
  });
});

describe('codeBlock', () => {
  test('is one block, whatever its content', () => {
    fc.assert(
      fc.property(
        fc.array(line).map((lines) => lines.join('\n')),
        (text) => {
          expect(spansOf(codeBlock(text))).toEqual([{ kind: 'block', content: expect.any(String) as string }]);
        },
      ),
    );
  });

  test('keeps the lines and what looks like markup', () => {
    expect(codeBlock('a *b*\n  c')).toBe('```\na *b*\n  c\n```');
  });
});

test('quote marks every line', () => {
  expect(quote('a\n\nb')).toBe('> a\n> \n> b');
});

test('list indents the entries of a list in it by four spaces', () => {
  expect(list(['a', ['b', ['c']], 'd\n e'])).toBe('* a\n    * b\n        * c\n* d e');
});

describe('link', () => {
  test.each([
    ['https://example.com', 'a', '<https://example.com|a>'],
    ['https://example.com', '', 'https://example.com'],
    ['https://example.com/a b|c>', 'x', '<https://example.com/a%20b%7Cc%3E|x>'],
    ['mailto:ada@example.com', 'Ada', '<mailto:ada@example.com|Ada>'],
    ['javascript:alert(1)', 'x', 'x (javascript:alert(1))'],
    ['<users/all>', '', '＜users/all＞'],
    ['https://example.com', 'a|b>\n<c', '<https://example.com|a¦b＞ ＜c>'],
  ])('writes %s with the label %j as %s', (url, label, expected) => {
    expect(link(url, label)).toBe(expected);
  });

  test('is one link to the same host, whatever its label', () => {
    fc.assert(
      fc.property(line, (label) => {
        const spans = spansOf(link('https://example.com/x', label));
        expect(spans).toEqual([
          { kind: 'link', content: expect.stringMatching(/^https:\/\/example\.com\/x\|/) as string },
        ]);
      }),
    );
  });
});

test.each([
  ['https://example.com', true],
  ['HTTP://example.com/x', true],
  ['mailto:a@example.com', true],
  ['https://', false],
  ['ftp://example.com', false],
  ['javascript:alert(1)', false],
  ['', false],
])('isLinkable says of %s %s', (url, expected) => {
  expect(isLinkable(url)).toBe(expected);
});

describe('mention', () => {
  test('takes a numeric id, with or without users/', () => {
    expect(mention('123')).toBe('<users/123>');
    expect(mention('users/123')).toBe('<users/123>');
    expect(mentionAll()).toBe('<users/all>');
  });

  test.each(['ada@example.com', 'all', '', '1> <users/all'])('refuses %j', (id) => {
    expect(() => mention(id)).toThrow(InvalidMessageError);
  });
});
