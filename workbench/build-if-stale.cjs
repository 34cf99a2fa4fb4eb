// Builds dist/ unless it is newer than everything it is made of. Tests and commands run the shipped bundle, so each
// asks for it first.
const { spawn } = require('node:child_process');
const { existsSync, readdirSync, rmSync, statSync } = require('node:fs');
const { join } = require('node:path');

const root = join(__dirname, '..');
const sources = ['src', 'appsscript.json', 'rollup.config.mjs', 'package-lock.json', 'tsconfig.json'];

/** When a file, or the newest file in a folder, was last written. */
function newest(path) {
  const { mtimeMs } = statSync(path);
  return statSync(path).isDirectory()
    ? Math.max(mtimeMs, ...readdirSync(path).map((name) => newest(join(path, name))))
    : mtimeMs;
}

/** Whether `dist/` is missing or older than a source. */
function isStale() {
  const bundle = join(root, 'dist', 'Code.js');
  return !existsSync(bundle) || statSync(bundle).mtimeMs < Math.max(...sources.map((name) => newest(join(root, name))));
}

/** Builds `dist/`. Rejects with the compiler's words; a bundle that is older than its sources is then gone. */
function build() {
  return new Promise((resolve, reject) => {
    const rollup = spawn(process.execPath, ['node_modules/rollup/dist/bin/rollup', '--config', '--silent'], {
      cwd: root,
      env: { ...process.env, NO_COLOR: '1', FORCE_COLOR: '0' },
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    let complaint = '';
    rollup.stderr.on('data', (chunk) => (complaint += chunk));
    rollup.on('error', reject);
    rollup.on('close', (code) => {
      if (code === 0) return resolve();
      rmSync(join(root, 'dist'), { recursive: true, force: true });
      const words = complaint.split('\n').filter((line) => !/^\s+at /.test(line));
      reject(new Error(`The build failed.\n${words.join('\n').trim()}`));
    });
  });
}

/** jest calls this once before all tests. Without a bundle those that need none still run; the others fail. */
module.exports = async function buildIfStale() {
  if (isStale()) await build().catch(({ message }) => process.stderr.write(`${message}\n`));
};
module.exports.isStale = isStale;
module.exports.build = build;
