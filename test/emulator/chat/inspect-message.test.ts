import { DEFAULT_ASSUMPTIONS } from '../../../emulator/chat/assume';
import { inspectMessage } from '../../../emulator/chat/inspect-message';
import { cardOf, createChat } from './helpers';

/** The warnings as "effect path". */
const warnings = (message: object) =>
  inspectMessage(message as Record<string, unknown>, { ...DEFAULT_ASSUMPTIONS, cardRules: 'accept' }).warnings.map(
    ({ effect, path }) => `${effect} ${path}`,
  );
/** The warnings about a card, without the path to it. */
const ofCard = (card: object) =>
  warnings({ cardsV2: [{ card }] }).map((line) => line.replace('cardsV2[0].card', 'card'));
/** The warnings about a widget, without the path to it. */
const ofWidget = (widget: object) =>
  warnings(cardOf(widget)).map((line) => line.replace('cardsV2[0].card.sections[0].widgets[0].', ''));

const onClick = { openLink: { url: 'https://example.com' } };
const button = { text: 'Open', onClick };
const divider = { divider: {} };
const CARD = 'cardsV2[0].card';

describe('inspectMessage', () => {
  test('has nothing to say about a message that is right', () => {
    const everything = [
      { textParagraph: { text: 'x', maxLines: 2, textSyntax: 'MARKDOWN' } },
      { image: { imageUrl: 'https://example.com/a.png', altText: 'a', onClick } },
      {
        decoratedText: {
          topLabel: 'a',
          text: 'b',
          bottomLabel: 'c',
          startIcon: { knownIcon: 'STAR' },
          button,
          wrapText: true,
        },
      },
      {
        decoratedText: {
          contentText: { text: 'b' },
          endIcon: { materialIcon: { name: 'alarm_on', weight: 400, grade: 200, fill: true } },
        },
      },
      {
        buttonList: {
          buttons: [
            button,
            {
              icon: { iconUrl: 'https://example.com/a.png' },
              onClick: { overflowMenu: { items: [{ text: 'a', onClick }] } },
            },
          ],
        },
      },
      divider,
      { grid: { columnCount: 2, items: [{ title: 'a', image: { imageUri: 'https://example.com/a.png' } }], onClick } },
      {
        columns: {
          columnItems: [
            { widgets: [{ textParagraph: { text: 'x' } }] },
            { widgets: [{ buttonList: { buttons: [button] } }] },
          ],
        },
      },
      {
        carousel: {
          carouselCards: [
            { widgets: [{ textParagraph: { text: 'x' } }], footerWidgets: [{ buttonList: { buttons: [button] } }] },
          ],
        },
      },
      { chipList: { chips: [{ label: 'a', onClick }] } },
    ];
    const card = {
      header: { title: 'a', subtitle: 'b', imageUrl: 'https://example.com/a.png' },
      sections: [
        { header: 'a', widgets: everything, collapsible: true, uncollapsibleWidgetsCount: 1 },
        { widgets: [divider], collapseControl: { expandButton: { text: 'more' }, collapseButton: { text: 'less' } } },
      ],
    };
    expect(warnings({ text: 'x' })).toEqual([]);
    expect(ofCard(card)).toEqual([]);
  });

  test('a text of nothing but space is blank', () => {
    expect(warnings({ text: ' \n ' })).toEqual(['blank text']);
    expect(warnings({ text: ' ', ...cardOf(divider) })).toEqual([]);
  });

  test.each([
    ['no card', { cardsV2: [{ cardId: 'a' }] }, ['hidden cardsV2[0]']],
    ['an empty card', { cardsV2: [{ card: {} }] }, ['hidden cardsV2[0].card']],
    [
      'several cards without cardId',
      { cardsV2: [{ card: { sections: [{ widgets: [divider] }] } }, { cardId: 'a' }] },
      ['unrecorded cardsV2[0]', 'hidden cardsV2[1]'],
    ],
    [
      'a cardId twice',
      { cardsV2: [1, 2].map(() => ({ cardId: 'a', card: { header: { title: 'a' } } })) },
      ['unrecorded cardsV2[1].cardId'],
    ],
  ])('%s', (_, message, expected) => {
    expect(warnings(message)).toEqual(expected);
  });

  test.each([
    ['a header without title', { header: { subtitle: 'a' } }, ['hidden card.header']],
    [
      'a header image that is not https',
      { header: { title: 'a', imageUrl: 'http://example.com/a.png' } },
      ['unrecorded card.header.imageUrl'],
    ],
    [
      'what only add-ons show',
      { header: { title: 'a' }, name: 'a', fixedFooter: {} },
      ['no-effect card.name', 'no-effect card.fixedFooter'],
    ],
    ['a section without widgets', { sections: [{ header: 'a' }] }, ['unrecorded card.sections[0].widgets']],
    [
      'a count of a section that does not collapse',
      { sections: [{ widgets: [divider], uncollapsibleWidgetsCount: 1 }] },
      ['no-effect card.sections[0].uncollapsibleWidgetsCount'],
    ],
    [
      'one of two collapse buttons',
      { sections: [{ widgets: [divider], collapseControl: { expandButton: button } }] },
      ['hidden card.sections[0].collapseControl'],
    ],
    [
      'what only Workspace Studio reads',
      { sections: [{ id: 'a', widgets: [{ ...divider, id: 'b' }] }] },
      ['no-effect card.sections[0].widgets[0].id', 'no-effect card.sections[0].id'],
    ],
  ])('%s', (_, card, expected) => {
    expect(ofCard(card)).toEqual(expected);
  });

  test.each([
    ['a widget of no kind', { horizontalAlignment: 'CENTER' }, ['hidden cardsV2[0].card.sections[0].widgets[0]']],
    ['an empty paragraph', { textParagraph: { text: '' } }, ['unrecorded textParagraph.text']],
    ['a paragraph of a decoratedText that is nothing but space', { decoratedText: { contentText: { text: ' ' } } }, ['unrecorded decoratedText.contentText.text']],
    ['a relative link', { buttonList: { buttons: [{ text: 'a', onClick: { openLink: { url: '/a' } } }] } }, ['blank buttonList.buttons[0].onClick.openLink.url']],
    ['a link of another scheme', { image: { imageUrl: 'https://example.com/a.png', onClick: { openLink: { url: 'mailto:a@example.com' } } } }, ['blank image.onClick.openLink.url']],
    ['a link without address', { chipList: { chips: [{ label: 'a', onClick: { openLink: {} } }] } }, ['blank chipList.chips[0].onClick.openLink.url']],
    ['an empty onClick', { decoratedText: { text: 'a', onClick: {} } }, [`hidden ${CARD}`]],
    ['a buttonList without buttons', { buttonList: {} }, [`hidden ${CARD}`]],
    ['a button without onClick', { buttonList: { buttons: [{ text: 'a' }] } }, [`hidden ${CARD}`]],
    ['a button of nothing', { buttonList: { buttons: [{ onClick }] } }, ['unrecorded buttonList.buttons[0]']],
    ['a menu in a menu', { buttonList: { buttons: [{ text: 'a', onClick: { overflowMenu: { items: [{ text: 'a', onClick: { overflowMenu: {} } }] } } }] } }, ['hidden buttonList.buttons[0].onClick.overflowMenu.items[0].onClick.overflowMenu']],
    ['an empty menu', { buttonList: { buttons: [{ text: 'a', onClick: { overflowMenu: {} } }] } }, ['unrecorded buttonList.buttons[0].onClick.overflowMenu']],
    ['a menu item of nothing', { grid: { onClick: { overflowMenu: { items: [{}] } } } }, ['unrecorded grid.onClick.overflowMenu.items[0]', 'unrecorded grid.onClick.overflowMenu.items[0]']],
    ['a click that needs an app', { image: { imageUrl: 'https://example.com/a.png', onClick: { action: { function: 'f' } } } }, ['no-effect image.onClick.action']],
    ['an icon that Chat lacks', { decoratedText: { text: 'a', startIcon: { knownIcon: 'ROCKET' } } }, ['hidden decoratedText.startIcon.knownIcon']],
    ['a material icon of no valid name', { decoratedText: { text: 'a', endIcon: { materialIcon: { name: 'Alarm On', weight: 450, grade: 1 } } } }, ['hidden decoratedText.endIcon.materialIcon.name', 'no-effect decoratedText.endIcon.materialIcon.weight', 'no-effect decoratedText.endIcon.materialIcon.grade']],
    ['a decoratedText without text', { decoratedText: { topLabel: 'a' } }, ['unrecorded decoratedText.text']],
    ['an image without address', { image: {} }, ['unrecorded image.imageUrl']],
    ['an image that is not https', { grid: { items: [{ image: { imageUri: 'http://example.com/a.png' } }] } }, ['unrecorded grid.items[0].image.imageUri']],
    ['a third column', { columns: { columnItems: [{}, {}, {}] } }, ['unrecorded columns.columnItems']],
    ['a widget inside a column', { columns: { columnItems: [{ widgets: [{ image: {} }] }] } }, ['unrecorded columns.columnItems[0].widgets[0].image.imageUrl']],
    ['a widget inside a carousel', { carousel: { carouselCards: [{ footerWidgets: [{ image: {} }] }] } }, ['unrecorded carousel.carouselCards[0].footerWidgets[0].image.imageUrl']],
    ['an input', { dateTimePicker: { name: 'a' } }, ['no-effect dateTimePicker']],
    ['an input without name', { textInput: { label: 'a' } }, ['no-effect textInput', 'unrecorded textInput.name']],
    ['101 items to choose from', { selectionInput: { name: 'a', items: Array.from({ length: 101 }, () => ({})) } }, ['no-effect selectionInput', 'unrecorded selectionInput.items']],
    ['a switch', { decoratedText: { text: 'a', switchControl: { name: 'a' } } }, ['no-effect decoratedText.switchControl']],
    ['a negative number of lines', { textParagraph: { text: 'a', maxLines: -1 } }, ['no-effect textParagraph.maxLines']],
  ])('%s', (_, widget, expected) => {
    expect(ofWidget(widget)).toEqual(expected);
  }); // prettier-ignore

  describe('the 100 widgets of a card', () => {
    const sections = (...counts: number[]) => ({
      sections: counts.map((count) => ({ widgets: Array.from({ length: count }, () => divider) })),
    });

    test('are all shown', () => {
      expect(ofCard(sections(60, 40))).toEqual([]);
    });

    test('cut the section that passes them, and all after it', () => {
      expect(ofCard(sections(60, 41, 1))).toEqual(['cut card.sections[1]']);
    });

    test('include those in columns and carousels', () => {
      const nested = Array.from({ length: 49 }, () => divider);
      const widget = { columns: { columnItems: [{ widgets: nested }, { widgets: nested }] } };
      expect(ofCard({ sections: [{ widgets: [widget, divider] }] })).toEqual([]);
      expect(ofCard({ sections: [{ widgets: [widget, divider, divider] }] })).toEqual(['cut card.sections[0]']);
    });
  });

  test('refuses with the first of several findings', () => {
    const empty = { textParagraph: { text: '' } };
    const { refused } = createChat();
    expect(refused(cardOf(divider, empty, empty)).message).toBe(
      '[emulator] cardsV2[0].card.sections[0].widgets[1].textParagraph.text: must not be empty.',
    );
  });

  test('keeps the warnings with the message, which is accepted', () => {
    const { accepted } = createChat();
    expect(accepted(cardOf({ buttonList: {} })).warnings).toEqual([
      { path: CARD, effect: 'hidden', text: 'a buttonList without buttons makes the whole card disappear.' },
    ]);
  });
});
