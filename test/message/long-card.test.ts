import { cutCards, splitCard } from '../../src/message/long-card';
import type { CardWithId, Section, Widget } from '../../src/message/types';

const paragraph = (text: string): Widget => ({ textParagraph: { text } });
const sectionOf = (count: number, text = 'x'): Section => ({
  widgets: Array.from({ length: count }, () => paragraph(text)),
});
const entry = (...sections: Section[]): CardWithId => ({ cardId: 'a', card: { header: { title: 'T' }, sections } });
const bytes = (value: unknown): number => Buffer.byteLength(JSON.stringify(value));
const counts = (pieces: readonly CardWithId[]): number[][] =>
  pieces.map(({ card }) => (card?.sections ?? []).map(({ widgets }) => widgets.length));

describe('splitCard', () => {
  test('leaves a card that fits in one piece', () => {
    expect(splitCard(entry(sectionOf(3)), 30_000)).toEqual([entry(sectionOf(3))]);
  });

  test('divides between sections first', () => {
    expect(counts(splitCard(entry(sectionOf(60), sectionOf(60), sectionOf(30)), 30_000))).toEqual([[60], [60, 30]]);
  });

  test('divides a section that has more than 100 widgets, and repeats its heading', () => {
    const pieces = splitCard(
      entry({ header: 'H', collapsible: true, uncollapsibleWidgetsCount: 2, ...sectionOf(150) }),
      30_000,
    );
    expect(counts(pieces)).toEqual([[100], [50]]);
    expect(pieces.map(({ card }) => card?.sections?.[0]?.header)).toEqual(['H', 'H']);
  });

  test('gives every piece the header and an id of its own', () => {
    const pieces = splitCard(entry(sectionOf(250)), 30_000);
    expect(pieces.map(({ cardId, card }) => [cardId, card?.header?.title])).toEqual([
      ['a', 'T'],
      ['a-2', 'T'],
      ['a-3', 'T'],
    ]);
  });

  test('keeps every piece within its bytes', () => {
    const pieces = splitCard(entry(sectionOf(40, 'é'.repeat(400)), sectionOf(40, 'y'.repeat(100))), 10_000);
    expect(Math.max(...pieces.map(bytes))).toBeLessThanOrEqual(10_000);
    expect(
      counts(pieces)
        .flat()
        .reduce((sum, count) => sum + count, 0),
    ).toBe(80);
  });

  test('divides a long decorated text into it and paragraphs, and Markdown by its own rules', () => {
    const long: Widget = { decoratedText: { topLabel: 'L', text: 'word '.repeat(3_000).trim() } };
    const [first, second] = splitCard(entry({ widgets: [long] }), 10_000);
    expect(first?.card?.sections?.[0]?.widgets[0]?.decoratedText?.topLabel).toBe('L');
    expect(second?.card?.sections?.[0]?.widgets[0]?.textParagraph?.text).toMatch(/^word( word)*$/);
    const markdown: Widget = { textParagraph: { textSyntax: 'MARKDOWN', text: '**b** word '.repeat(2_000) } };
    const pieces = splitCard(entry({ widgets: [markdown] }), 10_000);
    expect(pieces.length).toBeGreaterThan(2);
    expect(JSON.stringify(pieces).match(/\*\*b\*\*/g)).toHaveLength(2_000);
  });

  test('leaves alone what it cannot divide', () => {
    const image: Widget = { image: { imageUrl: `https://example.com/${'x'.repeat(20_000)}` } };
    expect(splitCard(entry({ widgets: [image] }), 10_000)).toEqual([entry({ widgets: [image] })]);
  });
});

describe('cutCards', () => {
  test('leaves cards that fit', () => {
    expect(cutCards([entry(sectionOf(3)), entry(sectionOf(3))], 30_000)).toEqual([
      entry(sectionOf(3)),
      entry(sectionOf(3)),
    ]);
  });

  test('leaves out whole cards from the end, and counts their widgets', () => {
    const big = entry(sectionOf(20, 'x'.repeat(300)));
    const cut = cutCards([big, big, big], 9_000);
    expect(cut.length).toBeLessThan(3);
    expect(bytes(cut)).toBeLessThanOrEqual(9_000);
    expect(JSON.stringify(cut)).toMatch(/… \(\d+ more widgets left out\)/);
  });
});
