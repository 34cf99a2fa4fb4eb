import { ServiceException } from '../exception';
import type { Execution, ExecutionOptions } from '../execution';
import type { Answer, Decision, ServiceCall } from '../interceptor';
import type { Project } from '../project';
import type { PlannedRun } from '../triggers';
import type { FromWorker, LoggedLine, ToWorker } from './messages';
import type { PooledWorker, ThreadPool } from './pool';
import { Trace } from './trace';

/** A service call that waits for the scheduler. */
export interface PendingCall {
  readonly handle: ThreadHandle;
  readonly call: ServiceCall;
  /** `effect`: nothing happened yet. `answer`: the effect took place, the script has not seen the answer yet. */
  readonly phase: 'effect' | 'answer';
  /**
   * The instant at which a step gets it further: the present for a new call, the end of a sleep, the time-out of a lock
   * that another holds. After any other step a waiting lock may have become free, so it counts as ready again.
   */
  readonly readyAt: number;
}

/** One execution in a worker thread. */
export interface ThreadHandle {
  readonly execution: Execution;
  /** The call it waits in; null when it has ended. */
  readonly pending: PendingCall | null;
  /** What came of it, once it has ended: the function's result as JSON has it, or the error, as Project.run throws it. */
  readonly settled: { readonly value: unknown } | { readonly error: Error } | null;
}

/** Picks one of the calls that are ready. */
export type Choose = (ready: readonly PendingCall[]) => PendingCall;

/** Says what becomes of a call. */
export type Decide = (pending: PendingCall) => Decision;

const first: Choose = ([one]) => one as PendingCall;
const ordinary: Decide = () => ({});

class Handle implements ThreadHandle {
  pending: (PendingCall & { answer: Answer | null }) | null = null;
  settled: ThreadHandle['settled'] = null;

  constructor(
    readonly execution: Execution,
    readonly worker: PooledWorker,
  ) {}
}

/**
 * Executions of one project in worker threads. Every one of them is blocked in a service call, or has ended, whenever
 * this thread runs: exactly one runs at a time, while `start` or `step` waits for it. So the scheduler, who calls those,
 * decides everything, and the same decisions give the same history.
 */
export class ThreadedExecutions {
  /** Everything that happened, as a hash. */
  readonly trace = new Trace();
  readonly #handles = new Set<Handle>();

  constructor(
    private readonly project: Project,
    private readonly pool: ThreadPool,
  ) {}

  /** Starts an execution and returns when it has made its first call or has ended. Throws as Project.begin. */
  start(functionName: string, args: readonly unknown[] = [], options: ExecutionOptions = {}): ThreadHandle {
    const execution = this.project.begin(functionName, options);
    const handle = new Handle(execution, this.pool.take());
    this.#handles.add(handle);
    const { kind, seed, clockSkewMs } = execution;
    this.#trace(handle, 'start', functionName, args);
    this.#turn(handle, { job: { functionName, kind, args, seed, clockSkewMs, info: this.project.info } });
    return handle;
  }

  /** Every call that waits, in the order in which the executions were started. */
  pending(): PendingCall[] {
    return [...this.#handles].flatMap(({ pending }) => (pending ? [pending] : []));
  }

  /**
   * Gets one execution a step further: its call's effect takes place as decided; an answer that is due is delivered,
   * and the execution runs on to its next call or its end. The clock is moved only to deliver an answer that comes
   * later than now. A call that is blocked stays pending.
   *
   * @param decision - for a call in its `answer` phase only `{ outcome: 'kill' }` means anything: it ends after the effect
   */
  step(handle: ThreadHandle, decision: Decision = {}): void {
    const held = this.#held(handle);
    const { pending } = held;
    if (pending.phase === 'effect') this.#effect(held, pending.call, decision);
    else if (decision.outcome === 'kill') this.kill(handle);
    else this.#deliver(held, pending.answer ?? { value: null }, pending.readyAt);
  }

  /** Ends an execution where it stands; its pending call throws, and nothing it does has any effect. */
  kill(handle: ThreadHandle, reason = 'The execution was ended.'): void {
    const held = this.#held(handle);
    this.project.end(held.execution, 'killed', reason);
    this.#unwind(held);
  }

  /**
   * Runs everything to its end: steps what is ready, and when nothing is, moves the clock to what is ready first.
   *
   * @param choose - picks one of the calls that are ready now. @default the first
   * @param decide - what becomes of the picked call. @default its ordinary course
   */
  drain(choose: Choose = first, decide: Decide = ordinary): void {
    for (let all = this.pending(); all.length > 0; all = this.pending()) {
      this.project.clock.waitUntil(Math.min(...all.map(({ readyAt }) => readyAt)));
      this.#stepOne(choose, decide);
    }
  }

  /**
   * As Project.advance, but what comes due starts without waiting for what still runs. Executions may go on at the end.
   *
   * @param choose - as in drain
   * @param decide - as in drain
   * @returns the executions that were started
   */
  advance(durationMs: number, choose: Choose = first, decide: Decide = ordinary): ThreadHandle[] {
    const { clock, triggers } = this.project;
    const until = clock.now() + durationMs;
    const started: ThreadHandle[] = [];
    for (;;) {
      const run = triggers.next(until);
      const soonest = Math.min(run?.runsAt ?? Infinity, ...this.pending().map(({ readyAt }) => readyAt));
      if (soonest > until) break;
      clock.waitUntil(soonest);
      if (run && run.runsAt <= clock.now()) {
        const handle = this.startRun(run);
        if (handle) started.push(handle);
      } else this.#stepOne(choose, decide);
    }
    clock.waitUntil(until);
    return started;
  }

  /** Starts a planned run of a trigger; null when Google refuses to start it, which the log then tells. */
  startRun(planned: PlannedRun): ThreadHandle | null {
    const event = this.project.beginRun(planned);
    const { handler, owner } = planned.trigger;
    try {
      return this.start(handler, [event], { kind: 'trigger', user: owner });
    } catch (error) {
      if (error instanceof ServiceException) return null;
      throw error;
    }
  }

  #stepOne(choose: Choose, decide: Decide): void {
    const now = this.project.clock.now();
    const chosen = choose(this.pending().filter(({ readyAt }) => readyAt <= now));
    this.step(chosen.handle, decide(chosen));
  }

  #held(handle: ThreadHandle): Handle & { pending: NonNullable<Handle['pending']> } {
    if (!(handle instanceof Handle) || handle.pending === null) {
      throw new Error(`Execution ${String(handle.execution.id)} waits in no call: it has ended.`);
    }
    return handle as Handle & { pending: NonNullable<Handle['pending']> };
  }

  #effect(handle: Handle, call: ServiceCall, decision: Decision): void {
    const served = this.project.serve(call, decision);
    this.#trace(handle, 'effect', decision, served);
    if (served.kind === 'answered') this.project.interceptor?.answered?.(call, served.answer);
    if (served.kind === 'blocked') {
      handle.pending = { handle, call, phase: 'effect', readyAt: served.until, answer: null };
    } else if (served.kind === 'ended') this.#unwind(handle);
    else if (served.readyAt > this.project.clock.now()) {
      handle.pending = { handle, call, phase: 'answer', readyAt: served.readyAt, answer: served.answer };
      this.#wakeBlocked(handle);
    } else this.#deliver(handle, served.answer, served.readyAt);
  }

  #deliver(handle: Handle, answer: Answer, readyAt: number): void {
    if (this.project.settle(handle.execution, readyAt)) this.#turn(handle, { answer });
    else this.#unwind(handle);
  }

  /** Lets an ended execution run out: each of its calls throws. */
  #unwind(handle: Handle): void {
    this.#trace(handle, 'ended', handle.execution.problem);
    this.#turn(handle, { ended: handle.execution.problem });
  }

  #turn(handle: Handle, message: ToWorker): void {
    this.#wakeBlocked(handle);
    const { execution, worker } = handle;
    handle.pending = null;
    const reply = worker.turn(message, this.project.clock.now());
    if (reply === undefined || reply.kind === 'broken') {
      this.project.end(execution, 'timedOut', reply?.reason ?? 'It made no service call for too long and was stopped.');
      this.#settle(handle, { value: undefined });
    } else if (reply.kind !== 'ready') {
      this.#log(execution, reply.log);
      if (reply.kind === 'call') this.#waits(handle, reply);
      else {
        this.pool.giveBack(worker);
        this.#settle(handle, reply.outcome);
      }
    }
  }

  #waits(handle: Handle, { service, method, args }: Extract<FromWorker, { kind: 'call' }>): void {
    const issuedAt = this.project.clock.now();
    handle.execution.calls.push(`${service}.${method}`);
    const call: ServiceCall = { execution: handle.execution, service, method, args, issuedAt };
    this.#trace(handle, 'call', service, method, args);
    handle.pending = { handle, call, phase: 'effect', readyAt: issuedAt, answer: null };
  }

  #settle(handle: Handle, outcome: Parameters<Project['finish']>[1]): void {
    this.#handles.delete(handle);
    try {
      handle.settled = { value: this.project.finish(handle.execution, outcome) };
    } catch (error) {
      handle.settled = { error: error as Error };
    }
    this.#trace(handle, 'settled', 'error' in handle.settled ? String(handle.settled.error) : handle.settled.value);
  }

  // What one execution did may be what others wait for.
  #wakeBlocked(stepped: Handle): void {
    const now = this.project.clock.now();
    for (const other of this.#handles) {
      if (other !== stepped && other.pending?.phase === 'effect' && other.pending.readyAt > now) {
        other.pending = { ...other.pending, readyAt: now };
      }
    }
  }

  #log(execution: Execution, lines: readonly LoggedLine[]): void {
    for (const [severity, message, payload] of lines)
      this.project.write(execution, severity, message, payload ?? undefined);
  }

  #trace(handle: Handle, ...event: readonly unknown[]): void {
    this.trace.add(handle.execution.id, this.project.clock.now(), event);
  }
}
