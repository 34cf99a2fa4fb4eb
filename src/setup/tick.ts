import type { Quiet } from '../delivery/quiet';
import type { Plan, Refusal } from '../delivery/types';
import type { Platform } from '../platform/platform';
import { redact } from '../redact';
import { runMonitors } from '../monitor/run';
import type { Monitor } from '../monitor/monitor';
import type { Calendar } from '../schedule/days';
import { planDroppedNotices } from '../schedule/dropped';
import { runSchedules, type Trouble } from '../schedule/run';
import type { Schedule } from '../schedule/schedule';
import type { Configuration } from '../settings/configuration';
import { readInstallation } from './installation';
import { nextPulse, PULSE_EVERY_MS, pulseEntry, readPulse } from './pulse';
import type { SeenStore } from './seen-store';
import { lateTick, repairTriggers, shouldLook } from './self-repair';
import { readTickMinutes, type NeededTrigger } from './triggers';
import { MAIL_KEY, watch } from './watch';

type Snapshot = Readonly<Record<string, string>>;

/** What an execution that watches over the rest needs and does. */
export interface Caretaker {
  readonly platform: Platform & { readonly store: SeenStore };
  configuration(snapshot: Snapshot): Configuration;
  neededTriggers(configuration: Configuration): NeededTrigger[];
  accept(plan: Plan, snapshot: Snapshot): Refusal[];
}

/** What a tick needs and does besides. */
export interface Ticker extends Caretaker {
  /** What the clock does for sheets: looks at tabs, closes digests. */
  tickSheets(snapshot: Snapshot): Trouble[];
  /** What the clock does for the relay: tells how often events were repeated. */
  tickRelay(snapshot: Snapshot): void;
  drain(snapshot: Snapshot): void;
  /** Quiet hours and mutes, as a copy of the store shows them. */
  quiet(snapshot: Snapshot): Quiet;
}

/** A tick longer than this notes its runtime, milliseconds. */
const LONG_TICK_MS = 1_000;

/**
 * One run of the clock trigger: makes the messages that are due, looks after itself, and sends what waits. What fails in
 * one part does not stop the others; it is thrown at the end, so that Google reports the execution as failed.
 */
export function runTick(ticker: Ticker): void {
  const { platform } = ticker;
  const { clock, store, log, http } = platform;
  const startedAt = clock.now();
  const snapshot = store.readAll();
  const configuration = ticker.configuration(snapshot);
  const accept = (plan: Plan): Refusal[] => ticker.accept(plan, snapshot);
  const troubles = lateTick(snapshot, startedAt);
  const failures: unknown[] = [];
  const attempt = (part: string, run: () => readonly Trouble[]): void => {
    try {
      troubles.push(...run());
    } catch (error) {
      failures.push(error);
      const reason = redact(String((error as { message?: unknown } | null)?.message ?? error));
      log.write('error', 'tick.failed', { part, reason });
      troubles.push({ key: `tick/${part}`, text: `The ${part} failed in a tick: ${reason}` });
    }
  };
  const entries = {
    schedules: configuration.entries<Schedule>('schedules'),
    calendars: configuration.entries<Calendar>('calendars'),
  };
  attempt('schedules', () => runSchedules({ snapshot, entries, clock, store, log, accept }));
  attempt('monitors', () => {
    const monitors = configuration.entries<Monitor>('monitors');
    const quiet = ticker.quiet(snapshot);
    return runMonitors({ snapshot, entries: monitors, clock, http, store, log, quiet, accept });
  });
  attempt('sheets', () => ticker.tickSheets(snapshot));
  attempt('relay', () => {
    ticker.tickRelay(snapshot);
    return [];
  });
  attempt('quiet hours', () => {
    const seen = store.seen ?? snapshot;
    const notices = planDroppedNotices(seen, ticker.quiet(seen), startedAt);
    if (notices.length === 0) return [];
    const refused = accept({ items: notices.map(({ item }) => item), entries: {}, removals: [] });
    for (const { item, key } of notices) if (!refused.some(({ id }) => id === item.id)) store.remove(key);
    return [];
  });
  attempt('self-watch', () => {
    takeCare(ticker, snapshot, configuration, troubles, startedAt);
    return [];
  });
  attempt('outbox', () => {
    ticker.drain(store.seen ?? snapshot);
    return [];
  });
  const runtimeMs = clock.now() - startedAt;
  const pulse = readPulse(store.seen ?? snapshot);
  if (runtimeMs > LONG_TICK_MS && pulse !== undefined) {
    attempt('self-watch', () => {
      store.write(pulseEntry({ ...pulse, at: clock.now(), runtimeMs: pulse.runtimeMs + runtimeMs }));
      return [];
    });
  }
  if (failures.length > 0) throw failures[0];
}

/** Gives the sign of life, looks at triggers and configuration when it is time, and tells of troubles. */
function takeCare(
  ticker: Ticker,
  snapshot: Snapshot,
  configuration: Configuration,
  troubles: Trouble[],
  now: number,
): void {
  const pulse = readPulse(snapshot);
  const { version } = configuration;
  const looks = shouldLook(snapshot, version, true, now);
  if (looks)
    troubles.push(...repairTriggers(ticker.platform, snapshot, ticker.neededTriggers(configuration), version, true));
  const isPulseDue = pulse === undefined || now - pulse.at >= PULSE_EVERY_MS;
  if (!isPulseDue && !looks && troubles.length === 0) return;
  const next = pulseEntry(nextPulse(pulse, now, readTickMinutes(snapshot)));
  tell(ticker, { ...snapshot, ...next }, configuration, troubles, looks, next);
}

/**
 * What every other execution does for the whole, after its own work: when the clock has given no sign of life, its trigger
 * is put right, and people are told. Costs nothing while all is well, and throws nothing.
 */
export function watchOver(caretaker: Caretaker): void {
  const { platform } = caretaker;
  const snapshot = platform.store.seen;
  const now = platform.clock.now();
  if (snapshot === undefined || !shouldLook(snapshot, '', false, now)) return;
  try {
    const configuration = caretaker.configuration(snapshot);
    const needed = caretaker.neededTriggers(configuration);
    const troubles = repairTriggers(platform, snapshot, needed, configuration.version, false);
    tell(caretaker, snapshot, configuration, troubles, false, {});
  } catch (error) {
    platform.log.write('error', 'setup.watch-failed', { reason: redact(String(error)) });
  }
}

function tell(
  caretaker: Caretaker,
  snapshot: Snapshot,
  configuration: Configuration,
  troubles: readonly Trouble[],
  withConfiguration: boolean,
  entries: Readonly<Record<string, string>>,
): void {
  const { platform } = caretaker;
  const { clock, log } = platform;
  for (const { key, text } of troubles) log.write('error', 'trouble', { key, text: redact(text) });
  const { plan, mail } = watch({ snapshot, configuration, now: clock.now() }, troubles, withConfiguration);
  const [refusal] = caretaker.accept({ ...plan, entries: { ...plan.entries, ...entries } }, snapshot);
  const isTaken = plan.items.length > 0 && refusal === undefined;
  // What was perhaps stored was told and is remembered, or neither: the next tick finds out.
  if (mail === '' || isTaken || refusal?.error.code === 'DELIVERY_UNKNOWN') return;
  const isMailed = sendMail(platform, snapshot, mail);
  // Told by mail instead, it is not mailed again with each tick; otherwise Chat is tried again.
  if (isMailed && refusal !== undefined) platform.store.write(plan.entries);
}

/** The second path, where no webhook can be told. @returns whether it was sent */
function sendMail({ mail, log }: Platform, snapshot: Snapshot, text: string): boolean {
  const to = snapshot[MAIL_KEY] ?? readInstallation(snapshot)?.owner ?? '';
  if (to === '') {
    log.write('warning', 'trouble.untold', { text });
    return false;
  }
  try {
    mail.send(to, 'Chat Courier needs attention', redact(text));
    return true;
  } catch (error) {
    log.write('warning', 'trouble.untold', { text, reason: redact(String(error)) });
    return false;
  }
}
