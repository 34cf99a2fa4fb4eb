import fc from 'fast-check';
import { CHAT_STYLE, PLAIN_STYLE } from '../../src/message/card-text';
import { decodeEntities, htmlToText, splitHtml } from '../../src/message/html';
import { jsonBytes } from '../../src/message/long-text';

describe('htmlToText', () => {
  test.each([
    ['<b>a</b> <i>b</i> <s>c</s> <code>d</code>', '*a* _b_ ~c~ `d`', 'a b c d'],
    [
      '<a href="https://example.com?a=1&amp;b=2">the <b>order</b></a>',
      '<https://example.com?a=1&b=2|the order>',
      'the order',
    ],
    ['a<br>b<br/>c', 'a\nb\nc', 'a\nb\nc'],
    ['<ul><li>a</li><li>b</li></ul>', '• a\n• b', '• a\n• b'],
    ['&lt;users/all&gt; &amp;', '＜users/all＞ &', '<users/all> &'],
    ['<font color="#ff0000">red</font> <u>u</u>', 'red u', 'red u'],
    ['<b>open <i>never', '*open _never_*', 'open never'],
    ['</b>a</i>', 'a', 'a'],
    ['<b>a</b', '*a＜/b*', 'a</b'],
    ['a < b', 'a ＜ b', 'a < b'],
    ['<pre><code>x\ny</code></pre>', '```\nx\ny\n```', 'x\ny'],
  ])('reads %s', (html, chat, plain) => {
    expect(htmlToText(html, CHAT_STYLE)).toBe(chat);
    expect(htmlToText(html, PLAIN_STYLE)).toBe(plain);
  });

  test('never throws', () => {
    const parts = fc.constantFrom(
      '<b>',
      '</b>',
      '<a href="x">',
      '</a>',
      '<li>',
      '<',
      '>',
      '&',
      '&lt;',
      '&#0;',
      '&#x110000;',
      'a',
    );
    fc.assert(
      fc.property(fc.array(parts), (all) => {
        expect(typeof htmlToText(all.join(''), CHAT_STYLE)).toBe('string');
      }),
    );
  });
});

test('decodeEntities reads names and numbers, and leaves what is none', () => {
  expect(decodeEntities('&amp;lt; &#39; &#x1F680; &nbsp; &unknown; & &#xD800; &#0;')).toBe(
    "&lt; ' 🚀 \u00a0 &unknown; & &#xD800; &#0;",
  );
});

describe('splitHtml', () => {
  const tags = fc.constantFrom(
    '<b>',
    '</b>',
    '<i>',
    '</i>',
    '<a href="https://example.com">',
    '</a>',
    '<br>',
    '&amp;',
    '&lt;',
    'word ',
    '🚀',
    '"',
    'x'.repeat(150),
    '\n',
  );

  /** Tags that are open at the end, by a strict count. */
  const unclosed = (html: string): number =>
    (html.match(/<(?:b|i|a)\b[^>]*>/g) ?? []).length - (html.match(/<\/(?:b|i|a)>/g) ?? []).length;

  test('gives parts that fit, each with its tags closed, and loses no text', () => {
    fc.assert(
      fc.property(
        fc.array(tags, { minLength: 1, maxLength: 80 }),
        fc.integer({ min: 300, max: 500 }),
        (all, maxBytes) => {
          const html = all.join('').split('<a href').slice(0, 4).join('<a href');
          const parts = splitHtml(html, maxBytes);
          const shown = (text: string): string => htmlToText(text, PLAIN_STYLE).replace(/\s/g, '');
          expect(parts.map(shown).join('')).toBe(shown(html));
          expect(parts.filter((part) => unclosed(part) > 0)).toEqual([]);
          const openAtOnce = Math.max(...parts.map((part) => (part.match(/<(?:b|i)>/g) ?? []).length));
          expect(parts.every((part) => jsonBytes(part) <= maxBytes + openAtOnce * 8)).toBe(true);
        },
      ),
    );
  });

  test('leaves a text that fits alone', () => {
    expect(splitHtml('<b>a</b> b', 200)).toEqual(['<b>a</b> b']);
  });

  test('cuts between words, and opens the tags again', () => {
    const parts = splitHtml(`<b>${'word '.repeat(60).trim()}</b>`, 200);
    expect(parts.every((part) => /^<b>word( word)*<\/b>$/.test(part))).toBe(true);
  });

  test('cuts a word without end between characters, and no entity', () => {
    const parts = splitHtml('&amp;'.repeat(100), 200);
    expect(parts.every((part) => /^(?:&amp;)+$/.test(part))).toBe(true);
    expect(splitHtml('👩‍👩‍👧‍👦'.repeat(40), 200).every((part) => part.replace(/👩‍👩‍👧‍👦/gu, '') === '')).toBe(true);
  });
});
