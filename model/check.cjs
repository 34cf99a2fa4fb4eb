// Checks model/delivery.pml with spin: every interleaving of two drains and a sender, with up to three adverse events.
// Run it with `node model/check.cjs`; it needs spin and a C compiler (Debian: apt-get install spin gcc).
const { spawnSync } = require('node:child_process');
const { copyFileSync, mkdtempSync, rmSync } = require('node:fs');
const { tmpdir } = require('node:os');
const { join } = require('node:path');

/** What must be violated, and by which sentence of the model: a check that cannot fail checks nothing. */
const BUGS = { NO_DEDUP: 'no duplicate', ACK_FIRST: 'no loss', IGNORE_LANE: 'the order of a lane' };

/** The assertions, as spin prints them. */
const SENTENCES = [
  [/created\[\w+\]==1/, 'no duplicate'],
  [/&&/, 'no loss'],
  [/==0/, 'the order of a lane'],
];

const hasSpin = () => ['spin', 'gcc'].every((tool) => spawnSync(tool, ['--version']).error === undefined);

/**
 * Explores the whole model.
 *
 * @param bug one of BUGS, or '' for the model as it is
 * @returns how many states there are, and which sentence is violated; '' for none
 */
function check(bug = '', events = 3) {
  const folder = mkdtempSync(join(tmpdir(), 'chat-courier-model-'));
  const run = (tool, ...words) => {
    const { status, stdout, stderr, error } = spawnSync(tool, words, { cwd: folder, encoding: 'utf8' });
    if (error || status !== 0) throw new Error(`${tool} failed: ${error?.message ?? stderr + stdout}`);
    return stdout;
  };
  try {
    copyFileSync(join(__dirname, 'delivery.pml'), join(folder, 'delivery.pml'));
    run('spin', `-DEVENTS=${events}`, ...(bug === '' ? [] : [`-DBUG=${bug}`]), '-a', 'delivery.pml');
    run('gcc', '-O2', '-DSAFETY', '-DCOLLAPSE', '-o', 'pan', 'pan.c');
    const report = run(join(folder, 'pan'), '-m100000');
    const states = Number(/([\d.e+]+) states, stored/.exec(report)?.[1] ?? NaN);
    if (/errors: 0/.test(report) && !/max search depth|out of memory/.test(report)) return { states, violation: '' };
    const assertion = /assertion violated (.*) \(at depth/.exec(report)?.[1];
    if (assertion === undefined) throw new Error(`The model was not explored to its end:\n${report}`);
    return { states, violation: SENTENCES.find(([pattern]) => pattern.test(assertion))?.[1] ?? assertion };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

module.exports = { BUGS, check, hasSpin };

if (require.main === module) {
  if (!hasSpin()) {
    process.stderr.write('x   spin and gcc are needed. On Debian: apt-get install spin gcc\n');
    process.exit(3);
  }
  let isRight = true;
  for (const [bug, expected] of [['', ''], ...Object.entries(BUGS)]) {
    const { states, violation } = check(bug);
    isRight &&= violation === expected;
    const found = violation === '' ? 'no violation' : `violates "${violation}"`;
    process.stdout.write(`${(bug === '' ? 'the model' : bug).padEnd(12)} ${states} states, ${found}\n`);
  }
  process.exitCode = isRight ? 0 : 1;
}
