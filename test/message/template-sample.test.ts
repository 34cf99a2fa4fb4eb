import { sampleMessage, tagsOf } from '../../src/message/template-sample';

describe('tagsOf', () => {
  test('finds every tag of every text, where it stands, and whether it is inside a section', () => {
    const template = {
      text: '{{a}} {{{b | upper}}} {{#list}}{{c}}{{^d}}{{e}}{{/d}}{{/list}} {{! a note }}',
      cardsV2: [{ card: { sections: [{ '{{#rows}}': { header: '{{f}}' } }, { '{{^rows}}': { header: '{{g}}' } }] } }],
    };
    expect(tagsOf(template).map(({ path, source, isInSection }) => [path, source, isInSection])).toEqual([
      ['text', 'a', false],
      ['text', 'b | upper', false],
      ['text', 'list', false],
      ['text', 'c', true],
      ['text', 'd', true],
      ['text', 'e', true],
      ['cardsV2[0].card.sections[0]', 'rows', false],
      ['cardsV2[0].card.sections[0].header', 'f', true],
      ['cardsV2[0].card.sections[1]', 'rows', false],
      ['cardsV2[0].card.sections[1].header', 'g', false],
    ]);
  });

  test('gives the complaint about a text that cannot be read', () => {
    expect(tagsOf({ text: '{{a', fallbackText: '{{> b}}' }).map(({ path, problem }) => [path, problem])).toEqual([
      ['text', 'Unclosed tag at 3'],
      ['fallbackText', '{{> b}}: a template cannot take in another'],
    ]);
  });
});

describe('sampleMessage', () => {
  test('fills every gap with what fits the field', () => {
    const template = {
      text: 'a {{b}} {{{c}}}',
      cardsV2: [
        {
          card: {
            sections: [
              {
                '{{#rows}}': [
                  {
                    collapsible: '{{x}}',
                    uncollapsibleWidgetsCount: '{{x}}',
                    widgets: [
                      { image: { imageUrl: '{{x}}' } },
                      { image: { imageUrl: 'https://example.com/{{x}}.png' } },
                      { textParagraph: { text: '{{x}}', textSyntax: '{{x}}' } },
                    ],
                  },
                ],
              },
            ],
          },
        },
      ],
    };
    expect(sampleMessage(template)).toEqual({
      text: 'a x x',
      cardsV2: [
        {
          card: {
            sections: [
              {
                collapsible: true,
                uncollapsibleWidgetsCount: 1,
                widgets: [
                  { image: { imageUrl: 'https://example.com' } },
                  { image: { imageUrl: 'https://example.com/x.png' } },
                  { textParagraph: { text: 'x', textSyntax: 'TEXT_SYNTAX_UNSPECIFIED' } },
                ],
              },
            ],
          },
        },
      ],
    });
  });
});
