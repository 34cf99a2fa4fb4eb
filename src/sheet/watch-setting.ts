import type { Plan } from '../delivery/types';
import type { Clock, Lock, Log, Sheets, Store } from '../platform/platform';
import type { Refusal } from '../delivery/types';
import type { Rule } from './rule';

/** A copy of the store. */
export type Snapshot = Readonly<Record<string, string>>;

/** What watching needs and does. */
export interface WatchSetting {
  readonly sheets: Sheets;
  readonly clock: Clock;
  readonly store: Store;
  readonly lock: Lock;
  readonly log: Log;
  /** The rules in force, by what is stored. */
  readonly rules: (snapshot: Snapshot) => readonly Rule[];
  /** Takes a plan into the outbox, in one write with the state that belongs to it. */
  readonly accept: (plan: Plan, snapshot: Snapshot) => readonly Refusal[];
}
