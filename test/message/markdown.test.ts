import fc from 'fast-check';
import { card, section, textParagraph } from '../../src/message/builders';
import { checkMessage } from '../../src/message/check';
import { markdown } from '../../src/message/markdown';
import { spansOf } from './chat-markup';

describe('markdown', () => {
  test.each<[string, string, string, string]>([
    [
      'bold and italic',
      '**a** *b* __c__ _d_ ***e***',
      '*a* _b_ *c* _d_ _*e*_',
      '<b>a</b> <i>b</i> <b>c</b> <i>d</i> <i><b>e</b></i>',
    ],
    ['struck text', '~~a~~', '~a~', '<s>a</s>'],
    ['code', '`a < b`', '`a < b`', '<code>a &lt; b</code>'],
    [
      'a link',
      '[a *b*](https://example.com "t")',
      '<https://example.com|a b>',
      '<a href="https://example.com">a b</a>',
    ],
    [
      'an address',
      'https://example.com/a_b',
      'https://example.com/a_b',
      '<a href="https://example.com/a_b">https://example.com/a_b</a>',
    ],
    ['a link to nowhere', '[a](javascript:alert(1)) [b](/x)', 'a (javascript:alert(1)) b (/x)', 'a b'],
    [
      'an image',
      '![chart](https://example.com/a.png)',
      '<https://example.com/a.png|chart>',
      '<a href="https://example.com/a.png">chart</a>',
    ],
    ['a heading', '# A **b**\nc', '*A b*\nc', '<b>A b</b>\nc'],
    ['paragraphs and soft breaks', 'a\nb\n\nc', 'a b\n\nc', 'a b\n\nc'],
    ['a hard break', 'a  \nb\\\nc', 'a\nb\nc', 'a\nb\nc'],
    ['a list', '- a\n- b\n  - c', '* a\n* b\n    * c', '<ul><li>a</li><li>b\n<ul><li>c</li></ul></li></ul>'],
    ['a numbered list', '3. a\n4. b', '3. a\n4. b', '<ol><li>a</li><li>b</li></ol>'],
    ['tasks', '- [x] a\n- [ ] b', '* ☑ a\n* ☐ b', '<ul><li>☑ a</li><li>☐ b</li></ul>'],
    ['a quotation', '> a\n> **b**', '> a *b*', '│ a <b>b</b>'],
    ['a code block', '```js\na < 1\n```', '```\na < 1\n```', '<pre><code>a &lt; 1</code></pre>'],
    [
      'a table',
      '| a | b |\n|---|--:|\n| x | 10 |',
      '```\na   b\n-  --\nx  10\n```',
      '<pre><code>a   b\n-  --\nx  10</code></pre>',
    ],
    ['a line', 'a\n\n---\n\nb', 'a\n\n———\n\nb', 'a\n\n———\n\nb'],
    ['entities', '&lt;b&gt; &amp; &copy;', '＜b＞ & ©', '&lt;b&gt; &amp; ©'],
    ['escapes', '\\*a\\* 2 \\* 3', '∗a∗ 2 ∗ 3', '*a* 2 * 3'],
    ['HTML', 'a <b>b</b><br>c <!-- d -->\n\n<div>e <i>f</i></div>', 'a b\nc \n\ne _f_', 'a b\nc \n\ne <i>f</i>'],
    ['bold inside a word', 'un**bel**ievable', 'unbelievable', 'un<b>bel</b>ievable'],
    ['nothing', '', '', ''],
  ])('turns %s into markup and HTML', (_, source, text, html) => {
    expect(markdown(source)).toEqual({ text, html });
  });

  test('writes a wide table as a list', () => {
    const wide = 'x'.repeat(40);
    const { text, html } = markdown(`| Name | What |\n|--|--|\n| ${wide} | **${wide}** |`);
    expect(text).toBe(`* *Name*: ${wide}, *What*: *${wide}*`);
    expect(html).toBe(`<ul><li><b>Name</b>: ${wide}, <b>What</b>: <b>${wide}</b></li></ul>`);
  });

  test('lets no source mention anybody or write a tag of its own', () => {
    const parts = fc.constantFrom(
      '<users/all>',
      '<https://e.com|x>',
      '**',
      '_',
      '`',
      '<b>',
      '&lt;users/all&gt;',
      '[',
      '](',
      ')',
      '\n',
      '|',
      'word',
      '- ',
      '> ',
      '# ',
      '<',
      '>',
    );
    fc.assert(
      fc.property(fc.array(parts, { maxLength: 15 }), (all) => {
        const { text, html } = markdown(all.join(''));
        expect(spansOf(text).filter(({ kind }) => kind === 'mention')).toEqual([]);
        expect(html.replace(/<\/?(?:b|i|s|code|pre|ul|ol|li)>|<a href="https?:[^"<>]*">|<\/a>/g, '')).not.toMatch(
          /[<>]/,
        );
      }),
      { numRuns: 2_000 },
    );
  });

  test('makes card HTML that the check takes without a word', () => {
    const source = '# H\n\n**b** _i_ ~~s~~ `c`\n\n- x\n\n> q\n\n```\nc\n```\n\n| a |\n|--|\n| 1 |';
    const message = card({
      text: markdown(source).text,
      title: 'T',
      sections: [section([textParagraph(markdown(source).html)])],
    });
    expect(checkMessage(message)).toEqual({ errors: [], warnings: [] });
  });

  test('shows what is nested beyond reading as it stands', () => {
    expect(markdown('>'.repeat(20_000)).text).toBe('＞'.repeat(20_000));
  });
});
