import { InvalidMessageError } from '../../src/errors';
import {
  button,
  buttonList,
  card,
  carousel,
  carouselCard,
  chip,
  chipList,
  color,
  column,
  columns,
  decoratedText,
  divider,
  each,
  grid,
  iconUrl,
  image,
  knownIcon,
  materialIcon,
  menuItem,
  openLink,
  overflowMenu,
  section,
  text,
  textParagraph,
  unless,
} from '../../src/message/builders';

const URL = 'https://example.com';

describe('builders', () => {
  test.each<[string, unknown, unknown]>([
    ['text', text('a', { thread: { threadKey: 'k' } }), { text: 'a', thread: { threadKey: 'k' } }],
    ['textParagraph', textParagraph('a', { maxLines: 2 }), { textParagraph: { text: 'a', maxLines: 2 } }],
    ['decoratedText', decoratedText('a', { topLabel: 'b' }), { decoratedText: { text: 'a', topLabel: 'b' } }],
    ['image', image(URL, { altText: 'a' }), { image: { imageUrl: URL, altText: 'a' } }],
    ['divider', divider(), { divider: {} }],
    ['grid', grid([{ title: 'a' }], { columnCount: 2 }), { grid: { items: [{ title: 'a' }], columnCount: 2 } }],
    [
      'columns',
      columns(column([divider()] as never, { verticalAlignment: 'TOP' })),
      { columns: { columnItems: [{ widgets: [{ divider: {} }], verticalAlignment: 'TOP' }] } },
    ],
    [
      'carousel',
      carousel([carouselCard([textParagraph('a')])]),
      { carousel: { carouselCards: [{ widgets: [{ textParagraph: { text: 'a' } }] }] } },
    ],
    [
      'chipList',
      chipList([chip('a', URL)], { layout: 'WRAPPED' }),
      { chipList: { chips: [{ label: 'a', onClick: { openLink: { url: URL } } }], layout: 'WRAPPED' } },
    ],
    ['a chip that does nothing', chip('a'), { label: 'a' }],
    [
      'button',
      button('a', URL, { type: 'FILLED' }),
      { text: 'a', onClick: { openLink: { url: URL } }, type: 'FILLED' },
    ],
    [
      'an icon button',
      button('', openLink(URL), { altText: 'a' }),
      { onClick: { openLink: { url: URL } }, altText: 'a' },
    ],
    [
      'overflowMenu',
      overflowMenu([menuItem('a', URL)]),
      { overflowMenu: { items: [{ text: 'a', onClick: { openLink: { url: URL } } }] } },
    ],
    ['knownIcon', knownIcon('STAR', { altText: 'a' }), { knownIcon: 'STAR', altText: 'a' }],
    [
      'materialIcon',
      materialIcon('check', { fill: true, altText: 'a' }),
      { materialIcon: { name: 'check', fill: true }, altText: 'a' },
    ],
    ['iconUrl', iconUrl(URL), { iconUrl: URL }],
    ['color', color('#Ff8000'), { red: 1, green: 0.502, blue: 0 }],
    ['each', each('Rows', divider()), { '{{#Rows}}': { divider: {} } }],
    ['unless', unless('Rows', [divider()]), { '{{^Rows}}': [{ divider: {} }] }],
  ])('%s writes a plain object of the names of Google', (_, built, expected) => {
    expect(built).toEqual(expected);
  });

  test('card writes a whole message, and only the fields that were given', () => {
    expect(card({ title: 'T' })).toEqual({ cardsV2: [{ cardId: 'card', card: { header: { title: 'T' } } }] });
    expect(
      card({
        title: 'T',
        subtitle: 'S',
        cardId: 'a',
        text: 'x',
        fallbackText: 'y',
        sectionDividerStyle: 'NO_DIVIDER',
        sections: [section([divider()])],
      }),
    ).toEqual({
      text: 'x',
      cardsV2: [
        {
          cardId: 'a',
          card: {
            header: { title: 'T', subtitle: 'S' },
            sections: [{ widgets: [{ divider: {} }] }],
            sectionDividerStyle: 'NO_DIVIDER',
          },
        },
      ],
      fallbackText: 'y',
    });
  });

  test('section takes a heading or none, and options after the widgets', () => {
    const widgets = [{ divider: {} }];
    expect(section('H', widgets, { collapsible: true })).toEqual({ header: 'H', widgets, collapsible: true });
    expect(section(widgets, { collapsible: true })).toEqual({ widgets, collapsible: true });
    expect(section(widgets)).toEqual({ widgets });
  });

  test('lists leave out what a condition makes false', () => {
    const isLate = false as boolean;
    expect(section([isLate && divider(), null, undefined, textParagraph('a')]).widgets).toHaveLength(1);
    expect(buttonList([isLate && button('a', URL)]).buttonList.buttons).toEqual([]);
    expect(card({ title: 'T', sections: [isLate && section([divider()])] }).cardsV2?.[0]?.card?.sections).toEqual([]);
  });

  test.each(['red', '#fff', 'd93025', ''])('color refuses %j', (hex) => {
    expect(() => color(hex)).toThrow(InvalidMessageError);
  });
});
