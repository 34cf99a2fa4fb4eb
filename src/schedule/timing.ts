import { createCron, isFixedTime } from './cron';
import { datesOf, workdaysOf, type Calendar, type DaySet } from './days';
import type { Schedule } from './schedule';
import { intervalLine, timeLines } from './when';
import { dayOf, instantOf, localTime, readDay, readMoment, startOfDay } from './zone';

/** When something occurs, asked from any instant. */
export interface Timing {
  /** The first occurrence after an instant, epoch milliseconds; undefined when there is none any more. */
  next(after: number): number | undefined;
}

/** Days in a row without an occurrence after which there is taken to be none: ten years. */
const MAX_SKIPPED_DAYS = 3_660;

/** The part of a schedule that decides when it occurs. */
export type TimingFields = Pick<
  Schedule,
  'cron' | 'everyMinutes' | 'at' | 'once' | 'on' | 'timeZone' | 'start' | 'end' | 'except' | 'calendar' | 'onDayOff'
>;

/** A schedule's times as cron lines; none for `once`. */
export function cronLines({ cron, everyMinutes, at, on = 'every day' }: TimingFields): string[] {
  if (cron !== undefined) return [cron];
  if (everyMinutes !== undefined) return [intervalLine(everyMinutes)];
  if (at !== undefined) return timeLines(typeof at === 'string' ? [at] : at, on);
  return [];
}

/** Whether a schedule's times are times of day, so that an occurrence can be moved to another day. */
export const hasFixedTimes = (fields: TimingFields): boolean => cronLines(fields).every(isFixedTime);

/**
 * Computes when a schedule occurs.
 *
 * @param schedule - through the check of its kind
 * @param calendar - the one it names; undefined when it names none
 */
export function timingOf(schedule: TimingFields, calendar: Calendar | undefined): Timing {
  const { timeZone, start, end, except = [], onDayOff = 'skip' } = schedule;
  const earliest = start === undefined ? -Infinity : (readMoment(start, timeZone) ?? -Infinity);
  const latest = end === undefined ? Infinity : endOf(end, timeZone);
  const excepted = datesOf(except);
  const isWorkday = calendar === undefined ? undefined : workdaysOf(calendar);
  const raw = rawTiming(schedule);
  const skipping = isWorkday === undefined || onDayOff === 'skip';
  const isOff: DaySet = (day) => excepted(day) || (skipping && isWorkday !== undefined && !isWorkday(day));
  const kept = withoutDays(raw, isOff, timeZone);
  const timing = skipping ? kept : movingDays(kept, isWorkday, onDayOff, timeZone);
  return {
    next(after) {
      const found = timing.next(Math.max(after, earliest - 1));
      return found === undefined || found >= latest ? undefined : found;
    },
  };
}

/** The first instant at which it is over: of a day, the midnight after it. */
function endOf(end: string, timeZone: string): number {
  const day = readDay(end);
  return day === undefined ? (readMoment(end, timeZone) ?? Infinity) : instantOf(startOfDay(day + 1), timeZone);
}

function rawTiming(schedule: TimingFields): Timing {
  const { once, timeZone } = schedule;
  if (once !== undefined) {
    const at = readMoment(once, timeZone);
    return { next: (after) => (at !== undefined && at > after ? at : undefined) };
  }
  const crons = cronLines(schedule).map((line) => createCron(line, timeZone));
  return {
    next(after) {
      let first: number | undefined;
      for (const cron of crons) {
        const run = cron.nextRun(new Date(after))?.getTime();
        if (run !== undefined && (first === undefined || run < first)) first = run;
      }
      return first;
    },
  };
}

/** Leaves out whole days, one step for each. */
function withoutDays(timing: Timing, isOff: DaySet, timeZone: string): Timing {
  return {
    next(after) {
      let cursor = after;
      for (let skipped = 0; skipped < MAX_SKIPPED_DAYS; skipped += 1) {
        const found = timing.next(cursor);
        if (found === undefined) return undefined;
        const day = dayOf(localTime(found, timeZone));
        if (!isOff(day)) return found;
        cursor = instantOf(startOfDay(day + 1), timeZone) - 1;
      }
      return undefined;
    },
  };
}

/** Moves what falls on a day off to the same time of the workday after or before it. */
function movingDays(
  timing: Timing,
  isWorkday: DaySet,
  where: 'next-workday' | 'previous-workday',
  timeZone: string,
): Timing {
  const step = where === 'next-workday' ? 1 : -1;
  const workdayFrom = (day: number): number | undefined => {
    for (let steps = 0; steps < MAX_SKIPPED_DAYS; steps += 1)
      if (isWorkday(day + step * steps)) return day + step * steps;
    return undefined;
  };
  return {
    next(after) {
      // What was due on the days off before today may be moved to today.
      let day = dayOf(localTime(after, timeZone));
      let cursor = after;
      if (step === 1) {
        const today = day;
        while (today - day < MAX_SKIPPED_DAYS && !isWorkday(day - 1)) day -= 1;
        if (day < today || !isWorkday(today)) cursor = instantOf(startOfDay(day), timeZone) - 1;
      }
      let best: number | undefined;
      for (let tries = 0; tries < MAX_SKIPPED_DAYS; tries += 1) {
        const found = timing.next(cursor);
        if (found === undefined) return best;
        const local = localTime(found, timeZone);
        const target = workdayFrom(dayOf(local));
        if (target !== undefined) {
          const moved =
            target === dayOf(local) ? found : instantOf(startOfDay(target) + (local % startOfDay(1)), timeZone);
          if (moved > after && (best === undefined || moved < best)) best = moved;
          // From a workday on nothing is moved to before it.
          if (best !== undefined && target === dayOf(local) && found >= best) return best;
        }
        cursor = found;
      }
      return best;
    },
  };
}

/** The occurrences after one instant up to another, both epoch milliseconds, the first `max` of them. */
export function occurrencesBetween(timing: Timing, after: number, until: number, max: number): number[] {
  const found: number[] = [];
  for (let at = timing.next(after); at !== undefined && at <= until && found.length < max; at = timing.next(at)) {
    found.push(at);
  }
  return found;
}

const HOUR_MS = 3_600_000;
const LOOK_BACK_MS = [HOUR_MS, 24 * HOUR_MS, 32 * 24 * HOUR_MS, 367 * 24 * HOUR_MS];

/**
 * The newest occurrences in a span, oldest first, however many there are in it.
 *
 * @param max - how many at most, 1 to 100
 */
export function newestBetween(timing: Timing, after: number, until: number, max: number): number[] {
  for (const lookBackMs of [...LOOK_BACK_MS, Infinity]) {
    const from = Math.max(after, until - lookBackMs);
    const found = occurrencesBetween(timing, from, until, 4_000);
    if (found.length >= max || from === after) return found.slice(-max);
  }
  return [];
}
