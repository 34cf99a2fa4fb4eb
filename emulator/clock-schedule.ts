import type { RandomStream } from './random';
import { instantOf, offsetAt } from './time-zone';

/** What a ClockTriggerBuilder was told. Exactly one of `every…`, `afterMs`, `at` and `atDate` is there. */
export interface ClockSpec {
  readonly everyMinutes?: number;
  readonly everyHours?: number;
  readonly everyDays?: number;
  readonly everyWeeks?: number;
  /** 0 = Sunday … 6. */
  readonly weekDay?: number;
  readonly monthDay?: number;
  readonly hour?: number;
  readonly minute?: number;
  readonly afterMs?: number;
  /** Epoch milliseconds. */
  readonly at?: number;
  readonly atDate?: readonly [year: number, month: number, day: number];
  /** An IANA name; the script's zone when absent. */
  readonly timeZone?: string;
}

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** "±15 minutes" of nearMinute and atDate (reference/script/clock-trigger-builder, read 2026-11-24). */
const NEAR_MS = 15 * MINUTE_MS;

/**
 * When a trigger is due, first and again: nominal instants, which a run never precedes. What Google chooses once and
 * keeps to (the minute within the hour, the phase of a recurring trigger) is drawn when the trigger is created.
 */
export class ClockSchedule {
  readonly #spec: ClockSpec;
  readonly #timeZone: string;
  readonly #minuteOfDay: number;
  readonly #first: number;

  constructor(spec: ClockSpec, createdAt: number, scriptTimeZone: string, random: RandomStream) {
    this.#spec = spec;
    this.#timeZone = spec.timeZone ?? scriptTimeZone;
    const hour = spec.hour ?? random.below(24);
    const minute = spec.minute === undefined ? random.below(60) : spec.minute - 15 + random.below(31);
    this.#minuteOfDay = hour * 60 + minute;
    this.#first = this.#firstDue(createdAt, random);
  }

  first(): number {
    return this.#first;
  }

  /** The due instant after this one, or null: a one-off trigger. */
  next(due: number): number | null {
    const { everyMinutes, everyHours, everyDays, everyWeeks, monthDay } = this.#spec;
    if (everyMinutes !== undefined) return due + everyMinutes * MINUTE_MS;
    if (everyHours !== undefined) return due + everyHours * HOUR_MS;
    if (monthDay !== undefined) return this.#onMonthDay(monthDay, due + DAY_MS);
    if (everyDays !== undefined) return this.#onDay(this.#dayOf(due) + everyDays);
    if (everyWeeks !== undefined) return this.#onDay(this.#dayOf(due) + 7 * everyWeeks);
    return null;
  }

  #firstDue(createdAt: number, random: RandomStream): number {
    const { everyMinutes, everyHours, everyDays, everyWeeks, monthDay, weekDay, afterMs, at, atDate } = this.#spec;
    if (everyMinutes !== undefined) return createdAt + 1 + random.below(everyMinutes * MINUTE_MS);
    if (everyHours !== undefined) return this.#phase(createdAt, everyHours, random);
    if (afterMs !== undefined) return createdAt + Math.max(0, afterMs);
    if (at !== undefined) return at;
    if (atDate !== undefined) {
      const midnight = instantOf(Date.UTC(atDate[0], atDate[1] - 1, atDate[2]), this.#timeZone);
      return midnight - NEAR_MS + random.below(2 * NEAR_MS + 1);
    }
    if (monthDay !== undefined) return this.#onMonthDay(monthDay, createdAt);
    let day = this.#dayOf(createdAt);
    const suits = (candidate: number): boolean => everyDays !== undefined || everyWeeks === undefined || weekDay === undefined || dayOfWeek(candidate) === weekDay; // prettier-ignore
    while (!suits(day) || this.#onDay(day) <= createdAt) day += 1;
    return this.#onDay(day);
  }

  #phase(createdAt: number, everyHours: number, random: RandomStream): number {
    if (this.#spec.minute === undefined) return createdAt + 1 + random.below(everyHours * HOUR_MS);
    const offset = offsetAt(createdAt, this.#timeZone);
    const hour = Math.floor((createdAt + offset) / HOUR_MS) * HOUR_MS - offset;
    const due = hour + (this.#minuteOfDay % 60) * MINUTE_MS;
    return due > createdAt ? due : due + HOUR_MS;
  }

  /** Days since 1970 on the zone's calendar. */
  #dayOf(instant: number): number {
    return Math.floor((instant + offsetAt(instant, this.#timeZone) - this.#minuteOfDay * MINUTE_MS) / DAY_MS + 0.5);
  }

  #onDay(day: number): number {
    return instantOf(day * DAY_MS + this.#minuteOfDay * MINUTE_MS, this.#timeZone);
  }

  // A month without that day has no run.
  #onMonthDay(monthDay: number, after: number): number {
    for (let day = this.#dayOf(after) - 1; ; day += 1) {
      if (new Date(day * DAY_MS).getUTCDate() === monthDay && this.#onDay(day) > after) return this.#onDay(day);
    }
  }
}

const dayOfWeek = (day: number): number => new Date(day * DAY_MS).getUTCDay();
