import type { SendOptions } from '../delivery/types';
import type { Message } from '../message/types';
import type { DateRange, DaysOfWeek, Weekday } from './days';

/** A day of the month. `last` is its last day, `first weekday` and `last weekday` its first and last from Monday to Friday. */
export type DayOfMonth = number | 'last' | 'first weekday' | 'last weekday';

/** Which days a schedule of times has. */
export type On =
  | DaysOfWeek
  /** `{ dayOfMonth: 15 }`, `{ dayOfMonth: [1, 'last'] }`. A month without that day has no occurrence. */
  | { readonly dayOfMonth: DayOfMonth | readonly DayOfMonth[] }
  /** `{ weekday: 'Friday', ofMonth: 'last' }` */
  | { readonly weekday: Weekday; readonly ofMonth: 'first' | 'second' | 'third' | 'fourth' | 'last' };

/** When: exactly one of these. */
export interface When {
  /**
   * A cron line, "0 9 * * 1-5": minute, hour, day of month, month, day of week; with six fields a second comes first,
   * and it is one number. As in cron, day of month and day of week mean either when both are restricted. `L` is the last
   * day, `LW` the last weekday, `5#2` the second Friday, `5L` the last.
   */
  readonly cron?: string;
  /** Every so many minutes of real time, counted from midnight: a divisor of 60, or whole hours that divide a day. */
  readonly everyMinutes?: number;
  /** At a time of day, "09:00", or at several, on the days of `on`. */
  readonly at?: string | readonly string[];
  /** Once, at a local time "2026-12-01T09:00" or an instant "2026-12-01T02:00:00Z". */
  readonly once?: string;
}

/** What a function is told that makes a schedule's message. */
export interface Occurrence {
  /** The schedule's id. */
  readonly schedule: string;
  /** The instant it is for, which is not the instant it runs at: a tick may be late. */
  readonly at: Date;
  /** The same on the clocks of the schedule's zone: "2026-11-24T09:00". */
  readonly localTime: string;
  /** The day of it: "2026-11-24". */
  readonly localDate: string;
  readonly timeZone: string;
  /** How many occurrences before this one were not sent because nothing ran, as `catchUp` says. */
  readonly missed: number;
}

/** A message that is sent at set times. */
export interface Schedule extends When {
  /** Its name: 1 to 64 letters, digits, dots, hyphens, underscores. The delivery's id begins with it. */
  readonly id: string;
  /** The days of `at`. @default 'every day' */
  readonly on?: On;
  /** The zone its times are in, an IANA name: "Asia/Ho_Chi_Minh". */
  readonly timeZone: string;
  /** A webhook's name, or several. */
  readonly to: string | readonly string[];
  /**
   * A template, `"It is {{localTime}}"`, or a message whose texts are templates, filled in with an {@link Occurrence}; or, in
   * code, a function that makes the message, or returns null when there is nothing to say.
   */
  readonly message: string | Message | ((occurrence: Occurrence) => string | Message | null);
  /**
   * Which messages share a thread: all of the schedule, those of a day, those of one occurrence (with several webhooks, one
   * in each), or none.
   * @default 'none'
   */
  readonly thread?: 'schedule' | 'day' | 'occurrence' | 'none';
  /** Instead of `thread`, a key of one's own: "orders". */
  readonly threadKey?: string;
  /** The first day or moment it may run: "2026-12-01", "2026-12-01T09:00". @default at once */
  readonly start?: string;
  /** The moment before which it last runs; of a day, its end. @default never */
  readonly end?: string;
  /** Days without an occurrence: ["2026-12-24/2027-01-01", "05-01"]. @default none */
  readonly except?: readonly DateRange[];
  /** The calendar of workdays it keeps to, by id. @default none */
  readonly calendar?: string;
  /**
   * What becomes of an occurrence on a day off of its calendar; moving it needs a fixed time of day.
   * @default 'skip'
   */
  readonly onDayOff?: 'skip' | 'next-workday' | 'previous-workday';
  /**
   * What becomes of occurrences that passed while nothing ran: the newest is sent, all are (up to `catchUpMax`, the newest), or
   * none that is more than 15 minutes late.
   * @default 'latest'
   */
  readonly catchUp?: 'latest' | 'all' | 'skip';
  /** The most messages that `catchUp: 'all'` sends at once, 1 to 100. @default 24 */
  readonly catchUpMax?: number;
  /** Which goes first when several wait. `critical` passes quiet hours and mutes. @default 'normal' */
  readonly priority?: NonNullable<SendOptions['priority']>;
  /** After this many minutes an undelivered message is given up, 1 to 43,200. @default 72 hours, as of every delivery */
  readonly expiresAfterMinutes?: number;
  /** The language of dates and numbers in the message, a BCP 47 tag: "de-DE". @default 'en' */
  readonly locale?: string;
  /** Whether it is switched off. Switched on again it starts anew: what passed meanwhile is not missed. @default false */
  readonly paused?: boolean;
}

/** How late an occurrence may be sent under `catchUp: 'skip'`. */
export const SKIP_AFTER_MS = 15 * 60_000;

/** What `catchUp: 'all'` sends at most when nothing else is said. */
export const CATCH_UP_MAX = 24;
