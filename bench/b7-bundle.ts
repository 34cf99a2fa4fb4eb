import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createContext, Script } from 'node:vm';
import { gzipSync } from 'node:zlib';
import { transform } from 'esbuild';
import { median, type Benchmark } from './benchmark';

const runs = 200;

/** How large the pushed script is, and what loading it costs each execution. */
export const benchmark: Benchmark = {
  title: 'The pushed script: size, and time to load',
  async run() {
    const code = readFileSync(join(__dirname, '..', 'dist', 'Code.js'), 'utf8');
    const { code: minified } = await transform(code, { minify: true, target: 'es2019' });
    const size = (text: string) => [Buffer.byteLength(text), gzipSync(text, { level: 9 }).length];
    return {
      columns: ['script', 'bytes', 'gzip bytes', 'load, median ms', 'load, 19 of 20 below ms'],
      rows: [
        ['dist/Code.js, as pushed', ...size(code), ...loadTimes(code)],
        ['the same, minified by esbuild', ...size(minified), ...loadTimes(minified)],
      ],
      notes: [
        `Load: compile and run in a fresh, empty node:vm context, ${runs} times. Apps Script does so in every execution.`,
        'The minified row is for comparison only: what is pushed stays readable.',
      ],
    };
  },
};

function loadTimes(code: string): [median: string, nearlyAll: string] {
  const times = Array.from({ length: runs }, (_, run) => {
    const context = createContext({});
    // V8 keeps what it has compiled by its text: each run has a text of its own, as a fresh engine would.
    const text = `${code}\n// ${run}`;
    const startedAt = performance.now();
    new Script(text, { filename: 'Code.js' }).runInContext(context);
    return performance.now() - startedAt;
  });
  const nearlyAll = [...times].sort((a, b) => a - b)[Math.ceil(times.length * 0.95) - 1] ?? Number.NaN;
  return [median(times).toFixed(2), nearlyAll.toFixed(2)];
}
