/**
 * Time zones, by the engine's own tables. An instant is epoch milliseconds; a local time is what a clock on the wall of
 * a zone shows, kept as the epoch milliseconds that it would be in UTC.
 */

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;

// Making a formatter costs far more than using it.
const formatters = new Map<string, Intl.DateTimeFormat>();

function formatterOf(timeZone: string): Intl.DateTimeFormat {
  let formatter = formatters.get(timeZone);
  if (formatter === undefined) {
    formatter = new Intl.DateTimeFormat('en-US', {
      timeZone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    });
    formatters.set(timeZone, formatter);
  }
  return formatter;
}

/** Whether the engine knows the zone. */
export function isTimeZone(timeZone: string): boolean {
  try {
    formatterOf(timeZone);
    return true;
  } catch {
    return false;
  }
}

/** What clocks in the zone show at an instant, whole seconds. */
export function localTime(instant: number, timeZone: string): number {
  const parts: Record<string, number> = {};
  for (const { type, value } of formatterOf(timeZone).formatToParts(instant)) parts[type] = Number(value);
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = parts;
  return Date.UTC(year, month - 1, day, hour, minute, second);
}

/** How far clocks in the zone are ahead of UTC at an instant, milliseconds; behind it, negative. */
const offsetAt = (instant: number, timeZone: string): number =>
  localTime(instant, timeZone) - Math.floor(instant / 1000) * 1000;

/**
 * The instant at which clocks in the zone show a local time. A time that is shown twice, when summer time ends, is the
 * first of the two; one that is skipped, when it begins, is the end of the gap: 02:30 becomes 03:00.
 */
export function instantOf(local: number, timeZone: string): number {
  const before = local - offsetAt(local - DAY_MS, timeZone);
  if (localTime(before, timeZone) === local) return before;
  const after = local - offsetAt(local + DAY_MS, timeZone);
  if (localTime(after, timeZone) === local) return after;
  // Skipped. The change lies between the two: look for the first minute after it.
  let early = Math.floor(after / MINUTE_MS);
  let late = Math.ceil(before / MINUTE_MS);
  const offset = offsetAt(late * MINUTE_MS, timeZone);
  while (late - early > 1) {
    const middle = Math.floor((early + late) / 2);
    if (offsetAt(middle * MINUTE_MS, timeZone) === offset) late = middle;
    else early = middle;
  }
  return late * MINUTE_MS;
}

/** The day of a local time, counted from 1970-01-01. */
export const dayOf = (local: number): number => Math.floor(local / DAY_MS);

/** The local midnight at which a day begins. */
export const startOfDay = (day: number): number => day * DAY_MS;

/** The day's weekday, 0 = Sunday to 6 = Saturday. */
export const weekdayOf = (day: number): number => (((day + 4) % 7) + 7) % 7;

/** A local time as text: "2026-11-24T09:00", with seconds when there are any. */
export function formatLocal(local: number): string {
  const text = new Date(local).toISOString();
  return text.slice(17, 19) === '00' ? text.slice(0, 16) : text.slice(0, 19);
}

/** An instant as the ISO text of results and ids: "2026-11-24T02:00:00Z". */
export const formatInstant = (instant: number): string => new Date(instant).toISOString().replace('.000Z', 'Z');

/**
 * Reads a day: "2026-11-24".
 *
 * @returns the day counted from 1970-01-01, or undefined for a text that names no day, such as "2026-02-30"
 */
export function readDay(text: string): number | undefined {
  const instant = /^\d{4}-\d\d-\d\d$/.test(text) ? Date.parse(`${text}T00:00:00Z`) : NaN;
  // Date.parse takes the 30th of February for the 2nd of March.
  return Number.isNaN(instant) || !new Date(instant).toISOString().startsWith(text) ? undefined : dayOf(instant);
}

/**
 * Reads a time of day: "09:00", up to "24:00".
 *
 * @returns milliseconds after midnight, or undefined
 */
export function readTimeOfDay(text: string): number | undefined {
  const [, hour, minute] = /^(\d\d):(\d\d)$/.exec(text) ?? [];
  if (hour === undefined || minute === undefined) return undefined;
  const minutes = Number(hour) * 60 + Number(minute);
  return Number(minute) < 60 && minutes <= 24 * 60 ? minutes * MINUTE_MS : undefined;
}

/**
 * Reads a moment: a local time "2026-11-24T09:00", a day "2026-11-24" (its first instant), or an instant
 * "2026-11-24T02:00:00Z", "2026-11-24T09:00+07:00".
 *
 * @param timeZone - where a text without an offset is meant
 * @returns epoch milliseconds, or undefined
 */
export function readMoment(text: string, timeZone: string): number | undefined {
  const [, date = '', time, seconds = ':00', offset] =
    /^(\d{4}-\d\d-\d\d)(?:T(\d\d:\d\d)(:\d\d)?(?:\.\d+)?(Z|[+-]\d\d:\d\d)?)?$/.exec(text) ?? [];
  const day = readDay(date);
  if (day === undefined) return undefined;
  if (time === undefined) return instantOf(startOfDay(day), timeZone);
  const timeOfDay = readTimeOfDay(time);
  if (timeOfDay === undefined || Number(seconds.slice(1)) > 59) return undefined;
  if (offset !== undefined) return Date.parse(text);
  return instantOf(startOfDay(day) + timeOfDay + Number(seconds.slice(1)) * 1000, timeZone);
}
