import type { CheckOutcome } from './expectation';
import type { Monitor } from './monitor';

/** What is kept of a monitor. Times are epoch seconds; 0 is none. */
export interface MonitorState {
  /** When it was first seen: part of its incidents' names, so that a monitor made anew repeats none. */
  readonly bornAt: number;
  readonly status: 'new' | 'up' | 'down';
  /** When it is next checked. */
  readonly nextAt: number;
  /** Failures, or successes while it is down, in a row. */
  readonly failures: number;
  readonly successes: number;
  /** When the row of failures began, and the row of successes. */
  readonly failingSince: number;
  readonly succeedingSince: number;
  /** The number of its last incident, from 1; 0 before the first. */
  readonly incident: number;
  readonly reason: string;
  /** How often people were reminded, and when they next are. */
  readonly reminders: number;
  readonly remindAt: number;
  /** When it last went down, the last few times. */
  readonly falls: readonly number[];
  /** While it flaps: when its status last changed. */
  readonly flappingSince: number;
  /** Whether it is asked alone. */
  readonly alone: boolean;
}

/** What people are told. */
export type IncidentEvent = 'down' | 'still-down' | 'recovered' | 'flapping' | 'steady-up' | 'steady-down';

export const newState = (bornAt: number): MonitorState => ({
  bornAt,
  status: 'new',
  nextAt: bornAt,
  failures: 0,
  successes: 0,
  failingSince: 0,
  succeedingSince: 0,
  incident: 0,
  reason: '',
  reminders: 0,
  remindAt: 0,
  falls: [],
  flappingSince: 0,
  alone: false,
});

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Within this long falls count together. */
const FLAP_WINDOW = HOUR;
/** A flapping monitor that has kept its status for this long is steady. */
export const STEADY_AFTER = HOUR / 2;

/**
 * What a check's outcome makes of a monitor's state, and whether people are told.
 *
 * @param now - epoch seconds
 * @param mayRemind - whether anyone can be reminded now: otherwise a reminder stays due
 */
export function step(
  monitor: Monitor,
  state: MonitorState,
  outcome: CheckOutcome,
  now: number,
  mayRemind: () => boolean,
): { state: MonitorState; event?: IncidentEvent } {
  if (outcome.kind === 'unknown') return { state };
  const next = outcome.kind === 'ok' ? succeed(monitor, state, now) : fail(monitor, state, outcome, now);
  const changed = next.status !== state.status && !(state.status === 'new' && next.status === 'up');
  if (state.flappingSince > 0) return whileFlapping(monitor, next, changed, now);
  if (changed && next.status === 'down') return fallen(monitor, next, now);
  if (changed) return { state: { ...next, reminders: 0, remindAt: 0 }, event: 'recovered' };
  return remind(monitor, next, now, mayRemind);
}

function succeed({ successesBeforeUp = 1 }: Monitor, state: MonitorState, now: number): MonitorState {
  const successes = state.successes + 1;
  const isUp = state.status !== 'down' || successes >= successesBeforeUp;
  return {
    ...state,
    status: isUp ? 'up' : 'down',
    failures: 0,
    failingSince: isUp && state.status !== 'down' ? 0 : state.failingSince,
    successes,
    succeedingSince: state.successes === 0 ? now : state.succeedingSince,
    alone: false,
  };
}

function fail(
  monitor: Monitor,
  state: MonitorState,
  { reason, alone }: CheckOutcome & { kind: 'failed' },
  now: number,
): MonitorState {
  const failures = state.failures + 1;
  const isDown = state.status === 'down' || failures >= failuresBeforeDown(monitor);
  // While it is down, one success between failures does not begin the incident anew.
  const begins = state.failures === 0 && state.status !== 'down';
  return {
    ...state,
    status: isDown ? 'down' : state.status,
    failures,
    failingSince: begins ? now : state.failingSince,
    successes: 0,
    succeedingSince: 0,
    reason,
    alone,
  };
}

/** How many failures in a row count as down. */
export const failuresBeforeDown = ({ failuresBeforeDown: given, heartbeat }: Monitor): number =>
  given ?? (heartbeat === undefined ? 2 : 1);

function fallen(monitor: Monitor, state: MonitorState, now: number): { state: MonitorState; event: IncidentEvent } {
  const { flapsBeforeSilence = 3 } = monitor;
  const falls = [...state.falls.filter((at) => at > now - FLAP_WINDOW), now].slice(-20);
  const begun = { ...state, falls, incident: state.incident + 1, reminders: 0, remindAt: firstReminder(monitor, now) };
  if (flapsBeforeSilence === 0 || falls.length < flapsBeforeSilence) return { state: begun, event: 'down' };
  return { state: { ...begun, flappingSince: now }, event: 'flapping' };
}

function whileFlapping(
  monitor: Monitor,
  state: MonitorState,
  changed: boolean,
  now: number,
): { state: MonitorState; event?: IncidentEvent } {
  if (changed) return { state: { ...state, flappingSince: now } };
  if (now - state.flappingSince < STEADY_AFTER) return { state };
  const isDown = state.status === 'down';
  const remindAt = isDown ? firstReminder(monitor, now) : 0;
  const steady = { ...state, flappingSince: 0, falls: [], reminders: 0, remindAt };
  return { state: steady, event: isDown ? 'steady-down' : 'steady-up' };
}

const firstReminder = ({ remindAfterMinutes = 60 }: Monitor, now: number): number =>
  remindAfterMinutes === 0 ? 0 : now + remindAfterMinutes * MINUTE;

function remind(
  { remindAfterMinutes = 60 }: Monitor,
  state: MonitorState,
  now: number,
  mayRemind: () => boolean,
): { state: MonitorState; event?: IncidentEvent } {
  if (state.status !== 'down' || state.successes > 0 || state.remindAt === 0 || now < state.remindAt) return { state };
  if (!mayRemind()) return { state };
  const wait = Math.min(remindAfterMinutes * MINUTE * 2 ** Math.min(state.reminders + 1, 12), DAY);
  return { state: { ...state, reminders: state.reminders + 1, remindAt: now + wait }, event: 'still-down' };
}
