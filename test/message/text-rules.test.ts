import { card, section, text, textParagraph } from '../../src/message/builders';
import { checkMessage } from '../../src/message/check';

const warned = (content: string): string[] => checkMessage(text(content)).warnings.map(({ problem }) => problem);
const warnedHtml = (html: string): string[] =>
  checkMessage(card({ text: 'x', title: 'T', sections: [section([textParagraph(html)])] })).warnings.map(
    ({ received }) => received,
  );

describe('checkText', () => {
  test.each([
    '**bold**',
    'a **b c** d',
    '__init__',
    '~~gone~~',
    '[a](https://example.com)',
    '# Heading',
    'x\n### Heading',
  ])('warns of Markdown in %j', (content) => {
    // prettier-ignore
    expect(warned(content)).toEqual(['is written in Markdown, which Chat shows as it stands']);
  });

  test.each([
    '*bold* _italic_ ~struck~',
    '2**3',
    'a * b ** c',
    'snake__case__name',
    '#1042',
    '[1] (see below)',
    '`**code**`',
    '```\n# comment\n**x**\n```',
    '* a list\n* of two',
    '> a quotation',
    'at 12:30:45',
    'http://[::1]:80:x',
  ])('says nothing of %j', (content) => {
    // prettier-ignore
    expect(warned(content)).toEqual([]);
  });

  test('says nothing of Markdown that is read as Markdown', () => {
    expect(checkMessage(text('**b**', { markupSyntax: 'MARKUP_SYNTAX_MARKDOWN' })).warnings).toEqual([]);
  });

  test.each(['<users/ada@example.com>', 'hello <users/a.b@c.d>!'])('warns of the mention in %j', (content) => {
    expect(warned(content)).toEqual(['mentions somebody by e-mail, which a webhook cannot']);
  });

  test.each([':tada:', 'done :white_check_mark:!'])('warns of the emoji code in %j', (content) => {
    expect(warned(content)).toEqual(['has an emoji code, which Chat shows as it stands']);
  });

  test.each([
    'https://chat.googleapis.com/v1/spaces/A/messages?key=EXAMPLE_KEY&token=EXAMPLE_TOKEN',
    `key AIza${'x'.repeat(35)}`,
    `ghp_${'x'.repeat(36)}`,
    `xoxb-${'1'.repeat(12)}`,
    `AKIA${'X'.repeat(16)}`,
    '-----BEGIN RSA PRIVATE KEY-----',
    `eyJ${'a'.repeat(20)}.eyJ${'b'.repeat(20)}.${'c'.repeat(20)}`,
  ])('warns of what looks like a secret, without repeating it', (content) => {
    const { warnings } = checkMessage(text(content));
    expect(warnings.map(({ problem }) => problem)).toEqual([
      'seems to hold a secret, which everyone in the space would see',
    ]);
    expect(JSON.stringify(warnings)).not.toContain(content.slice(-12));
  });

  test('warns of more than 4,096 characters, and not of 4,096', () => {
    expect(warned('x'.repeat(4_096))).toEqual([]);
    expect(warned('x'.repeat(4_097))).toEqual(['is long']);
  });
});

describe('checkHtml', () => {
  test('warns of Markdown, and of a tag that Chat does not know', () => {
    expect(warnedHtml('**late** since')).toEqual(['"**late**"']);
    expect(warnedHtml('[a](https://example.com)')).toEqual(['"[a](https://example.com)"']);
    expect(warnedHtml('<h1>a</h1>')).toEqual(['"<h1>"']);
    expect(warnedHtml('<b>a</b> 1 < 2 <div id="x">')).toEqual(['"<div id="x">"']);
  });

  test('says nothing of what Chat shows', () => {
    expect(warnedHtml('<b>b</b><BR><a href="https://example.com">2 * 3 * 4</a> *x*')).toEqual([]);
  });
});
