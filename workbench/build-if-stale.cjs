// Builds dist/ when something it is made of was saved since its last build began. Tests and commands run the shipped
// bundle, so each asks for it first.
const { spawn } = require('node:child_process');
const {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
} = require('node:fs');
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

/** Whether `dist/` is missing, or a source was saved since its build began. */
function isStale() {
  const bundle = join(root, 'dist', 'Code.js');
  return !existsSync(bundle) || statSync(bundle).mtimeMs < Math.max(...sources.map((name) => newest(join(root, name))));
}

/**
 * Dates the files of a folder back to when their build began: a source that is saved while the compiler runs may not be
 * in the bundle, and must not look older than it.
 */
function stampFiles(folder, begun) {
  for (const name of readdirSync(folder)) utimesSync(join(folder, name), begun, begun);
}

/** Moves the files of one folder over those of another. Whoever reads a file meanwhile has the old one or the new one, whole. */
function replaceFiles(from, to) {
  mkdirSync(to, { recursive: true });
  for (const name of readdirSync(from)) renameSync(join(from, name), join(to, name));
}

/** Builds `dist/`, which is there all the time. Rejects with the compiler's words; a bundle that is older than its sources is then gone. */
function build() {
  mkdirSync(join(root, 'build'), { recursive: true });
  // A folder of its own for each build: two may run at once. In the checkout, as files are renamed within one disk only.
  const fresh = mkdtempSync(join(root, 'build', 'dist-'));
  // The disk's own time, as the sources have it: its steps are coarser than those of the process's clock.
  const begun = statSync(fresh).mtime;
  return runRollup(join(fresh, 'Code.js'))
    .then(() => stampFiles(fresh, begun))
    .then(() => replaceFiles(fresh, join(root, 'dist')))
    .catch((error) => {
      rmSync(join(root, 'dist'), { recursive: true, force: true });
      throw error;
    })
    .finally(() => rmSync(fresh, { recursive: true, force: true }));
}

function runRollup(file) {
  return new Promise((resolve, reject) => {
    const options = ['--config', '--silent', '--file', file];
    const rollup = spawn(process.execPath, ['node_modules/rollup/dist/bin/rollup', ...options], {
      cwd: root,
      env: { ...process.env, NO_COLOR: '1', FORCE_COLOR: '0' },
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    let complaint = '';
    rollup.stderr.on('data', (chunk) => (complaint += chunk));
    rollup.on('error', reject);
    rollup.on('close', (code) => {
      if (code === 0) return resolve();
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
module.exports.replaceFiles = replaceFiles;
