import { fixedTimes } from './cron';
import type { Calendar } from './days';
import { WEEKDAYS } from './days';
import type { Schedule } from './schedule';
import { cronLines, hasFixedTimes, occurrencesBetween, timingOf } from './timing';
import { timesInWords } from './words';
import { dayOf, formatInstant, formatLocal, localTime, readTimeOfDay, startOfDay, weekdayOf } from './zone';

/** An occurrence to come. */
export interface NextOccurrence {
  /** The instant it is for, ISO. */
  readonly at: string;
  /** On the clocks of its zone: "Tue 24 Nov 2026 09:00". */
  readonly localTime: string;
  /** The span in which Google will run it, as a rule: "09:00–09:02". Its clock triggers are never early and often late. */
  readonly window: string;
  /** What the change of the clock does to it; '' on all other days. */
  readonly note: string;
}

const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/**
 * The next occurrences of a schedule.
 *
 * @param schedule - through the check of its kind
 * @param calendar - the one it names
 * @param after - epoch milliseconds
 * @param count - how many at most, 1 to 100; fewer when it ends
 * @param tickEveryMinutes - how often the clock trigger runs: 1, 5, 10, 15 or 30
 */
export function nextOccurrences(
  schedule: Schedule,
  calendar: Calendar | undefined,
  after: number,
  count: number,
  tickEveryMinutes: number,
): NextOccurrence[] {
  if (schedule.paused === true) return [];
  const found = occurrencesBetween(timingOf(schedule, calendar), after, Infinity, count);
  return found.map((at) => {
    const local = localTime(at, schedule.timeZone);
    // A tick's phase is Google's own; a run may start some seconds after it.
    const latest = localTime(at + (tickEveryMinutes + 1) * MINUTE_MS, schedule.timeZone);
    return {
      at: formatInstant(at),
      localTime: describeLocal(local),
      window: `${formatLocal(local).slice(11)}–${formatLocal(latest).slice(11, 16)}`,
      note: clockChange(schedule, at, local),
    };
  });
}

/** A schedule in one line: "every weekday at 09:00, Asia/Ho_Chi_Minh; next Tue 24 Nov 2026 09:00 (Google runs it 09:00–09:02)". */
export function describeSchedule(
  schedule: Schedule,
  calendar: Calendar | undefined,
  now: number,
  tickEveryMinutes: number,
): string {
  const words = timesInWords(schedule);
  if (schedule.paused === true) return `${words}; paused`;
  const [next] = nextOccurrences(schedule, calendar, now, 1, tickEveryMinutes);
  if (next === undefined) return `${words}; over`;
  const note = next.note === '' ? '' : ` ${next.note}`;
  return `${words}; next ${next.localTime} (Google runs it ${next.window}).${note}`.replace(/\.$/, '');
}

/** "Tue 24 Nov 2026 09:00" */
export function describeLocal(local: number): string {
  const date = new Date(local);
  const weekday = (WEEKDAYS[weekdayOf(dayOf(local))] ?? '').slice(0, 3);
  return `${weekday} ${date.getUTCDate()} ${MONTHS[date.getUTCMonth()] ?? ''} ${date.getUTCFullYear()} ${formatLocal(local).slice(11)}`;
}

function clockChange(schedule: Schedule, at: number, local: number): string {
  if (schedule.once === undefined && !hasFixedTimes(schedule)) return '';
  const { timeZone } = schedule;
  const shown = formatLocal(local).slice(11);
  const day = `${new Date(local).getUTCDate()} ${MONTHS[new Date(local).getUTCMonth()] ?? ''}`;
  const skipped = skippedTimes(schedule, at, local);
  if (skipped !== undefined) return `${skipped} does not exist on ${day} in ${timeZone}: it runs at ${shown}.`;
  const repeats = localTime(at + HOUR_MS, timeZone) === local || localTime(at + HOUR_MS / 2, timeZone) === local;
  return repeats ? `${shown} comes twice on ${day} in ${timeZone}: it runs the first time.` : '';
}

/** The first of the schedule's times that lies in a gap that ends at this instant. */
function skippedTimes(schedule: Schedule, at: number, local: number): string | undefined {
  const gapStart = localTime(at - 1000, schedule.timeZone) + 1000;
  if (gapStart >= local) return undefined;
  const { once } = schedule;
  const times = once === undefined ? cronLines(schedule).flatMap(fixedTimes) : [readTimeOfDay(once.slice(11, 16)) ?? 0];
  const skipped = times.map((time) => startOfDay(dayOf(local)) + time).find((time) => time >= gapStart && time < local);
  return skipped === undefined ? undefined : formatLocal(skipped).slice(11);
}
