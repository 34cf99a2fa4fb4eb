/* eslint-disable @typescript-eslint/unbound-method -- built-in methods are taken from their prototypes and called with their object */
/** Local time inside an execution is the script's time zone, whatever the machine's. */
import { instantOf, offsetAt } from '../time-zone';

/** A text that names its own zone: "…Z", "… GMT+0100 (CET)", "… -05:00", "… EST". */
const HAS_ZONE = /(Z|\b(GMT|UTC?)([+-]\d{1,4})?|[+-]\d{2}:?\d{2}|\b[ECMP][SD]T)\s*(\([^)]*\))?\s*$/i;
const DATE_ONLY = /^[+-]?\d{4,6}(-\d{2}(-\d{2})?)?$/;
const ISO = /^[+-]?\d{4,6}-\d{2}-\d{2}T/;

type Components = [year: number, month: number, ...rest: number[]];

/** What Date's constructor and its methods need to know about the script's zone. */
export class LocalTime {
  readonly #Date: DateConstructor;
  readonly #timeZone: () => string;

  constructor(OwnDate: DateConstructor, timeZone: () => string) {
    this.#Date = OwnDate;
    this.#timeZone = timeZone;
  }

  /** The instant of wall-clock components; NaN when one is not a number. */
  fromComponents(components: Components): number {
    const wall = this.#Date.UTC(...components);
    return Number.isNaN(wall) ? NaN : instantOf(wall, this.#timeZone());
  }

  /** As Date.parse: texts without a zone are in the script's. */
  parse(text: string): number {
    const trimmed = text.trim();
    if (DATE_ONLY.test(trimmed) || HAS_ZONE.test(trimmed)) return this.#Date.parse(text);
    const wall = this.#Date.parse(ISO.test(trimmed) ? `${trimmed}Z` : `${trimmed} UTC`);
    return Number.isNaN(wall) ? this.#Date.parse(text) : instantOf(wall, this.#timeZone());
  }

  /** Makes Date's local methods those of the script's zone. */
  install(prototype: Date): void {
    const zone = this.#timeZone;
    const OwnDate = this.#Date;
    const wallOf = (date: Date): Date => {
      const instant = date.getTime();
      return new OwnDate(Number.isNaN(instant) ? NaN : instant + offsetAt(instant, zone()));
    };
    const define = (name: string, length: number, value: (this: Date, ...args: never[]) => unknown): void => {
      Object.defineProperty(value, 'name', { value: name });
      Object.defineProperty(value, 'length', { value: length });
      Object.defineProperty(prototype, name, { value, writable: true, configurable: true, enumerable: false });
    };

    for (const part of ['FullYear', 'Month', 'Date', 'Day', 'Hours', 'Minutes', 'Seconds', 'Milliseconds'] as const) {
      define(`get${part}`, 0, function () {
        return wallOf(this)[`getUTC${part}`]();
      });
      if (part === 'Day') continue;
      define(`set${part}`, OwnDate.prototype[`set${part}`].length, function (...values: number[]) {
        const wall = wallOf(this);
        // setFullYear gives an invalid date a value; the others leave it invalid.
        if (part === 'FullYear' && Number.isNaN(wall.getTime())) wall.setTime(0);
        Reflect.apply(wall[`setUTC${part}`], wall, values);
        const instant = wall.getTime();
        return this.setTime(Number.isNaN(instant) ? NaN : instantOf(instant, zone()));
      });
    }
    define('getYear', 0, function () {
      return this.getFullYear() - 1900;
    });
    define('getTimezoneOffset', 0, function () {
      const instant = this.getTime();
      return Number.isNaN(instant) ? NaN : -offsetAt(instant, zone()) / 60_000 + 0;
    });

    const dateText = (date: Date): string =>
      wallOf(date)
        .toUTCString()
        .replace(/^(\w+), (\d+) (\w+) (-?\d+) .*$/, '$1 $3 $2 $4');
    const timeText = (date: Date): string => {
      const clock = /\d\d:\d\d:\d\d/.exec(wallOf(date).toUTCString())?.[0] ?? '';
      const minutes = Math.round(offsetAt(date.getTime(), zone()) / 60_000);
      const two = (value: number): string => String(Math.floor(value)).padStart(2, '0');
      const offset = `${minutes < 0 ? '-' : '+'}${two(Math.abs(minutes) / 60)}${two(Math.abs(minutes) % 60)}`;
      const parts = new Intl.DateTimeFormat('en-US', { timeZone: zone(), timeZoneName: 'long' }).formatToParts(date);
      return `${clock} GMT${offset} (${parts.find(({ type }) => type === 'timeZoneName')?.value ?? zone()})`;
    };
    const valid = (date: Date, text: (date: Date) => string): string =>
      Number.isNaN(date.getTime()) ? 'Invalid Date' : text(date);
    define('toDateString', 0, function () {
      return valid(this, dateText);
    });
    define('toTimeString', 0, function () {
      return valid(this, timeText);
    });
    define('toString', 0, function () {
      return valid(this, (date) => `${dateText(date)} ${timeText(date)}`);
    });
    for (const name of ['toLocaleString', 'toLocaleDateString', 'toLocaleTimeString'] as const) {
      const own = OwnDate.prototype[name];
      define(name, 0, function (locales?: string, options?: Intl.DateTimeFormatOptions) {
        return own.call(this, locales, { ...options, timeZone: options?.timeZone ?? zone() });
      });
    }
  }
}

/** Makes Intl's formats use the script's zone and the execution's time where a script names none. */
export function installIntl(now: () => number, timeZone: () => string): void {
  const Own = Intl.DateTimeFormat;
  const Format = function (this: unknown, locales?: string, options?: Intl.DateTimeFormatOptions) {
    return Reflect.construct(
      Own,
      [locales, { ...options, timeZone: options?.timeZone ?? timeZone() }],
      new.target ?? Own,
    ) as object;
  };
  Object.defineProperties(Format, {
    name: { value: 'DateTimeFormat' },
    length: { value: 0 },
    prototype: { value: Own.prototype, writable: false },
    supportedLocalesOf: { value: Own.supportedLocalesOf.bind(Own), writable: true, configurable: true },
  });
  const { prototype } = Own;
  const own = Object.getOwnPropertyDescriptor(prototype, 'format')?.get;
  const { formatToParts } = prototype;
  Object.defineProperty(prototype, 'format', {
    get(this: Intl.DateTimeFormat) {
      const format = own?.call(this) as (date: unknown) => string;
      return (date?: unknown) => format(date === undefined ? now() : date);
    },
    configurable: true,
  });
  Object.defineProperty(prototype, 'formatToParts', {
    value(this: Intl.DateTimeFormat, date?: Date) {
      return formatToParts.call(this, date === undefined ? now() : date);
    },
    writable: true,
    configurable: true,
  });
  prototype.constructor = Format;
  Object.defineProperty(Intl, 'DateTimeFormat', { value: Format, writable: true, configurable: true });
}
