import {
  button,
  buttonList,
  card,
  carousel,
  carouselCard,
  chip,
  chipList,
  column,
  columns,
  decoratedText,
  divider,
  grid,
  image,
  menuItem,
  overflowMenu,
  section,
  textParagraph,
} from '../../src/message/builders';
import { cardLines, CHAT_STYLE, PLAIN_STYLE } from '../../src/message/card-text';
import type { Widget } from '../../src/message/types';

const lines = (widget: Widget, style = CHAT_STYLE): string[] =>
  cardLines(card({ sections: [section([widget])] }), style);
const LINK = 'https://example.com';

describe('cardLines', () => {
  test.each<[string, Widget, string[], string[]]>([
    ['a paragraph', textParagraph('<b>a</b><br>b'), ['*a*', 'b'], ['a', 'b']],
    ['decorated text', decoratedText('b', { topLabel: 'a', bottomLabel: 'c' }), ['a: b', 'c'], ['a: b', 'c']],
    ['a label that ends a question', decoratedText('b', { topLabel: 'a?' }), ['a? b'], ['a? b']],
    ['a button beside a text', decoratedText('a', { button: button('b', LINK) }), ['a', `<${LINK}|b>`], ['a']],
    ['buttons', buttonList([button('a', LINK), button('b', LINK)]), [`<${LINK}|a> · <${LINK}|b>`], []],
    [
      'a menu',
      buttonList([button('m', overflowMenu([menuItem('a', LINK), menuItem('b', LINK)]))]),
      [`<${LINK}|a> · <${LINK}|b>`],
      [],
    ],
    ['chips', chipList([chip('a', LINK), chip('b')]), [`<${LINK}|a> · b`], []],
    ['an image', image(LINK, { altText: 'a' }), [`<${LINK}|a>`], ['a']],
    ['a divider', divider(), [], []],
    [
      'a grid',
      grid([{ title: 'a', subtitle: 'b' }, { image: { altText: 'c' } }], { title: 't' }),
      ['t', '• a: b', '• c'],
      ['t', '• a: b', '• c'],
    ],
    ['columns', columns(column([textParagraph('a')]), column([textParagraph('b')])), ['a', 'b'], ['a', 'b']],
    [
      'a carousel',
      carousel([carouselCard([textParagraph('a')], { footerWidgets: [textParagraph('b')] })]),
      ['a', 'b'],
      ['a', 'b'],
    ],
  ])('writes %s', (_, widget, chat, plain) => {
    expect(lines(widget)).toEqual(chat);
    expect(lines(widget, PLAIN_STYLE)).toEqual(plain);
  });

  test('takes the paragraphs that stand for labels', () => {
    const widget = {
      decoratedText: {
        contentText: { text: '<i>b</i>' },
        topLabelText: { text: 'a' },
        bottomLabelText: { text: '**c**', textSyntax: 'MARKDOWN' as const },
      },
    };
    expect(lines(widget)).toEqual(['a: _b_', '∗∗c∗∗']);
  });
});
