import { startOfDayAt } from './cell';
import { instantOf, localTime, readDay, readMoment } from '../schedule/zone';

/**
 * A moment that a condition names: a day or a time, fixed or counted from now. "2026-12-01", "2026-12-01T09:00", "today",
 * "tomorrow", "yesterday", "now", each of the last four with an offset: "today + 3 days", "now - 90 minutes".
 */
export interface Moment {
  /** Its first instant, epoch milliseconds. */
  readonly from: number;
  /** The first instant after it: of a day the next midnight, of a time itself. */
  readonly until: number;
}

const RELATIVE =
  /^(now|today|tomorrow|yesterday)(?:\s*([+-])\s*(\d{1,5})\s*(minute|hour|day|workday|week|month|year)s?)?$/i;

/** Whether what it names changes as time passes. */
export const isRelative = (text: string): boolean => RELATIVE.test(text.trim());

/** Whether a text names a moment, in whatever zone. */
export const isMoment = (text: string): boolean => isRelative(text) || readMoment(text.trim(), 'Etc/UTC') !== undefined;

/**
 * Finds a moment.
 *
 * @param now - epoch milliseconds
 * @returns undefined when the text names none
 */
export function findMoment(text: string, now: number, timeZone: string): Moment | undefined {
  const trimmed = text.trim();
  const relative = RELATIVE.exec(trimmed.toLowerCase());
  if (relative === null) {
    const instant = readMoment(trimmed, timeZone);
    if (instant === undefined) return undefined;
    return readDay(trimmed) === undefined ? point(instant) : dayAt(instant, timeZone);
  }
  const [, anchor, sign, amount = '0', unit = 'day'] = relative;
  const steps = Number(amount) * (sign === '-' ? -1 : 1);
  if (anchor === 'now' || unit === 'minute' || unit === 'hour') {
    const base = anchor === 'now' ? now : startOfDayAt(now, timeZone, DAYS_FROM_NOW[anchor ?? ''] ?? 0);
    return point(later(base, steps, unit, timeZone));
  }
  const day = startOfDayAt(now, timeZone, DAYS_FROM_NOW[anchor ?? ''] ?? 0);
  return dayAt(later(day, steps, unit, timeZone), timeZone);
}

const DAYS_FROM_NOW: Readonly<Record<string, number>> = { today: 0, tomorrow: 1, yesterday: -1 };

const point = (instant: number): Moment => ({ from: instant, until: instant });

const dayAt = (instant: number, timeZone: string): Moment => ({
  from: startOfDayAt(instant, timeZone),
  until: startOfDayAt(instant, timeZone, 1),
});

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

/** An instant so many units later, by the zone's calendar: a month after 31 January is 28 or 29 February. */
function later(instant: number, steps: number, unit: string, timeZone: string): number {
  if (unit === 'minute') return instant + steps * MINUTE_MS;
  if (unit === 'hour') return instant + steps * 60 * MINUTE_MS;
  const local = localTime(instant, timeZone);
  if (unit === 'day' || unit === 'week') return instantOf(local + steps * (unit === 'week' ? 7 : 1) * DAY_MS, timeZone);
  if (unit === 'workday') return instantOf(workdaysLater(local, steps), timeZone);
  const months = steps * (unit === 'year' ? 12 : 1);
  const date = new Date(local);
  const target = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + months, 1));
  const length = new Date(Date.UTC(target.getUTCFullYear(), target.getUTCMonth() + 1, 0)).getUTCDate();
  const day = Math.min(date.getUTCDate(), length);
  return instantOf(target.getTime() + (day - 1) * DAY_MS + (local % DAY_MS), timeZone);
}

/** Saturdays and Sundays do not count. */
function workdaysLater(local: number, steps: number): number {
  let at = local;
  for (let left = Math.abs(steps); left > 0;) {
    at += Math.sign(steps) * DAY_MS;
    const weekday = new Date(at).getUTCDay();
    if (weekday !== 0 && weekday !== 6) left -= 1;
  }
  return at;
}
