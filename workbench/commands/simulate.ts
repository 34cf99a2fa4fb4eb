import { join } from 'node:path';
import { progressWords, simulate, tellSeed, type Mode, type Progress } from '../../emulator/simulation/main';
import { holds, reportLines, seedLines } from '../../emulator/simulation/report';
import { buildBundle } from '../build';
import { defineCommand } from '../command';
import { exitCodes, Failure } from '../failure';
import { reportJson, runSeedsInJobs } from '../simulation-jobs';

const DEFAULT_SEEDS = 1_000;

/** `npm run simulate`: the shipped script under faults, in virtual time. */
export const command = defineCommand({
  summary: 'Runs the built script through thousands of seeded histories with faults, and checks what it promises.',
  usage: '[--seeds N [--jobs N] [--only-seeds [--from S] [--mode MODE] [--json]]] | --seed S [--mode MODE]',
  examples: [
    ['npm run simulate -- --seeds 1000', 'seeds, kills at every call, planted bugs; the page is build/simulation.html'],
    ['npm run simulate -- --seed 42', 'replays one history and tells it'],
    ['npm run simulate -- --from 1000 --seeds 500 --only-seeds --mode interleaved', 'another part of the seeds only'],
  ],
  options: {
    seeds: {
      type: 'string',
      value: 'N',
      about: `how many histories; ${DEFAULT_SEEDS} unless said, and a tenth more interleaved`,
    },
    from: { type: 'string', value: 'S', about: 'with --only-seeds: the first seed; 0 unless said' },
    'only-seeds': { type: 'boolean', about: 'no kill points, no planted bugs, no page' },
    jobs: { type: 'string', value: 'N', about: 'in how many processes the seeds run; 1 unless said' },
    json: { type: 'boolean', about: 'with --only-seeds: what the seeds so far came to, as JSON, a line a second' },
    seed: { type: 'string', value: 'S', about: 'one history, told' },
    mode: {
      type: 'string',
      value: 'MODE',
      about: '"nested" (one execution whole inside a call of another), or "interleaved"',
    },
  },
  takesPositionals: false,
  async run({ values }, terminal) {
    await buildBundle(terminal, { onlyIfStale: true });
    const mode = readMode(values.mode ?? 'nested');
    if (values.seed !== undefined) {
      const { history, breaches } = tellSeed(mode, whole('--seed', values.seed));
      for (const line of history.story) terminal.print(line);
      for (const breach of breaches) terminal.fail(breach);
      if (breaches.length === 0)
        terminal.ok(`Seed ${history.seed} holds: ${history.messages} messages, ${history.calls} service calls`);
      return breaches.length === 0 ? exitCodes.ok : exitCodes.failed;
    }
    const count = whole('--seeds', values.seeds ?? String(DEFAULT_SEEDS));
    const jobs = whole('--jobs', values.jobs ?? '1');
    if (values['only-seeds'] === true) {
      const from = whole('--from', values.from ?? '0');
      const tell: Progress =
        values.json === true
          ? (soFar) => terminal.print(reportJson(soFar))
          : (soFar) => terminal.ok(progressWords(soFar, count));
      const report = await runSeedsInJobs(jobs, mode, from, count, tell);
      for (const line of values.json === true ? [reportJson(report)] : seedLines(report)) terminal.print(line);
      return report.failures.size === 0 ? exitCodes.ok : exitCodes.failed;
    }
    const report = await simulate(
      count,
      (line) => terminal.ok(line),
      (...seeds) => runSeedsInJobs(jobs, ...seeds),
    );
    for (const line of reportLines(report)) terminal.print(line);
    terminal.print(`The page: ${join('build', 'simulation.html')}`);
    return holds(report) ? exitCodes.ok : exitCodes.failed;
  },
});

function whole(name: string, text: string): number {
  const value = Number(text);
  if (Number.isInteger(value) && value >= 0) return value;
  throw new Failure('usage', `${name} ${text} is no whole number.`, 'See `npm run simulate -- --help`.');
}

function readMode(text: string): Mode {
  if (text === 'nested' || text === 'interleaved') return text;
  throw new Failure('usage', `--mode ${text} is no mode: nested or interleaved.`, 'See `npm run simulate -- --help`.');
}
