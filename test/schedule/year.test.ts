import { Cron } from 'croner';
import { RandomStream } from '../../emulator/random';
import type { SendItem } from '../../src/delivery/types';
import type { Schedule } from '../../src/schedule/schedule';
import { runSchedules, type Accept } from '../../src/schedule/run';
import { entriesOf } from './desk';

/**
 * A year of 200 schedules in twelve zones, with ticks that are late, doubled, missing and killed, against croner alone: what
 * was sent must be exactly what a model of the promise, which knows nothing of the code, says.
 */

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const START = Date.parse('2026-01-01T00:00:00Z');
const END = Date.parse('2027-01-01T00:00:00Z');

const ZONES = [
  'Asia/Ho_Chi_Minh', 'Europe/Paris', 'America/New_York', 'America/Santiago', 'Australia/Lord_Howe', 'Asia/Kathmandu',
  'Pacific/Auckland', 'America/St_Johns', 'Africa/Cairo', 'Europe/London', 'Pacific/Kiritimati', 'Etc/UTC',
]; // prettier-ignore

/** Lines of every sort: times in the hours that are skipped and repeated, lists, weekdays, month ends, intervals. */
const LINES = [
  '30 2 * * *', '0 9 * * 1-5', '15 0 * * *', '30 1 * * 0', '0 2,14 * * 6,0', '45 23 L * *', '0 8 LW * *', '59 1 * * 1#1',
  '5 3 1,15 * *', '0 0 29 2 *', '20 4 13 * 5', '0 12 * * 5L', '10 2 * 3,4,9,10,11 *', '0 */8 * * 0', '40 */6 1-7 * *', '0 10 31 * *',
  '*/20 0-6 * * 0', '* 9 1 * *',
]; // prettier-ignore

const CATCH_UPS = ['latest', 'latest', 'all', 'skip'] as const;

const schedules: Schedule[] = Array.from({ length: 200 }, (_, n) => ({
  id: `s${n}`,
  cron: LINES[n % LINES.length] ?? '',
  timeZone: ZONES[n % ZONES.length] ?? '',
  catchUp: CATCH_UPS[n % CATCH_UPS.length] ?? 'latest',
  to: 'team',
  message: 'x',
}));

/** Croner alone, in its settings for what the documentation promises. */
function occurrencesOf({ cron = '', timeZone }: Schedule): number[] {
  const job = new Cron(cron, { timezone: timeZone, fixedTimeRule: 'no-wildcard', mode: '5-part', paused: true });
  const found: number[] = [];
  for (let run = job.nextRun(new Date(START)); run !== null && run.getTime() <= END; run = job.nextRun(run))
    found.push(run.getTime());
  return found;
}

/** What the documentation promises about one schedule, told by occurrences and ticks alone. */
class Promised {
  readonly sent = new Set<number>();
  /** The first occurrence that is not dealt with. */
  private next = 0;

  constructor(
    readonly schedule: Schedule,
    readonly occurrences: readonly number[],
  ) {}

  /** @param settles - whether what was done is remembered */
  tick(now: number, settles: boolean): void {
    let end = this.next;
    while ((this.occurrences[end] ?? Infinity) <= now) end += 1;
    const passed = this.occurrences.slice(this.next, end);
    const { catchUp } = this.schedule;
    const due =
      catchUp === 'latest'
        ? passed.slice(-1)
        : catchUp === 'all'
          ? passed.slice(-24)
          : passed.filter((at) => now - at <= 15 * MINUTE);
    for (const at of due) this.sent.add(at);
    if (settles) this.next = end;
  }
}

class Killed extends Error {}

/** When an execution is killed: before its messages are accepted, between them and its state, or while that is written. */
type Kill = 'none' | 'before' | 'between' | { readonly entries: number };

const KILLS: readonly Kill[] = ['before', 'between', { entries: 1 }];

test('a year of faults: every occurrence is sent or missed as promised, none at a wrong hour', () => {
  const random = new RandomStream('a year');
  const entries = { schedules: entriesOf(schedules), calendars: entriesOf([]) };
  const promised = new Map(schedules.map((schedule) => [schedule.id, new Promised(schedule, occurrencesOf(schedule))]));
  const sent = new Map(schedules.map(({ id }) => [id, new Map<number, number>()]));
  let store: Record<string, string> = {};
  let missed = 0;
  let counts = { ticks: 0, kills: 0, doubles: 0, late: 0 };

  const take = (item: SendItem): void => {
    const [, id = '', at = ''] = (item.id ?? '').split('/');
    const instants = sent.get(id);
    instants?.set(Date.parse(at), (instants.get(Date.parse(at)) ?? 0) + 1);
  };
  /** One execution on a snapshot: what it writes goes into the store as far as it gets. */
  const run = (snapshot: Record<string, string>, now: number, kill: Kill): void => {
    const accept: Accept = ({ items, entries: state }) => {
      if (kill === 'before') throw new Killed();
      items.forEach(take);
      if (kill === 'between') throw new Killed();
      const keys = Object.keys(state);
      const written = typeof kill === 'object' ? keys.slice(0, kill.entries) : keys;
      store = { ...store, ...Object.fromEntries(written.map((key) => [key, state[key] ?? ''])) };
      if (typeof kill === 'object') throw new Killed();
      return [];
    };
    const clock = { now: () => now, startedAt: now, sleep: () => undefined, timeZone: () => 'Etc/UTC' };
    const log = {
      write: (_level: string, _event: string, data: Record<string, unknown> = {}) =>
        void (missed += Number(data.count)),
      print: () => undefined,
    };
    const nothing = { readAll: () => ({}), read: () => null, write: () => undefined, remove: () => undefined };
    try {
      runSchedules({ snapshot, entries, clock, store: nothing, log, accept });
    } catch (error) {
      if (!(error instanceof Killed)) throw error;
    }
  };

  run(store, START, 'none');
  // Gaps in which no tick comes: a dozen at random, and one over each of the nights on which clocks change.
  const gaps = Array.from({ length: 12 }, () => START + random.below(365) * DAY + random.below(24) * HOUR);
  gaps.push(
    ...['2026-03-08T05:30Z', '2026-03-29T00:30Z', '2026-04-04T14:00Z', '2026-10-25T00:15Z', '2026-11-01T04:00Z'].map(
      (text) => Date.parse(text),
    ),
  );
  const inGap = (at: number): boolean => gaps.some((from) => at >= from && at < from + 5 * HOUR + 20 * MINUTE);
  const nextDueAt = (): number => (JSON.parse(store['cc/t/h'] ?? '{}') as { n: number }).n;

  for (let minute = START + MINUTE; minute < END - DAY; minute += MINUTE) {
    if (inGap(minute)) continue;
    const isLate = random.chance(0.1);
    const now = minute + random.below(isLate ? 90_000 : 15_000);
    // With nothing due a tick does nothing, which another test holds.
    if (nextDueAt() > now) continue;
    const snapshot = store;
    const kill = random.chance(0.06) ? (KILLS[random.below(KILLS.length)] ?? 'none') : 'none';
    run(snapshot, now, kill);
    counts = {
      ...counts,
      ticks: counts.ticks + 1,
      kills: counts.kills + (kill === 'none' ? 0 : 1),
      late: counts.late + (isLate ? 1 : 0),
    };
    if (kill !== 'before') {
      // What a killed execution had handed over is sent; what it remembers is as far as it got.
      const settled = (id: string): boolean =>
        kill === 'none' || (typeof kill === 'object' && isSettled(snapshot, store, id));
      for (const [id, one] of promised) one.tick(now, settled(id));
    }
    if (random.chance(0.05)) {
      counts = { ...counts, doubles: counts.doubles + 1 };
      // A second tick that read the store before the first one wrote it.
      run(snapshot, now + 3_000, 'none');
      for (const one of promised.values()) one.tick(now + 3_000, true);
    }
  }

  expect(counts.ticks).toBeGreaterThan(5_000);
  expect(counts.kills).toBeGreaterThan(200);
  expect(counts.doubles).toBeGreaterThan(200);
  let occurrences = 0;
  for (const [id, { sent: expected, occurrences: possible }] of promised) {
    const all = new Set(possible);
    const actual = [...(sent.get(id)?.keys() ?? [])].sort((a, b) => a - b);
    expect({ id, at: actual.filter((at) => !all.has(at)) }).toEqual({ id, at: [] });
    expect({ id, at: actual }).toEqual({ id, at: [...expected].sort((a, b) => a - b) });
    occurrences += [...all].filter((at) => at < END - DAY).length;
  }
  const sentCount = [...sent.values()].reduce((sum, instants) => sum + instants.size, 0);
  // What is not sent was told as missed, where the telling itself was not killed.
  expect(sentCount).toBeGreaterThan(occurrences * 0.9);
  expect(occurrences - sentCount).toBeLessThanOrEqual(missed);
});

/** Whether a schedule's row differs from what it was. */
function isSettled(before: Record<string, string>, after: Record<string, string>, id: string): boolean {
  const rowOf = (store: Record<string, string>): string =>
    Object.keys(store)
      .filter((key) => key.startsWith('cc/t/s'))
      .flatMap((key) => JSON.parse(store[key] ?? '[]') as unknown[][])
      .filter(([name]) => name === id)
      .join();
  return rowOf(before) !== rowOf(after);
}
