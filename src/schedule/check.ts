import type { Issue } from '../errors';
import { checkMessage } from '../message/check';
import type { Message } from '../message/types';
import { countOf } from '../message/wording';
import { checkTimeZone } from './check-zone';
import { checkCron, isFixedTime } from './cron';
import { checkDates, suggestion, type Calendar } from './days';
import { checkLocale, checkShape, type CheckContext, type ConfigurationPart } from './entry';
import { describeSchedule } from './next';
import type { Schedule } from './schedule';
import { calendarSchema, scheduleSchema } from './shape';
import { cronLines, timingOf } from './timing';
import { INTERVALS } from './when';
import { readMoment } from './zone';

/** What schedules must be. */
export const schedulePart: ConfigurationPart<Schedule> = {
  kind: 'schedules',
  idField: 'id',
  check(entry, context) {
    const issues = checkShape(scheduleSchema(), entry);
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
    const issues = checkShape(calendarSchema(), entry);
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
