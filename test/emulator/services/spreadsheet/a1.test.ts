import { columnLetters, readArea, writeArea } from '../../../../emulator/services/spreadsheet/a1';

describe('columnLetters', () => {
  test.each([
    [1, 'A'],
    [26, 'Z'],
    [27, 'AA'],
    [702, 'ZZ'],
    [703, 'AAA'],
  ])('%i is %s', (column, letters) => {
    expect(columnLetters(column)).toBe(letters);
  });
});

describe('readArea', () => {
  test.each([
    ['B2', null, 2, 2, 2, 2],
    ['$B$2:C10', null, 2, 2, 10, 3],
    ['A:C', null, 1, 1, null, 3],
    ['2:5', null, 2, 1, 5, null],
    ['B2:D', null, 2, 2, null, 4],
    ["'Old orders'!A1", 'Old orders', 1, 1, 1, 1],
    ["'It''s'!A1", "It's", 1, 1, 1, 1],
    ['Orders!A1:B2', 'Orders', 1, 1, 2, 2],
  ])('reads %s', (notation, tab, row, column, lastRow, lastColumn) => {
    expect(readArea(notation)).toEqual({ tab, row, column, lastRow, lastColumn });
  });

  test.each(['', 'Orders', '12', 'A0', 'A1:'])('finds no area in %j', (notation) => {
    expect(readArea(notation)).toBeNull();
  });

  test('is the reverse of writeArea', () => {
    expect(writeArea({ row: 2, column: 28, rows: 3, columns: 2 })).toBe('AB2:AC4');
    expect(writeArea({ row: 2, column: 1, rows: 1, columns: 1 })).toBe('A2');
  });
});
