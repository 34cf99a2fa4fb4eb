import { tableLines } from '../../src/message/table';

describe('tableLines', () => {
  test('aligns columns under a line', () => {
    expect(
      tableLines(
        [
          ['Name', 'n', 'x'],
          ['Ada', '1', 'a'],
          ['Grace', '12', 'b'],
        ],
        [null, 'right', 'center'],
      ),
    ).toEqual(['Name    n  x', '-----  --  -', 'Ada     1  a', 'Grace  12  b']);
  });

  test('counts characters, not UTF-16 units, and fills short rows', () => {
    expect(tableLines([['a', 'b'], ['🚀🚀']], [null, null])).toEqual(['a   b', '--  -', '🚀🚀']);
  });

  test('gives up above sixty characters', () => {
    expect(tableLines([['x'.repeat(30), 'y'.repeat(28)]], [null, null])).toHaveLength(2);
    expect(tableLines([['x'.repeat(30), 'y'.repeat(29)]], [null, null])).toBeUndefined();
  });
});
