// Tests drive the shipped bundle, so it is built once before them, unless it is newer than every source.
const { execFileSync } = require('node:child_process');
const { existsSync, readdirSync, statSync } = require('node:fs');
const { join } = require('node:path');

const newest = (path) =>
  statSync(path).isDirectory()
    ? Math.max(0, ...readdirSync(path).map((name) => newest(join(path, name))))
    : statSync(path).mtimeMs;

module.exports = function buildOnce() {
  const root = join(__dirname, '..');
  const bundle = join(root, 'dist', 'Code.js');
  const sources = ['src', 'appsscript.json', 'rollup.config.mjs', 'package-lock.json', 'tsconfig.json'];
  if (existsSync(bundle) && statSync(bundle).mtimeMs >= Math.max(...sources.map((name) => newest(join(root, name)))))
    return;
  execFileSync(process.execPath, [join(root, 'node_modules/rollup/dist/bin/rollup'), '--config', '--silent'], {
    cwd: root,
    stdio: 'inherit',
  });
};
