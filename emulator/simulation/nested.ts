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
  private depth = 0;
  /** Time that executions inside another one took, milliseconds. */
  private nestedMs = 0;

  constructor(private readonly stage: Stage) {
    stage.project.interceptor = { ...stage.project.interceptor, decide: (call) => this.decide(call) };
  }

  run(): void {
    const { stage } = this;
    for (let action = stage.pending.shift(); action; action = stage.pending.shift()) {
      stage.clock.waitUntil(action.at);
      stage.stir();
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
    const next = call.ended(this.execute(call));
    if (next !== undefined) this.perform(next);
  }

  private execute({ functionName, args }: Call): Result {
    const { stage } = this;
    const { project } = stage;
    try {
      const kind = functionName === 'tick' ? 'trigger' : 'editor';
      return { value: project.run(functionName, args, { clockSkewMs: stage.drawSkewMs(), kind }) };
    } catch (error) {
      return { error: error as Error };
    } finally {
      if (this.depth === 0) {
        if (project.lastExecution !== null) stage.checkEnd(project.lastExecution, this.nestedMs);
        this.nestedMs = 0;
      }
    }
  }

  private decide(call: ServiceCall): Decision {
    const { stage } = this;
    if (stage.isFaulty && this.depth < MAX_DEPTH - 1 && stage.mischief.overlaps) {
      const startedAt = stage.clock.now();
      this.depth++;
      this.act(stage.takeEarly());
      this.depth--;
      if (this.depth === 0) this.nestedMs += stage.clock.now() - startedAt;
    }
    return stage.decide(call);
  }
}
