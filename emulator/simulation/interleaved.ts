import type { Decision, ServiceCall } from '../interceptor';
import { ThreadedExecutions, type PendingCall, type ThreadHandle } from '../threads/executions';
import type { ThreadPool } from '../threads/pool';
import { callOf, tick, type Call } from './calls';
import { pick, type Action } from './workload';
import type { Stage } from './stage';

/** Executions at the same time. */
const MAX_AT_ONCE = 4;

/**
 * Runs a stage's actions with every execution in a thread of its own. At each service call, before its effect and before
 * its answer, the seed decides which of them goes on: any order of their calls can come about.
 */
export class Interleaved {
  private readonly executions: ThreadedExecutions;
  private readonly calls = new Map<ThreadHandle, { call: Call; skewMs: number }>();
  /** What was decided for a call that waits for a lock. */
  private readonly decisions = new WeakMap<ServiceCall, Decision>();

  constructor(
    private readonly stage: Stage,
    pool: ThreadPool,
  ) {
    this.executions = new ThreadedExecutions(stage.project, pool);
  }

  run(): void {
    const { stage } = this;
    while (stage.pending.length > 0 || this.calls.size > 0) this.step();
    stage.liveness(() => {
      this.begin(tick(stage));
      while (this.calls.size > 0) this.step();
    });
  }

  /** Starts the next action when its time has come, or gets one of the executions a step further. */
  private step(): void {
    const { stage, executions } = this;
    const { clock } = stage;
    const waiting = executions.pending();
    const [next] = this.calls.size < MAX_AT_ONCE ? stage.pending : [];
    clock.waitUntil(Math.min(next?.at ?? Infinity, ...waiting.map(({ readyAt }) => readyAt)));
    if (next !== undefined && next.at <= clock.now()) {
      stage.pending.shift();
      stage.surroundings.stir();
      this.act(next);
      return;
    }
    const ready = waiting.filter(({ readyAt }) => readyAt <= clock.now());
    const chosen = pick(stage.random, ready);
    if (stage.isFaulty && this.calls.size < MAX_AT_ONCE && stage.mischief.overlaps) this.act(stage.takeEarly());
    executions.step(chosen.handle, this.decisionFor(chosen));
    this.conclude(chosen.handle);
  }

  private act(action: Action): void {
    const call = callOf(this.stage, action);
    if (call !== undefined) this.begin(call);
  }

  private begin(call: Call): void {
    const { functionName, args } = call;
    const kind = functionName === 'tick' ? 'trigger' : 'editor';
    const skewMs = this.stage.drawSkewMs();
    let handle: ThreadHandle;
    try {
      handle = this.executions.start(functionName, args, { clockSkewMs: skewMs, kind });
    } catch (error) {
      // Google refuses to start it.
      call.ended({ error: error as Error }, skewMs);
      return;
    }
    this.calls.set(handle, { call, skewMs });
    this.conclude(handle);
  }

  /** When an execution has ended: what follows. */
  private conclude(handle: ThreadHandle): void {
    const started = this.calls.get(handle);
    if (started === undefined || handle.settled === null) return;
    this.calls.delete(handle);
    this.stage.checkEnd(handle.execution);
    const next = started.call.ended(handle.settled, started.skewMs);
    if (next !== undefined) this.begin(next);
    this.stage.scan();
  }

  private decisionFor({ call, phase }: PendingCall): Decision {
    if (phase === 'answer') return {};
    const decision = this.decisions.get(call) ?? this.stage.decide(call);
    this.decisions.set(call, decision);
    return decision;
  }
}
