import type { Schedule } from './schedule';
import { CATCH_UP_MAX, SKIP_AFTER_MS } from './schedule';
import type { Calendar } from './days';
import type { Entries } from './entry';
import { fingerprint } from './hash';
import { Shards, type StoreChanges } from './shards';
import { newestBetween, timingOf, type Timing, type TimingFields } from './timing';

/**
 * What is kept of schedules:
 *
 *   cc/t/h   {"v":1,"f":"…","n":1764036000000,"c":12}: the definitions' fingerprint, when the next of them all is due (0 for
 *            never), how many rows there are
 *   cc/t/s0  [["standup","k3f9a2",1764036000,0], …]: a schedule, its times' fingerprint, its next occurrence in epoch seconds
 *            (0 for none any more), how often making its message has failed; s1, s2, … as needed
 */
export const SCHEDULE_PREFIX = 'cc/t/';
const HEADER_KEY = 'cc/t/h';
const SHARD_PREFIX = 'cc/t/s';

/** A stored schedule's first occurrences are looked for since it was stored, but no longer ago than this. */
const NEW_SINCE_MS = 3_600_000;

/** Occurrences that passed are counted up to this many. */
const MISSED_MAX = 1_000;

interface Header {
  readonly fingerprint: string;
  /** Epoch milliseconds; Infinity when nothing is to come. */
  readonly nextDueAt: number;
  readonly count: number;
}

type ScheduleRow = readonly [id: string, timing: string, nextSeconds: number, failures: number];

/** Schedules and the calendars they refer to. */
export interface ScheduleEntries {
  readonly schedules: Entries<Schedule>;
  readonly calendars: Entries<Calendar>;
}

/** A schedule with occurrences that have come. */
export interface DueSchedule {
  readonly schedule: Schedule;
  /** Those to send, oldest first, epoch milliseconds; empty when all are too late to be sent. */
  readonly occurrences: readonly number[];
  /** Those that are not sent, as `catchUp` says; undefined when there are none. */
  readonly missed: Missed | undefined;
  /** How often making the message has failed since the oldest came due. */
  readonly failures: number;
}

/** Occurrences that passed while nothing ran. */
export interface Missed {
  readonly count: number;
  /** Epoch milliseconds. */
  readonly firstAt: number;
  readonly lastAt: number;
}

/**
 * The schedules' state, read from one copy of the store: what is due at an instant, and what to write when it is dealt
 * with. Opening it costs next to nothing while nothing is due and no definition has changed.
 */
export class ScheduleBook {
  /** What is due, the longest due first. */
  readonly due: readonly DueSchedule[];
  private readonly header: Header;
  private readonly shards: Shards<ScheduleRow> | undefined;
  private readonly timings = new Map<string, Timing>();
  /** The first occurrence after now of what is due, where looking for what is due has found it. */
  private readonly following = new Map<string, number | undefined>();

  /** @param now - epoch milliseconds */
  constructor(
    snapshot: Readonly<Record<string, string>>,
    private readonly entries: ScheduleEntries,
    private readonly now: number,
  ) {
    this.header = readHeader(snapshot[HEADER_KEY]);
    const unchanged = this.header.fingerprint === this.fingerprint();
    if (unchanged && this.header.nextDueAt > now) {
      this.due = [];
      return;
    }
    this.shards = new Shards<ScheduleRow>(snapshot, SHARD_PREFIX, isScheduleRow);
    if (!unchanged || this.shards.rows.size !== this.header.count) this.reconcile(this.shards);
    this.due = this.findDue(this.shards);
  }

  /** Notes that what is due of a schedule is dealt with. */
  settle({ schedule }: DueSchedule): void {
    const { id } = schedule;
    const next = this.following.has(id) ? this.following.get(id) : this.timingOf(schedule).next(this.now);
    this.change(id, ([, timing]) => [id, timing, seconds(next), 0]);
  }

  /** Notes that making the message is being tried, or has failed: it stays due. */
  keep({ schedule }: DueSchedule, failures: number): void {
    this.change(schedule.id, ([id, timing, next]) => [id, timing, next, failures]);
  }

  /** Takes a {@link settle} back: it stays due. */
  reopen({ schedule, occurrences, missed, failures }: DueSchedule): void {
    const first = Math.min(missed?.firstAt ?? Infinity, occurrences[0] ?? Infinity);
    this.change(schedule.id, ([id, timing]) => [id, timing, seconds(first), failures]);
  }

  /** What to write: the changes since the call before. */
  changes(): StoreChanges {
    if (this.shards === undefined) return { entries: {}, removals: [] };
    const { entries, removals } = this.shards.changes();
    let next = Infinity;
    for (const [, , nextSeconds] of this.shards.rows.values()) {
      if (nextSeconds > 0) next = Math.min(next, nextSeconds * 1000);
    }
    const header = JSON.stringify({
      v: 1,
      f: this.fingerprint(),
      n: next === Infinity ? 0 : next,
      c: this.shards.rows.size,
    });
    // The header last: without it the rest is read again, which repeats nothing.
    return { entries: { ...entries, [HEADER_KEY]: header }, removals };
  }

  private change(id: string, changed: (row: ScheduleRow) => ScheduleRow): void {
    const row = this.shards?.rows.get(id);
    if (row !== undefined) this.shards?.rows.set(id, changed(row));
  }

  private fingerprint(): string {
    return `${this.entries.schedules.fingerprint}.${this.entries.calendars.fingerprint}`;
  }

  private timingOf(schedule: Schedule): Timing {
    const known = this.timings.get(schedule.id);
    if (known !== undefined) return known;
    const timing = timingOf(schedule, this.calendarOf(schedule));
    this.timings.set(schedule.id, timing);
    return timing;
  }

  private calendarOf({ calendar }: Schedule): Calendar | undefined {
    return calendar === undefined ? undefined : this.entries.calendars.all().get(calendar);
  }

  /** Takes up new and changed schedules, lets go of those that are no more. A changed one starts anew. */
  private reconcile({ rows }: Shards<ScheduleRow>): void {
    const { schedules } = this.entries;
    const all = schedules.valid();
    for (const id of [...rows.keys()]) if (!all.has(id)) rows.delete(id);
    for (const schedule of all.values()) {
      const timing = fingerprint(JSON.stringify([timingFields(schedule), schedule.paused, this.calendarOf(schedule)]));
      const row = rows.get(schedule.id);
      if (row?.[1] === timing) continue;
      // What came due between storing it and the first tick after that is not lost. Code tells no such time.
      const storedAt = schedules.storedAt(schedule.id);
      const since = storedAt === 0 ? this.now : Math.min(this.now, Math.max(storedAt, this.now - NEW_SINCE_MS));
      const next = schedule.paused === true ? undefined : this.timingOf(schedule).next(since);
      rows.set(schedule.id, [schedule.id, timing, seconds(next), 0]);
    }
  }

  private findDue({ rows }: Shards<ScheduleRow>): DueSchedule[] {
    const due = [...rows.values()].filter(([, , next]) => next > 0 && next * 1000 <= this.now);
    due.sort(([, , a], [, , b]) => a - b);
    // Only valid ones have rows, and none has changed since.
    const all = due.length === 0 ? undefined : this.entries.schedules.all();
    return due.flatMap(([id, , nextSeconds, failures]) => {
      const schedule = all?.get(id);
      return schedule === undefined ? [] : [{ schedule, failures, ...this.catchUp(schedule, nextSeconds * 1000) }];
    });
  }

  /** Which of the occurrences from `first` to now are sent. */
  private catchUp(schedule: Schedule, first: number): Pick<DueSchedule, 'occurrences' | 'missed'> {
    const timing = this.timingOf(schedule);
    const { catchUp = 'latest', catchUpMax = CATCH_UP_MAX, expiresAfterMinutes } = schedule;
    const max = catchUp === 'latest' ? 1 : catchUp === 'all' ? catchUpMax : MISSED_MAX;
    // A time that counts is not before this one.
    const oldest = Math.max(
      catchUp === 'skip' ? this.now - SKIP_AFTER_MS : -Infinity,
      expiresAfterMinutes === undefined ? -Infinity : this.now - expiresAfterMinutes * 60_000 + 1,
    );
    const passed = this.passedSince(schedule.id, timing, first);
    const newest =
      passed.length <= MISSED_MAX ? passed : newestBetween(timing, first - 1, this.now, Math.min(max, 100));
    const occurrences = newest.slice(-max).filter((at) => at >= oldest);
    const count = passed.length - occurrences.length;
    if (count <= 0) return { occurrences, missed: undefined };
    const sentFrom = occurrences[0] ?? Infinity;
    const lastAt = Math.max(first, ...newest.filter((at) => at < sentFrom), ...passed.filter((at) => at < sentFrom));
    return { occurrences, missed: { count, firstAt: passed[0] ?? first, lastAt } };
  }

  /** The occurrences from one on that have come; more than {@link MISSED_MAX} are not counted. */
  private passedSince(id: string, timing: Timing, first: number): number[] {
    const passed = [first];
    for (let at = timing.next(first); passed.length <= MISSED_MAX; at = timing.next(at)) {
      if (at === undefined || at > this.now) {
        this.following.set(id, at);
        break;
      }
      passed.push(at);
    }
    return passed;
  }
}

const seconds = (instant: number | undefined): number => (instant === undefined ? 0 : Math.round(instant / 1000));

const isScheduleRow = (row: readonly unknown[]): boolean =>
  row.length === 4 && typeof row[1] === 'string' && typeof row[2] === 'number' && typeof row[3] === 'number';

/** What decides when a schedule occurs, in one order. */
const timingFields = (schedule: TimingFields): unknown[] => [
  schedule.cron, schedule.everyMinutes, schedule.at, schedule.once, schedule.on, schedule.timeZone, schedule.start,
  schedule.end, schedule.except, schedule.calendar, schedule.onDayOff,
]; // prettier-ignore

function readHeader(text: string | undefined): Header {
  try {
    const stored = JSON.parse(text ?? '') as { f?: unknown; n?: unknown; c?: unknown };
    if (typeof stored.f === 'string' && typeof stored.n === 'number' && typeof stored.c === 'number') {
      return { fingerprint: stored.f, nextDueAt: stored.n === 0 ? Infinity : stored.n, count: stored.c };
    }
  } catch {
    // Not of our making: as if nothing were known.
  }
  return { fingerprint: '', nextDueAt: 0, count: 0 };
}
