import { display } from '../../../../emulator/services/spreadsheet/display';
import { enter } from '../../../../emulator/services/spreadsheet/input';

describe('enter', () => {
  test.each([
    ['12', 12, '12'],
    ['-1,234.5', -1234.5, '-1,234.50'],
    ['$1,400', 1400, '$1,400'],
    ['12.5%', 0.125, '12.50%'],
    ['TRUE', true, 'TRUE'],
    ['false', false, 'FALSE'],
    ['2026-03-02', 46083, '2026-03-02'],
    ['3/2/2026', 46083, '3/2/2026'],
    ['2026-03-02 18:30', 46083.770833333336, '2026-03-02 18:30:00'],
    ['18:30', 0.7708333333333334, '18:30:00'],
    ["'007", '007', '007'],
    ['2026-02-30', '2026-02-30', '2026-02-30'],
    ['12 apples', '12 apples', '12 apples'],
    [' padded ', ' padded ', ' padded '],
    ['', '', ''],
  ])('reads %j', (text, value, shown) => {
    const entered = enter(text);
    expect(entered.value).toEqual(value);
    expect(display(entered.value, entered.format)).toBe(shown);
  });

  test('keeps everything as it is in a cell of plain text', () => {
    expect(enter('007', '@')).toEqual({ value: '007' });
  });

  test('takes a text that begins with = for a formula', () => {
    expect(enter('=A1*2')).toEqual({ value: '', formula: '=A1*2' });
  });
});

describe('display', () => {
  test.each([
    [1234567.891, '#,##0.00', '1,234,567.89'],
    [0.5, '0%', '50%'],
    [7, '000', '007'],
    [-5, '0;(0)', '(5)'],
    [1.5, '0.##', '1.5'],
    [2, '0.##', '2'],
    [0.1 + 0.2, undefined, '0.3'],
    [46083.5, 'EEE', 'EEE'],
    [46083, 'd mmm yyyy', '2 Mar 2026'],
    [46083, 'dddd, mmmm d', 'Monday, March 2'],
    [46083.770833333336, 'h:mm AM/PM', '6:30 PM'],
    [46083.770833333336, 'yyyy-mm-dd hh:mm', '2026-03-02 18:30'],
    [12, '0 "pcs"', '12 pcs'],
  ])('shows %s by %s', (value, format, shown) => {
    expect(display(value, format)).toBe(shown);
  });

  test('shows an error as its text', () => {
    expect(display({ error: '#DIV/0!' }, '0.00')).toBe('#DIV/0!');
  });
});
