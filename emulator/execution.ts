import { EXECUTION_MAX_MS, SIMPLE_TRIGGER_MAX_MS } from './limits';
import { RandomStream } from './random';

/** What started an execution. Pages (google.script.run) and menus cannot call names that end in an underscore. */
export type ExecutionKind = 'editor' | 'menu' | 'page' | 'trigger' | 'simpleTrigger' | 'webApp';

export type ExecutionStatus = 'running' | 'completed' | 'failed' | 'killed' | 'timedOut';

/** What is known of an execution from its start. */
export interface ExecutionOptions {
  /** @default 'editor' */
  readonly kind?: ExecutionKind;
  /** The address of the user it runs as. @default the project's user */
  readonly user?: string;
  /** How far this execution's clock is ahead of the project's, milliseconds. @default 0 */
  readonly clockSkewMs?: number;
  /** @default 6 minutes; a simple trigger 30 seconds */
  readonly maxMs?: number;
}

/** One run of a function by Apps Script: what the project keeps of it. */
export class Execution {
  readonly kind: ExecutionKind;
  readonly user: string;
  readonly clockSkewMs: number;
  /** When Google ends it. */
  readonly deadlineAt: number;
  /** Its own chance: seeds of Math.random and Utilities.getUuid. */
  readonly seed: string;
  /** The service calls it made, in order: "PropertiesService.getProperties". */
  readonly calls: string[] = [];
  status: ExecutionStatus = 'running';
  endedAt: number | null = null;
  /** Why it failed or was ended; '' otherwise. */
  problem = '';

  constructor(
    readonly id: number,
    readonly functionName: string,
    readonly startedAt: number,
    projectSeed: string,
    projectUser: string,
    options: ExecutionOptions,
  ) {
    this.kind = options.kind ?? 'editor';
    this.user = options.user ?? projectUser;
    this.clockSkewMs = options.clockSkewMs ?? 0;
    this.deadlineAt =
      startedAt + (options.maxMs ?? (this.kind === 'simpleTrigger' ? SIMPLE_TRIGGER_MAX_MS : EXECUTION_MAX_MS));
    this.seed = `${projectSeed}/execution/${String(id)}`;
  }

  /** True when it is over: no call of it has any effect from now on. */
  get ended(): boolean {
    return this.status !== 'running';
  }
}

/** Chance inside an execution: each stream drawn from its seed when first used. */
export class ExecutionChance {
  #numbers: RandomStream | undefined;
  #uuids: RandomStream | undefined;

  constructor(private readonly seed: string) {}

  next(): number {
    this.#numbers ??= new RandomStream(`${this.seed}/random`);
    return this.#numbers.next();
  }

  uuid(): string {
    this.#uuids ??= new RandomStream(`${this.seed}/uuid`);
    return this.#uuids.uuid();
  }
}
