/** What a template can do to a value before it is shown: `{{Amount | currency EUR}}`. */
import { characterStart } from './bytes';
import { own } from './own';
import { formatDate, instantOf, type ZoneOffset } from './dates';

/** What formatters know besides the value. */
export interface Surroundings {
  readonly now: number;
  readonly timeZone: string;
  readonly locale: string;
  readonly zoneOffset: ZoneOffset;
}

/** Gives the value's new form; undefined when the value or an argument does not fit. */
type Formatter = (value: unknown, args: readonly string[], around: Surroundings) => unknown;

/** A formatter, what it wants, and whether it has a say about empty values, which all others leave empty. */
interface FormatterEntry {
  readonly wants: string;
  readonly format: Formatter;
  readonly takesBlank?: boolean;
  /** Of a value that has a text of its own it takes the text. */
  readonly takesText?: boolean;
}

export const FORMATTERS: Readonly<Record<string, FormatterEntry>> = {
  date: {
    wants: 'a date, epoch milliseconds or an ISO text; a form such as "long" or "d MMM yyyy"; a time zone',
    format: (value, [form = 'medium', zone], around) => dateText(value, form, zone, around),
  },
  time: {
    wants: 'a date, epoch milliseconds or an ISO text; a time zone',
    format: (value, [zone], around) => dateText(value, 'time', zone, around),
  },
  datetime: {
    wants: 'a date, epoch milliseconds or an ISO text; a time zone',
    format: (value, [zone], around) => dateText(value, 'datetime', zone, around),
  },
  relative: {
    wants: 'a date, epoch milliseconds or an ISO text',
    format: (value, _, around) => {
      const at = instantOf(value, around.timeZone, around.zoneOffset);
      return at === undefined ? undefined : relativeTime(at - around.now, around.locale);
    },
  },
  duration: {
    wants: 'a number; its unit: ms, s, min, h or d',
    format: (value, [unit = 'ms']) => {
      const number = numberOf(value);
      const unitMs = own(UNIT_MS, unit);
      return number === undefined || unitMs === undefined ? undefined : durationText(number * unitMs);
    },
  },
  number: {
    wants: 'a number; how many decimals, 0 to 20',
    format: (value, [decimals], { locale }) => numberText(value, locale, fixed(decimals)),
  },
  currency: {
    wants: 'a number; a currency such as EUR; how many decimals, 0 to 20',
    format: (value, [currency, decimals], { locale }) =>
      currency === undefined
        ? undefined
        : numberText(value, locale, { style: 'currency', currency: currency.toUpperCase(), ...fixed(decimals) }),
  },
  percent: {
    wants: 'a fraction, 0.25 for 25 %; how many decimals, 0 to 20',
    format: (value, [decimals = '0'], { locale }) =>
      numberText(value, locale, { style: 'percent', ...fixed(decimals) }),
  },
  plural: {
    wants: 'a number, and two words: "order" "orders"',
    format: (value, [one, many], { locale }) => {
      const number = numberOf(value);
      if (number === undefined || one === undefined || many === undefined) return undefined;
      return `${numberText(value, locale, {})} ${number === 1 ? one : many}`;
    },
  },
  default: {
    wants: 'a text for when it is empty',
    takesBlank: true,
    format: (value, [text]) => (isBlankValue(value) ? text : value),
  },
  yesno: {
    wants: 'two texts: "yes" "no"',
    takesBlank: true,
    format: (value, [yes = 'yes', no = 'no']) => (isTrue(value) ? yes : no),
  },
  upper: { wants: 'a text', takesText: true, format: (value) => plainText(value)?.toUpperCase() },
  lower: { wants: 'a text', takesText: true, format: (value) => plainText(value)?.toLowerCase() },
  truncate: {
    wants: 'a text, and a number of characters',
    takesText: true,
    format: (value, [characters = '']) => truncated(plainText(value), Number(characters)),
  },
  join: {
    wants: 'a list, and what stands between its entries',
    format: (value, [separator = ', ']) =>
      Array.isArray(value) ? value.map((entry) => plainText(entry) ?? '').join(separator) : undefined,
  },
  count: { wants: 'a list', format: (value) => (Array.isArray(value) ? value.length : undefined) },
};

/** A value as it is shown without a formatter; undefined for what has no text. */
export function displayText(value: unknown, around: Surroundings): string | undefined {
  if (isBlankValue(value)) return '';
  if (Array.isArray(value)) {
    const texts = value.map((entry) => displayText(entry, around));
    return texts.every((text) => text !== undefined) ? texts.join(', ') : undefined;
  }
  if (typeof value === 'object') {
    const at = instantOf(value, around.timeZone, around.zoneOffset);
    if (at === undefined) return undefined;
    const local = at + around.zoneOffset(at, around.timeZone);
    return dateText(value, local % DAY_MS === 0 ? 'medium' : 'datetime', undefined, around);
  }
  return plainText(value);
}

/** Nothing to show: null, undefined, an empty text, an empty list. */
export const isBlankValue = (value: unknown): boolean =>
  value === null || value === undefined || value === '' || (Array.isArray(value) && value.length === 0);

/** What counts as yes, in a cell as well: true, 1, "yes", "true". */
export const isTrue = (value: unknown): boolean =>
  typeof value === 'string' ? !/^\s*(?:false|no|0|)\s*$/i.test(value) : Boolean(value);

function plainText(value: unknown): string | undefined {
  if (typeof value === 'string') return value;
  if (typeof value === 'boolean' || typeof value === 'bigint') return String(value);
  // Sums of decimals carry a tail that nobody wants to read: 0.1 + 0.2.
  if (typeof value === 'number') return String(Number.isInteger(value) ? value : Number(value.toPrecision(12)));
  return undefined;
}

function numberOf(value: unknown): number | undefined {
  const number = typeof value === 'string' && /^\s*-?\d+(\.\d+)?\s*$/.test(value) ? Number(value) : value;
  return typeof number === 'number' && Number.isFinite(number) ? number : undefined;
}

function numberText(value: unknown, locale: string, options: Intl.NumberFormatOptions | undefined): string | undefined {
  const number = numberOf(value);
  if (number === undefined || options === undefined) return undefined;
  try {
    return new Intl.NumberFormat(locale, options).format(number);
  } catch {
    return undefined; // no such currency, too many decimals
  }
}

const fixed = (decimals: string | undefined): Intl.NumberFormatOptions =>
  decimals === undefined ? {} : { minimumFractionDigits: Number(decimals), maximumFractionDigits: Number(decimals) };

function dateText(value: unknown, form: string, zone: string | undefined, around: Surroundings): string | undefined {
  const timeZone = zone ?? around.timeZone;
  try {
    const at = instantOf(value, around.timeZone, around.zoneOffset);
    return at === undefined ? undefined : formatDate(at, form, timeZone, around.locale, around.zoneOffset);
  } catch {
    return undefined; // no such zone
  }
}

const SECOND_MS = 1_000;
const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;
const DAY_MS = 86_400_000;
const UNIT_MS: Readonly<Record<string, number>> = { ms: 1, s: SECOND_MS, min: MINUTE_MS, h: HOUR_MS, d: DAY_MS };

/** The two largest units: "1 d 2 h", "5 min", "0 s". */
function durationText(durationMs: number): string {
  const units = Object.entries(UNIT_MS).reverse();
  const size = Math.abs(durationMs);
  const largest = units.findIndex(([, unitMs]) => size >= unitMs);
  if (largest < 0) return '0 s';
  const [first, second] = units.slice(largest, largest + 2);
  if (first === undefined) return '0 s';
  const step = second?.[1] ?? 1;
  const rounded = Math.round(size / step) * step;
  // Rounding may have filled the larger unit: 59 min 59.6 s is 1 h.
  const [name, unitMs] = units.find(([, ms]) => rounded >= ms) ?? first;
  const whole = Math.floor(rounded / unitMs);
  const rest = units[units.findIndex(([unit]) => unit === name) + 1];
  const restCount = rest === undefined ? 0 : Math.floor((rounded - whole * unitMs) / rest[1]);
  const sign = durationMs < 0 ? '-' : '';
  return `${sign}${whole} ${name}${rest !== undefined && restCount > 0 ? ` ${restCount} ${rest[0]}` : ''}`;
}

/** Up to how many milliseconds each unit is used. */
const RELATIVE: readonly (readonly [unit: Intl.RelativeTimeFormatUnit, below: number, unitMs: number])[] = [
  ['second', MINUTE_MS, SECOND_MS],
  ['minute', HOUR_MS, MINUTE_MS],
  ['hour', DAY_MS, HOUR_MS],
  ['day', 30 * DAY_MS, DAY_MS],
  ['month', 365 * DAY_MS, 30.44 * DAY_MS],
  ['year', Infinity, 365.25 * DAY_MS],
];

/** "in 3 hours", "2 days ago", towards the nearer unit. */
function relativeTime(deltaMs: number, locale: string): string {
  const size = Math.abs(deltaMs);
  for (const [unit, below, unitMs] of RELATIVE) {
    // What would be rounded up to a whole larger unit is told in that.
    if (Math.round(size / unitMs) * unitMs >= below) continue;
    return new Intl.RelativeTimeFormat(locale).format(Math.round(deltaMs / unitMs), unit);
  }
  return '';
}

function truncated(text: string | undefined, characters: number): string | undefined {
  if (text === undefined || !Number.isInteger(characters) || characters < 1) return undefined;
  return text.length <= characters ? text : `${text.slice(0, characterStart(text, characters - 1)).trimEnd()}…`;
}
