import { card, section } from '../../src/message/builders';
import { checkMessage } from '../../src/message/check';
import type { Widget } from '../../src/message/types';

const IMAGE = 'https://example.com/a.png';
const LINK = { openLink: { url: 'https://example.com' } };
const WIDGET = 'cardsV2[0].card.sections[0].widgets[0]';

/** Paths of the warnings of one widget, from the widget on. */
function warned(widget: unknown): string[] {
  const { errors, warnings } = checkMessage(card({ text: 'x', title: 'T', sections: [section([widget as Widget])] }));
  expect(errors).toEqual([]);
  return warnings.map(({ path }) => path.replace(`${WIDGET}.`, ''));
}

describe('checkMessage warns of', () => {
  test.each<[string, unknown, string]>([
    ['an image that screen readers cannot describe', { image: { imageUrl: IMAGE } }, 'image.altText'],
    [
      'an icon button without a description',
      { buttonList: { buttons: [{ icon: { knownIcon: 'STAR' }, onClick: LINK }] } },
      'buttonList.buttons[0].altText',
    ],
    [
      'a chip of an icon without a description',
      { chipList: { chips: [{ icon: { knownIcon: 'STAR' } }] } },
      'chipList.chips[0].altText',
    ],
    [
      'an image of a grid without a description',
      { grid: { items: [{ image: { imageUri: IMAGE } }] } },
      'grid.items[0].image.altText',
    ],
    [
      'an icon that Chat does not know',
      { decoratedText: { text: 'x', startIcon: { knownIcon: 'STARS' } } },
      'decoratedText.startIcon.knownIcon',
    ],
    ['an icon of no kind', { decoratedText: { text: 'x', startIcon: {} } }, 'decoratedText.startIcon'],
    [
      'a weight that Chat reads as 400',
      { decoratedText: { text: 'x', endIcon: { materialIcon: { name: 'a', weight: 350 } } } },
      'decoratedText.endIcon.materialIcon.weight',
    ],
    [
      'a grade that Chat reads as 0',
      { decoratedText: { text: 'x', endIcon: { materialIcon: { name: 'a', grade: 100 } } } },
      'decoratedText.endIcon.materialIcon.grade',
    ],
    [
      'an http link, which is opened as https',
      { buttonList: { buttons: [{ text: 'x', onClick: { openLink: { url: 'http://example.com' } } }] } },
      'buttonList.buttons[0].onClick.openLink.url',
    ],
    [
      'a color of 0 to 255',
      { buttonList: { buttons: [{ text: 'x', onClick: LINK, color: { red: 255 } }] } },
      'buttonList.buttons[0].color.red',
    ],
    ['a negative number of lines', { textParagraph: { text: 'x', maxLines: -1 } }, 'textParagraph.maxLines'],
    ['a grid without items', { grid: {} }, 'grid.items'],
    ['an item that shows nothing', { grid: { items: [{ id: 'a' }] } }, 'grid.items[0]'],
    ['a grid of no columns', { grid: { items: [{ title: 'x' }], columnCount: 0 } }, 'grid.columnCount'],
    [
      'a color of a border out of range',
      { grid: { items: [{ title: 'x' }], borderStyle: { strokeColor: { blue: 2 } } } },
      'grid.borderStyle.strokeColor.blue',
    ],
    ['columns without a column', { columns: {} }, 'columns.columnItems'],
    ['a column without widgets', { columns: { columnItems: [{}] } }, 'columns.columnItems[0].widgets'],
    ['a carousel without cards', { carousel: { carouselCards: [] } }, 'carousel.carouselCards'],
    [
      'a card of a carousel without widgets',
      { carousel: { carouselCards: [{}] } },
      'carousel.carouselCards[0].widgets',
    ],
    ['a list without chips', { chipList: {} }, 'chipList.chips'],
    ['a chip that shows nothing', { chipList: { chips: [{}] } }, 'chipList.chips[0]'],
    ['what only Workspace Studio reads', { divider: {}, id: 'a' }, 'id'],
    [
      'the way a link opens, which a webhook cannot choose',
      {
        buttonList: {
          buttons: [{ text: 'x', onClick: { openLink: { url: 'https://example.com', openAs: 'OVERLAY' } } }],
        },
      },
      'buttonList.buttons[0].onClick.openLink.openAs',
    ],
    [
      'an icon that Google has replaced by startIcon',
      { decoratedText: { text: 'x', icon: { knownIcon: 'STAR' } } },
      'decoratedText.icon',
    ],
  ])('%s', (_, widget, path) => {
    expect(warned(widget)).toEqual([path]);
  });

  test('a card without a text for notifications, an image of a header without a description, a count without effect', () => {
    const message = card({
      title: 'T',
      imageUrl: IMAGE,
      sections: [section([{ divider: {} }], { uncollapsibleWidgetsCount: 1 })],
    });
    expect(checkMessage(message).warnings.map(({ path }) => path)).toEqual([
      'text',
      'cardsV2[0].card.header.imageAltText',
      'cardsV2[0].card.sections[0].uncollapsibleWidgetsCount',
    ]);
  });

  test('a thread of two names', () => {
    expect(
      checkMessage({ text: 'x', thread: { name: 'spaces/A/threads/B', threadKey: 'k' } }).warnings.map(
        ({ path }) => path,
      ),
    ).toEqual(['thread']);
  });
});
