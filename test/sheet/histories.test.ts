import { HISTORIES } from './histories';
import { run } from './history';

describe('the corpus of histories', () => {
  test('has at least 200 of them', () => {
    expect(new Set(HISTORIES.map(({ name, rules }) => name + JSON.stringify(rules))).size).toBeGreaterThanOrEqual(200);
  });

  test.each(HISTORIES.map((history, index) => [`${String(index + 1)}. ${history.name}`, history] as const))(
    '%s',
    (_name, history) => {
      expect(run(history)).toEqual(history.expected);
    },
  );
});
