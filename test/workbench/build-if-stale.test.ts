import {
  closeSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { replaceFiles } from '../../workbench/build-if-stale.cjs';

/** A rollup that does nothing else. */
const WRITES_BUNDLE = "require('node:fs').writeFileSync(process.argv[process.argv.indexOf('--file') + 1], 'new');";

const LONG_AGO = new Date('2026-03-02T09:00:00Z');

interface Checkout {
  readonly build: () => Promise<void>;
  readonly isStale: () => boolean;
}

/** A checkout whose rollup is the given program. Its dist/ holds an old bundle. */
function checkoutWith(rollup: string, folder: string): Checkout {
  const bin = join(folder, 'node_modules', 'rollup', 'dist', 'bin');
  for (const path of [bin, join(folder, 'workbench'), join(folder, 'dist')]) mkdirSync(path, { recursive: true });
  writeFileSync(join(bin, 'rollup'), rollup);
  writeFileSync(join(folder, 'dist', 'Code.js'), 'old');
  const copy = join(folder, 'workbench', 'build-if-stale.cjs');
  copyFileSync(join(__dirname, '..', '..', 'workbench', 'build-if-stale.cjs'), copy);
  return jest.requireActual<Checkout>(copy);
}

describe('build', () => {
  let folder: string;
  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'courier-build-'))));
  afterEach(() => rmSync(folder, { recursive: true }));

  test('puts the new bundle in place of the old one and leaves nothing else', async () => {
    await checkoutWith(WRITES_BUNDLE, folder).build();
    expect(readFileSync(join(folder, 'dist', 'Code.js'), 'utf8')).toBe('new');
    expect(readdirSync(join(folder, 'build'))).toEqual([]);
  });

  test('takes the old bundle away when it fails, and says why', async () => {
    const { build } = checkoutWith("console.error('src/main.ts: no such name'); process.exit(1);", folder);
    await expect(build()).rejects.toThrow('src/main.ts: no such name');
    expect(existsSync(join(folder, 'dist'))).toBe(false);
    expect(readdirSync(join(folder, 'build'))).toEqual([]);
  });
});

describe('isStale', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'courier-build-'));
    mkdirSync(join(folder, 'src'));
    for (const name of [
      'src/main.ts',
      'appsscript.json',
      'rollup.config.mjs',
      'package-lock.json',
      'tsconfig.json',
      'src',
    ]) {
      const path = join(folder, name);
      if (name !== 'src') writeFileSync(path, 'old');
      utimesSync(path, LONG_AGO, LONG_AGO);
    }
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  test('is false after a build, until a source is saved', async () => {
    const { build, isStale } = checkoutWith(WRITES_BUNDLE, folder);
    await build();
    expect(isStale()).toBe(false);
    const soon = new Date(Date.now() + 1000);
    utimesSync(join(folder, 'src', 'main.ts'), soon, soon);
    expect(isStale()).toBe(true);
  });

  test('is true after a build during which a source was saved', async () => {
    const savesSource = "require('node:fs').writeFileSync('src/main.ts', 'saved while the compiler runs');";
    const { build, isStale } = checkoutWith(savesSource + WRITES_BUNDLE, folder);
    await build();
    expect(isStale()).toBe(true);
  });
});

describe('replaceFiles', () => {
  let folder: string;
  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'courier-build-'))));
  afterEach(() => rmSync(folder, { recursive: true }));

  test('leaves the old file whole to whoever reads it, and the new one to the next', () => {
    const [from, to] = [join(folder, 'fresh'), join(folder, 'dist')];
    for (const path of [from, to]) mkdirSync(path);
    writeFileSync(join(to, 'Code.js'), 'old');
    writeFileSync(join(from, 'Code.js'), 'the new one');
    const reader = openSync(join(to, 'Code.js'), 'r');
    replaceFiles(from, to);
    const read = readFileSync(reader, 'utf8');
    closeSync(reader);
    expect([read, readFileSync(join(to, 'Code.js'), 'utf8'), readdirSync(from)]).toEqual(['old', 'the new one', []]);
  });

  test('makes the folder when there is none', () => {
    mkdirSync(join(folder, 'fresh'));
    writeFileSync(join(folder, 'fresh', 'Code.js'), 'new');
    replaceFiles(join(folder, 'fresh'), join(folder, 'dist'));
    expect(readFileSync(join(folder, 'dist', 'Code.js'), 'utf8')).toBe('new');
  });
});
