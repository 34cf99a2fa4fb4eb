import * as v from 'valibot';
import type { Issue } from '../errors';
import { lazily } from '../lazily';
import { weekdayNumbers, type DaysOfWeek } from './days';
import { daysOfWeekSchema } from './shape';
import { list } from './words';
import { dayOf, instantOf, localTime, readMoment, readTimeOfDay, startOfDay, weekdayOf } from './zone';

/**
 * A span of time: every day from one time of day to another, which may be past midnight; or once, from one local time to
 * another.
 *
 * @example { from: '22:00', until: '07:00', on: 'weekdays' }
 * @example { from: '2026-12-24T18:00', until: '2026-12-27' }
 */
export interface Window {
  /** "22:00", or once "2026-12-24T18:00". */
  readonly from: string;
  /** "07:00" (of the next day when it is not after `from`), "24:00", or once "2026-12-27T08:00". */
  readonly until: string;
  /** The days on which it begins; only with times of day. @default 'every day' */
  readonly on?: DaysOfWeek;
}

export const windowsSchema = lazily(() =>
  v.pipe(
    v.array(
      v.strictObject(
        {
          from: v.string('a time of day such as "22:00"'),
          until: v.string('a time of day such as "07:00"'),
          on: v.optional(daysOfWeekSchema()),
        },
        'a window such as { from: "22:00", until: "07:00" }',
      ),
      'a list of windows such as [{ from: "22:00", until: "07:00" }]',
    ),
    v.nonEmpty('at least one window'),
  ),
);

/** What is wrong with windows whose shape is right; paths start at the list: "[0].until". */
export function checkWindows(windows: readonly Window[], timeZone: string): Issue[] {
  return windows.flatMap(({ from, until, on }, index): Issue[] => {
    const start = readTimeOfDay(from);
    const isDaily = start !== undefined;
    const path = `[${index}]`;
    if (!isDaily && readMoment(from, timeZone) === undefined) {
      const expected = 'a time of day such as "22:00", or a time such as "2026-12-24T18:00"';
      return [{ path: `${path}.from`, problem: 'is no time', expected, received: JSON.stringify(from) }];
    }
    const end = isDaily ? readTimeOfDay(until) : readMoment(until, timeZone);
    if (end === undefined) {
      const expected = isDaily
        ? 'a time of day such as "07:00", as in from'
        : 'a time such as "2026-12-27T08:00", as in from';
      return [{ path: `${path}.until`, problem: 'is no time', expected, received: JSON.stringify(until) }];
    }
    if (isDaily && (start === end || from === '24:00')) {
      return [
        {
          path,
          problem: 'has no length',
          expected: 'two different times; "00:00" to "24:00" is the whole day',
          received: `${from} to ${until}`,
        },
      ];
    }
    if (!isDaily && end <= (readMoment(from, timeZone) ?? 0)) {
      return [
        {
          path: `${path}.until`,
          problem: 'lies before from',
          expected: `a time after ${from}`,
          received: JSON.stringify(until),
        },
      ];
    }
    if (!isDaily && on !== undefined) {
      return [
        {
          path: `${path}.on`,
          problem: 'stands beside a date',
          expected: 'times of day, as in "22:00"',
          received: from,
        },
      ];
    }
    return [];
  });
}

/** Windows in a row are followed this far: a year of them is taken to be for ever. */
const MAX_CHAIN = 800;

/** Whether windows leave no time free from some day on. @param windows - through {@link checkWindows} */
export function areEndless(windows: readonly Window[], timeZone: string): boolean {
  const daily = windows.filter(({ from }) => readTimeOfDay(from) !== undefined);
  return (windowsEnd(daily, timeZone, SOME_DAY) ?? 0) - SOME_DAY > 366 * startOfDay(1);
}

/** What goes on from it for a year goes on for ever, and begins on any other day as well. */
const SOME_DAY = Date.UTC(2026, 0, 1);

/**
 * When the window that an instant lies in ends, where windows that follow without a break count as one.
 *
 * @param windows - through {@link checkWindows}
 * @returns epoch milliseconds, or undefined when the instant lies in none
 */
export function windowsEnd(windows: readonly Window[], timeZone: string, instant: number): number | undefined {
  let end: number | undefined;
  for (let steps = 0; steps < MAX_CHAIN; steps += 1) {
    const at: number = end ?? instant;
    const ends = windows
      .map((window) => windowEnd(window, timeZone, at))
      .filter((found): found is number => found !== undefined);
    if (ends.length === 0) return end;
    end = Math.max(...ends);
  }
  return end;
}

/** The first instant at which a window is over that contains this one. */
function windowEnd({ from, until, on = 'every day' }: Window, timeZone: string, instant: number): number | undefined {
  const start = readTimeOfDay(from);
  if (start === undefined) {
    const begins = readMoment(from, timeZone) ?? Infinity;
    const ends = readMoment(until, timeZone) ?? -Infinity;
    return instant >= begins && instant < ends ? ends : undefined;
  }
  const length = ((readTimeOfDay(until) ?? 0) - start + startOfDay(1)) % startOfDay(1) || startOfDay(1);
  const days = weekdayNumbers(on);
  const today = dayOf(localTime(instant, timeZone));
  for (const day of [today, today - 1]) {
    if (!days.includes(weekdayOf(day))) continue;
    const begins = instantOf(startOfDay(day) + start, timeZone);
    const ends = instantOf(startOfDay(day) + start + length, timeZone);
    if (instant >= begins && instant < ends) return ends;
  }
  return undefined;
}

/** Windows in words: "22:00–07:00 on weekdays and 2026-12-24 18:00–2026-12-27". */
export function windowsInWords(windows: readonly Window[]): string {
  return list(
    windows.map(({ from, until, on = 'every day' }) => {
      const span = `${from.replace('T', ' ')}–${until.replace('T', ' ')}`;
      if (readTimeOfDay(from) === undefined) return span;
      return `${span} ${typeof on === 'string' ? (on === 'every day' ? on : `on ${on}`) : `on ${list(on)}`}`;
    }),
  );
}
