import { formatTable, median } from '../../bench/benchmark';

describe('median', () => {
  test.each([
    [[3, 1, 2], 2],
    [[4, 1, 2, 3], 2.5],
    [[7], 7],
  ])('of %j is %d', (values, middle) => {
    expect(median(values)).toBe(middle);
  });
});

test('formatTable aligns its columns and ends with its notes', () => {
  const table = {
    columns: ['script', 'bytes'],
    rows: [
      ['Code.js', 12],
      ['a', 3456],
    ],
    notes: ['On a quiet machine.'],
  };
  expect(formatTable(table)).toBe(
    [
      '| script  | bytes |',
      '| ------- | ----- |',
      '| Code.js | 12    |',
      '| a       | 3456  |',
      '',
      'On a quiet machine.',
    ].join('\n'),
  );
});
