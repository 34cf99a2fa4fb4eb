import * as v from 'valibot';
import type { Issue } from '../errors';
import { checkMessage } from '../message/check';
import type { Message } from '../message/types';
import { countOf } from '../message/wording';
import { checkCron, isFixedTime } from './cron';
import { checkDates, suggestion, WEEKDAYS, type Calendar } from './days';
import {
  checkLocale,
  checkShape,
  idSchema,
  oneOf,
  textSchema,
  toSchema,
  wholeNumber,
  type CheckContext,
  type ConfigurationPart,
} from './entry';
import { describeSchedule } from './next';
import type { Schedule } from './schedule';
import { cronLines, timingOf } from './timing';
import { INTERVALS } from './when';
import { isTimeZone, readMoment, readTimeOfDay } from './zone';

const timeOfDay = v.pipe(
  v.string('a time of day such as "09:00"'),
  v.check((text) => text !== '24:00' && readTimeOfDay(text) !== undefined, 'a time of day from "00:00" to "23:59"'),
);

const weekday = oneOf(WEEKDAYS);

export const daysOfWeekSchema = v.union(
  [oneOf(['every day', 'weekdays', 'weekends']), v.pipe(v.array(weekday), v.nonEmpty())],
  '"every day", "weekdays", "weekends" or days such as ["Monday", "Thursday"]',
);

const dayOfMonth = v.union([wholeNumber(1, 31), oneOf(['last', 'first weekday', 'last weekday'])]);

const onSchema = v.union(
  [
    daysOfWeekSchema,
    v.strictObject({ dayOfMonth: v.union([dayOfMonth, v.pipe(v.array(dayOfMonth), v.nonEmpty())]) }),
    v.strictObject({ weekday, ofMonth: oneOf(['first', 'second', 'third', 'fourth', 'last']) }),
  ],
  '"every day", "weekdays", "weekends", days such as ["Monday"], { dayOfMonth: 15 }, { dayOfMonth: "last" } or { weekday: "Friday", ofMonth: "last" }',
);

export const zoneSchema = v.string('a time zone such as "Europe/Paris"');

export const datesSchema = v.array(v.string('a day such as "2026-12-25"'), 'a list of days such as ["2026-12-25"]');

/** A template, a message, or a function that makes one. */
export const messageSchema = v.union(
  [textSchema(30_000), v.record(v.string(), v.unknown()), v.function()],
  'a template text, or a message such as { text: "Good morning" }',
);

const scheduleSchema = v.strictObject(
  {
    id: idSchema,
    cron: v.optional(v.string('a cron line such as "0 9 * * 1-5"')),
    everyMinutes: v.optional(v.number('a number of minutes')),
    at: v.optional(
      v.union(
        [timeOfDay, v.pipe(v.array(timeOfDay), v.nonEmpty())],
        'a time of day such as "09:00", or a list of them',
      ),
    ),
    once: v.optional(v.string('a time such as "2026-12-01T09:00"')),
    on: v.optional(onSchema),
    timeZone: zoneSchema,
    to: toSchema,
    message: messageSchema,
    thread: v.optional(oneOf(['schedule', 'day', 'occurrence', 'none'])),
    threadKey: v.optional(textSchema(4_000)),
    start: v.optional(v.string('a day such as "2026-12-01", or a time such as "2026-12-01T09:00"')),
    end: v.optional(v.string('a day such as "2026-12-31", or a time such as "2026-12-31T18:00"')),
    except: v.optional(datesSchema),
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
);

const calendarSchema = v.strictObject(
  {
    id: idSchema,
    workdays: v.optional(daysOfWeekSchema),
    holidays: v.optional(datesSchema),
    extraWorkdays: v.optional(datesSchema),
  },
  'a calendar such as { id: "vietnam", holidays: ["09-02"] }',
);

/** What schedules must be. */
export const schedulePart: ConfigurationPart<Schedule> = {
  kind: 'schedules',
  idField: 'id',
  check(entry, context) {
    const issues = checkShape(scheduleSchema, entry);
    return issues.length > 0 ? issues : checkMeaning(entry as Schedule, context);
  },
  describe: (schedule, { now, entries, tickEveryMinutes }) =>
    describeSchedule(
      schedule,
      entries.calendars?.[schedule.calendar ?? ''] as Calendar | undefined,
      now,
      tickEveryMinutes,
    ),
};

/** What calendars must be. */
export const calendarPart: ConfigurationPart<Calendar> = {
  kind: 'calendars',
  idField: 'id',
  check(entry) {
    const issues = checkShape(calendarSchema, entry);
    if (issues.length > 0) return issues;
    const { holidays = [], extraWorkdays = [] } = entry as Calendar;
    return [...prefixed('holidays', checkDates(holidays)), ...prefixed('extraWorkdays', checkDates(extraWorkdays))];
  },
};

const prefixed = (path: string, issues: readonly Issue[]): Issue[] =>
  issues.map((issue) => ({ ...issue, path: path + issue.path }));

function checkMeaning(schedule: Schedule, context: CheckContext): Issue[] {
  const issues: Issue[] = [...checkTimeZone(schedule.timeZone), ...checkWhen(schedule), ...checkTexts(schedule)];
  issues.push(...prefixed('except', checkDates(schedule.except ?? [])));
  const { calendar, onDayOff = 'skip', thread, threadKey, catchUp, catchUpMax } = schedule;
  const calendars = context.entries.calendars ?? {};
  const calendarEntry = calendar === undefined ? undefined : calendars[calendar];
  if (calendar !== undefined && calendarEntry === undefined) {
    const expected = `the id of a calendar${suggestion(calendar, Object.keys(calendars))}`;
    issues.push({ path: 'calendar', problem: 'does not exist', expected, received: JSON.stringify(calendar) });
  } else if (calendarEntry !== undefined && calendarPart.check(calendarEntry, context).length > 0) {
    const expected = 'a calendar without mistakes of its own';
    issues.push({ path: 'calendar', problem: 'is not usable', expected, received: JSON.stringify(calendar) });
  }
  if (onDayOff !== 'skip' && calendar === undefined) {
    issues.push({
      path: 'onDayOff',
      problem: 'has no calendar',
      expected: 'a calendar that says which days are off',
      received: 'none',
    });
  }
  if (onDayOff !== 'skip' && !cronLines(schedule).every(isFixedTime)) {
    const expected = '"skip", or a schedule with fixed times of day';
    issues.push({ path: 'onDayOff', problem: 'cannot move an interval', expected, received: `"${onDayOff}"` });
  }
  if (thread !== undefined && threadKey !== undefined) {
    issues.push({ path: 'thread', problem: 'stands beside threadKey', expected: 'one of the two', received: 'both' });
  }
  if (catchUpMax !== undefined && catchUp !== 'all') {
    issues.push({
      path: 'catchUpMax',
      problem: 'has no effect',
      expected: 'catchUp: "all" beside it',
      received: catchUp ?? 'nothing',
    });
  }
  if (issues.length === 0) issues.push(...checkSpan(schedule));
  if (issues.length > 0 || !context.isNew) return issues;
  const over = checkFuture(schedule, calendarEntry as Calendar | undefined, context.now);
  return over === undefined ? [] : [over];
}

/** Zone abbreviations that engines read as something else than people mean, or not at all. */
const ABBREVIATIONS: Readonly<Record<string, string>> = {
  EST: 'America/New_York', EDT: 'America/New_York', CST: 'America/Chicago', CDT: 'America/Chicago', MST: 'America/Denver',
  PST: 'America/Los_Angeles', PDT: 'America/Los_Angeles', GMT: 'Europe/London', BST: 'Europe/London', CET: 'Europe/Paris',
  CEST: 'Europe/Paris', IST: 'Asia/Kolkata', JST: 'Asia/Tokyo', ICT: 'Asia/Bangkok', AEST: 'Australia/Sydney',
}; // prettier-ignore

const COMMON_ZONES = [
  'Africa/Cairo', 'Africa/Johannesburg', 'Africa/Lagos', 'Africa/Nairobi', 'America/Argentina/Buenos_Aires', 'America/Bogota',
  'America/Chicago', 'America/Denver', 'America/Halifax', 'America/Los_Angeles', 'America/Mexico_City', 'America/New_York',
  'America/Santiago', 'America/Sao_Paulo', 'America/Toronto', 'America/Vancouver', 'Asia/Bangkok', 'Asia/Dubai', 'Asia/Ho_Chi_Minh',
  'Asia/Hong_Kong', 'Asia/Jakarta', 'Asia/Jerusalem', 'Asia/Karachi', 'Asia/Kolkata', 'Asia/Manila', 'Asia/Seoul', 'Asia/Shanghai',
  'Asia/Singapore', 'Asia/Taipei', 'Asia/Tokyo', 'Australia/Melbourne', 'Australia/Sydney', 'Europe/Amsterdam', 'Europe/Berlin',
  'Europe/Istanbul', 'Europe/London', 'Europe/Madrid', 'Europe/Moscow', 'Europe/Paris', 'Europe/Rome', 'Europe/Zurich',
  'Pacific/Auckland', 'Etc/UTC',
]; // prettier-ignore

/** Checks a time zone's name; the path is "timeZone". */
export function checkTimeZone(timeZone: string): Issue[] {
  const received = JSON.stringify(timeZone.slice(0, 80));
  const meant = ABBREVIATIONS[timeZone.toUpperCase()];
  if (meant !== undefined) {
    const expected = `the name of a place, which knows about summer time: "${meant}"`;
    return [{ path: 'timeZone', problem: 'is an abbreviation', expected, received }];
  }
  if (isTimeZone(timeZone)) return [];
  const city = COMMON_ZONES.find(
    (zone) => zone.split('/').pop()?.toLowerCase() === timeZone.toLowerCase().replace(/ /g, '_'),
  );
  const hint = city === undefined ? suggestion(timeZone, COMMON_ZONES) : `: did you mean "${city}"?`;
  const expected = `an IANA name such as "Asia/Ho_Chi_Minh"${hint}`;
  return [{ path: 'timeZone', problem: 'is no time zone', expected, received }];
}

const WHENS = ['cron', 'everyMinutes', 'at', 'once'] as const;

function checkWhen(schedule: Schedule): Issue[] {
  const given = WHENS.filter((field) => schedule[field] !== undefined);
  if (given.length !== 1) {
    const expected = 'exactly one of cron, everyMinutes, at, once';
    const received = given.length === 0 ? 'none of them' : given.join(' and ');
    return [
      { path: given[1] ?? 'cron', problem: given.length === 0 ? 'is missing' : 'is one too many', expected, received },
    ];
  }
  const { cron, everyMinutes, at, once, on } = schedule;
  const issues: Issue[] = [];
  if (on !== undefined && at === undefined) {
    issues.push({
      path: 'on',
      problem: 'has no time of day',
      expected: 'at: "09:00" beside it',
      received: given[0] ?? '',
    });
  }
  const wrong = cron === undefined ? undefined : checkCron(cron);
  if (wrong !== undefined) issues.push(wrong);
  if (everyMinutes !== undefined && !INTERVALS.includes(everyMinutes)) {
    const near = [...INTERVALS].sort((a, b) => Math.abs(a - everyMinutes) - Math.abs(b - everyMinutes)).slice(0, 2);
    const expected = `minutes that divide 60, or hours that divide a day, such as ${near.join(' or ')}`;
    issues.push({
      path: 'everyMinutes',
      problem: 'does not divide the hour or the day',
      expected,
      received: String(everyMinutes),
    });
  }
  if (once !== undefined && readMoment(once, 'Etc/UTC') === undefined) issues.push(noMoment('once', once));
  return issues;
}

const noMoment = (path: string, text: string): Issue => ({
  path,
  problem: 'is no time',
  expected: 'a time such as "2026-12-01T09:00", or an instant such as "2026-12-01T02:00:00Z"',
  received: JSON.stringify(text.slice(0, 80)),
});

function checkTexts({ message, locale }: Schedule): Issue[] {
  const issues: Issue[] = [];
  // What a template makes is checked when it is filled in; its shape already can be.
  if (typeof message === 'object') issues.push(...checkTemplateMessage(message));
  issues.push(...checkLocale(locale));
  return issues;
}

/** The issues of a message whose texts are still to be filled in; paths begin with "message". */
export const checkTemplateMessage = (message: Message): Issue[] =>
  checkMessage(message)
    .errors.filter(({ received }) => !received.includes('{{'))
    .map((issue) => ({ ...issue, path: issue.path === '' ? 'message' : `message.${issue.path}` }));

/** Start and end. */
function checkSpan(schedule: Schedule): Issue[] {
  const { start, end, timeZone } = schedule;
  const issues: Issue[] = [];
  for (const field of ['start', 'end'] as const) {
    const text = schedule[field];
    if (text !== undefined && readMoment(text, timeZone) === undefined) issues.push(noMoment(field, text));
  }
  if (issues.length > 0) return issues;
  const from = start === undefined ? -Infinity : (readMoment(start, timeZone) ?? -Infinity);
  const until = end === undefined ? Infinity : (readMoment(end, timeZone) ?? Infinity);
  if (until < from) {
    return [
      {
        path: 'end',
        problem: 'lies before start',
        expected: `a time after ${String(start)}`,
        received: JSON.stringify(end),
      },
    ];
  }
  return [];
}

/** A schedule that is in order, but will not run: its times are over, or days are taken away until none is left. */
function checkFuture(schedule: Schedule, calendar: Calendar | undefined, now: number): Issue | undefined {
  if (timingOf(schedule, calendar).next(now) !== undefined) return undefined;
  const { once, start, end, except = [] } = schedule;
  if (once !== undefined) {
    return { path: 'once', problem: 'never runs', expected: 'a time in the future', received: JSON.stringify(once) };
  }
  const bounds = [
    start === undefined ? '' : `the start ${start}`,
    end === undefined ? '' : `the end ${end}`,
    except.length === 0 ? '' : countOf(except.length, 'exception'),
    calendar === undefined ? '' : `the calendar "${calendar.id}"`,
  ].filter((text) => text !== '');
  const expected = `a time that is left by ${bounds.join(', ')}`;
  return { path: end === undefined ? 'except' : 'end', problem: 'leaves no time to run', expected, received: 'none' };
}
