import { Collector, MAX_ISSUES } from '../../src/message/findings';

const issue = (path: string) => ({ path, problem: 'p', expected: 'e', received: 'r' });

describe('Collector', () => {
  test('tells nothing that follows from what was told before', () => {
    const collector = new Collector([issue('a.b[1].c'), issue('x')]);
    for (const path of ['a.b[1].c', 'a.b[1]', 'a', 'x.y', 'x[0]']) collector.error(path, 'p', 'e', 'r');
    expect(collector.errors).toEqual([]);
    for (const path of ['a.b[1].d', 'a.b[10]', 'a.bc', 'xy']) collector.error(path, 'p', 'e', 'r');
    expect(collector.errors.map(({ path }) => path)).toEqual(['a.b[1].d', 'a.b[10]', 'a.bc', 'xy']);
  });

  test('stops collecting when there is too much to read', () => {
    const collector = new Collector([]);
    for (let i = 0; i < 500; i++) {
      collector.error(`a[${i}]`, 'p', 'e', 'r');
      collector.warn(`a[${i}]`, 'p', 'e', 'r');
    }
    expect([collector.errors.length, collector.warnings.length]).toEqual([MAX_ISSUES + 1, MAX_ISSUES + 1]);
  });
});
