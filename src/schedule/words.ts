import { fieldNumber, fieldsOf, fieldValues, MONTH_NAMES, ordinal } from './cron';
import { WEEKDAYS } from './days';
import type { TimingFields } from './timing';
import { cronLines } from './timing';

/** Schedules in plain words. */

/** When a schedule occurs: "every weekday at 09:00, Asia/Ho_Chi_Minh". */
export function timesInWords(schedule: TimingFields): string {
  const { once, timeZone, start, end, except = [], calendar, onDayOff = 'skip' } = schedule;
  const when = once === undefined ? linesInWords(cronLines(schedule)) : `once, ${once.replace('T', ' ')}`;
  return [
    when,
    timeZone,
    start === undefined ? '' : `from ${start.replace('T', ' ')}`,
    end === undefined ? '' : `until ${end.replace('T', ' ')}`,
    except.length === 0 ? '' : `except ${except.length > 3 ? `on ${except.length} dates` : list(except)}`,
    calendar === undefined ? '' : DAY_OFF[onDayOff](calendar),
  ]
    .filter((part) => part !== '')
    .join(', ');
}

const DAY_OFF = {
  skip: (calendar: string) => `only on workdays of ${calendar}`,
  'next-workday': (calendar: string) => `moved to the next workday of ${calendar}`,
  'previous-workday': (calendar: string) => `moved to the workday of ${calendar} before`,
};

function linesInWords(lines: readonly string[]): string {
  const parts = lines.map(lineParts);
  const [first] = parts;
  if (first === undefined) return '';
  // Several times on the same days: name the days once.
  const together = parts.every(({ days, times }) => times !== undefined && days.every === first.days.every);
  if (!together) return parts.map(({ words }) => words).join(', and ');
  const times = parts.flatMap((part) => part.times ?? []);
  return `${first.days.every} at ${list(times)}`;
}

interface LineParts {
  readonly words: string;
  readonly days: DayWords;
  /** The times of day when the line has a few fixed ones. */
  readonly times: readonly string[] | undefined;
}

/** The days of a line, said in two ways. */
interface DayWords {
  /** "every weekday" */
  readonly every: string;
  /** "on weekdays"; '' for every day. */
  readonly on: string;
}

/** A cron line in words: "0 9 * * 1-5" → "every weekday at 09:00". @param line - through the check of cron lines */
export const cronInWords = (line: string): string => lineParts(line).words;

const MAX_TIMES = 6;

function lineParts(line: string): LineParts {
  const fields = fieldsOf(line);
  const second = fields.length === 6 ? Number(fields[0]) : 0;
  const [minute = '*', hour = '*', dayOfMonth = '*', month = '*', weekday = '*'] = fields.slice(-5);
  const days = dayWords(dayOfMonth, month, weekday);
  const minutes = fieldValues(minute, 0, 59);
  const hours = fieldValues(hour, 0, 23);
  const isFixed = !/[*?/]/.test(minute + hour);
  if (isFixed && minutes.length * hours.length <= MAX_TIMES) {
    const times = hours.flatMap((h) => minutes.map((m) => timeText(h, m, second)));
    return { words: `${days.every} at ${list(times)}`, days, times };
  }
  const interval = intervalWords(hour, minutes, hours) + (second === 0 ? '' : `, ${second} s past`);
  return { words: `${interval}${days.on === '' ? '' : ` ${days.on}`}`, days, times: undefined };
}

const two = (value: number): string => String(value).padStart(2, '0');

const timeText = (hour: number, minute: number, second: number): string =>
  `${two(hour)}:${two(minute)}${second === 0 ? '' : `:${two(second)}`}`;

function intervalWords(hour: string, minutes: readonly number[], hours: readonly number[]): string {
  const step = stepOf(minutes, 60);
  const everyHour = hours.length === 24;
  const every = minutes.length === 60 ? 'every minute' : step === undefined ? undefined : `every ${step} minutes`;
  if (every !== undefined && minutes.length > 1) {
    if (everyHour) return every;
    const run = spanOf(hours);
    return run === undefined
      ? `${every} of the hours ${list(hours.map(two))}`
      : `${every} from ${two(run[0])}:00 to ${two(run[1])}:59`;
  }
  const past = minutes.length === 1 && minutes[0] === 0 ? '' : ` at ${plural(minutes, 'minute')}`;
  const hourStep = stepOf(hours, 24);
  if (everyHour) return `every hour${past}`;
  if (/[*/]/.test(hour) && hourStep !== undefined) return `every ${hourStep} hours${past}`;
  const run = spanOf(hours);
  const during =
    run === undefined ? `at the hours ${list(hours.map(two))}` : `every hour from ${two(run[0])} to ${two(run[1])}`;
  return `${during}${past}`;
}

const plural = (values: readonly number[], noun: string): string =>
  `${noun}${values.length === 1 ? '' : 's'} ${list(values.map(String))}`;

/** The step of values that start at 0 and go evenly round; undefined when they do not. */
function stepOf(values: readonly number[], size: number): number | undefined {
  const step = size / values.length;
  return values.length > 1 && Number.isInteger(step) && values.every((value, at) => value === at * step)
    ? step
    : undefined;
}

/** First and last of values without a gap, three at least. */
function spanOf(values: readonly number[]): [number, number] | undefined {
  const first = values[0];
  const last = values[values.length - 1];
  if (first === undefined || last === undefined || values.length < 3) return undefined;
  return last - first === values.length - 1 ? [first, last] : undefined;
}

function dayWords(dayOfMonth: string, month: string, weekday: string): DayWords {
  const months = isAny(month)
    ? ''
    : ` in ${list(fieldValues(month, 1, 12).map((number) => MONTH_NAMES[number - 1] ?? ''))}`;
  const both = weekday.startsWith('+');
  const week = weekdayWords(weekday.replace('+', ''));
  if (isAny(dayOfMonth)) {
    if (week === undefined) return { every: `every day${months}`, on: months === '' ? '' : `every day${months}` };
    return { every: week.every + months, on: week.on + months };
  }
  const dates = dateWords(dayOfMonth);
  const text =
    week === undefined ? dates : `${dates} ${both ? week.every.replace(/^every /, 'if it is a ') : `or ${week.on}`}`;
  const ofMonth = months === '' ? ' of the month' : months.replace(' in ', ' of ');
  const words = dates.includes(' of ') ? text + months : text.replace(dates, dates + ofMonth);
  return { every: words, on: words };
}

const isAny = (field: string): boolean => field === '*' || field === '?';

const POSITIONS = ['', 'first', 'second', 'third', 'fourth', 'fifth'];

function weekdayWords(field: string): DayWords | undefined {
  if (isAny(field)) return undefined;
  const special: string[] = [];
  const plain: string[] = [];
  for (const part of field.split(',')) {
    const [, day = '', nth] = /^(\w+)#(\w)$/.exec(part) ?? /^(\w+?)(L)$/i.exec(part) ?? [];
    if (nth === undefined) plain.push(part);
    else
      special.push(
        `the ${/l/i.test(nth) ? 'last' : (POSITIONS[Number(nth)] ?? nth)} ${dayName(fieldNumber(day))} of the month`,
      );
  }
  const numbers =
    plain.length === 0
      ? []
      : [...new Set(fieldValues(plain.join(','), 0, 6).map((day) => day % 7))].sort((a, b) => a - b);
  if (special.length > 0) {
    const words = `on ${list([...special, ...numbers.map((day) => `every ${dayName(day)}`)])}`;
    return { every: words, on: words };
  }
  if (numbers.length === 7) return undefined;
  if (numbers.join() === '1,2,3,4,5') return { every: 'every weekday', on: 'on weekdays' };
  if (numbers.join() === '0,6') return { every: 'every Saturday and Sunday', on: 'on Saturdays and Sundays' };
  const names = [...numbers.filter((day) => day > 0), ...numbers.filter((day) => day === 0)].map(dayName);
  return { every: `every ${list(names)}`, on: `on ${list(names.map((name) => `${name}s`))}` };
}

const dayName = (day: number): string => WEEKDAYS[day % 7] ?? '';

function dateWords(field: string): string {
  const parts = field.split(',').map((part) => {
    const upper = part.toUpperCase();
    if (upper === 'L') return 'the last day';
    if (upper === 'LW') return 'the last weekday';
    if (upper === '1W') return 'the first weekday';
    if (upper.endsWith('W')) return `the weekday nearest to the ${ordinal(Number(upper.slice(0, -1)))}`;
    return undefined;
  });
  const plain = field.split(',').filter((_, at) => parts[at] === undefined);
  const numbers = plain.length === 0 ? [] : fieldValues(plain.join(','), 1, 31);
  const step = /^\*\/(\d+)$/.exec(field)?.[1];
  if (step !== undefined) return `every ${ordinal(Number(step))} day from the 1st`;
  const run = numbers.length > 3 ? spanOf(numbers) : undefined;
  const days =
    run === undefined
      ? numbers.map((day) => `the ${ordinal(day)}`)
      : [`the ${ordinal(run[0])} to the ${ordinal(run[1])}`];
  return `on ${list([...days, ...parts.filter((part): part is string => part !== undefined)])}`;
}

/** "a", "a and b", "a, b and c". */
export const list = (items: readonly string[]): string =>
  items.length < 2 ? items.join('') : `${items.slice(0, -1).join(', ')} and ${items[items.length - 1] ?? ''}`;
