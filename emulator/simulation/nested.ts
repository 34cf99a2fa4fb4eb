import type { Decision, ServiceCall } from '../interceptor';
import { callOf, tick, type Call, type Result } from './calls';
import type { Stage } from './stage';
import type { Action } from './workload';

/** Executions inside each other. */
const MAX_DEPTH = 3;

/**
 * Runs a stage's actions in this thread. Overlaps are nested: inside a service call of one execution another may run
 * whole. Quick; it cannot have two executions take turns.
 */
export class Nested {
  /** For each execution under way, the outermost first: how long others took inside it, milliseconds. */
  private readonly othersMs: number[] = [];

  constructor(private readonly stage: Stage) {
    stage.project.interceptor = { ...stage.project.interceptor, decide: (call) => this.decide(call) };
  }

  run(): void {
    const { stage } = this;
    for (let action = stage.pending.shift(); action; action = stage.pending.shift()) {
      stage.clock.waitUntil(action.at);
      stage.surroundings.stir();
      this.act(action);
      stage.scan();
    }
    stage.liveness(() => this.perform(tick(stage)));
  }

  private act(action: Action): void {
    const call = callOf(this.stage, action);
    if (call !== undefined) this.perform(call);
  }

  private perform(call: Call): void {
    const skewMs = this.stage.drawSkewMs();
    const next = call.ended(this.execute(call, skewMs), skewMs);
    if (next !== undefined) this.perform(next);
  }

  private execute({ functionName, args }: Call, clockSkewMs: number): Result {
    const { stage } = this;
    const { project } = stage;
    this.othersMs.push(0);
    try {
      const kind = functionName === 'tick' ? 'trigger' : 'editor';
      return { value: project.run(functionName, args, { clockSkewMs, kind }) };
    } catch (error) {
      return { error: error as Error };
    } finally {
      const othersMs = this.othersMs.pop();
      if (project.lastExecution !== null) stage.checkEnd(project.lastExecution, othersMs);
    }
  }

  private decide(call: ServiceCall): Decision {
    const { stage } = this;
    const depth = this.othersMs.length;
    if (stage.isFaulty && depth < MAX_DEPTH && stage.mischief.overlaps) {
      const startedAt = stage.clock.now();
      this.act(stage.takeEarly());
      this.othersMs[depth - 1] = (this.othersMs[depth - 1] ?? 0) + stage.clock.now() - startedAt;
    }
    return stage.decide(call);
  }
}
