import { type FormulaWorld, evaluate, shiftFormula } from '../../../../emulator/services/spreadsheet/formula';
import type { CellValue } from '../../../../emulator/services/spreadsheet/cell';

const CELLS: Readonly<Record<string, CellValue>> = {
  '1:1': 2,
  '2:1': 3,
  '3:1': '',
  '1:2': 'Late',
  '2:2': { error: '#N/A' },
};

const world: FormulaWorld = {
  now: 46083.75,
  read: (tab, row, column, lastRow, lastColumn) =>
    tab === 'Gone'
      ? null
      : Array.from({ length: (lastRow ?? 3) - row + 1 }, (_r, r) =>
          Array.from(
            { length: lastColumn - column + 1 },
            (_c, c) => CELLS[`${String(row + r)}:${String(column + c)}`] ?? '',
          ),
        ),
};

describe('evaluate', () => {
  test.each<[string, CellValue]>([
    ['=1+2*3', 7],
    ['=(1+2)*3', 9],
    ['=-2^2', 4],
    ['=A1*A2', 6],
    ['=SUM(A1:A3, 10)', 15],
    ['=SUM(A:A)', 5],
    ['=AVERAGE(A1:A2)', 2.5],
    ['=B1&" order"', 'Late order'],
    ['=IF(B1="late", "yes", "no")', 'yes'],
    ['=IF(A1>A2, 1, 0)', 0],
    ['=IFERROR(1/0, "none")', 'none'],
    ['=IFERROR(B2, "none")', 'none'],
    ['=1/0', { error: '#DIV/0!' }],
    ['=A1/A3', { error: '#DIV/0!' }],
    ['=B2+1', { error: '#N/A' }],
    ['=Gone!A1', { error: '#REF!' }],
    ['=NOSUCH(1)', { error: '#NAME?' }],
    ['="a"*2', { error: '#VALUE!' }],
    ['=1+', { error: '#ERROR!' }],
    ['=TODAY()', 46083],
    ['=COUNTA(A1:B2)', 4],
    ['=AND(TRUE, A1=2)', true],
    ['=50%', 0.5],
    ['="a ""quoted"" word"', 'a "quoted" word'],
    ['=HYPERLINK("https://example.com", "Order")', 'Order'],
  ])('%s', (formula, value) => {
    expect(evaluate(formula, world)).toEqual(value);
  });
});

describe('shiftFormula', () => {
  test.each([
    ['=A2+B$3', 'row', 2, 1, '=A3+B$4'],
    ['=A1+"A2"', 'row', 2, 1, '=A1+"A2"'],
    ['=A2', 'row', 2, -1, '=#REF!'],
    ['=A3', 'row', 2, -1, '=A2'],
    ['=B1*$C1', 'column', 2, 1, '=C1*$D1'],
    ['=Other!A2', 'row', 2, 1, '=Other!A2'],
  ] as const)('%s with %ss at %i by %i', (formula, axis, at, count, shifted) => {
    expect(shiftFormula(formula, 'Orders', 'Orders', axis, at, count)).toBe(shifted);
  });

  test('follows a change in the tab that a reference names', () => {
    expect(shiftFormula("='Old orders'!A2", 'Old orders', 'Orders', 'row', 1, 2)).toBe("='Old orders'!A4");
  });
});
