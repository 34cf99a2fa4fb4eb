import { ClockSchedule, type ClockSpec } from './clock-schedule';
import { RandomStream } from './random';

/** What an installable trigger watches when it is no clock. */
export interface SourceSpec {
  readonly source: 'SPREADSHEETS' | 'FORMS' | 'DOCUMENTS' | 'CALENDAR';
  readonly event: 'ON_OPEN' | 'ON_EDIT' | 'ON_CHANGE' | 'ON_FORM_SUBMIT' | 'ON_EVENT_UPDATED';
  /** The document's id, or the calendar owner's address. */
  readonly sourceId: string;
}

export interface Trigger {
  readonly id: string;
  readonly handler: string;
  /** The user who created it: it runs as that user. */
  readonly owner: string;
  readonly createdAt: number;
  readonly spec: { readonly clock: ClockSpec } | SourceSpec;
}

/** A run that is planned. */
export interface PlannedRun {
  readonly trigger: Trigger;
  /** Epoch milliseconds. */
  readonly runsAt: number;
}

/**
 * When the runs for one due instant really begin: none (a missed one), one (late by some jitter) or several (doubled).
 * Earlier instants than `dueAt` are taken as `dueAt`.
 */
export type TriggerTiming = (trigger: Trigger, dueAt: number, random: RandomStream) => readonly number[];

/**
 * Late by up to 15 s; one-off triggers by about 10 s, one in ten by up to 90 s. As observed by others (tanaikech's
 * TriggerApp); Google promises no more than never early.
 */
export const usualTiming: TriggerTiming = ({ spec }, dueAt, random) => {
  const oneOff = 'clock' in spec && (spec.clock.afterMs !== undefined || spec.clock.at !== undefined);
  const latestMs = oneOff ? (random.chance(0.1) ? 90_000 : 20_000) : 15_000;
  return [dueAt + random.below(latestMs + 1)];
};

/** Exactly when due, once: for tests that are about something else. */
export const punctualTiming: TriggerTiming = (_trigger, dueAt) => [dueAt];

interface Entry {
  readonly trigger: Trigger;
  readonly schedule: ClockSchedule | null;
  readonly random: RandomStream;
  dueAt: number | null;
  runs: number[];
  disabled: boolean;
}

/** A project's triggers, and when they run. One-off triggers stay after they ran, as Google leaves them. */
export class Triggers {
  /** May be exchanged at any time; runs already planned stay. */
  timing: TriggerTiming;
  readonly #entries = new Map<string, Entry>();
  #created = 0;

  constructor(
    private readonly seed: string,
    private readonly scriptTimeZone: string,
    timing: TriggerTiming,
  ) {
    this.timing = timing;
  }

  add(handler: string, owner: string, spec: Trigger['spec'], now: number): Trigger {
    this.#created += 1;
    const random = new RandomStream(`${this.seed}/trigger/${String(this.#created)}`);
    // Google's ids are long numbers as text.
    const trigger = { id: `${String(1 + random.below(9))}${String(random.below(1e9)).padStart(18, '0')}`, handler, owner, createdAt: now, spec }; // prettier-ignore
    const schedule = 'clock' in spec ? new ClockSchedule(spec.clock, now, this.scriptTimeZone, random) : null;
    const dueAt = schedule?.first() ?? null;
    this.#entries.set(trigger.id, { trigger, schedule, random, dueAt, runs: [], disabled: false });
    return trigger;
  }

  /** All, or one user's: a user sees no other's. */
  list(owner?: string): Trigger[] {
    const all = [...this.#entries.values()].map(({ trigger }) => trigger);
    return owner === undefined ? all : all.filter((trigger) => trigger.owner === owner);
  }

  /** False: there is no such trigger. */
  delete(id: string): boolean {
    return this.#entries.delete(id);
  }

  /** Google at times disables a trigger "for an unknown reason". It stays in the list and does not run. */
  setDisabled(id: string, disabled: boolean): void {
    const entry = this.#entries.get(id);
    if (entry) entry.disabled = disabled;
  }

  isDisabled(id: string): boolean {
    return this.#entries.get(id)?.disabled === true;
  }

  /** The next run of a clock trigger that begins no later than `until`, or null. */
  next(until: number): PlannedRun | null {
    let found: PlannedRun | null = null;
    for (const entry of this.#entries.values()) {
      this.#plan(entry, until);
      const runsAt = entry.runs[0];
      if (runsAt !== undefined && runsAt <= until && (found === null || runsAt < found.runsAt)) {
        found = { trigger: entry.trigger, runsAt };
      }
    }
    return found;
  }

  /** Takes a run out of the plan: it begins now. */
  take({ trigger, runsAt }: PlannedRun): void {
    const entry = this.#entries.get(trigger.id);
    if (entry)
      entry.runs = entry.runs.filter((instant, index) => instant !== runsAt || index !== entry.runs.indexOf(runsAt));
  }

  /** Plans what becomes due until then. A disabled trigger's due instants pass by. */
  #plan(entry: Entry, until: number): void {
    while (entry.dueAt !== null && entry.dueAt <= until) {
      const { trigger, schedule, dueAt, random } = entry;
      const runs = entry.disabled ? [] : this.timing(trigger, dueAt, random).map((instant) => Math.max(instant, dueAt));
      entry.runs = [...entry.runs, ...runs].sort((one, other) => one - other);
      entry.dueAt = schedule?.next(dueAt) ?? null;
    }
  }
}
