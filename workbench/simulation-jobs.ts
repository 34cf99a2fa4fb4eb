import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { runSeeds, together, type Mode, type Progress, type SeedsReport } from '../emulator/simulation/main';

/** A report as one line of JSON. */
export const reportJson = (report: SeedsReport): string =>
  JSON.stringify({ ...report, failures: [...report.failures] });

function readReport(line: string): SeedsReport {
  const report = JSON.parse(line) as Omit<SeedsReport, 'failures'> & { failures: [number, string][] };
  return { ...report, failures: new Map(report.failures) };
}

/**
 * Runs seeds in several processes, each a share of them, and adds up what they came to.
 *
 * @param jobs - how many processes; 1 for this one
 * @throws {@link Error} one of them ended without its report
 */
export async function runSeedsInJobs(
  jobs: number,
  mode: Mode,
  first: number,
  count: number,
  progress: Progress,
): Promise<SeedsReport> {
  if (jobs <= 1) return runSeeds(mode, first, count, progress);
  const latest: SeedsReport[] = [];
  let toldAt = Date.now();
  const edge = (job: number) => first + Math.floor((count * job) / jobs);
  const shares = Array.from({ length: jobs }, (_, job) => ({ from: edge(job), seeds: edge(job + 1) - edge(job) }));
  await Promise.all(
    shares.map(({ from, seeds }, job) =>
      runShare(mode, from, seeds, (soFar) => {
        latest[job] = soFar;
        if (Date.now() - toldAt < 1_000) return;
        toldAt = Date.now();
        progress(together(mode, latest.filter(Boolean)));
      }),
    ),
  );
  return together(mode, latest);
}

/** One process: the same command, which prints its report as JSON, line after line, the last one whole. */
async function runShare(mode: Mode, from: number, seeds: number, progress: Progress): Promise<void> {
  const args = ['simulate', '--only-seeds', '--json', '--mode', mode, '--from', String(from), '--seeds', String(seeds)];
  const child = spawn(process.execPath, [join(__dirname, 'run.cjs'), ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = new Promise((resolve) => child.on('close', resolve));
  let done = -1;
  for await (const line of createInterface({ input: child.stdout })) {
    const report = readReport(line);
    done = report.seeds;
    progress(report);
  }
  await ended;
  if (done !== seeds)
    throw new Error(
      `The process for the seeds from ${from} on ended after ${Math.max(0, done)} of ${seeds}: see above.`,
    );
}
