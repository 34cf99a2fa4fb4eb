import { intlZoneOffset } from '../../src/message/dates';
import { displayText, FORMATTERS, isBlankValue, isTrue, type Surroundings } from '../../src/message/formatters';

const around: Surroundings = {
  now: Date.parse('2026-03-02T09:00:00Z'),
  timeZone: 'Europe/Paris',
  locale: 'en',
  zoneOffset: intlZoneOffset,
};

const format = (name: string, value: unknown, args: string[] = [], locale = 'en'): unknown => {
  const result = FORMATTERS[name]?.format(value, args, { ...around, locale });
  return typeof result === 'string' ? result.replace(/[\u202f\u00a0]/g, ' ') : result;
};

describe('FORMATTERS', () => {
  test.each<[string, unknown, string[], unknown]>([
    ['date', '2026-03-02', [], 'Mar 2, 2026'],
    ['date', '2026-03-02T23:30:00Z', ['d MMM'], '3 Mar'],
    ['date', '2026-03-02T23:30:00Z', ['d MMM', 'UTC'], '2 Mar'],
    ['date', 'soon', [], undefined],
    ['date', '2026-03-02', ['Q'], undefined],
    ['date', '2026-03-02', ['long', 'Europe/Atlantis'], undefined],
    ['time', '2026-03-02T08:05:00Z', [], '9:05 AM'],
    ['time', '2026-03-02T08:05:00Z', ['UTC'], '8:05 AM'],
    ['datetime', '2026-03-02T08:05:00Z', [], 'Mar 2, 2026, 9:05 AM'],
    ['relative', '2026-03-02T09:00:20Z', [], 'in 20 seconds'],
    ['relative', '2026-03-02T08:00:30Z', [], '1 hour ago'],
    ['relative', '2026-03-02T12:10:00Z', [], 'in 3 hours'],
    ['relative', '2026-02-27T09:00:00Z', [], '3 days ago'],
    ['relative', '2025-12-02T09:00:00Z', [], '3 months ago'],
    ['relative', '2028-03-02T09:00:00Z', [], 'in 2 years'],
    ['relative', 'soon', [], undefined],
    ['duration', 0, [], '0 s'],
    ['duration', 320, [], '320 ms'],
    ['duration', 45_000, [], '45 s'],
    ['duration', 59_999, [], '59 s 999 ms'],
    ['duration', 3_599_600, [], '1 h'],
    ['duration', 90_061_000, [], '1 d 1 h'],
    ['duration', -125_000, [], '-2 min 5 s'],
    ['duration', '135', ['min'], '2 h 15 min'],
    ['duration', 36, ['h'], '1 d 12 h'],
    ['duration', 1, ['weeks'], undefined],
    ['number', 1234.5, [], '1,234.5'],
    ['number', 1234.567, ['2'], '1,234.57'],
    ['number', 1234, ['2'], '1,234.00'],
    ['number', '42', [], '42'],
    ['number', '4,2', [], undefined],
    ['number', Infinity, [], undefined],
    ['number', 1, ['99'], undefined],
    ['currency', 1280.5, ['EUR'], '€1,280.50'],
    ['currency', 1280.5, ['jpy'], '¥1,281'],
    ['currency', 12, ['USD', '0'], '$12'],
    ['currency', 12, [], undefined],
    ['currency', 12, ['EURO'], undefined],
    ['percent', 0.256, [], '26%'],
    ['percent', 0.256, ['1'], '25.6%'],
    ['plural', 1, ['order', 'orders'], '1 order'],
    ['plural', 1200, ['order', 'orders'], '1,200 orders'],
    ['plural', 1, ['order'], undefined],
    ['default', '', ['-'], '-'],
    ['default', null, ['-'], '-'],
    ['default', 0, ['-'], 0],
    ['yesno', true, [], 'yes'],
    ['yesno', 'FALSE', ['on', 'off'], 'off'],
    ['yesno', undefined, [], 'no'],
    ['upper', 'late', [], 'LATE'],
    ['lower', 'LATE', [], 'late'],
    ['truncate', 'a long text', ['7'], 'a long…'],
    ['truncate', 'short', ['7'], 'short'],
    ['truncate', 'x', ['0'], undefined],
    ['truncate', '👩‍👩‍👧‍👦👩‍👩‍👧‍👦', ['13'], '👩‍👩‍👧‍👦…'],
    ['join', ['a', 1, true], [' + '], 'a + 1 + true'],
    ['join', 'a', [], undefined],
    ['count', [1, 2], [], 2],
    ['count', 'a', [], undefined],
  ])('%s of %p with %j is %j', (name, value, args, expected) => {
    expect(format(name, value, args)).toBe(expected);
  });

  test('speak the language that is asked for', () => {
    expect(format('number', 1234.5, [], 'de')).toBe('1.234,5');
    expect(format('currency', 1280.5, ['EUR'], 'de')).toBe('1.280,50 €');
    expect(format('relative', '2026-03-02T12:00:00Z', [], 'fr')).toBe('dans 3 heures');
  });
});

describe('displayText', () => {
  test.each<[unknown, string | undefined]>([
    ['a', 'a'],
    [0, '0'],
    [0.1 + 0.2, '0.3'],
    [1e21, '1e+21'],
    [true, 'true'],
    [null, ''],
    [undefined, ''],
    [['a', 1], 'a, 1'],
    [new Date('2026-03-01T23:00:00Z'), 'Mar 2, 2026'],
    [new Date('2026-03-02T08:05:00Z'), 'Mar 2, 2026, 9:05 AM'],
    [{ a: 1 }, undefined],
    [[{ a: 1 }], undefined],
  ])('shows %p as %j', (value, expected) => {
    expect(displayText(value, around)?.replace(/\u202f/g, ' ')).toBe(expected);
  });
});

test('isBlankValue and isTrue read cells as people mean them', () => {
  expect([null, undefined, '', [], 0, false, ' '].map(isBlankValue)).toEqual([
    true,
    true,
    true,
    true,
    false,
    false,
    false,
  ]);
  expect(['yes', 'TRUE', '1', 1, 'no', 'false', '0', '', ' ', 0, null].map(isTrue)).toEqual([
    true, true, true, true, false, false, false, false, false, false, false,
  ]); // prettier-ignore
});
