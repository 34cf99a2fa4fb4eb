import * as v from 'valibot';
import { lazily } from '../lazily';
import { WEEKDAYS } from './days';
import { idSchema, oneOf, textSchema, toSchema, wholeNumber } from './entry';
import { readTimeOfDay } from './zone';

const timeOfDay = lazily(() =>
  v.pipe(
    v.string('a time of day such as "09:00"'),
    v.check((text) => text !== '24:00' && readTimeOfDay(text) !== undefined, 'a time of day from "00:00" to "23:59"'),
  ),
);

const weekday = lazily(() => oneOf(WEEKDAYS));

export const daysOfWeekSchema = lazily(() =>
  v.union(
    [oneOf(['every day', 'weekdays', 'weekends']), v.pipe(v.array(weekday()), v.nonEmpty())],
    '"every day", "weekdays", "weekends" or days such as ["Monday", "Thursday"]',
  ),
);

const dayOfMonth = lazily(() => v.union([wholeNumber(1, 31), oneOf(['last', 'first weekday', 'last weekday'])]));

const onSchema = lazily(() =>
  v.union(
    [
      daysOfWeekSchema(),
      v.strictObject({ dayOfMonth: v.union([dayOfMonth(), v.pipe(v.array(dayOfMonth()), v.nonEmpty())]) }),
      v.strictObject({ weekday: weekday(), ofMonth: oneOf(['first', 'second', 'third', 'fourth', 'last']) }),
    ],
    '"every day", "weekdays", "weekends", days such as ["Monday"], { dayOfMonth: 15 }, { dayOfMonth: "last" } or { weekday: "Friday", ofMonth: "last" }',
  ),
);

export const zoneSchema = lazily(() => v.string('a time zone such as "Europe/Paris"'));

const datesSchema = lazily(() =>
  v.array(v.string('a day such as "2026-12-25"'), 'a list of days such as ["2026-12-25"]'),
);

/** A template, a message, or a function that makes one. */
const messageSchema = lazily(() =>
  v.union(
    [textSchema(30_000), v.record(v.string(), v.unknown()), v.function()],
    'a template text, or a message such as { text: "Good morning" }',
  ),
);

/** The fields of a schedule; what they mean together is checked afterwards. */
export const scheduleSchema = lazily(() =>
  v.strictObject(
    {
      id: idSchema(),
      cron: v.optional(v.string('a cron line such as "0 9 * * 1-5"')),
      everyMinutes: v.optional(v.number('a number of minutes')),
      at: v.optional(
        v.union(
          [timeOfDay(), v.pipe(v.array(timeOfDay()), v.nonEmpty())],
          'a time of day such as "09:00", or a list of them',
        ),
      ),
      once: v.optional(v.string('a time such as "2026-12-01T09:00"')),
      on: v.optional(onSchema()),
      timeZone: zoneSchema(),
      to: toSchema(),
      message: messageSchema(),
      thread: v.optional(oneOf(['schedule', 'day', 'occurrence', 'none'])),
      threadKey: v.optional(textSchema(4_000)),
      start: v.optional(v.string('a day such as "2026-12-01", or a time such as "2026-12-01T09:00"')),
      end: v.optional(v.string('a day such as "2026-12-31", or a time such as "2026-12-31T18:00"')),
      except: v.optional(datesSchema()),
      calendar: v.optional(v.string('the id of a calendar')),
      onDayOff: v.optional(oneOf(['skip', 'next-workday', 'previous-workday'])),
      catchUp: v.optional(oneOf(['latest', 'all', 'skip'])),
      catchUpMax: v.optional(wholeNumber(1, 100)),
      priority: v.optional(oneOf(['critical', 'normal', 'low'])),
      expiresAfterMinutes: v.optional(wholeNumber(1, 43_200)),
      locale: v.optional(v.string('a language such as "de-DE"')),
      paused: v.optional(v.boolean('true or false')),
    },
    'a schedule such as { id: "standup", at: "09:00", on: "weekdays", timeZone: "Europe/Paris", to: "team", message: "Stand-up!" }',
  ),
);

/** The fields of a calendar. */
export const calendarSchema = lazily(() =>
  v.strictObject(
    {
      id: idSchema(),
      workdays: v.optional(daysOfWeekSchema()),
      holidays: v.optional(datesSchema()),
      extraWorkdays: v.optional(datesSchema()),
    },
    'a calendar such as { id: "vietnam", holidays: ["09-02"] }',
  ),
);
