import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DUPLICATE, breachesOf } from './invariants';
import { killEverywhere, killInPairs, type KillReport } from './kill-points';
import { plant, PLANTS } from './plants';
import { reportPage } from './report';
import { runSeed, type History } from './run-seed';
import { compileForVolume, hashOfCode, shippedCode } from './shipped';
import type { Tally } from './faults';

/** What many seeds came to. */
export interface SeedsReport {
  readonly seeds: number;
  readonly calls: number;
  readonly messages: number;
  readonly virtualMs: number;
  readonly faults: Tally;
  readonly marks: Tally;
  /** Seed to what it broke first. */
  readonly failures: ReadonlyMap<number, string>;
}

/** A planted bug, and the first seed that finds it. */
export interface PlantReport {
  readonly name: string;
  /** Undefined when no seed found it. */
  readonly seed: number | undefined;
  readonly breach: string;
}

export interface SimulationReport {
  readonly bundle: string;
  readonly seeds: SeedsReport;
  readonly kills: readonly KillReport[];
  readonly plants: readonly PlantReport[];
  /** With a Chat that ignores requestId: seeds that show a duplicate, and seeds that break anything else. */
  readonly withoutRequestId: { readonly seeds: number; readonly duplicates: number; readonly others: number };
}

/** Runs seeds one after the other. @param progress - called about once a second */
export function runSeeds(
  first: number,
  count: number,
  progress: (done: number, failed: number) => void = () => undefined,
): SeedsReport {
  const program = compileForVolume(shippedCode());
  const faults: Tally = {};
  const marks: Tally = {};
  const failures = new Map<number, string>();
  let [calls, messages, virtualMs, toldAt] = [0, 0, 0, Date.now()];
  for (let seed = first; seed < first + count; seed++) {
    const history = runSeed(program, seed);
    const [breach] = breachesOf(history);
    if (breach !== undefined) failures.set(seed, breach);
    calls += history.calls;
    messages += history.messages;
    virtualMs += history.virtualMs;
    add(faults, history.tally);
    add(marks, history.marks);
    if (Date.now() - toldAt > 1_000) {
      toldAt = Date.now();
      progress(seed + 1 - first, failures.size);
    }
  }
  return { seeds: count, calls, messages, virtualMs, faults, marks, failures };
}

function add(sum: Tally, more: Tally): void {
  for (const [kind, count] of Object.entries(more)) sum[kind] = (sum[kind] ?? 0) + count;
}

/** Plants each bug in a copy of the script, and looks for a seed that finds it. */
export function findPlants(most: number): PlantReport[] {
  const code = shippedCode();
  return PLANTS.map((bug) => {
    const program = compileForVolume(plant(bug, code));
    for (let seed = 0; seed < most; seed++) {
      const [breach] = breachesOf(runSeed(program, seed));
      if (breach !== undefined) return { name: bug.name, seed, breach };
    }
    return { name: bug.name, seed: undefined, breach: '' };
  });
}

/** Runs seeds on a Chat that does not know requestId: only duplicates may show. */
export function withoutRequestId(count: number) {
  const program = compileForVolume(shippedCode());
  let [duplicates, others] = [0, 0];
  for (let seed = 0; seed < count; seed++) {
    const breaches = breachesOf(runSeed(program, seed, { ignoreRequestId: true }));
    if (breaches.some((breach) => breach.startsWith(DUPLICATE))) duplicates++;
    if (breaches.some((breach) => !breach.startsWith(DUPLICATE))) others++;
  }
  return { seeds: count, duplicates, others };
}

/** What one seed did and broke, as a story. */
export function tellSeed(seed: number): { history: History; breaches: readonly string[] } {
  const history = runSeed(compileForVolume(shippedCode()), seed, { tell: true });
  return { history, breaches: breachesOf(history) };
}

/** The whole simulation, and its page in build/simulation.html. */
export function simulate(count: number, print: (line: string) => void): SimulationReport {
  const seeds = runSeeds(0, count, (done, failed) => print(`${done} of ${count} seeds, ${failed} failed`));
  print('Kills at every service call …');
  const program = compileForVolume(shippedCode());
  const kills = [killEverywhere(program, 10), killInPairs(program)];
  print('Planted bugs …');
  const report: SimulationReport = {
    bundle: hashOfCode(shippedCode()),
    seeds,
    kills,
    plants: findPlants(600),
    withoutRequestId: withoutRequestId(Math.min(count, 200)),
  };
  const folder = join(__dirname, '..', '..', 'build');
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'simulation.html'), reportPage(report));
  return report;
}
