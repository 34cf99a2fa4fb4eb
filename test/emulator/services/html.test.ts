import { compile, Project } from '../../../emulator/project';
import { evaluate, projectOf, refusal } from '../helpers';

const htmlFiles = {
  Page: '<p>static</p>',
  List: '<ul><? for (const item of items) { ?><li><?= item ?></li><? } ?></ul><?!= raw ?>',
};

describe('HtmlService', () => {
  test('builds a page with title, size and meta tags', () => {
    expect(
      evaluate(`HtmlService.createHtmlOutput('<b>a</b>').append('c').appendUntrusted('<&>').setTitle('T').setWidth(300).setHeight(200)
        .addMetaTag('viewport', 'width=device-width').setFaviconUrl('https://example.com/i.png')
        .setXFrameOptionsMode(HtmlService.XFrameOptionsMode.ALLOWALL).setSandboxMode(HtmlService.SandboxMode.IFRAME)`),
    ).toEqual({
      google: 'HtmlOutput', content: '<b>a</b>c&#60;&#38;&#62;', title: 'T', width: 300, height: 200,
      metaTags: [{ name: 'viewport', content: 'width=device-width' }], faviconUrl: 'https://example.com/i.png', xFrameOptions: 'ALLOWALL',
    }); // prettier-ignore
  });

  test('reads the project’s HTML files, with or without extension', () => {
    expect(
      evaluate(
        "[HtmlService.createHtmlOutputFromFile('Page').getContent(), HtmlService.createHtmlOutputFromFile('Page.html').getTitle()]",
        { htmlFiles },
      ),
    ).toEqual(['<p>static</p>', '']);
    expect(refusal("HtmlService.createHtmlOutputFromFile('Nope')", { htmlFiles })).toBe(
      'Exception: No HTML file named Nope was found.',
    );
  });

  test('fills in templates: code runs, values are escaped unless forced, functions of the project are seen', () => {
    const code = `function shout(text) { return text.toUpperCase(); }
      function main() {
        const template = HtmlService.createTemplateFromFile('List');
        template.items = ['a', '<b>'];
        template.raw = '<hr>';
        const inline = HtmlService.createTemplate('<?= shout("x") ?><?!= include ?>');
        inline.include = '&';
        return [template.evaluate().getContent(), inline.evaluate().setTitle('T').getContent(), inline.getRawContent()];
      }`;
    expect(projectOf(code, { htmlFiles }).run('main')).toEqual([
      '<ul><li>a</li><li>&#60;b&#62;</li></ul><hr>', 'X&', '<?= shout("x") ?><?!= include ?>']); // prettier-ignore
  });

  test('shows a template’s code', () => {
    expect(evaluate("HtmlService.createTemplate('a<?= 1 ?>').getCode()")).toBe(
      'output_.push("a");\noutput_.push(escape_(String(1)));\n',
    );
    expect(evaluate("HtmlService.createTemplate('a').getCodeWithComments()")).toBe('// a\noutput_.push("a");\n');
    expect(evaluate("HtmlService.createHtmlOutput('a<?= 1 ?>').asTemplate().evaluate().getContent()")).toBe('a1');
  });

  test('refuses a meta tag that Google does not allow', () => {
    expect(refusal("HtmlService.createHtmlOutput('').addMetaTag('refresh', '0')")).toBe(
      'Exception: The meta tag you specified is not allowed in this context.',
    );
  });

  test('gives a page as a blob', () => {
    expect(
      evaluate(
        "(() => { const blob = HtmlService.createHtmlOutput('é').getBlob(); return [blob.getContentType(), blob.getDataAsString()]; })()",
      ),
    ).toEqual(['text/html', 'é']);
  });

  test('works in a reused realm too', () => {
    const program = compile(
      [
        {
          name: 'Code',
          code: "function main() { const t = HtmlService.createTemplate('<?= x ?>'); t.x = 1; return t.evaluate().getContent(); }",
        },
      ],
      { realm: 'reused' },
    );
    expect(new Project({ program }).run('main')).toBe('1');
  });
});
