import { card, carousel, carouselCard, column, columns, section, textParagraph } from '../../src/message/builders';
import { checkMessage } from '../../src/message/check';
import { checkSize, countWidgets, messageBytes, widgetsOf } from '../../src/message/size';

const paragraph = textParagraph('x');

test('messageBytes counts UTF-8 bytes of the whole JSON', () => {
  expect(messageBytes({ text: 'é"' })).toBe(Buffer.byteLength('{"text":"é\\""}'));
});

test('widgetsOf counts a widget and those in its columns and carousel', () => {
  expect(widgetsOf(paragraph)).toBe(1);
  expect(widgetsOf(columns(column([paragraph, paragraph]), column([paragraph])))).toBe(4);
  expect(widgetsOf(carousel([carouselCard([paragraph], { footerWidgets: [paragraph] })]))).toBe(3);
  expect(countWidgets(section([paragraph, columns(column([paragraph]))]))).toBe(3);
});

describe('checkSize', () => {
  const filled = (bytes: number) => ({ text: 'x'.repeat(bytes - '{"text":""}'.length) });

  test('takes 32,000 bytes, and says of 32,001 how much to cut, and where', () => {
    expect(checkMessage(filled(32_000)).errors).toEqual([]);
    expect(checkSize(filled(32_001)).errors).toEqual([
      {
        path: '',
        problem: 'is too long',
        expected: 'at most 32,000 bytes',
        received: '32,001: cut 1; the largest part is text with 31,990',
      },
    ]);
  });

  test('names the largest text anywhere', () => {
    const message = card({
      title: 'T',
      sections: [section([textParagraph('a'.repeat(9_000)), textParagraph('b'.repeat(30_000))])],
    });
    expect(checkSize(message).errors[0]?.received).toContain(
      'the largest part is cardsV2[0].card.sections[0].widgets[1].textParagraph.text with 30,000',
    );
  });

  test('warns above four fifths of the limit', () => {
    expect(checkSize(filled(25_600)).warnings).toEqual([]);
    expect(checkSize(filled(25_601)).warnings.map(({ problem }) => problem)).toEqual(['is nearly too long']);
  });

  test('names the section that Chat would leave out, and how many widgets there are', () => {
    const many = (count: number) => section(Array.from({ length: count }, () => paragraph));
    const message = card({ title: 'T', sections: [many(60), many(40), many(1), many(5)] });
    expect(checkSize(message).errors).toEqual([
      {
        path: 'cardsV2[0].card.sections[2]',
        problem: 'passes the limit of widgets: Chat would leave it out, and all sections after it',
        expected: 'at most 100 widgets in the card, those in columns and carousels counted',
        received: '106',
      },
    ]);
  });
});
