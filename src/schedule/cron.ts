import { Cron } from 'croner';
import type { Issue } from '../errors';
import { lazily } from '../lazily';

/**
 * Makes a cron line computable. How it meets the two changes of the clock: a line with a fixed time of day (no `*` and no step in
 * its minute and hour) that falls into the skipped hour runs at the end of the gap, and in the repeated hour only the first
 * time. A line with intervals counts real time: it has nothing in the skipped hour, and runs in both of the repeated ones.
 *
 * @param line - through {@link checkCron}
 */
export const createCron = (line: string, timeZone: string): Cron =>
  // croner changes the options object it is given; without a function to run it starts no timer.
  new Cron(line, { timezone: timeZone, mode: '5-or-6-parts', fixedTimeRule: 'no-wildcard', domAndDow: false });

/** Whether a cron line has a fixed time of day: no wildcard and no step in its minute and hour. */
export function isFixedTime(line: string): boolean {
  const [minute = '*', hour = '*'] = fieldsOf(line).slice(-5);
  return !/[*?/]/.test(minute + hour);
}

interface Field {
  readonly name: string;
  readonly min: number;
  readonly max: number;
  /** What comes after `max`, counting on: minute 61 is minute 1. */
  readonly modulus: number;
}

const MONTHS = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'];
const DAYS = ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'];

const FIELDS: readonly Field[] = [
  { name: 'second', min: 0, max: 59, modulus: 60 },
  { name: 'minute', min: 0, max: 59, modulus: 60 },
  { name: 'hour', min: 0, max: 23, modulus: 24 },
  { name: 'day of the month', min: 1, max: 31, modulus: 0 },
  { name: 'month', min: 1, max: 12, modulus: 0 },
  { name: 'day of the week', min: 0, max: 7, modulus: 7 },
];

const ORDINALS = ['first', 'second', 'third', 'fourth', 'fifth', 'sixth'];

/** croner's nicknames that name a time, and the lines they stand for. */
const NICKNAMES: Readonly<Record<string, string>> = {
  '@yearly': '0 0 1 1 *',
  '@annually': '0 0 1 1 *',
  '@monthly': '0 0 1 * *',
  '@weekly': '0 0 * * 0',
  '@daily': '0 0 * * *',
  '@midnight': '0 0 * * *',
  '@hourly': '0 * * * *',
};

/** The fields of a line, five or six; of a nickname those of the line it stands for. */
export const fieldsOf = (line: string): string[] => (NICKNAMES[line.trim().toLowerCase()] ?? line).trim().split(/\s+/);

const numbers = lazily(
  () =>
    Object.fromEntries([
      ...DAYS.map((name, number) => [name, number]),
      ...MONTHS.map((name, index) => [name, index + 1]),
    ]) as Readonly<Record<string, number>>,
);

/** A number or a name of a field: "5", "FRI", "DEC". */
export const fieldNumber = (text: string): number => numbers()[text.toUpperCase()] ?? Number(text);

/** The numbers that a field without L, W and # names, ascending. */
export function fieldValues(field: string, min: number, max: number): number[] {
  const values = new Set<number>();
  for (const part of field.split(',')) {
    const [range = '*', step] = part.split('/');
    const [from = '*', to] = range.split('-');
    const any = from === '*' || from === '?';
    const first = any ? min : fieldNumber(from);
    const last = any ? max : to === undefined ? first : fieldNumber(to);
    for (let value = first; value <= last; value += Number(step ?? 1)) values.add(value);
  }
  return [...values].sort((a, b) => a - b);
}

/** The times of day of a line with fixed ones, milliseconds after midnight. */
export function fixedTimes(line: string): number[] {
  if (!isFixedTime(line)) return [];
  const [minute = '', hour = ''] = fieldsOf(line).slice(-5);
  return fieldValues(hour, 0, 23).flatMap((h) => fieldValues(minute, 0, 59).map((m) => (h * 60 + m) * 60_000));
}

/**
 * Checks a cron line.
 *
 * @returns what is wrong with it and what would be right, or undefined
 */
export function checkCron(line: string): Issue | undefined {
  const received = JSON.stringify(line.slice(0, 80));
  const trimmed = line.trim();
  if (trimmed.startsWith('@') && NICKNAMES[trimmed.toLowerCase()] === undefined) {
    const expected = `a cron line such as "0 9 * * 1-5", or one of ${Object.keys(NICKNAMES).join(', ')}`;
    return { path: 'cron', problem: 'is a nickname that has no time here', expected, received };
  }
  const fields = fieldsOf(line);
  if (trimmed === '' || fields.length < 5 || fields.length > 6) {
    const expected =
      'five fields: minute, hour, day of month, month, day of week, as in "0 9 * * 1-5" (weekdays at 09:00)';
    const counted = trimmed === '' ? 'an empty text' : `${fields.length} in ${received}`;
    return { path: 'cron', problem: 'has the wrong number of fields', expected, received: counted };
  }
  const second = fields.length === 6 ? fields[0] : undefined;
  if (second !== undefined && !/^\d+$/.test(second)) {
    const expected = `one second in the first of six fields, as in "0 ${fields.slice(1).join(' ')}", because Apps Script's clock runs a script once a minute at most`;
    return { path: 'cron', problem: 'asks for more than one time a minute', expected, received };
  }
  return checkFields(fields, received) ?? checkByCroner(line, received) ?? checkDates(fields, received);
}

/** Numbers outside of their field's range, the commonest slip. */
function checkFields(fields: readonly string[], received: string): Issue | undefined {
  const shift = FIELDS.length - fields.length;
  for (const [at, text] of fields.entries()) {
    const field = FIELDS[at + shift];
    if (field === undefined) continue;
    for (const match of text.matchAll(/(^|[,-])(\d+)(?![\d#])/g)) {
      const value = Number(match[2]);
      if (value >= field.min && value <= field.max) continue;
      const digits = match[2]?.length ?? 0;
      const start = (match.index ?? 0) + match[0].length - digits;
      const corrected = [...fields];
      corrected[at] = text.slice(0, start) + correction(field, value, match[1] === '-') + text.slice(start + digits);
      const place = `its ${ORDINALS[at] ?? ''} number is the ${field.name}, ${field.min} to ${field.max}`;
      return {
        path: 'cron',
        problem: "isn't a valid time",
        expected: `"${corrected.join(' ')}" or the like: ${place}`,
        received: `${value} in ${received}`,
      };
    }
  }
  return undefined;
}

function correction({ name, min, max, modulus }: Field, value: number, endsRange: boolean): string {
  if (value < min) return String(min);
  if (endsRange) return String(modulus === 7 ? 6 : max);
  if (modulus > 0) return String(value % modulus);
  return name === 'month' ? String(max) : 'L';
}

/** All that croner itself refuses. Its texts name no field that a person would recognise, so they are kept for the detail. */
function checkByCroner(line: string, received: string): Issue | undefined {
  try {
    createCron(line, 'UTC');
    return undefined;
  } catch (error) {
    const reason = (error as Error).message.replace(/^CronPattern: /, '').replace(/\.$/, '');
    const expected = `numbers, names, ranges "1-5", lists "1,15" and steps "*/10" (${reason})`;
    return { path: 'cron', problem: "isn't a valid time", expected, received };
  }
}

/** The days that months have at most. */
const MONTH_LENGTHS = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
export const MONTH_NAMES = [
  'January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December',
]; // prettier-ignore

/** A day that none of its months has. */
function checkDates(fields: readonly string[], received: string): Issue | undefined {
  const [day = '*', month = '*', weekday = '*'] = fields.slice(-3);
  // With a day of the week too, either is enough.
  if (!/^[\d,]+$/.test(day) || weekday !== '*') return undefined;
  const firstDay = Math.min(...day.split(',').map(Number));
  const months = fieldValues(month, 1, 12);
  if (months.some((number) => firstDay <= (MONTH_LENGTHS[number - 1] ?? 31))) return undefined;
  const names = months.map((number) => MONTH_NAMES[number - 1]);
  const list =
    names.length > 1 ? `${names.slice(0, -1).join(', ')} and ${names[names.length - 1]} have` : `${names[0]} has`;
  const last = [...fields.slice(0, -3), 'L', month, weekday].join(' ');
  return {
    path: 'cron',
    problem: 'never runs',
    expected: `a day that exists, or "${last}" for the last of the month: ${list} no ${ordinal(firstDay)}`,
    received,
  };
}

/** "1st", "22nd", "30th". */
export function ordinal(number: number): string {
  const suffix = ['th', 'st', 'nd', 'rd'];
  const tens = Math.floor(number / 10) % 10;
  return `${number}${(tens === 1 ? undefined : suffix[number % 10]) ?? 'th'}`;
}
