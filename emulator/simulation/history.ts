import type { Dials, Tally } from './faults';
import type { Item, Workload } from './workload';

/** What one item came to, as its caller saw it. */
export interface Outcome {
  readonly status: 'sent' | 'queued' | 'ignored' | 'refused' | 'threw' | 'killed';
  /** The error's code, or the reason; '' when there is none. */
  readonly code: string;
}

/** One call of `send`, or one item of a `sendAll`, with the moments that count. */
export interface Sending {
  readonly item: Item;
  /** Events are numbered as they happen: calls, returns, creations. */
  readonly calledAt: number;
  returnedAt: number;
  /** How far the clock of its execution was off, milliseconds. */
  skewMs: number;
  /** Its place in its batch. */
  readonly index: number;
  outcome: Outcome;
}

/** A message that Chat made, or a line of one that a backlog was folded into. */
export interface Creation {
  readonly id: string;
  readonly isFolded: boolean;
  readonly space: string;
  /** The webhook's id in Chat: another link is another webhook. */
  readonly webhook: string;
  readonly at: number;
}

/** Everything that a seed did. */
export interface History {
  readonly seed: number;
  readonly workload: Workload;
  readonly dials: Dials;
  /** How many executions were ended at a call that was named beforehand, beside those that chance ends. */
  readonly kills: number;
  readonly sendings: readonly Sending[];
  readonly creations: readonly Creation[];
  /** Whether Chat remembers a requestId for each webhook link, or for the space. */
  readonly requestIdScope: 'webhook' | 'space';
  /** Ids that a person discarded. */
  readonly discarded: ReadonlySet<string>;
  /** Ids that a person sent again after they had failed: they go to the end of their lane. */
  readonly retried: ReadonlySet<string>;
  /** Deliveries after the liveness phase, by id: "failed: expired", "folded". */
  readonly fates: ReadonlyMap<string, string>;
  /** Ids whose message Chat took, and then was made to refuse: a contradiction that only a simulation can make. */
  readonly contradicted: ReadonlySet<string>;
  /**
   * Keys of the outbox that are left at the end; where dead letters find no more room, without the segments that hold
   * what waits for it, and the notes about those.
   */
  readonly leftovers: readonly string[];
  /** What broke a rule while it happened. */
  readonly breaches: readonly string[];
  readonly tally: Tally;
  readonly marks: Tally;
  readonly calls: number;
  readonly messages: number;
  readonly virtualMs: number;
  /** A hash of every service call in its order and with its answer's fate: equal histories have equal traces. */
  readonly trace: string;
  /** Lines that tell what happened, in order. */
  readonly story: readonly string[];
}
