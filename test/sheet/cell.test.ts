import fc from 'fast-check';
import {
  canonical,
  cellWords,
  fromEvent,
  instantIn,
  isFormulaError,
  numberIn,
  recalled,
  remembered,
  startOfDayAt,
} from '../../src/sheet/cell';

describe('numberIn', () => {
  test.each([
    [5, 5],
    ['5', 5],
    ['-5.5', -5.5],
    ['1,400', 1400],
    ['1,234,567', 1234567],
    ['1,400.50', 1400.5],
    ['1.400,50 €', 1400.5],
    ['1 400,5', 1400.5],
    ['12,5', 12.5],
    ['$1,400', 1400],
    ['(300)', -300],
    ['12 %', 0.12],
    ["1'000.5", 1000.5],
    ['', undefined],
    ['five', undefined],
    ['12a', undefined],
    ['1,2,3', undefined],
    ['1.2.3', undefined],
    ['--5', undefined],
    [true, undefined],
  ])('%j is %s', (cell, number) => {
    expect(numberIn(cell)).toBe(number);
  });
});

describe('instantIn', () => {
  test.each([
    ['2026-03-02', '2026-03-02T00:00:00.000Z'],
    ['2026-03-02 09:30', '2026-03-02T09:30:00.000Z'],
    ['2026-03-02T09:30', '2026-03-02T09:30:00.000Z'],
    ['02.03.2026', '2026-03-02T00:00:00.000Z'],
    ['2.3.2026', '2026-03-02T00:00:00.000Z'],
  ])('%s', (text, iso) => {
    expect(new Date(instantIn(text, 'Etc/UTC') ?? 0).toISOString()).toBe(iso);
  });

  test.each(['3/2/2026', 'Monday', '2026-02-30', '5', ''])('%j is no date, or one of two', (text) => {
    expect(instantIn(text, 'Etc/UTC')).toBeUndefined();
  });

  test("reads a text's day in the sheet's zone", () => {
    expect(new Date(instantIn('2026-03-02', 'Asia/Tokyo') ?? 0).toISOString()).toBe('2026-03-01T15:00:00.000Z');
  });
});

describe('remembered', () => {
  test('comes back as it was, texts up to 40 characters', () => {
    const cell = fc.oneof(
      fc.string({ maxLength: 40 }),
      fc.double({ noNaN: true }),
      fc.boolean(),
      fc.date({ noInvalidDate: true }),
    );
    fc.assert(fc.property(cell, (value) => remembered(recalled(remembered(value))) === remembered(value)));
    expect(recalled(remembered(new Date(5)))).toEqual(new Date(5));
    expect(recalled(remembered(1.5))).toBe(1.5);
    expect(recalled(remembered(true))).toBe(true);
  });

  test('is a fingerprint of a long text, the same for the same text only', () => {
    const long = 'x'.repeat(50_000);
    expect(remembered(long)).toHaveLength(9);
    expect(remembered(`${long}y`)).not.toBe(remembered(long));
  });
});

describe('fromEvent', () => {
  test('reads a date by its number of days, where there is a date now', () => {
    expect(fromEvent('46083', new Date(0), 'Etc/UTC')).toEqual(new Date('2026-03-02T00:00:00Z'));
    expect(fromEvent('46083', new Date(0), 'America/New_York')).toEqual(new Date('2026-03-02T05:00:00Z'));
    expect(fromEvent('46083', 7, 'Etc/UTC')).toBe(46083);
    expect(fromEvent('TRUE', '', 'Etc/UTC')).toBe(true);
    expect(fromEvent(undefined, 'x', 'Etc/UTC')).toBe('');
  });
});

describe('cellWords', () => {
  test.each([
    ['', 'empty'],
    ['  ', 'empty'],
    ['Late', '"Late"'],
    ['two\nlines', '"two lines"'],
    [12.5, '12.5'],
    [false, 'FALSE'],
    [new Date('2026-03-02T00:00:00Z'), '2026-03-02'],
    [new Date('2026-03-02T09:30:00Z'), '2026-03-02 09:30'],
    ['👩‍👩‍👧'.repeat(40), `"${Array.from('👩‍👩‍👧'.repeat(40)).slice(0, 57).join('')}…"`],
  ])('%j', (cell, words) => {
    expect(cellWords(cell, 'Etc/UTC')).toBe(words);
  });
});

test('isFormulaError knows the texts of errors', () => {
  expect(['#REF!', '#N/A', '#DIV/0!', '#refs', '#hash'].filter(isFormulaError)).toEqual(['#REF!', '#N/A', '#DIV/0!']);
});

test('canonical is the same for the same value', () => {
  expect([canonical(5), canonical('5'), canonical(true), canonical(new Date(7))]).toEqual(['5', '5', 'TRUE', '@7']);
});

test('startOfDayAt finds midnight through the change of the clock', () => {
  const noon = Date.parse('2026-03-29T12:00:00+02:00');
  expect(new Date(startOfDayAt(noon, 'Europe/Paris')).toISOString()).toBe('2026-03-28T23:00:00.000Z');
  expect(new Date(startOfDayAt(noon, 'Europe/Paris', 1)).toISOString()).toBe('2026-03-29T22:00:00.000Z');
});
