// The way into every command (`npm start`, `npm test`, …). It runs on any Node, says so when Node is too old, installs
// the packages when they are missing or older than the lock file, and hands over to cli.ts.
const { spawnSync } = require('node:child_process');
const { existsSync, readFileSync } = require('node:fs');
const { join } = require('node:path');

const root = join(__dirname, '..');

/** What is wrong with this Node for this project; '' when nothing is. */
function nodeProblem(version) {
  const [major, minor] = version.split('.').map(Number);
  if (major > 20 || (major === 20 && minor >= 19)) return '';
  return `Node ${version} found; this project needs 20.19 or newer. Install it from nodejs.org or run \`nvm install 20\`.`;
}

/** Whether node_modules lacks a package that the lock file names, or has it in another version. */
function isInstallStale(folder) {
  const installed = join(folder, 'node_modules', '.package-lock.json');
  if (!existsSync(installed)) return true;
  const wanted = JSON.parse(readFileSync(join(folder, 'package-lock.json'), 'utf8')).packages;
  const present = JSON.parse(readFileSync(installed, 'utf8')).packages;
  return Object.keys(wanted).some((path) => {
    // The root, and what npm leaves out on other platforms.
    if (path === '' || (wanted[path].optional && !present[path])) return false;
    return !present[path] || present[path].version !== wanted[path].version;
  });
}

function install() {
  process.stderr.write('..  Installing packages with npm ci (once; about half a minute)\n');
  const startedAt = Date.now();
  // npm's own talk goes to stderr: stdout is for results.
  const { status } = spawnSync('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: root,
    stdio: ['ignore', 2, 2],
    shell: process.platform === 'win32',
  });
  if (status !== 0) {
    process.stderr.write('x   npm ci failed. Its reason stands above; is the network there?\n');
    process.exit(5);
  }
  process.stderr.write(`OK  Installed in ${Math.round((Date.now() - startedAt) / 1000)} s\n`);
}

module.exports = { nodeProblem, isInstallStale };

if (require.main === module) {
  const problem = nodeProblem(process.versions.node);
  if (problem !== '') {
    process.stderr.write(`${problem}\n`);
    process.exit(3);
  }
  if (isInstallStale(root)) install();
  require('tsx/cjs');
  require('./cli.ts')
    .main(process.argv.slice(2))
    .then((code) => {
      process.exitCode = code;
    });
}
