import { readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { arch, cpus, platform } from 'node:os';
import { parseArgs } from 'node:util';
import { formatTable, type Benchmark } from './benchmark';

// Runs the benchmarks: all, or those named ("b6-costs") or numbered ("b7") by a given word.
const { values, positionals } = parseArgs({ options: { json: { type: 'boolean' } }, allowPositionals: true });
const files = readdirSync(__dirname)
  .filter((name) => /^b\d+-.*\.ts$/.test(name))
  .filter(
    (name) =>
      positionals.length === 0 || positionals.some((word) => name === `${word}.ts` || name.startsWith(`${word}-`)),
  )
  .sort((a, b) => a.localeCompare(b, 'en', { numeric: true }));

async function main(): Promise<void> {
  const load = createRequire(__filename);
  const results = [];
  for (const file of files) {
    const name = file.replace(/\.ts$/, '');
    const { benchmark } = load(`./${file}`) as { benchmark: Benchmark };
    process.stderr.write(`..  ${name}: ${benchmark.title}\n`);
    const table = await benchmark.run();
    results.push({ name, title: benchmark.title, ...table });
    if (!values.json) process.stdout.write(`## ${name}: ${benchmark.title}\n\n${formatTable(table)}\n\n`);
  }
  const machine = `${cpus().length} cores, ${platform()} ${arch()}, Node ${process.versions.node}`;
  if (values.json) process.stdout.write(`${JSON.stringify({ machine, results })}\n`);
  else process.stdout.write(`Measured on this machine: ${machine}.\n`);
  if (files.length === 0) {
    process.stderr.write(`x   No benchmark is called ${positionals.join(', ')}.\n`);
    process.exitCode = 2;
  }
}

void main();
