import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../build';
import { defineCommand } from '../command';
import { exitCodes } from '../failure';
import type { Terminal } from '../terminal';

/** What is checked before the tests. Each counts as one test. */
const checks: readonly (readonly [name: string, program: string, ...words: string[]])[] = [
  ['Types of src', 'typescript/bin/tsc', '--noEmit'],
  ['Types of the tools', 'typescript/bin/tsc', '--noEmit', '--project', 'tsconfig.tools.json'],
  ['Types of the page', 'typescript/bin/tsc', '--noEmit', '--project', 'tsconfig.page.json'],
  ['Lint', 'eslint/bin/eslint.js', '.', '--max-warnings=0'],
  ['Format', 'prettier/bin/prettier.cjs', '--check', '.'],
];

/** How many went which way. */
export interface Tally {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

/** What jest's `--json` report says, as far as it is read here. */
export interface JestReport {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly numPendingTests: number;
  readonly numTodoTests: number;
  /** Files that could not even be loaded: their tests are in no other number. */
  readonly numRuntimeErrorTestSuites: number;
  readonly numTotalTestSuites: number;
}

/** `npm test`: everything that must hold, with one line of result at the end. */
export const command = defineCommand({
  summary: 'Checks types, lint and format, and runs every test.',
  usage: '[PATTERN…]',
  examples: [
    ['npm test', 'everything; ends with "N passed, N failed"'],
    ['npm test -- test/clasp', 'only the test files whose path has that in it, without the checks'],
  ],
  options: {},
  takesPositionals: true,
  async run({ positionals }, terminal) {
    const checked = positionals.length === 0 ? await runChecks(terminal) : none;
    const tested = await runJest(positionals);
    const total = add(checked, tested);
    terminal.print(closingLine(total));
    return total.failed === 0 && total.passed > 0 ? exitCodes.ok : exitCodes.failed;
  },
});

const none: Tally = { passed: 0, failed: 0, skipped: 0 };

/** The last line of a run. */
export function closingLine({ passed, failed, skipped }: Tally): string {
  return `${passed} passed, ${failed} failed${skipped === 0 ? '' : `, ${skipped} skipped`}`;
}

/** What jest's report comes to. A file that could not be loaded is a failure, and so is a run without any file. */
export function tallyOf(report: JestReport): Tally {
  return {
    passed: report.numPassedTests,
    failed: report.numFailedTests + report.numRuntimeErrorTestSuites + (report.numTotalTestSuites === 0 ? 1 : 0),
    skipped: report.numPendingTests + report.numTodoTests,
  };
}

async function runChecks(terminal: Terminal): Promise<Tally> {
  let tally = none;
  for (const [name, program, ...words] of checks) {
    const startedAt = performance.now();
    const { code, output } = await runNode([join('node_modules', program), ...words], 'captured');
    const took = `${((performance.now() - startedAt) / 1000).toFixed(1)} s`;
    if (code === 0) terminal.ok(`${name} (${took})`);
    else {
      terminal.fail(`${name} (${took})`);
      terminal.note(output.trimEnd());
    }
    tally = add(tally, { passed: code === 0 ? 1 : 0, failed: code === 0 ? 0 : 1, skipped: 0 });
  }
  return tally;
}

async function runJest(patterns: readonly string[]): Promise<Tally> {
  const reportFile = join(root, 'build', 'test-results.json');
  mkdirSync(join(root, 'build'), { recursive: true });
  rmSync(reportFile, { force: true });
  const words = ['node_modules/jest/bin/jest.js', '--json', `--outputFile=${reportFile}`, ...patterns];
  await runNode(process.env['CI'] === 'true' ? [...words, '--ci'] : words, 'shown');
  try {
    return tallyOf(JSON.parse(readFileSync(reportFile, 'utf8')) as JestReport);
  } catch {
    // jest ended before it could report: the build failed, or it was stopped. Its words stand above.
    return { ...none, failed: 1 };
  }
}

function runNode(
  words: readonly string[],
  output: 'captured' | 'shown',
): Promise<{ code: number | null; output: string }> {
  return new Promise((resolve, reject) => {
    // jest writes its talk to stderr, and results of tests to nowhere else: stdout stays ours.
    const child = spawn(process.execPath, words, {
      cwd: root,
      stdio: output === 'shown' ? ['ignore', 2, 2] : ['ignore', 'pipe', 'pipe'],
    });
    let text = '';
    child.stdout?.on('data', (chunk: Buffer) => (text += chunk.toString()));
    child.stderr?.on('data', (chunk: Buffer) => (text += chunk.toString()));
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, output: text }));
  });
}

const add = (a: Tally, b: Tally): Tally => ({
  passed: a.passed + b.passed,
  failed: a.failed + b.failed,
  skipped: a.skipped + b.skipped,
});
