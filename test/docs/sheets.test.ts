import { TESTS } from '../../src/sheet/rule';
import { createSheetWorld } from '../sheet/sheet-world';
import { examplesOf, pageText, runExample, tableBelow } from './examples';
import { functionsOf } from './pages';

const PAGES = ['rules.md', 'forms.md', 'digests.md'];

/** The examples of a page follow one another in one spreadsheet; each begins with the rule that the page begins with. */
const run = (example: ReturnType<typeof examplesOf>[number]) => {
  const world = createSheetWorld({ now: '2026-03-02T09:00:00Z' });
  const [first] = examplesOf('rules.md');
  if (first !== undefined && example.place !== first.place && example.place.startsWith('docs/rules.md'))
    runExample({ ...first, code: first.code.split('\ngetConfiguration')[0] ?? '' }, functionsOf(world));
  return runExample(example, functionsOf(world));
};

describe.each(PAGES)('docs/%s', (page) => {
  test.each(examplesOf(page))('runs the example at $place, and shows what comes of it', (example) => {
    const shown = run(example);
    expect(shown.length).toBeGreaterThan(0);
    for (const { place, value, expected } of shown) expect([place, value]).toEqual([place, expected]);
  });
});

test('docs/rules.md lists every test that there is', () => {
  const listed = tableBelow('rules.md', 'Conditions').flatMap(([names = '']) => names.match(/\w+/g) ?? []);
  expect(listed).toEqual(TESTS.map(String));
  expect(pageText('rules.md')).toContain('forMinutes');
});
