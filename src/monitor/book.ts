import type { Entries } from '../schedule/entry';
import { fingerprint } from '../schedule/hash';
import { Shards, type StoreChanges } from '../schedule/shards';
import { windowsEnd } from '../schedule/window';
import { failuresBeforeDown, newState, step, type IncidentEvent, type MonitorState } from './incident';
import type { CheckOutcome } from './expectation';
import { BEAT_PREFIX, hasReportedFailure } from './heartbeat';
import { HEADER_KEY, SHARD_PREFIX } from './keys';
import type { Monitor } from './monitor';

/** A monitor whose check is due. */
export interface DueMonitor {
  readonly monitor: Monitor;
  readonly state: MonitorState;
}

/** A row: its id, its definition's fingerprint, and the state in the order of FIELDS. */
type MonitorRow = readonly [id: string, definition: string, ...values: (string | number)[]];

/** Between two checks a minute apart a tick may be this early, seconds. */
const SLACK = 30;

/** A check that failed is repeated after this long, seconds: the next tick. */
const RETRY_AFTER = 60;

/**
 * The monitors' state, read from one copy of the store: whose check is due, and what to write when its outcome is known.
 * Opening it costs next to nothing while nothing is due and no definition has changed.
 */
export class MonitorBook {
  /** Those that are due, the longest due first. */
  readonly due: readonly DueMonitor[];
  private readonly header: { readonly fingerprint: string; readonly nextAt: number; readonly count: number };
  private readonly shards: Shards<MonitorRow> | undefined;

  /** @param now - epoch seconds */
  constructor(
    snapshot: Readonly<Record<string, string>>,
    private readonly entries: Entries<Monitor>,
    private readonly now: number,
  ) {
    this.header = readHeader(snapshot[HEADER_KEY]);
    const unchanged = this.header.fingerprint === entries.fingerprint;
    const failing = Object.keys(snapshot)
      .filter((key) => key.startsWith(BEAT_PREFIX))
      .map((key) => key.slice(BEAT_PREFIX.length))
      .filter((id) => hasReportedFailure(snapshot, id));
    if (unchanged && this.header.nextAt > now && failing.length === 0) {
      this.due = [];
      return;
    }
    this.shards = new Shards<MonitorRow>(snapshot, SHARD_PREFIX, isMonitorRow);
    if (!unchanged || this.shards.rows.size !== this.header.count) this.reconcile(this.shards);
    this.due = this.findDue(this.shards, new Set(failing));
  }

  /**
   * Notes a check's outcome.
   *
   * @param nextAt - when a heartbeat can change by itself, epoch seconds; addresses have their interval
   * @param mayRemind - whether anyone can be reminded now: otherwise a reminder stays due
   * @returns the state after it, and what people are told
   */
  settle(
    { monitor, state }: DueMonitor,
    outcome: CheckOutcome,
    nextAt: number | undefined,
    mayRemind: () => boolean,
  ): { state: MonitorState; event?: IncidentEvent } {
    const result = step(monitor, state, outcome, this.now, mayRemind);
    const changed = { ...result.state, nextAt: nextAt ?? this.nextCheck(monitor, result.state, outcome) };
    this.keep(monitor.id, changed);
    return { ...result, state: changed };
  }

  /** Takes a {@link settle} back: its check is due again. */
  restore({ monitor, state }: DueMonitor): void {
    this.keep(monitor.id, state);
  }

  /** What to write: the changes since the call before. */
  changes(): StoreChanges {
    if (this.shards === undefined) return { entries: {}, removals: [] };
    const { entries, removals } = this.shards.changes();
    let next = Infinity;
    for (const row of this.shards.rows.values()) next = Math.min(next, stateOf(row).nextAt);
    const header = JSON.stringify({
      v: 1,
      f: this.entries.fingerprint,
      n: next === Infinity ? 0 : next,
      c: this.shards.rows.size,
    });
    return { entries: { ...entries, [HEADER_KEY]: header }, removals };
  }

  /** Takes up new and changed monitors, which are checked at once, and lets go of those that are no more. */
  private reconcile({ rows }: Shards<MonitorRow>): void {
    const all = this.entries.valid();
    for (const id of [...rows.keys()]) if (!all.has(id) || all.get(id)?.paused === true) rows.delete(id);
    for (const monitor of all.values()) {
      if (monitor.paused === true) continue;
      const definition = fingerprint(JSON.stringify(monitor));
      const row = rows.get(monitor.id);
      if (row === undefined) rows.set(monitor.id, [monitor.id, definition, ...valuesOf(newState(this.now))]);
      else if (row[1] !== definition) {
        rows.set(monitor.id, [monitor.id, definition, ...valuesOf({ ...stateOf(row), nextAt: this.now })]);
      }
    }
  }

  /** @param failing - jobs that have reported a failure: they are due at once, and each minute from then on */
  private findDue({ rows }: Shards<MonitorRow>, failing: ReadonlySet<string>): DueMonitor[] {
    const isReported = (id: string, { nextAt }: MonitorState) => failing.has(id) && nextAt > this.now + RETRY_AFTER;
    const due = [...rows.values()].map((row) => ({ id: row[0], state: stateOf(row) }));
    const all = this.entries.all();
    return due
      .filter(({ id, state }) => state.nextAt <= this.now || isReported(id, state))
      .sort((one, other) => one.state.nextAt - other.state.nextAt)
      .flatMap(({ id, state }) => {
        const monitor = all.get(id);
        if (monitor === undefined) return [];
        const end = windowsEnd(monitor.maintenance ?? [], monitor.timeZone ?? 'Etc/UTC', this.now * 1000);
        if (end === undefined) return [{ monitor, state }];
        this.keep(id, { ...state, nextAt: Math.ceil(end / 1000) });
        return [];
      });
  }

  private keep(id: string, state: MonitorState): void {
    const row = this.shards?.rows.get(id);
    if (row !== undefined) this.shards?.rows.set(id, [id, row[1], ...valuesOf(state)]);
  }

  /** When an address is checked again: a failure that does not count yet is looked into at once. */
  private nextCheck(monitor: Monitor, state: MonitorState, outcome: CheckOutcome): number {
    if (outcome.kind === 'unknown') return state.nextAt;
    const isUndecided = state.failures > 0 && state.status !== 'down' && state.failures < failuresBeforeDown(monitor);
    const interval = (monitor.everyMinutes ?? 5) * 60;
    return this.now + (isUndecided ? Math.min(RETRY_AFTER, interval) : interval) - SLACK;
  }
}

const STATUSES = ['new', 'up', 'down'] as const;

/** A state as values of a row, in one order. */
const valuesOf = (state: MonitorState): (string | number)[] => [
  state.bornAt, STATUSES.indexOf(state.status), state.nextAt, state.failures, state.successes, state.failingSince,
  state.succeedingSince, state.incident, state.reason.slice(0, 120), state.reminders, state.remindAt, state.falls.join(' '),
  state.flappingSince, state.alone ? 1 : 0,
]; // prettier-ignore

function stateOf([, , ...values]: MonitorRow): MonitorState {
  const number = (index: number): number => values[index] as number;
  return {
    bornAt: number(0),
    status: STATUSES[number(1)] ?? 'new',
    nextAt: number(2),
    failures: number(3),
    successes: number(4),
    failingSince: number(5),
    succeedingSince: number(6),
    incident: number(7),
    reason: String(values[8]),
    reminders: number(9),
    remindAt: number(10),
    falls: String(values[11])
      .split(' ')
      .filter((text) => text !== '')
      .map(Number),
    flappingSince: number(12),
    alone: values[13] === 1,
  };
}

const isMonitorRow = (row: readonly unknown[]): boolean =>
  row.length === 16 &&
  row.every((value, index) => typeof value === (index < 2 || index === 10 || index === 13 ? 'string' : 'number'));

function readHeader(text: string | undefined): { fingerprint: string; nextAt: number; count: number } {
  try {
    const { f, n, c } = JSON.parse(text ?? '') as Record<string, unknown>;
    if (typeof f === 'string' && typeof n === 'number' && typeof c === 'number') {
      return { fingerprint: f, nextAt: n === 0 ? Infinity : n, count: c };
    }
  } catch {
    // None, or not of our making.
  }
  return { fingerprint: '', nextAt: 0, count: 0 };
}
