import { readTickMinutes } from './triggers';

/**
 * The sign of life of the clock trigger, and what it has used of the day's quotas: "cc/i/t". Written every five minutes at
 * most, so that a tick with nothing to do makes one service call, now and then two.
 */
export const PULSE_KEY = 'cc/i/t';

/** What the last ticks left behind. */
export interface Pulse {
  /** When a tick last wrote this, epoch milliseconds. */
  readonly at: number;
  /** When the day began that the sums are of. */
  readonly since: number;
  /** The ticks of that day, and about their runtime in milliseconds. */
  readonly ticks: number;
  readonly runtimeMs: number;
}

/** A pulse is at most this old while the clock trigger runs. */
export const PULSE_EVERY_MS = 5 * 60_000;

/** What a tick takes at least: starting, and reading the store. */
const QUIET_TICK_MS = 300;

const DAY_MS = 86_400_000;

type Snapshot = Readonly<Record<string, string>>;

/** The last pulse; undefined before the first tick. */
export function readPulse(snapshot: Snapshot): Pulse | undefined {
  try {
    const { a, s, n, m } = JSON.parse(snapshot[PULSE_KEY] ?? '') as Record<string, unknown>;
    if ([a, s, n, m].every((value) => typeof value === 'number')) {
      return { at: a, since: s, ticks: n, runtimeMs: m } as Pulse;
    }
  } catch {
    // Not of our making.
  }
  return undefined;
}

/**
 * The sign of life of a tick. The ticks since the last one are taken to have been quiet; long ones add their runtime
 * themselves.
 *
 * @param now - epoch milliseconds
 */
export function nextPulse(before: Pulse | undefined, now: number, tickMinutes: number): Pulse {
  const isSameDay = before !== undefined && now - before.since < DAY_MS;
  const passed = before === undefined ? 1 : Math.round((now - before.at) / (tickMinutes * 60_000));
  const ticks = Math.max(1, Math.min(passed, 1_440 / tickMinutes));
  const sums = isSameDay ? before : { since: now, ticks: 0, runtimeMs: 0 };
  return {
    at: now,
    since: sums.since,
    ticks: sums.ticks + ticks,
    runtimeMs: sums.runtimeMs + ticks * QUIET_TICK_MS,
  };
}

/** The entry of the store that keeps a pulse. */
export const pulseEntry = ({ at, since, ticks, runtimeMs }: Pulse): Record<string, string> => ({
  [PULSE_KEY]: JSON.stringify({ a: at, s: since, n: ticks, m: Math.round(runtimeMs) }),
});

/** How long without a sign of life means that the clock trigger does not run, milliseconds. */
export function silenceMs(snapshot: Snapshot): number {
  return PULSE_EVERY_MS + Math.max(10, 3 * readTickMinutes(snapshot)) * 60_000;
}

/** Whether the clock trigger should be running and does not. @param installedAt - when setUp made it, epoch milliseconds */
export function isSilent(snapshot: Snapshot, installedAt: number, now: number): boolean {
  const lastAt = Math.max(readPulse(snapshot)?.at ?? 0, installedAt);
  return now - lastAt > silenceMs(snapshot);
}
