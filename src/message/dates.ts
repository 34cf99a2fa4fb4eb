/** Instants as people of one time zone and one language read them. */
import { own } from './own';

/**
 * How far a zone's clocks are ahead of UTC at an instant, in milliseconds. A parameter, because a place may know zones
 * that its `Intl` does not.
 */
export type ZoneOffset = (at: number, timeZone: string) => number;

/** The offset by `Intl`. @throws RangeError there is no such zone */
export const intlZoneOffset: ZoneOffset = (at, timeZone) => {
  const { year, month, day, hour, minute, second } = partsIn(at, timeZone);
  const wallClock = Date.UTC(
    Number(year),
    Number(month) - 1,
    Number(day),
    Number(hour),
    Number(minute),
    Number(second),
  );
  return wallClock - Math.floor(at / 1000) * 1000;
};

function partsIn(at: number, timeZone: string): Record<string, string> {
  const format = zoneFormats.get(timeZone) ?? zoneFormat(timeZone);
  return Object.fromEntries(format.formatToParts(at).map(({ type, value }) => [type, value]));
}

/** Making one takes longer than using it many times. */
const zoneFormats = new Map<string, Intl.DateTimeFormat>();

function zoneFormat(timeZone: string): Intl.DateTimeFormat {
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  });
  zoneFormats.set(timeZone, format);
  return format;
}

/**
 * The instant that a value means, epoch milliseconds: a Date, epoch milliseconds, or an ISO text. A text without an
 * offset, "2026-03-02" or "2026-03-02T09:00", is the zone's own time. Undefined when it means none.
 */
export function instantOf(value: unknown, timeZone: string, zoneOffset: ZoneOffset): number | undefined {
  if (typeof value === 'number') return Number.isFinite(value) ? value : undefined;
  if (Object.prototype.toString.call(value) === '[object Date]') {
    const at = (value as Date).getTime();
    return Number.isNaN(at) ? undefined : at;
  }
  if (typeof value !== 'string') return undefined;
  const iso = ISO.exec(value.trim());
  if (iso === null) return undefined;
  const [, date = '', time = '00:00', offset] = iso;
  const at = Date.parse(`${date}T${time}${offset ?? 'Z'}`);
  if (Number.isNaN(at) || offset !== undefined) return Number.isNaN(at) ? undefined : at;
  // A time that exists twice is its first; one that a clock change skips is as much later as the clocks are put forward.
  const before = zoneOffset(at - DAY_MS, timeZone);
  const after = zoneOffset(at + DAY_MS, timeZone);
  return zoneOffset(at - before, timeZone) !== before && zoneOffset(at - after, timeZone) === after
    ? at - after
    : at - before;
}

const DAY_MS = 86_400_000;
const ISO = /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2}(?::\d{2}(?:\.\d{1,3})?)?)(Z|[+-]\d{2}:?\d{2})?)?$/;

/** Ready-made forms, beside patterns. */
const STYLES: Readonly<Record<string, Intl.DateTimeFormatOptions>> = {
  short: { dateStyle: 'short' },
  medium: { dateStyle: 'medium' },
  long: { dateStyle: 'long' },
  full: { dateStyle: 'full' },
  time: { timeStyle: 'short' },
  datetime: { dateStyle: 'medium', timeStyle: 'short' },
};

/**
 * An instant as text.
 *
 * @param form - `short`, `medium`, `long`, `full`, `time`, `datetime`, `iso`, or a pattern in the letters of Apps Script's
 *   own Utilities.formatDate: "EEE d MMM, HH:mm"
 * @returns undefined when the pattern has a letter that is not known
 */
export function formatDate(
  at: number,
  form: string,
  timeZone: string,
  locale: string,
  zoneOffset: ZoneOffset,
): string | undefined {
  const offset = zoneOffset(at, timeZone);
  const local = new Date(at + offset);
  if (form === 'iso') return `${local.toISOString().slice(0, 19)}${offsetText(offset)}`;
  const style = own(STYLES, form);
  if (style !== undefined) return intl(local, locale, style);
  let isKnown = true;
  const text = form.replace(/'((?:[^']|'')*)'|([A-Za-z])\2*/g, (run: string, quoted: string | undefined) => {
    if (quoted !== undefined) return quoted === '' ? "'" : quoted.replace(/''/g, "'");
    const part = own(PATTERN, run);
    if (part === undefined) isKnown = false;
    return part?.(local, locale, offset) ?? run;
  });
  return isKnown ? text : undefined;
}

/** Local time is held as if it were UTC, so that only the offset needs to know zones. */
const intl = (local: Date, locale: string, options: Intl.DateTimeFormatOptions): string =>
  new Intl.DateTimeFormat(locale, { ...options, timeZone: 'UTC' }).format(local);

const pad = (value: number, digits: number): string => String(value).padStart(digits, '0');

function offsetText(offset: number): string {
  const minutes = Math.round(Math.abs(offset) / 60_000);
  return `${offset < 0 ? '-' : '+'}${pad(Math.floor(minutes / 60), 2)}:${pad(minutes % 60, 2)}`;
}

/** @see https://docs.oracle.com/javase/8/docs/api/java/text/SimpleDateFormat.html, read 2026-11-24 */
const PATTERN: Readonly<Record<string, (local: Date, locale: string, offset: number) => string>> = {
  yyyy: (local) => String(local.getUTCFullYear()),
  yy: (local) => pad(local.getUTCFullYear() % 100, 2),
  MMMM: (local, locale) => intl(local, locale, { month: 'long' }),
  MMM: (local, locale) => intl(local, locale, { month: 'short' }),
  MM: (local) => pad(local.getUTCMonth() + 1, 2),
  M: (local) => String(local.getUTCMonth() + 1),
  dd: (local) => pad(local.getUTCDate(), 2),
  d: (local) => String(local.getUTCDate()),
  EEEE: (local, locale) => intl(local, locale, { weekday: 'long' }),
  EEE: (local, locale) => intl(local, locale, { weekday: 'short' }),
  HH: (local) => pad(local.getUTCHours(), 2),
  H: (local) => String(local.getUTCHours()),
  hh: (local) => pad(local.getUTCHours() % 12 || 12, 2),
  h: (local) => String(local.getUTCHours() % 12 || 12),
  mm: (local) => pad(local.getUTCMinutes(), 2),
  m: (local) => String(local.getUTCMinutes()),
  ss: (local) => pad(local.getUTCSeconds(), 2),
  s: (local) => String(local.getUTCSeconds()),
  SSS: (local) => pad(local.getUTCMilliseconds(), 3),
  a: (local) => (local.getUTCHours() < 12 ? 'AM' : 'PM'),
  XXX: (_, __, offset) => offsetText(offset),
  Z: (_, __, offset) => offsetText(offset).replace(':', ''),
};
