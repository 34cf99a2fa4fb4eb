import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DUPLICATE, breachesOf } from './invariants';
import { killEverywhere, killInPairs, killScenarios, type KillReport } from './kill-points';
import { plant, PLANTS } from './plants';
import { reportPage } from './report';
import type { Tally } from './faults';
import type { History } from './history';
import { runSeed } from './run-seed';
import { compileForVolume, hashOfCode, shippedCode } from './shipped';
import type { SeedOptions } from './stage';

/** How executions overlap, see {@link SeedOptions}. */
export type Mode = NonNullable<SeedOptions['mode']>;

const MODES: readonly Mode[] = ['nested', 'interleaved'];

/** What many seeds came to. */
export interface SeedsReport {
  readonly mode: Mode;
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
  readonly seeds: readonly SeedsReport[];
  /** Of the seeds that were run twice, those whose two histories differ. */
  readonly repeats: { readonly seeds: number; readonly differing: readonly string[] };
  readonly kills: readonly KillReport[];
  readonly plants: readonly PlantReport[];
  /** With a Chat that ignores requestId: seeds that show a duplicate, and seeds that break anything else. */
  readonly withoutRequestId: { readonly seeds: number; readonly duplicates: number; readonly others: number };
}

/** Told about once a second what the seeds so far came to. */
export type Progress = (soFar: SeedsReport) => void;

/** Runs seeds one after the other. */
export function runSeeds(mode: Mode, first: number, count: number, progress: Progress = () => undefined): SeedsReport {
  const script = compileForVolume(shippedCode());
  const faults: Tally = {};
  const marks: Tally = {};
  const failures = new Map<number, string>();
  let [calls, messages, virtualMs, toldAt] = [0, 0, 0, Date.now()];
  for (let seed = first; seed < first + count; seed++) {
    const history = runSeed(script, seed, { mode });
    const [breach] = breachesOf(history);
    if (breach !== undefined) failures.set(seed, breach);
    calls += history.calls;
    messages += history.messages;
    virtualMs += history.virtualMs;
    add(faults, history.tally);
    add(marks, history.marks);
    if (Date.now() - toldAt > 1_000) {
      toldAt = Date.now();
      progress({ mode, seeds: seed + 1 - first, calls, messages, virtualMs, faults, marks, failures });
    }
  }
  return { mode, seeds: count, calls, messages, virtualMs, faults, marks, failures };
}

/** What several runs of seeds came to together. */
export function together(mode: Mode, reports: readonly SeedsReport[]): SeedsReport {
  const faults: Tally = {};
  const marks: Tally = {};
  const sumOf = (field: 'seeds' | 'calls' | 'messages' | 'virtualMs') =>
    reports.reduce((sum, report) => sum + report[field], 0);
  for (const report of reports) {
    add(faults, report.faults);
    add(marks, report.marks);
  }
  return {
    mode,
    seeds: sumOf('seeds'),
    calls: sumOf('calls'),
    messages: sumOf('messages'),
    virtualMs: sumOf('virtualMs'),
    faults,
    marks,
    failures: new Map(reports.flatMap(({ failures }) => [...failures])),
  };
}

function add(sum: Tally, more: Tally): void {
  for (const [kind, count] of Object.entries(more)) sum[kind] = (sum[kind] ?? 0) + count;
}

/** "1507 of 50000 seeds, 1 failed (seed 12)" */
export function progressWords({ seeds, failures }: SeedsReport, most: number): string {
  const last = [...failures.keys()].pop();
  return `${seeds} of ${most} seeds, ${failures.size} failed${last === undefined ? '' : ` (the last: seed ${last})`}`;
}

/** Plants each bug in a copy of the script, and looks for a seed that finds it. */
export function findPlants(most: number): PlantReport[] {
  const code = shippedCode();
  return PLANTS.map((bug) => {
    const script = compileForVolume(plant(bug, code));
    for (let seed = 0; seed < most; seed++) {
      const [breach] = breachesOf(runSeed(script, seed));
      if (breach !== undefined) return { name: bug.name, seed, breach };
    }
    return { name: bug.name, seed: undefined, breach: '' };
  });
}

/** Runs seeds on a Chat that does not know requestId: only duplicates may show. */
export function withoutRequestId(count: number) {
  const script = compileForVolume(shippedCode());
  let [duplicates, others] = [0, 0];
  for (let seed = 0; seed < count; seed++) {
    const breaches = breachesOf(runSeed(script, seed, { ignoreRequestId: true }));
    if (breaches.some((breach) => breach.startsWith(DUPLICATE))) duplicates++;
    if (breaches.some((breach) => !breach.startsWith(DUPLICATE))) others++;
  }
  return { seeds: count, duplicates, others };
}

/** What one seed did and broke, as a story. */
export function tellSeed(mode: Mode, seed: number): { history: History; breaches: readonly string[] } {
  const history = runSeed(compileForVolume(shippedCode()), seed, { mode, tell: true });
  return { history, breaches: breachesOf(history) };
}

/** Runs seeds twice: the same script and seed must give the same history, in either mode. */
export function repeatSeeds(count: number): SimulationReport['repeats'] {
  const script = compileForVolume(shippedCode());
  const differing: string[] = [];
  for (const mode of MODES) {
    for (let seed = 0; seed < count; seed++) {
      const [one, other] = [1, 2].map(() => runSeed(script, seed, { mode, trace: true }).trace);
      if (one !== other) differing.push(`${mode} seed ${seed}`);
    }
  }
  return { seeds: count * MODES.length, differing };
}

/**
 * The whole simulation, and its page in build/simulation.html.
 *
 * @param count - nested seeds; a tenth as many are interleaved
 * @param run - runs the seeds, as {@link runSeeds} does, in this process or in several
 */
export async function simulate(
  count: number,
  print: (line: string) => void,
  run: (mode: Mode, first: number, count: number, progress: Progress) => Promise<SeedsReport>,
): Promise<SimulationReport> {
  const seeds: SeedsReport[] = [];
  for (const mode of MODES) {
    const most = mode === 'nested' ? count : Math.ceil(count / 10);
    seeds.push(await run(mode, 0, most, (soFar) => print(`${mode}: ${progressWords(soFar, most)}`)));
  }
  print('The same seeds again …');
  const repeats = repeatSeeds(Math.min(count, 50));
  print('Kills at every service call …');
  const script = compileForVolume(shippedCode());
  const kills = [killEverywhere(script, 10), killScenarios(script), killInPairs(script)];
  print('Planted bugs …');
  const report: SimulationReport = {
    bundle: hashOfCode(shippedCode()),
    seeds,
    repeats,
    kills,
    plants: findPlants(600),
    withoutRequestId: withoutRequestId(Math.min(count, 200)),
  };
  const folder = join(__dirname, '..', '..', 'build');
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'simulation.html'), reportPage(report));
  return report;
}
