import { findMoment, isMoment, isRelative } from '../../src/sheet/moment';

const NOW = Date.parse('2026-03-02T09:00:00Z'); // a Monday
const at = (text: string, timeZone = 'Etc/UTC'): string[] => {
  const moment = findMoment(text, NOW, timeZone);
  return moment === undefined ? [] : [new Date(moment.from).toISOString(), new Date(moment.until).toISOString()];
};

describe('findMoment', () => {
  test.each([
    ['today', '2026-03-02T00:00:00.000Z', '2026-03-03T00:00:00.000Z'],
    ['Tomorrow', '2026-03-03T00:00:00.000Z', '2026-03-04T00:00:00.000Z'],
    ['yesterday', '2026-03-01T00:00:00.000Z', '2026-03-02T00:00:00.000Z'],
    ['today + 3 days', '2026-03-05T00:00:00.000Z', '2026-03-06T00:00:00.000Z'],
    ['today-1 week', '2026-02-23T00:00:00.000Z', '2026-02-24T00:00:00.000Z'],
    ['today + 1 month', '2026-04-02T00:00:00.000Z', '2026-04-03T00:00:00.000Z'],
    ['today + 2 years', '2028-03-02T00:00:00.000Z', '2028-03-03T00:00:00.000Z'],
    ['today + 5 workdays', '2026-03-09T00:00:00.000Z', '2026-03-10T00:00:00.000Z'],
    ['today - 1 workday', '2026-02-27T00:00:00.000Z', '2026-02-28T00:00:00.000Z'],
    ['now', '2026-03-02T09:00:00.000Z', '2026-03-02T09:00:00.000Z'],
    ['now - 90 minutes', '2026-03-02T07:30:00.000Z', '2026-03-02T07:30:00.000Z'],
    ['today + 8 hours', '2026-03-02T08:00:00.000Z', '2026-03-02T08:00:00.000Z'],
    ['2026-12-01', '2026-12-01T00:00:00.000Z', '2026-12-02T00:00:00.000Z'],
    ['2026-12-01T09:00', '2026-12-01T09:00:00.000Z', '2026-12-01T09:00:00.000Z'],
  ])('%s', (text, from, until) => {
    expect(at(text)).toEqual([from, until]);
  });

  test('is in the zone of the sheet, through the change of the clock', () => {
    expect(at('2026-03-29', 'Europe/Paris')).toEqual(['2026-03-28T23:00:00.000Z', '2026-03-29T22:00:00.000Z']);
  });

  test('keeps to the length of months', () => {
    const moment = findMoment('today + 1 month', Date.parse('2026-01-31T12:00:00Z'), 'Etc/UTC');
    expect(new Date(moment?.from ?? 0).toISOString()).toBe('2026-02-28T00:00:00.000Z');
  });

  test.each(['next week', 'today +', 'today + x days', '2026-13-01', ''])('%j is none', (text) => {
    expect(isMoment(text)).toBe(false);
    expect(findMoment(text, NOW, 'Etc/UTC')).toBeUndefined();
  });
});

test('isRelative tells what changes as time passes', () => {
  expect(['today', 'now - 2 hours', '2026-12-01'].filter(isRelative)).toEqual(['today', 'now - 2 hours']);
});
