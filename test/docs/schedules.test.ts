import { schedulePart } from '../../src/schedule/check';
import { examplesOf, runExample, type Shown } from './examples';
import { functionsOf, worldOfPages } from './pages';

const PAGE = 'schedules.md';

const context = { now: 0, entries: {}, isNew: false, ownUrl: '', tickEveryMinutes: 1 };

/** Runs an example through the bundle; the entries of notifications.ts that it defines are checked. */
function run(example: ReturnType<typeof examplesOf>[number]): Shown[] {
  const issues: unknown[] = [];
  const inspect = (entries: unknown[]) =>
    issues.push(...entries.flatMap((entry) => schedulePart.check(entry, context)));
  const defines = example.code.startsWith('const schedules');
  const code = defines ? `${example.code}\ninspect(schedules);` : example.code;
  const shown = runExample({ ...example, code }, { ...functionsOf(worldOfPages()), inspect });
  return defines ? [...shown, { place: example.place, value: issues, expected: [] }] : shown;
}

describe('docs/schedules.md', () => {
  test.each(examplesOf(PAGE))('runs the example at $place, and shows what comes of it', (example) => {
    for (const { place, value, expected } of run(example)) expect([place, value]).toEqual([place, expected]);
  });

  test('compares what the examples show', () => {
    expect(examplesOf(PAGE).flatMap(run).length).toBeGreaterThanOrEqual(15);
  });
});
