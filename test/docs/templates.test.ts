import { FORMATTERS } from '../../src/message/formatters';
import { kit } from '../../src/message/kit';
import { renderText } from '../../src/message/template';
import { examplesOf, runExample, tableBelow } from './examples';

const PAGE = 'templates.md';

describe('docs/templates.md', () => {
  test.each(examplesOf(PAGE))('runs the example at $place, and shows what comes of it', (example) => {
    for (const { place, value, expected } of runExample(example, kit))
      expect([place, value]).toEqual([place, expected]);
  });

  test('compares what the examples show', () => {
    expect(examplesOf(PAGE).flatMap((example) => runExample(example, kit)).length).toBeGreaterThanOrEqual(21);
  });

  test('lists the formatters that there are', () => {
    const names = tableBelow(PAGE, 'Formatters').map(([name = '']) => name.replace(/`/g, ''));
    expect(names).toEqual(Object.keys(FORMATTERS));
  });

  test('lists letters of dates that are known', () => {
    const letters = tableBelow(PAGE, 'Dates').flatMap(
      ([first = '', , second = '']) => `${first} ${second}`.match(/[A-Za-z]+/g) ?? [],
    );
    expect(letters.length).toBeGreaterThan(20);
    for (const letter of letters) {
      const { issues } = renderText(`{{At | date "${letter}"}}`, { At: 0 }, { now: 0, timeZone: 'UTC' });
      expect([letter, issues]).toEqual([letter, []]);
    }
  });
});
