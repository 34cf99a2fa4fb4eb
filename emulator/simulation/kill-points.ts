import { CALM } from './faults';
import { breachesOf } from './invariants';
import { SCENARIOS } from './kill-scenarios';
import { runSeed } from './run-seed';
import type { Script } from './shipped';
import type { Kill } from './stage';
import { drawWorkload, type Workload } from './workload';

const MOMENTS = ['before', 'middle', 'after'] as const;

/** What an exhaustive run of kills came to. */
export interface KillReport {
  readonly scenarios: number;
  readonly runs: number;
  /** "scenario 3, call 7 before: I1 …" */
  readonly failures: readonly string[];
}

/** Small workloads: the first few actions of a seed, with no more than a handful of messages each. */
function smallWorkload(seed: number): Workload {
  const { startedAt, webhooks, actions } = drawWorkload(seed);
  const few = actions
    .filter(({ kind }) => kind === 'send' || kind === 'sendAll')
    .slice(0, 3)
    .map((action) => (action.kind === 'sendAll' ? { ...action, items: action.items.slice(0, 4) } : action));
  return { startedAt, webhooks, actions: [...few, { at: startedAt + 95_000, kind: 'tick' }] };
}

/** The smallest: two messages of one thread in a batch. */
const SMALLEST: Workload = {
  startedAt: Date.parse('2026-03-02T09:00:00Z'),
  webhooks: { w00: 's0' },
  actions: [
    {
      at: Date.parse('2026-03-02T09:00:00Z'),
      kind: 'sendAll',
      items: ['m0-0', 'm0-1'].map((id) => ({ id, message: id, to: 'w00', threadKey: 't0' })),
    },
  ],
};

/** Ends an execution at every service call of the fault-free history, before, in the middle and after it. */
export function killEverywhere(script: Script, scenarios: number): KillReport {
  let runs = 0;
  const failures: string[] = [];
  for (let seed = 1; seed <= scenarios; seed++) {
    const workload = smallWorkload(seed);
    const { calls } = runSeed(script, seed, { dials: CALM, workload });
    for (const kill of everyKill(calls)) {
      runs++;
      failures.push(...failuresOf(script, seed, workload, [kill]));
    }
  }
  return { scenarios, runs, failures };
}

/** The same for the named scenarios, each of which takes a way of recovery. */
export function killScenarios(script: Script): KillReport {
  let runs = 0;
  const failures: string[] = [];
  for (const { name, mark, ...options } of SCENARIOS) {
    const { calls, marks } = runSeed(script, 0, options);
    if (mark !== '' && marks[mark] === undefined) failures.push(`${name}: no ${mark}`);
    for (const kill of everyKill(calls)) {
      runs++;
      const [breach] = breachesOf(runSeed(script, 0, { ...options, kills: [kill] }));
      if (breach !== undefined) failures.push(`${name}, call ${kill.at} ${kill.moment}: ${breach}`);
    }
  }
  return { scenarios: SCENARIOS.length, runs, failures };
}

/** Ends two executions of the smallest scenario, at every pair of calls. */
export function killInPairs(script: Script): KillReport {
  let runs = 0;
  const failures: string[] = [];
  const { calls } = runSeed(script, 0, { dials: CALM, workload: SMALLEST });
  for (const first of everyKill(calls)) {
    for (const second of everyKill(calls + 12).filter(({ at }) => at > first.at)) {
      runs++;
      failures.push(...failuresOf(script, 0, SMALLEST, [first, second]));
    }
  }
  return { scenarios: 1, runs, failures };
}

const everyKill = (calls: number): Kill[] =>
  Array.from({ length: calls }, (_, index) => MOMENTS.map((moment): Kill => ({ at: index + 1, moment }))).flat();

function failuresOf(script: Script, seed: number, workload: Workload, kills: readonly Kill[]): string[] {
  const [breach] = breachesOf(runSeed(script, seed, { dials: CALM, workload, kills }));
  const where = kills.map(({ at, moment }) => `call ${at} ${moment}`).join(', ');
  return breach === undefined ? [] : [`scenario ${seed}, ${where}: ${breach}`];
}
