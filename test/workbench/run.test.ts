import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isInstallStale, nodeProblem } from '../../workbench/run.cjs';

const root = join(__dirname, '..', '..');

describe('nodeProblem', () => {
  test.each(['20.19.0', '20.20.2', '22.12.0', '24.0.1'])('takes Node %s', (version) => {
    expect(nodeProblem(version)).toBe('');
  });

  test.each(['12.22.0', '18.19.0', '20.18.3'])('refuses Node %s and says what to do', (version) => {
    expect(nodeProblem(version)).toBe(
      `Node ${version} found; this project needs 20.19 or newer. Install it from nodejs.org or run \`nvm install 20\`.`,
    );
  });

  test('asks for what package.json asks for', () => {
    const { engines } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { engines: { node: string } };
    expect(engines.node).toBe('>=20.19');
  });
});

describe('isInstallStale', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'chat-courier-run-'));
    mkdirSync(join(folder, 'node_modules'));
    cpSync(join(root, 'package-lock.json'), join(folder, 'package-lock.json'));
    cpSync(join(root, 'node_modules', '.package-lock.json'), join(folder, 'node_modules', '.package-lock.json'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const edit = (path: string, change: (packages: Record<string, { version: string }>) => void) => {
    const lock = JSON.parse(readFileSync(join(folder, path), 'utf8')) as {
      packages: Record<string, { version: string }>;
    };
    change(lock.packages);
    writeFileSync(join(folder, path), JSON.stringify(lock));
  };

  test('finds an install that is as the lock file says', () => {
    expect(isInstallStale(folder)).toBe(false);
  });

  test('finds that nothing is installed', () => {
    rmSync(join(folder, 'node_modules'), { recursive: true });
    expect(isInstallStale(folder)).toBe(true);
  });

  test('finds a package in another version', () => {
    edit('package-lock.json', (packages) => {
      packages['node_modules/rollup'] = { ...packages['node_modules/rollup'], version: '99.0.0' };
    });
    expect(isInstallStale(folder)).toBe(true);
  });

  test('finds a package that is missing', () => {
    edit(join('node_modules', '.package-lock.json'), (packages) => delete packages['node_modules/rollup']);
    expect(isInstallStale(folder)).toBe(true);
  });
});
