import { examplesOf, runExample } from './examples';
import { functionsOf, worldOfPages } from './pages';

const PAGE = 'monitors.md';

const run = (example: ReturnType<typeof examplesOf>[number]) => runExample(example, functionsOf(worldOfPages()));

describe('docs/monitors.md', () => {
  test.each(examplesOf(PAGE))('runs the example at $place, and shows what comes of it', (example) => {
    for (const { place, value, expected } of run(example)) expect([place, value]).toEqual([place, expected]);
  });

  test('compares what the examples show', () => {
    expect(examplesOf(PAGE).flatMap(run).length).toBeGreaterThanOrEqual(6);
  });
});
