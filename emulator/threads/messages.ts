import type { ExecutionKind } from '../execution';
import type { ProjectInfo, Severity } from '../facade/bridge';
import type { RunOutcome } from '../facade/invoke';
import type { Answer } from '../interceptor';
import type { SourceFile } from '../program';

/** What a worker is made with. */
export interface WorkerSetup {
  readonly sources: readonly SourceFile[];
  readonly facade: string;
  readonly realm: 'fresh' | 'reused';
  readonly allowEval: boolean;
}

/** One execution for a worker. */
export interface Job {
  readonly functionName: string;
  readonly kind: ExecutionKind;
  readonly args: readonly unknown[];
  readonly seed: string;
  readonly clockSkewMs: number;
  readonly info: ProjectInfo;
}

export type LoggedLine = readonly [severity: Severity, message: string, payload: string | undefined];

/** To a worker, in its turn: a job when it is idle, what came of its call otherwise. */
export type ToWorker = { readonly job: Job } | { readonly answer: Answer } | { readonly ended: string };

/** From a worker. `log` holds what was logged since its last message. */
export type FromWorker =
  | { readonly kind: 'ready' }
  | {
      readonly kind: 'call';
      readonly service: string;
      readonly method: string;
      readonly args: readonly unknown[];
      readonly log: readonly LoggedLine[];
    }
  | { readonly kind: 'done'; readonly outcome: RunOutcome; readonly log: readonly LoggedLine[] }
  /** It is ended and does not unwind, or its own code failed: it must be thrown away. */
  | { readonly kind: 'broken'; readonly reason: string };
