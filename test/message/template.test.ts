import fc from 'fast-check';
import { each, unless } from '../../src/message/builders';
import { checkMessage } from '../../src/message/check';
import { checkTemplate, renderMessage, renderText } from '../../src/message/template';
import type { Message, Widget } from '../../src/message/types';
import { spansOf } from './chat-markup';

const options = { now: Date.parse('2026-03-02T09:00:00Z'), timeZone: 'Europe/Paris' };
const render = (template: string | Message, data: object) => renderMessage(template, data, options);
const text = (template: string, data: object): string | undefined => render(template, data).message.text;

const card = (...widgets: Widget[]): Message => ({
  cardsV2: [{ cardId: 'a', card: { header: { title: 'T' }, sections: [{ widgets }] } }],
});
const widgetsOf = ({ message }: { message: Message }): Widget[] | undefined =>
  message.cardsV2?.[0]?.card?.sections?.[0]?.widgets;

describe('renderMessage of a text', () => {
  test('fills in fields, formatted, and repeats sections', () => {
    const template =
      '*Order {{Order}}* ({{Amount | currency EUR}})\n{{#Items}}\n* {{name}}{{#late}} (late){{/late}}\n{{/Items}}\n{{^Notes}}No notes.{{/Notes}}';
    const data = { Order: 1042, Amount: 12.5, Items: [{ name: 'desk', late: true }, { name: 'lamp' }], Notes: '' };
    expect(render(template, data)).toEqual({
      message: { text: '*Order 1042* (€12.50)\n* desk (late)\n* lamp\nNo notes.' },
      issues: [],
    });
  });

  test('lets no value act as markup, and a triple tag do so', () => {
    const value = '<users/all> *x* <https://evil.example.com|bank>';
    expect(spansOf(text('{{v}}', { v: value }) ?? '')).toEqual([]);
    expect(text('{{{v}}}', { v: value })).toBe(value);
    expect(text('{{&v}}', { v: value })).toBe(value);
  });

  test('escapes for Markdown where the message is read as Markdown', () => {
    const { message } = render({ text: '**{{v}}**', markupSyntax: 'MARKUP_SYNTAX_MARKDOWN' }, { v: '*a*' });
    expect(message.text).toBe('**\\*a\\***');
  });

  test('is empty where the data is, so that the check can tell', () => {
    const { message } = render('{{a}} {{b}}', { a: '', b: null });
    expect(message).toEqual({});
    expect(checkMessage(message).errors.map(({ problem }) => problem)).toEqual(['is empty']);
  });

  test('leaves a text with a broken tag as it is, and tells', () => {
    expect(render('{{a', { a: 1 })).toEqual({
      message: { text: '{{a' },
      issues: [expect.objectContaining({ path: 'text', problem: 'has a broken tag' })],
    });
    expect(render('{{#a}}x', { a: 1 }).issues).toHaveLength(1);
  });

  test('knows neither partials nor functions', () => {
    expect(text('a{{> b}}c', { b: 'x' })).toBe('ac');
    expect(text('a{{#f}}x{{/f}}b', { f: () => 'evil' })).toBe('ab');
  });
});

describe('renderMessage of a card', () => {
  test('makes each value harmless for the place it stands in', () => {
    const value = '<b>"A" & B/C</b>';
    const template = card(
      { textParagraph: { text: '<i>{{v}}</i>' } },
      { textParagraph: { text: '{{v}}', textSyntax: 'MARKDOWN' } },
      {
        buttonList: {
          buttons: [{ text: '{{v}}', onClick: { openLink: { url: 'https://example.com/{{v}}?q={{v}}' } } }],
        },
      },
    );
    template.fallbackText = '{{v}}';
    const rendered = render(template, { v: value });
    expect(rendered.message.fallbackText).toBe(value);
    expect(widgetsOf(rendered)).toEqual([
      { textParagraph: { text: '<i>&lt;b&gt;&quot;A&quot; &amp; B/C&lt;/b&gt;</i>' } },
      { textParagraph: { text: '＜b＞"A" & B/C＜/b＞', textSyntax: 'MARKDOWN' } },
      {
        buttonList: {
          buttons: [
            {
              text: value,
              onClick: {
                openLink: { url: `https://example.com/${encodeURIComponent(value)}?q=${encodeURIComponent(value)}` },
              },
            },
          ],
        },
      },
    ]);
  });

  test('takes a whole address from a field, and only there', () => {
    const button = (url: string) => card({ buttonList: { buttons: [{ text: 'x', onClick: { openLink: { url } } }] } });
    const urlOf = (url: string, data: object) =>
      widgetsOf(render(button(url), data))?.[0]?.buttonList?.buttons[0]?.onClick.openLink?.url;
    expect(urlOf('{{Link}}', { Link: 'https://example.com/a?b=c' })).toBe('https://example.com/a?b=c');
    expect(urlOf('{{Base}}/x/{{Id}}', { Base: 'https://example.com', Id: 'a/b' })).toBe('https://example.com/x/a%2Fb');
    expect(urlOf('https://example.com/{{Id}}', { Id: '\ud800' })).toBe('https://example.com/');
  });

  test('repeats an entry for each entry of a field, and takes several at once', () => {
    const template = card(
      each('Rows', [{ textParagraph: { text: '{{name}} of {{Team}}' } }, { divider: {} }]),
      unless('Rows', { textParagraph: { text: 'none' } }),
    );
    expect(widgetsOf(render(template, { Team: 'A', Rows: [{ name: 'x' }, { name: 'y' }] }))).toEqual([
      { textParagraph: { text: 'x of A' } },
      { divider: {} },
      { textParagraph: { text: 'y of A' } },
      { divider: {} },
    ]);
    expect(widgetsOf(render(template, { Team: 'A', Rows: [] }))).toEqual([{ textParagraph: { text: 'none' } }]);
  });

  test('repeats sections and buttons, one inside the other', () => {
    const template: Message = {
      cardsV2: [
        {
          card: {
            sections: [
              each('Teams', {
                header: '{{name}}',
                widgets: [
                  {
                    buttonList: {
                      buttons: [each('links', { text: '{{t}}', onClick: { openLink: { url: '{{u}}' } } })],
                    },
                  },
                ],
              }),
            ],
          },
        },
      ],
    };
    const links = [
      { t: 'a', u: 'https://example.com/a' },
      { t: 'b', u: 'https://example.com/b' },
    ];
    const { message } = render(template, {
      Teams: [
        { name: 'N', links },
        { name: 'S', links: links.slice(1) },
      ],
    });
    expect(
      message.cardsV2?.[0]?.card?.sections?.map(({ header, widgets }) => [
        header,
        widgets[0]?.buttonList?.buttons.map((button) => button.text),
      ]),
    ).toEqual([
      ['N', ['a', 'b']],
      ['S', ['b']],
    ]);
  });

  test("makes a field's value optional", () => {
    const template = {
      cardsV2: [
        { card: { header: each('Title', { title: '{{Title}}' }), sections: [{ widgets: [{ divider: {} }] }] } },
      ],
    };
    expect(render(template, { Title: 'T' }).message.cardsV2?.[0]?.card?.header).toEqual({ title: 'T' });
    expect(render(template, { Title: '' }).message.cardsV2?.[0]?.card).toEqual({
      sections: [{ widgets: [{ divider: {} }] }],
    });
  });

  test('leaves out what an empty cell leaves empty, and nothing else', () => {
    const template = card(
      { textParagraph: { text: '{{Notes}}' } },
      { decoratedText: { topLabel: 'Owner', text: '{{Owner}}' } },
      { decoratedText: { topLabel: '{{Owner}}', text: 'stays' } },
      { image: { imageUrl: '{{Chart}}', altText: 'x' } },
      { buttonList: { buttons: [{ text: 'Open', onClick: { openLink: { url: '{{Link}}' } } }] } },
      { chipList: { chips: [{ label: '{{Owner}}' }, { label: 'stays' }] } },
      {
        columns: {
          columnItems: [
            { widgets: [{ textParagraph: { text: '{{Notes}}' } }] },
            { widgets: [{ textParagraph: { text: 'stays' } }] },
          ],
        },
      },
      {
        decoratedText: {
          text: 'stays',
          startIcon: { iconUrl: '{{Chart}}' },
          onClick: { openLink: { url: '{{Link}}' } },
        },
      },
    );
    const rendered = render(template, { Notes: '', Owner: null, Chart: ' ', Link: '' });
    expect(widgetsOf(rendered)).toEqual([
      { decoratedText: { text: 'stays' } },
      { chipList: { chips: [{ label: 'stays' }] } },
      { columns: { columnItems: [{ widgets: [{ textParagraph: { text: 'stays' } }] }] } },
      { decoratedText: { text: 'stays' } },
    ]);
    expect(rendered.issues).toEqual([]);
    expect(checkMessage(rendered.message).errors).toEqual([]);
  });

  test('leaves out a section of which nothing is left, and tells of a header that is empty', () => {
    const template: Message = {
      cardsV2: [
        {
          card: {
            header: { title: '{{T}}', subtitle: 'x' },
            sections: [
              { header: 'H', widgets: [{ textParagraph: { text: '{{T}}' } }] },
              { widgets: [{ divider: {} }] },
            ],
          },
        },
      ],
    };
    const { message, issues } = render(template, { T: '' });
    expect(message).toEqual({ cardsV2: [{ card: { sections: [{ widgets: [{ divider: {} }] }] } }] });
    expect(issues).toEqual([
      {
        path: 'cardsV2[0].card.header.title',
        problem: 'came out empty, so the header is left out',
        expected: 'a text',
        received: 'nothing',
      },
    ]);
  });

  test('does not hide what was empty in the template itself', () => {
    const { message } = render(card({ textParagraph: { text: '' } }), {});
    expect(checkMessage(message).errors.map(({ path }) => path)).toEqual([
      'cardsV2[0].card.sections[0].widgets[0].textParagraph.text',
    ]);
  });

  test('reads truth, numbers and names of values from fields', () => {
    const template = {
      cardsV2: [
        {
          card: {
            sections: [
              {
                collapsible: '{{c}}',
                uncollapsibleWidgetsCount: '{{n}}',
                widgets: [{ textParagraph: { text: 'x' }, horizontalAlignment: '{{a}}' }],
              },
            ],
          },
        },
      ],
    } as unknown as Message;
    const { message } = render(template, { c: 'Yes', n: 1, a: 'center' });
    expect(checkMessage(message).errors).toEqual([]);
    expect(message.cardsV2?.[0]?.card?.sections?.[0]).toMatchObject({
      collapsible: true,
      uncollapsibleWidgetsCount: '1',
      widgets: [{ horizontalAlignment: 'CENTER' }],
    });
  });

  test('knows fields by their names in snake_case as well', () => {
    const template = {
      cards_v2: [{ card: { sections: [{ widgets: [{ text_paragraph: { text: '{{v}}' } }] }] } }],
    } as unknown as Message;
    expect(JSON.stringify(render(template, { v: '<b>' }).message)).toContain('&lt;b&gt;');
  });

  test('tells where a field is missing', () => {
    const { issues } = render(card({ divider: {} }, { decoratedText: { text: '{{Custmer}}' } }), { Customer: 'x' });
    expect(issues).toEqual([
      {
        path: 'cardsV2[0].card.sections[0].widgets[1].decoratedText.text',
        problem: 'has a field that the data does not have',
        expected: '"Customer"',
        received: '"Custmer"',
      },
    ]);
  });

  test('changes neither template nor data, and never throws', () => {
    const data = { a: 'x', list: [{ a: 1 }, null, 'y'] };
    fc.assert(
      fc.property(
        fc.jsonValue({ maxDepth: 6 }),
        fc.array(fc.constantFrom('{{a}}', '{{#list}}', '{{/list}}', '{{a | date}}', '{{{a}}}', '{{', '}}', '|', 'x')),
        (value, tags) => {
          const template = {
            text: tags.join(''),
            cardsV2: [value, { card: { sections: [{ '{{#list}}': value }, value] } }],
          } as unknown as Message;
          const before = JSON.stringify([template, data]);
          render(template, data);
          checkTemplate(template, ['a']);
          expect(JSON.stringify([template, data])).toBe(before);
        },
      ),
      { numRuns: 500 },
    );
  });

  test('survives a template that holds itself', () => {
    const template: Record<string, unknown> = { text: '{{a}}' };
    template['cardsV2'] = [template];
    expect(render(template as Message, { a: 1 }).message.text).toBe('1');
    expect(checkTemplate(template as Message).length).toBeGreaterThan(0);
  });
});

describe('renderText', () => {
  test('makes nothing harmless, as nothing is read there', () => {
    expect(renderText('order-{{Order}}-{{a}}', { Order: 1042, a: '<*>' }, options)).toEqual({
      text: 'order-1042-<*>',
      issues: [],
    });
  });
});

describe('checkTemplate', () => {
  test('finds nothing in a good template, with and without the names of the fields', () => {
    const template = card(each('Rows', { textParagraph: { text: '{{name | upper}}' } }), {
      image: { imageUrl: '{{Chart}}' },
    });
    expect(checkTemplate(template)).toEqual([]);
    expect(checkTemplate(template, ['Rows', 'Chart'])).toEqual([]);
    expect(checkTemplate('{{Order No.}} {{a | b}} {{order.id}}', ['Order No.', 'a | b', 'order'])).toEqual([]);
  });

  test.each([
    ['{{Ordr}}', 'has a field that the data does not have', '"Order"'],
    ['{{#Ordr}}x{{/Ordr}}', 'has a field that the data does not have', '"Order"'],
    ['{{Order | dat}}', 'has no formatter "dat"', '"date"'],
    ['{{Order', 'has a broken tag', expect.any(String) as unknown],
    ['{{> footer}}', 'has a broken tag', expect.any(String) as unknown],
  ])('finds what is wrong with %s', (template, problem, expected) => {
    expect(checkTemplate(template, ['Order'])).toEqual([
      expect.objectContaining({ path: 'text', problem, expected }) as unknown,
    ]);
  });

  test('finds what is wrong in a branch that today’s data does not take', () => {
    expect(checkTemplate('{{^Order}}{{Ordr}}{{/Order}}', ['Order'])).toHaveLength(1);
  });

  test('finds what Chat would not take of the message it makes', () => {
    const template = card(each('Rows', { textParagraph: { txt: '{{a}}' } } as unknown as Widget), {
      buttonList: { buttons: [{ text: '{{a}}', onClick: { openLink: { url: 'www.example.com/{{a}}' } } }] },
    });
    expect(checkTemplate(template).map(({ path }) => path)).toEqual([
      'cardsV2[0].card.sections[0].widgets[0].textParagraph.txt',
      'cardsV2[0].card.sections[0].widgets[0].textParagraph.text',
      'cardsV2[0].card.sections[0].widgets[1].buttonList.buttons[0].onClick.openLink.url',
    ]);
  });
});
