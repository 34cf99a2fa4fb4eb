import type { Issue } from '../errors';
import { nearestName } from '../message/nearest';
import { dayOf, readDay, startOfDay, weekdayOf } from './zone';

/** The days of the week, Sunday first: a weekday's number is its place. */
export const WEEKDAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'] as const;

export type Weekday = (typeof WEEKDAYS)[number];

/** Some days of the week. `weekdays` are Monday to Friday. */
export type DaysOfWeek = 'every day' | 'weekdays' | 'weekends' | readonly Weekday[];

/** The numbers of the weekdays, 0 = Sunday, ascending. */
export function weekdayNumbers(days: DaysOfWeek): number[] {
  if (days === 'every day') return [0, 1, 2, 3, 4, 5, 6];
  if (days === 'weekdays') return [1, 2, 3, 4, 5];
  if (days === 'weekends') return [0, 6];
  return [...new Set(days.map((day) => WEEKDAYS.indexOf(day)))].sort((a, b) => a - b);
}

/**
 * Days by date: one, "2026-12-25"; from one to another, both included, "2026-12-24/2027-01-01"; or the same day of every
 * year, "12-25".
 */
export type DateRange = string;

interface Days {
  readonly first: number;
  readonly last: number;
}

function readRange(text: DateRange): Days | { readonly monthAndDay: string } | undefined {
  // 2000 is a leap year, so the 29th of February is a day too.
  if (/^\d\d-\d\d$/.test(text)) return readDay(`2000-${text}`) === undefined ? undefined : { monthAndDay: text };
  const [from = '', to = from, ...more] = text.split('/');
  const first = readDay(from);
  const last = readDay(to);
  return first === undefined || last === undefined || more.length > 0 ? undefined : { first, last };
}

/** What is wrong with a list of dates; each issue's path is the place in the list. */
export function checkDates(dates: readonly DateRange[]): Issue[] {
  return dates.flatMap((text, index): Issue[] => {
    const range = readRange(text);
    const path = `[${index}]`;
    if (range === undefined) {
      const expected = 'a day such as "2026-12-25", days such as "2026-12-24/2027-01-01", or "12-25" for every year';
      return [{ path, problem: 'names no day of the calendar', expected, received: JSON.stringify(text) }];
    }
    if ('first' in range && range.last < range.first) {
      const swapped = text.split('/').reverse().join('/');
      return [{ path, problem: 'ends before it begins', expected: `"${swapped}"`, received: JSON.stringify(text) }];
    }
    return [];
  });
}

/** A set of days, asked by number. */
export type DaySet = (day: number) => boolean;

/** The days that a checked list of dates names. */
export function datesOf(dates: readonly DateRange[]): DaySet {
  const ranges: Days[] = [];
  const yearly = new Set<string>();
  for (const text of dates) {
    const range = readRange(text);
    if (range === undefined) continue;
    if ('first' in range) ranges.push(range);
    else yearly.add(range.monthAndDay);
  }
  return (day) =>
    ranges.some(({ first, last }) => day >= first && day <= last) ||
    (yearly.size > 0 && yearly.has(new Date(startOfDay(day)).toISOString().slice(5, 10)));
}

/** When people work: a week's pattern, and the days that differ. */
export interface Calendar {
  /** Its name, which schedules refer to: "vietnam"; 1 to 64 letters, digits, dots, hyphens, underscores. */
  readonly id: string;
  /** The days of an ordinary week on which people work. @default 'weekdays' */
  readonly workdays?: DaysOfWeek;
  /** Days off. @default none */
  readonly holidays?: readonly DateRange[];
  /** Days on which people work although they are holidays or not among `workdays`. @default none */
  readonly extraWorkdays?: readonly DateRange[];
}

/** The workdays of a calendar. */
export function workdaysOf({ workdays = 'weekdays', holidays = [], extraWorkdays = [] }: Calendar): DaySet {
  const week = new Set(weekdayNumbers(workdays));
  const off = datesOf(holidays);
  const extra = datesOf(extraWorkdays);
  return (day) => extra(day) || (week.has(weekdayOf(day)) && !off(day));
}

/** "Did you mean" for a name that is not in the list, as the end of an expectation: `, such as "Monday"`. */
export function suggestion(name: string, known: readonly string[]): string {
  const nearest = nearestName(name, known);
  return nearest === undefined ? '' : `: did you mean "${nearest}"?`;
}

/** The day that a local time falls on, as text: "2026-11-24". */
export const dateText = (local: number): string => new Date(startOfDay(dayOf(local))).toISOString().slice(0, 10);
