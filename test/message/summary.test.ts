import { card, decoratedText, section, text, textParagraph } from '../../src/message/builders';
import { cardsAsText, preview, summarize } from '../../src/message/summary';

describe('summarize', () => {
  test('puts the title first, then the lines, without markup', () => {
    const message = card({
      title: 'A*b',
      subtitle: 'C',
      sections: [section('<b>H</b>', [textParagraph('<i>x</i><br>y &amp; z')])],
    });
    expect(summarize(message)).toBe('A*b · C · H · x · y & z');
  });

  test('ends after 240 characters, at a word', () => {
    const summary = summarize(card({ title: 'T', sections: [section([textParagraph('word '.repeat(100))])] }));
    expect(summary.length).toBeLessThanOrEqual(240);
    expect(summary).toMatch(/word…$/);
  });

  test('is empty for a message without cards', () => {
    expect(summarize(text('x'))).toBe('');
  });
});

describe('cardsAsText', () => {
  test('lets no value of a card act as markup of a text', () => {
    const message = card({
      title: '<users/all>',
      sections: [section([decoratedText('&lt;users/all&gt; *b*', { topLabel: '_x_' })])],
    });
    expect(cardsAsText(message)).toBe('*＜users/all＞*\nˍxˍ: ＜users/all＞ ∗b∗');
  });
});

describe('preview', () => {
  test('reads what a notification says, without markup', () => {
    const message = text(
      '*Late*: <https://example.com|order 1042>, <users/all>, <users/1> `x` _a_ ~b~ snake_case\n```\ncode\n```',
    );
    const read = 'Late: order 1042, @all, @someone x a b snake_case\ncode';
    expect(preview(message)).toEqual({ android: read, ios: read });
  });

  test('is empty on Android for a card without text, and fallbackText on iOS', () => {
    expect(preview(card({ title: 'T', fallbackText: 'Order 1042 is late' }))).toEqual({
      android: '',
      ios: 'Order 1042 is late',
    });
  });

  test('shows both on iOS', () => {
    expect(preview({ ...card({ title: 'T', fallbackText: 'B' }), text: 'A' })).toEqual({ android: 'A', ios: 'A\nB' });
  });
});
