import { type Execution, ExecutionChance } from './execution';
import type { Bridge } from './facade/bridge';
import type { Answer, ServiceCall } from './interceptor';
import type { Project } from './project';

/** Executions inside each other. */
const OVERLAP_MAX = 3;

/**
 * What an execution in this thread reaches outside its realm. Each service call asks the project's interceptor and is
 * served at once; the clock moves on by what the call takes before the script sees the answer.
 */
export function bridgeFor(project: Project, execution: Execution): Bridge {
  const chance = new ExecutionChance(execution.seed);
  return {
    execution,
    info: project.info,
    call(service, method, args) {
      if (execution.ended) return ended(execution);
      try {
        const call = { execution, service, method, args, issuedAt: project.clock.now() };
        execution.calls.push(`${service}.${method}`);
        return served(project, call) ?? ended(execution);
      } catch (error) {
        project.fail(execution, error as Error);
        return ended(execution);
      }
    },
    now: () => project.clock.now() + execution.clockSkewMs,
    random: () => chance.next(),
    uuid: () => chance.uuid(),
    log: (severity, message, payload) => {
      project.write(execution, severity, message, payload);
    },
  };
}

/** The call's answer when its time has passed; null when the execution is over by then. */
function served(project: Project, call: ServiceCall): Answer | null {
  const { execution } = call;
  const decision = project.interceptor?.decide(call) ?? {};
  let outcome = project.serve(call, decision);
  while (outcome.kind === 'blocked') {
    project.clock.waitUntil(outcome.until);
    outcome = project.serve(call, decision);
  }
  if (outcome.kind === 'ended') return null;
  project.interceptor?.answered?.(call, outcome.answer);
  if (project.triggersOverlap) runTriggersUntil(project, Math.min(outcome.readyAt, execution.deadlineAt));
  return project.settle(execution, outcome.readyAt) ? outcome.answer : null;
}

function runTriggersUntil(project: Project, instant: number): void {
  while (project.running.length < OVERLAP_MAX) {
    const run = project.triggers.next(instant);
    if (run === null) return;
    project.runTrigger(run);
  }
}

const ended = ({ problem }: Execution): Answer => ({ thrown: { name: 'ExecutionKilled', message: problem } });
