import type { Weekday } from './days';
import { weekdayNumbers, WEEKDAYS } from './days';
import type { DayOfMonth, On } from './schedule';

/** The plain forms of a schedule's time as cron lines, which is what they are computed as. */

/** The minutes that divide an hour, and the whole hours that divide a day: the intervals that cron can express. */
export const INTERVALS: readonly number[] = [
  1, 2, 3, 4, 5, 6, 10, 12, 15, 20, 30, 60, 120, 180, 240, 360, 480, 720, 1440,
]; // prettier-ignore

/** `everyMinutes` as a cron line: 15 → every 15 minutes of an hour, 120 → the hours 0, 2, 4, … */
export function intervalLine(everyMinutes: number): string {
  if (everyMinutes === 1) return '* * * * *';
  if (everyMinutes < 60) return `*/${everyMinutes} * * * *`;
  if (everyMinutes === 60) return '0 * * * *';
  return everyMinutes === 1440 ? '0 0 * * *' : `0 */${everyMinutes / 60} * * *`;
}

/** Times of day on certain days as cron lines, one for each time and kind of day. */
export function timeLines(times: readonly string[], on: On): string[] {
  return times.flatMap((time) => {
    const [hour = '', minute = ''] = time.split(':');
    return dayFields(on).map((days) => `${Number(minute)} ${Number(hour)} ${days}`);
  });
}

const NTH = { first: '#1', second: '#2', third: '#3', fourth: '#4', last: 'L' } as const;

/** Day of month, month and day of week, as the last three fields of cron lines. */
function dayFields(on: On): string[] {
  if (typeof on === 'string' || isList(on)) {
    const numbers = weekdayNumbers(on);
    return [`* * ${numbers.length === 7 ? '*' : numbers.join(',')}`];
  }
  if ('weekday' in on) return [`* * ${WEEKDAYS.indexOf(on.weekday)}${NTH[on.ofMonth]}`];
  const days = typeof on.dayOfMonth === 'object' ? on.dayOfMonth : [on.dayOfMonth];
  const plain = days.filter((day) => typeof day === 'number');
  const special = days.filter((day) => typeof day !== 'number').map((day) => `${SPECIAL_DAYS[day]} * *`);
  return [...(plain.length === 0 ? [] : [`${plain.join(',')} * *`]), ...special];
}

const SPECIAL_DAYS: Readonly<Record<Exclude<DayOfMonth, number>, string>> = {
  last: 'L',
  'first weekday': '1W',
  'last weekday': 'LW',
};

const isList = (on: Exclude<On, string>): on is readonly Weekday[] => Array.isArray(on);
