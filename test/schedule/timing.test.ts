import type { Calendar } from '../../src/schedule/days';
import type { Schedule } from '../../src/schedule/schedule';
import { newestBetween, occurrencesBetween, timingOf, type TimingFields } from '../../src/schedule/timing';
import { formatInstant } from '../../src/schedule/zone';

/** The occurrences in a span, both ends ISO instants. */
function occurrences(schedule: TimingFields, after: string, until: string, calendar?: Calendar): string[] {
  const found = occurrencesBetween(timingOf(schedule, calendar), Date.parse(after), Date.parse(until), 10_000);
  return found.map(formatInstant);
}

const daily = (at: string, timeZone: string): TimingFields => ({ at, timeZone });

// Worked out by hand from the published dates of the changes, not by any program.
describe('on the days when the clocks change', () => {
  test.each<[string, TimingFields, string, string, string[]]>([
    [
      'a time in the skipped hour runs at its end, that day only (Paris, 29 March 2026, 02:00 → 03:00)',
      daily('02:30', 'Europe/Paris'),
      '2026-03-28T00:00:00Z',
      '2026-03-31T00:00:00Z',
      ['2026-03-28T01:30:00Z', '2026-03-29T01:00:00Z', '2026-03-30T00:30:00Z'],
    ],
    [
      'times before and after the skipped hour keep to the clock (Paris)',
      { at: ['01:59', '03:00', '09:00'], timeZone: 'Europe/Paris' },
      '2026-03-28T12:00:00Z',
      '2026-03-30T01:30:00Z',
      [
        '2026-03-29T00:59:00Z',
        '2026-03-29T01:00:00Z',
        '2026-03-29T07:00:00Z',
        '2026-03-29T23:59:00Z',
        '2026-03-30T01:00:00Z',
      ],
    ],
    [
      'several times in the skipped hour run once, at its end (Paris)',
      { at: ['02:00', '02:15', '02:45'], timeZone: 'Europe/Paris' },
      '2026-03-28T12:00:00Z',
      '2026-03-29T12:00:00Z',
      ['2026-03-29T01:00:00Z'],
    ],
    [
      'a time in the repeated hour runs the first time only (Paris, 25 October 2026, 03:00 → 02:00)',
      daily('02:30', 'Europe/Paris'),
      '2026-10-24T12:00:00Z',
      '2026-10-26T12:00:00Z',
      ['2026-10-25T00:30:00Z', '2026-10-26T01:30:00Z'],
    ],
    [
      'the hour at which the clock is put back runs once as well (New York, 1 November 2026, 02:00 → 01:00)',
      { at: ['01:00', '01:30', '02:00'], timeZone: 'America/New_York' },
      '2026-10-31T12:00:00Z',
      '2026-11-01T12:00:00Z',
      ['2026-11-01T05:00:00Z', '2026-11-01T05:30:00Z', '2026-11-01T07:00:00Z'],
    ],
    [
      'a morning time stays where the clock shows it through both changes (New York)',
      daily('09:00', 'America/New_York'),
      '2026-03-07T00:00:00Z',
      '2026-03-10T00:00:00Z',
      ['2026-03-07T14:00:00Z', '2026-03-08T13:00:00Z', '2026-03-09T13:00:00Z'],
    ],
    [
      'half an hour is skipped and repeated where that is the custom (Lord Howe, 4 October 2026, 02:00 → 02:30)',
      daily('02:15', 'Australia/Lord_Howe'),
      '2026-10-02T12:00:00Z',
      '2026-10-05T12:00:00Z',
      ['2026-10-02T15:45:00Z', '2026-10-03T15:30:00Z', '2026-10-04T15:15:00Z'],
    ],
    [
      'and in autumn (Lord Howe, 5 April 2026, 02:00 → 01:30)',
      daily('01:45', 'Australia/Lord_Howe'),
      '2026-04-04T00:00:00Z',
      '2026-04-06T00:00:00Z',
      ['2026-04-04T14:45:00Z', '2026-04-05T15:15:00Z'],
    ],
    [
      'midnight may be skipped (Santiago, 6 September 2026, 00:00 → 01:00)',
      daily('00:00', 'America/Santiago'),
      '2026-09-05T00:00:00Z',
      '2026-09-08T00:00:00Z',
      ['2026-09-05T04:00:00Z', '2026-09-06T04:00:00Z', '2026-09-07T03:00:00Z'],
    ],
    [
      'the last hour of a day may be repeated (Santiago, 4 April 2026 at 24:00 → 23:00)',
      daily('23:30', 'America/Santiago'),
      '2026-04-04T12:00:00Z',
      '2026-04-06T12:00:00Z',
      ['2026-04-05T02:30:00Z', '2026-04-06T03:30:00Z'],
    ],
    [
      'an interval counts real time: nothing in the skipped hour, both of the repeated ones (Paris, every half hour)',
      { everyMinutes: 30, timeZone: 'Europe/Paris' },
      '2026-03-29T00:15:00Z',
      '2026-03-29T02:15:00Z',
      ['2026-03-29T00:30:00Z', '2026-03-29T01:00:00Z', '2026-03-29T01:30:00Z', '2026-03-29T02:00:00Z'],
    ],
    [
      'so that an hourly message comes 25 times on the long day (Paris)',
      { everyMinutes: 60, timeZone: 'Europe/Paris' },
      '2026-10-24T21:59:00Z',
      '2026-10-25T22:59:00Z',
      Array.from({ length: 25 }, (_, hour) => formatInstant(Date.parse('2026-10-24T22:00:00Z') + hour * 3_600_000)),
    ],
    [
      'a time once in the skipped hour runs at its end (Paris)',
      { once: '2026-03-29T02:30', timeZone: 'Europe/Paris' },
      '2026-03-01T00:00:00Z',
      '2026-04-01T00:00:00Z',
      ['2026-03-29T01:00:00Z'],
    ],
    [
      'zones without summer time know none of it (Ho Chi Minh City)',
      daily('02:30', 'Asia/Ho_Chi_Minh'),
      '2026-03-28T00:00:00Z',
      '2026-03-30T23:00:00Z',
      ['2026-03-28T19:30:00Z', '2026-03-29T19:30:00Z', '2026-03-30T19:30:00Z'],
    ],
  ])('%s', (_what, schedule, after, until, expected) => {
    expect(occurrences(schedule, after, until)).toEqual(expected);
  });
});

describe('the plain forms', () => {
  const days = (on: (Schedule['on'] & object) | string, after: string, until: string) =>
    occurrences({ at: '09:00', on: on as NonNullable<Schedule['on']>, timeZone: 'Etc/UTC' }, after, until).map((text) =>
      text.slice(5, 10),
    );

  test.each<[string, NonNullable<Schedule['on']>, string[]]>([
    ['weekdays', 'weekdays', ['12-01', '12-02', '12-03', '12-04', '12-07']],
    ['weekends', 'weekends', ['12-05', '12-06', '12-12', '12-13', '12-19']],
    ['days by name', ['Friday', 'Monday'], ['12-04', '12-07', '12-11', '12-14', '12-18']],
    ['days of the month', { dayOfMonth: [1, 15] }, ['12-01', '12-15', '01-01', '01-15', '02-01']],
    ['the last day', { dayOfMonth: 'last' }, ['12-31', '01-31', '02-28', '03-31', '04-30']],
    ['the 31st, where there is one', { dayOfMonth: 31 }, ['12-31', '01-31', '03-31', '05-31', '07-31']],
    ['the last weekday', { dayOfMonth: 'last weekday' }, ['12-31', '01-29', '02-26', '03-31', '04-30']],
    ['the first weekday', { dayOfMonth: 'first weekday' }, ['12-01', '01-01', '02-01', '03-01', '04-01']],
    ['a plain and a last day', { dayOfMonth: [15, 'last'] }, ['12-15', '12-31', '01-15', '01-31', '02-15']],
    ['the second Friday', { weekday: 'Friday', ofMonth: 'second' }, ['12-11', '01-08', '02-12', '03-12', '04-09']],
    ['the last Sunday', { weekday: 'Sunday', ofMonth: 'last' }, ['12-27', '01-31', '02-28', '03-28', '04-25']],
  ])('%s', (_what, on, expected) => {
    expect(days(on, '2026-12-01T00:00:00Z', '2027-12-01T00:00:00Z').slice(0, 5)).toEqual(expected);
  });

  test('every two hours begin at midnight on the clock of the zone', () => {
    expect(
      occurrences({ everyMinutes: 120, timeZone: 'Asia/Kolkata' }, '2026-12-01T18:00:00Z', '2026-12-01T23:00:00Z'),
    ).toEqual(['2026-12-01T18:30:00Z', '2026-12-01T20:30:00Z', '2026-12-01T22:30:00Z']);
  });

  test('a cron line may name a second', () => {
    expect(
      occurrences({ cron: '30 0 9 * * *', timeZone: 'Etc/UTC' }, '2026-12-01T00:00:00Z', '2026-12-02T00:00:00Z'),
    ).toEqual(['2026-12-01T09:00:30Z']);
  });
});

describe('what takes days away', () => {
  test('start and end days are whole days of the zone, and both included', () => {
    const schedule = { at: '00:00', timeZone: 'Asia/Tokyo', start: '2026-12-02', end: '2026-12-04' };
    expect(occurrences(schedule, '2026-11-01T00:00:00Z', '2027-01-01T00:00:00Z')).toEqual([
      '2026-12-01T15:00:00Z',
      '2026-12-02T15:00:00Z',
      '2026-12-03T15:00:00Z',
    ]);
  });

  test('a start is included, an end with a time is not', () => {
    const schedule = { everyMinutes: 60, timeZone: 'Etc/UTC', start: '2026-12-01T09:00', end: '2026-12-01T12:00' };
    expect(occurrences(schedule, '2026-11-01T00:00:00Z', '2027-01-01T00:00:00Z')).toEqual([
      '2026-12-01T09:00:00Z',
      '2026-12-01T10:00:00Z',
      '2026-12-01T11:00:00Z',
    ]);
  });

  test('excepted days are days of the zone: one, several, and one of every year', () => {
    const schedule = {
      at: '08:00',
      timeZone: 'Pacific/Auckland',
      except: ['2026-12-24/2026-12-27', '12-31', '2026-12-29'],
    };
    const found = occurrences(schedule, '2026-12-22T11:00:00Z', '2026-12-31T12:00:00Z');
    // 08:00 in Auckland is 19:00 UTC of the day before.
    expect(found).toEqual(['2026-12-22T19:00:00Z', '2026-12-27T19:00:00Z', '2026-12-29T19:00:00Z']);
  });

  test('a long exception of a frequent schedule is stepped over by days, not by occurrences', () => {
    const timing = timingOf({ everyMinutes: 1, timeZone: 'Etc/UTC', except: ['2026-01-01/2028-12-31'] }, undefined);
    expect(formatInstant(timing.next(Date.parse('2026-06-01T00:00:00Z')) ?? NaN)).toBe('2029-01-01T00:00:00Z');
  });

  const calendar: Calendar = {
    id: 'vietnam',
    // 2 September 2026 is a Wednesday.
    holidays: ['2026-09-02', '2026-09-07/2026-09-08'],
    extraWorkdays: ['2026-09-12'],
  };
  const monthly = { at: '09:00', timeZone: 'Asia/Ho_Chi_Minh', calendar: 'vietnam' } as const;

  test('a calendar skips days off and keeps working Saturdays', () => {
    const found = occurrences(monthly, '2026-09-01T00:00:00Z', '2026-09-15T00:00:00Z', calendar);
    expect(found.map((text) => text.slice(8, 10))).toEqual(['01', '03', '04', '09', '10', '11', '12', '14']);
  });

  test.each<['next-workday' | 'previous-workday', number | number[], string[]]>([
    ['next-workday', 2, ['2026-09-03T02:00:00Z', '2026-10-02T02:00:00Z']],
    ['previous-workday', 2, ['2026-09-01T02:00:00Z', '2026-10-02T02:00:00Z']],
    // Saturday the 5th to Tuesday the 8th are off.
    ['next-workday', [5, 7], ['2026-09-09T02:00:00Z', '2026-10-05T02:00:00Z', '2026-10-07T02:00:00Z']],
    ['previous-workday', [7, 8], ['2026-09-04T02:00:00Z', '2026-10-07T02:00:00Z', '2026-10-08T02:00:00Z']],
  ])('%s moves the days %j to a workday, several that meet there become one', (onDayOff, dayOfMonth, expected) => {
    const found = occurrences(
      { ...monthly, on: { dayOfMonth }, onDayOff },
      '2026-08-31T12:00:00Z',
      '2026-10-20T00:00:00Z',
      calendar,
    );
    expect(found).toEqual(expected);
  });

  test('moved occurrences are found from any instant', () => {
    const timing = timingOf({ ...monthly, onDayOff: 'next-workday' }, calendar);
    const all = occurrencesBetween(timing, Date.parse('2026-08-20T00:00Z'), Date.parse('2026-09-30T00:00Z'), 100);
    expect(all.map((at) => timing.next(at - 1))).toEqual(all);
    expect(all.map((at) => timing.next(at - 1_800_000))).toEqual(all);
    expect(all.slice(0, -1).map((at) => timing.next(at))).toEqual(all.slice(1));
    // Counted in the calendar: 8 workdays in August, 19 in September.
    expect(all.length).toBe(27);
  });

  test('there is nothing when no day is left', () => {
    const never: Calendar = { id: 'x', workdays: ['Monday'], holidays: ['2026-01-01/2060-01-01'] };
    expect(timingOf({ ...monthly }, never).next(Date.parse('2026-09-01T00:00Z'))).toBeUndefined();
  });
});

describe('newestBetween', () => {
  test.each([
    [
      'of a frequent schedule over a year',
      { everyMinutes: 1, timeZone: 'Etc/UTC' },
      ['2026-12-31T23:58:00Z', '2026-12-31T23:59:00Z', '2027-01-01T00:00:00Z'],
    ],
    [
      'of a rare one',
      { at: '09:00', on: { dayOfMonth: 1 }, timeZone: 'Etc/UTC' },
      ['2026-10-01T09:00:00Z', '2026-11-01T09:00:00Z', '2026-12-01T09:00:00Z'],
    ],
    ['of one with fewer', { once: '2026-05-05T05:05Z', timeZone: 'Etc/UTC' }, ['2026-05-05T05:05:00Z']],
  ])('finds the newest %s', (_what, schedule, expected) => {
    const found = newestBetween(
      timingOf(schedule, undefined),
      Date.parse('2026-01-01T00:00Z'),
      Date.parse('2027-01-01T00:00Z'),
      3,
    );
    expect(found.map(formatInstant)).toEqual(expected);
  });
});
