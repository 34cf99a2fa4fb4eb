import { describeIssue } from '../../src/errors';
import { checkWindows, windowsEnd, windowsInWords, type Window } from '../../src/schedule/window';

const end = (windows: Window[], at: string, timeZone = 'Europe/Paris'): string | undefined => {
  const found = windowsEnd(windows, timeZone, Date.parse(at));
  return found === undefined ? undefined : new Date(found).toISOString().slice(0, 16);
};

const night: Window = { from: '22:00', until: '07:00' };
const weekend: Window = { from: '00:00', until: '24:00', on: 'weekends' };

describe('windowsEnd', () => {
  // Paris is an hour ahead of UTC in November 2026; the 27th is a Friday.
  test.each<[string, Window[], string, string | undefined]>([
    ['before it begins', [night], '2026-11-24T20:59:59Z', undefined],
    ['when it begins', [night], '2026-11-24T21:00:00Z', '2026-11-25T06:00'],
    ['after midnight', [night], '2026-11-25T03:00:00Z', '2026-11-25T06:00'],
    ['when it ends', [night], '2026-11-25T06:00:00Z', undefined],
    ['on a day it begins on', [{ ...night, on: ['Tuesday'] }], '2026-11-24T22:00:00Z', '2026-11-25T06:00'],
    ['on the morning after such a day', [{ ...night, on: ['Tuesday'] }], '2026-11-25T05:00:00Z', '2026-11-25T06:00'],
    ['on another day', [{ ...night, on: ['Tuesday'] }], '2026-11-25T22:00:00Z', undefined],
    ['a night, a weekend and a night in a row', [night, weekend], '2026-11-27T22:00:00Z', '2026-11-30T06:00'],
    ['a weekend that a night follows', [weekend, night], '2026-11-28T12:00:00Z', '2026-11-30T06:00'],
    [
      'a span of dates',
      [{ from: '2026-12-24T18:00', until: '2026-12-27' }],
      '2026-12-24T17:00:00Z',
      '2026-12-26T23:00',
    ],
    [
      'outside of a span of dates',
      [{ from: '2026-12-24T18:00', until: '2026-12-27' }],
      '2026-12-24T16:59:00Z',
      undefined,
    ],
  ])('%s', (_what, windows, at, expected) => {
    expect(end(windows, at)).toBe(expected);
  });

  test('a night on which the clocks change is as long as the clocks say', () => {
    expect(end([night], '2026-03-28T22:00:00Z')).toBe('2026-03-29T05:00');
    expect(end([night], '2026-10-24T21:00:00Z')).toBe('2026-10-25T06:00');
  });

  test('a webhook that is always quiet is quiet for years, not for ever in computing it', () => {
    expect(end([{ from: '00:00', until: '24:00' }], '2026-11-24T12:00:00Z')?.slice(0, 4)).toBe('2029');
  });
});

test.each<[Window, string, RegExp]>([
  [{ from: '22', until: '07:00' }, '[0].from', /"22:00"/],
  [{ from: '22:00', until: '2026-11-24' }, '[0].until', /as in from/],
  [{ from: '2026-11-24', until: '07:00' }, '[0].until', /as in from/],
  [{ from: '22:00', until: '22:00' }, '[0]', /no length/],
  [{ from: '2026-11-24', until: '2026-11-23' }, '[0].until', /before from/],
  [{ from: '2026-11-24', until: '2026-11-25', on: 'weekdays' }, '[0].on', /beside a date/],
])('refuses %j', (window, path, text) => {
  const [issue] = checkWindows([window], 'Europe/Paris');
  expect(issue?.path).toBe(path);
  expect(issue === undefined ? '' : describeIssue(issue)).toMatch(text);
});

test('in words', () => {
  expect(
    windowsInWords([
      night,
      { ...weekend },
      { from: '2026-12-24T18:00', until: '2026-12-27' },
      { from: '12:00', until: '13:00', on: ['Monday', 'Friday'] },
    ]),
  ).toBe(
    '22:00–07:00 every day, 00:00–24:00 on weekends, 2026-12-24 18:00–2026-12-27 and 12:00–13:00 on Monday and Friday',
  );
});
