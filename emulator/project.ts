import { bundled } from './bundle';
import { type Clock, VirtualClock } from './clock';
import { ExecutionKilled, ServiceException } from './exception';
import { Execution, type ExecutionKind, type ExecutionOptions, type ExecutionStatus } from './execution';
import type { ProjectInfo, Severity } from './facade/bridge';
import type { RunOutcome, ThrownData } from './facade/invoke';
import type { Answer, CallInterceptor, Decision, ServiceCall } from './interceptor';
import { SIMULTANEOUS_EXECUTIONS_MAX } from './limits';
import type { Network } from './network';
import { Program, type SourceFile } from './program';
import type { LogEntry, ProjectOptions } from './project-options';
import { Quotas } from './quotas';
import { Scopes } from './scopes';
import { bridgeFor } from './same-thread';
import { createHosts, type Hosts } from './services/hosts';
import type { PropertyStore } from './services/properties';
import { Blocked, type CallContext } from './services/service';
import { clockEvent } from './trigger-event';
import { type PlannedRun, type Trigger, Triggers, usualTiming } from './triggers';

export type { LogEntry, Manifest, ProjectOptions } from './project-options';

/** What came of serving a call. */
export type Served =
  /** The effect took place; the script sees the answer at `readyAt`. */
  | { readonly kind: 'answered'; readonly answer: Answer; readonly readyAt: number }
  /** Nothing took place: the call waits, at most until then. Serve it again. */
  | { readonly kind: 'blocked'; readonly until: number }
  /** The execution is over. */
  | { readonly kind: 'ended' };

const TIMED_OUT = 'Exceeded maximum execution time';

/** Menus and pages cannot call a function whose name ends in an underscore (guides/html/communication, read 2026-11-24). */
const HIDDEN_FROM: readonly ExecutionKind[] = ['menu', 'page'];

const unreachable: Network = { exchange: (batch) => batch.map(() => ({ kind: 'unreachable', tookMs: 0 })) };

/** Compiles sources once, for projects that run the same code. */
export function compile(
  sources: readonly SourceFile[],
  options: Partial<ConstructorParameters<typeof Program>[1]> = {},
): Program {
  return new Program(sources, { facade: bundled('facade/install.ts', 'realm'), ...options });
}

/**
 * One Apps Script project as Google keeps it: sources, stores, cache, locks, triggers, quotas, log, clock. It owns all
 * state; executions reach it by service calls, which are plain data and all pass through {@link Project.serve}.
 */
export class Project {
  readonly clock: Clock;
  readonly program: Program;
  readonly triggers: Triggers;
  readonly quotas: Quotas;
  readonly scopes: Scopes;
  readonly services: Hosts;
  readonly info: ProjectInfo;
  readonly user: string;
  /** All lines, oldest first. Empty it when it grows too long. */
  readonly log: LogEntry[] = [];
  /** The last execution that ended. */
  lastExecution: Execution | null = null;
  /** May be exchanged at any time. */
  interceptor: CallInterceptor | undefined;
  readonly triggersOverlap: boolean;
  readonly #running = new Set<Execution>();
  readonly #seed: string;
  readonly #latencyMs: (call: ServiceCall) => number;
  readonly #onLog: ((entry: LogEntry) => void) | undefined;
  readonly #onEnd: ((execution: Execution) => void) | undefined;
  #executions = 0;
  readonly #faults = new WeakMap<Execution, Error>();
  readonly #known = new WeakSet<Error>();

  constructor(options: ProjectOptions) {
    this.clock = options.clock ?? new VirtualClock();
    this.program = options.program ?? compile(options.sources ?? []);
    this.user = options.user ?? 'someone@example.com';
    this.interceptor = options.interceptor;
    this.#seed = String(options.seed ?? 'seed');
    this.#latencyMs = options.latencyMs ?? (() => 0);
    this.#onLog = options.onLog;
    this.#onEnd = options.onEnd;
    this.triggersOverlap = options.triggersOverlap ?? false;
    const timeZone = options.manifest?.timeZone ?? 'Etc/UTC';
    const scriptId = options.scriptId ?? 'emulator-script-id';
    this.info = {
      scriptId,
      timeZone,
      bound: (options.boundTo ?? null) !== null,
      htmlFiles: options.htmlFiles ?? {},
    };
    this.quotas = new Quotas(options.account ?? 'consumer', options.quotas);
    this.scopes = new Scopes(options.manifest?.oauthScopes);
    this.triggers = new Triggers(this.#seed, timeZone, options.timing ?? usualTiming);
    this.services = createHosts({
      network: options.network ?? unreachable,
      quotas: this.quotas,
      scopes: this.scopes,
      triggers: this.triggers,
      scriptId,
      timeZone,
      locale: 'en',
      webAppUrl: options.webAppUrl ?? null,
      boundTo: options.boundTo ?? null,
      now: () => this.clock.now(),
    });
  }

  /** The script's properties. Writing to them plays a person in Project Settings. */
  get properties(): PropertyStore {
    return this.services.PropertiesService.store('script');
  }

  /**
   * Runs a function in an execution of its own, in this thread.
   *
   * @param args - copied as JSON
   * @returns a copy, as JSON has it
   * @throws what the script threw, as an Error with its name, message and own data
   * @throws {@link ExecutionKilled} the execution was ended
   * @throws {@link ServiceException} too many executions at the same time
   */
  run(functionName: string, args: readonly unknown[] = [], options: ExecutionOptions = {}): unknown {
    const execution = this.begin(functionName, options);
    const outcome = this.program.run(functionName, args, bridgeFor(this, execution));
    return this.finish(execution, outcome);
  }

  /** Moves a virtual clock on and runs the clock triggers that come due, in order. Failures go to the log. */
  advance(durationMs: number): void {
    const until = this.clock.now() + durationMs;
    for (let run = this.triggers.next(until); run; run = this.triggers.next(until)) this.runTrigger(run);
    this.clock.waitUntil(until);
  }

  /** Waits for a planned run's instant and runs it; its failure goes to the log. Nothing runs without trigger runtime left. */
  runTrigger(planned: PlannedRun): void {
    this.fire(planned.trigger, [this.beginRun(planned)]);
  }

  /** Takes a planned run out of the plan, waits for its instant and gives the event for it: for who runs it elsewhere. */
  beginRun({ trigger, runsAt }: PlannedRun): Readonly<Record<string, unknown>> {
    this.triggers.take({ trigger, runsAt });
    this.clock.waitUntil(runsAt);
    return clockEvent(trigger, this.clock.now());
  }

  /** Runs a trigger's function now, with this event; its failure goes to the log. */
  fire(trigger: Trigger, args: readonly unknown[]): void {
    try {
      this.run(trigger.handler, args, { kind: 'trigger', user: trigger.owner });
    } catch (error) {
      // Google mails the owner a summary of failures; here the log has them.
      if (this.#known.has(error as Error)) throw error;
    }
  }

  /** Starts an execution whose function runs elsewhere: {@link finish} must follow. Same-thread runs use {@link run}. */
  begin(functionName: string, options: ExecutionOptions = {}): Execution {
    const now = this.clock.now();
    this.#executions += 1;
    const execution = new Execution(this.#executions, functionName, now, this.#seed, this.user, options);
    const refusal = this.#refusal(execution, now);
    if (refusal !== null) {
      this.#end(execution, 'failed', refusal);
      this.#write(execution, 'ERROR', `Exception: ${refusal}`);
      throw new ServiceException(refusal);
    }
    this.#running.add(execution);
    return execution;
  }

  /** Ends an execution by what its function came to; returns and throws as {@link run}. */
  finish(execution: Execution, outcome: RunOutcome): unknown {
    const fault = this.#faults.get(execution);
    if (fault) throw fault;
    if (!execution.ended && 'thrown' in outcome && outcome.thrown.name === 'ExecutionKilled') {
      this.end(execution, 'timedOut', outcome.thrown.message);
    }
    if (execution.ended) throw new ExecutionKilled(execution.problem);
    if ('thrown' in outcome) {
      this.#end(execution, 'failed', `${outcome.thrown.name}: ${outcome.thrown.message}`);
      this.#write(execution, 'ERROR', outcome.thrown.stack || execution.problem);
      throw thrownError(outcome.thrown);
    }
    this.#end(execution, 'completed', '');
    return outcome.value === undefined ? undefined : (JSON.parse(outcome.value) as unknown);
  }

  /** Ends an execution from outside, at once: no call of it has effect any more, its locks are free. */
  end(execution: Execution, status: 'killed' | 'timedOut', reason: string): void {
    if (execution.ended) return;
    this.#end(execution, status, reason);
    if (status === 'timedOut') this.#write(execution, 'ERROR', reason);
  }

  /**
   * Ends an execution because the emulator, or what was plugged into it, is defective. The script must not take that for
   * a refusal of Google's: {@link finish} throws the fault itself.
   */
  fail(execution: Execution, fault: Error): void {
    this.#faults.set(execution, fault);
    this.#known.add(fault);
    this.end(execution, 'killed', 'The emulator failed.');
  }

  /** Executions under way. */
  get running(): readonly Execution[] {
    return [...this.#running];
  }

  /**
   * Serves one call at the clock's present instant, as decided. The clock is not moved: who calls this waits until
   * `readyAt`, and ends executions that would be past their deadline by then (see {@link settle}).
   */
  serve(call: ServiceCall, decision: Decision = {}): Served {
    const { execution } = call;
    const now = this.clock.now();
    if (!execution.ended && now >= execution.deadlineAt) this.end(execution, 'timedOut', TIMED_OUT);
    if (execution.ended) return { kind: 'ended' };
    let readyAt = now + (decision.latencyMs ?? this.#latencyMs(call));
    let answer: Answer = { value: null };
    const { effect = 'whole', outcome = 'answer' } = decision;
    const entriesMax = effect === 'whole' ? Infinity : effect === 'none' ? 0 : effect.first;
    if (entriesMax > 0) {
      const waits = (instant: number): void => {
        readyAt = Math.max(readyAt, instant);
      };
      const done = this.#effect(call, { execution, now, issuedAt: call.issuedAt, entriesMax, readyAt: waits });
      if (done instanceof Blocked) return { kind: 'blocked', until: Math.min(done.until, execution.deadlineAt) };
      answer = done;
    }
    if (outcome === 'kill') {
      this.end(execution, 'killed', 'The execution was ended.');
      return { kind: 'ended' };
    }
    if (typeof outcome === 'object') {
      answer =
        'throws' in outcome ? { thrown: { name: 'Exception', message: outcome.throws } } : { value: outcome.returns };
    }
    return { kind: 'answered', answer, readyAt };
  }

  /** Lets an answered call's time pass. False: the execution's own time is up before. */
  settle(execution: Execution, readyAt: number): boolean {
    this.clock.waitUntil(Math.min(readyAt, execution.deadlineAt));
    if (readyAt > execution.deadlineAt) this.end(execution, 'timedOut', TIMED_OUT);
    return !execution.ended;
  }

  /** Notes a line an execution logged. */
  write(execution: Execution, severity: Severity, message: string, payload?: string): void {
    if (!execution.ended) this.#write(execution, severity, message, payload);
  }

  #effect(call: ServiceCall, context: CallContext): Answer | Blocked {
    const host = (this.services as unknown as Record<string, Record<string, (...args: unknown[]) => unknown>>)[
      call.service
    ];
    const method = host?.[call.method];
    if (host === undefined || method === undefined)
      throw new Error(`No service answers ${call.service}.${call.method}.`);
    try {
      this.scopes.check(`${call.service}.${call.method}`, context.execution);
      const value = Reflect.apply(method, host, [context, ...call.args]);
      return value instanceof Blocked ? value : { value };
    } catch (error) {
      if (error instanceof ServiceException) return { thrown: { name: error.name, message: error.message } };
      throw error;
    }
  }

  #refusal(execution: Execution, now: number): string | null {
    if (this.#running.size >= SIMULTANEOUS_EXECUTIONS_MAX) {
      return 'There are too many scripts running simultaneously for this Google user account.';
    }
    const hidden = execution.functionName.endsWith('_') && HIDDEN_FROM.includes(execution.kind);
    if (hidden) return `Script function not found: ${execution.functionName}`;
    if (execution.kind === 'trigger' && this.quotas.left('triggerRuntimeMs', now) === 0) {
      return 'Service using too much computer time for one day.';
    }
    return null;
  }

  #end(execution: Execution, status: ExecutionStatus, problem: string): void {
    const now = this.clock.now();
    execution.status = status;
    execution.problem = problem;
    execution.endedAt = now;
    this.#running.delete(execution);
    this.services.LockService.releaseAllOf(execution.id);
    if (execution.kind === 'trigger') this.quotas.note('triggerRuntimeMs', now - execution.startedAt, now);
    this.lastExecution = execution;
    this.#onEnd?.(execution);
  }

  #write(execution: Execution, severity: Severity, message: string, payload?: string): void {
    const { id: executionId, functionName } = execution;
    const entry = {
      at: this.clock.now(),
      executionId,
      functionName,
      severity,
      message,
      ...(payload === undefined ? {} : { payload }),
    };
    this.log.push(entry);
    this.#onLog?.(entry);
  }
}

function thrownError({ name, message, stack, properties }: ThrownData): Error {
  const error = new Error(message);
  Object.defineProperty(error, 'name', { value: name, configurable: true, writable: true });
  if (stack !== '') error.stack = stack;
  return Object.assign(error, JSON.parse(properties) as object);
}
