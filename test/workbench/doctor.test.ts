import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  lookAtFiles,
  lookAtGoogle,
  lookAtWorkbench,
  missingPlatformPackages,
  workbenchPort,
  type Finding,
  type Surroundings,
} from '../../workbench/doctor';

const root = join(__dirname, '..', '..');

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'chat-courier-doctor-'));
  mkdirSync(join(folder, 'node_modules', '@google', 'clasp'), { recursive: true });
  for (const path of ['package-lock.json', 'appsscript.json', '.clasp.json', 'node_modules/.package-lock.json']) {
    cpSync(join(root, path), join(folder, path));
  }
  cpSync(
    join(root, 'node_modules/@google/clasp/package.json'),
    join(folder, 'node_modules/@google/clasp/package.json'),
  );
  execFileSync('git', ['init', '--quiet'], { cwd: folder });
});
afterEach(() => rmSync(folder, { recursive: true }));

const at = (changes: Partial<Surroundings> = {}): Surroundings => ({
  folder,
  nodeVersion: '20.20.2',
  timeZone: 'UTC',
  clasp: () => Promise.resolve({ code: 0, stdout: '{"loggedIn": false}', stderr: '' }),
  isBuildStale: () => false,
  findChromium: () => ({ source: 'installed' }),
  ...changes,
});

const write = (path: string, value: unknown) =>
  writeFileSync(join(folder, path), typeof value === 'string' ? value : JSON.stringify(value));

const bad = (findings: readonly Finding[]) => findings.filter(({ level }) => level !== 'ok');
const texts = (findings: readonly Finding[]) => bad(findings).map(({ level, text }) => `${level}: ${text}`);

describe('lookAtFiles', () => {
  test('finds a fresh clone with its packages in order', () => {
    expect(bad(lookAtFiles(at()))).toEqual([]);
  });

  test('gives every finding that is not fine a way to mend it', () => {
    write('appsscript.json', {});
    const findings = bad(lookAtFiles(at({ nodeVersion: '18.0.0', isBuildStale: () => true })));
    expect(findings.length).toBeGreaterThan(3);
    expect(findings.filter(({ fix }) => fix === '')).toEqual([]);
  });

  test.each<[string, () => Partial<Surroundings> | void, string]>([
    ['an old Node', () => ({ nodeVersion: '18.19.0' }), 'problem: Node 18.19.0 found'],
    [
      'missing packages',
      () => rmSync(join(folder, 'node_modules/.package-lock.json')),
      'problem: The packages are missing',
    ],
    ['a stale bundle', () => ({ isBuildStale: () => true }), 'warning: dist/ is missing or older'],
    [
      'another time zone',
      () => ({ timeZone: 'Asia/Tokyo' }),
      "warning: The script's time zone is Etc/UTC, this machine's Asia/Tokyo",
    ],
    [
      'a manifest that is no JSON',
      () => write('appsscript.json', '{'),
      'problem: appsscript.json is missing or no JSON',
    ],
    [
      'a manifest of the old runtime',
      () => write('appsscript.json', { runtimeVersion: 'STABLE', timeZone: 'UTC', oauthScopes: ['a'] }),
      'problem: appsscript.json does not ask for the V8 runtime',
    ],
    [
      'a manifest without scopes',
      () => write('appsscript.json', { runtimeVersion: 'V8', timeZone: 'UTC' }),
      'problem: appsscript.json names no scopes',
    ],
    [
      'a time zone that does not exist',
      () => write('appsscript.json', { runtimeVersion: 'V8', timeZone: 'Mars/Base', oauthScopes: ['a'] }),
      'problem: appsscript.json names no time zone: "Mars/Base"',
    ],
  ])('finds %s', (_what, spoil, expected) => {
    const changes = spoil() ?? {};
    expect(texts(lookAtFiles(at(changes))).join('\n')).toContain(expected);
  });

  test('finds a webhook token in a tracked file, by file and line, and does not print it', () => {
    const token = 'Zx8'.repeat(14);
    write('notes.md', `\n\nhttps://chat.googleapis.com/v1/spaces/AAAA/messages?key=k&${'token'}=${token}\n`);
    expect(bad(lookAtFiles(at()))).toEqual([]);
    execFileSync('git', ['add', 'notes.md'], { cwd: folder });
    const findings = bad(lookAtFiles(at()));
    expect(texts(findings)).toEqual(['problem: notes.md line 3 contains a webhook token']);
    expect(JSON.stringify(findings)).not.toContain(token);
  });
});

describe('the search for tokens', () => {
  const link = (token: string) => `https://chat.googleapis.com/v1/spaces/AAAA/messages?key=k&${'token'}=${token}\n`;
  const secret = link('Zx8'.repeat(14));
  const track = (path: string) => execFileSync('git', ['add', '--force', path], { cwd: folder });

  test.each(['ci.sh', 'x.py', 'Jenkinsfile', 'main.tf', 'settings.toml', '.env'])('reads %s', (path) => {
    write(path, secret);
    track(path);
    expect(texts(lookAtFiles(at()))).toEqual([`problem: ${path} line 1 contains a webhook token`]);
  });

  test('reads no file that is binary, large, gone or a folder', () => {
    write('picture.bin', `\0${secret}`);
    write('large.sh', secret + ' '.repeat(1_000_000));
    write('gone.sh', secret);
    write('turned.sh', secret);
    for (const path of ['picture.bin', 'large.sh', 'gone.sh', 'turned.sh']) track(path);
    rmSync(join(folder, 'gone.sh'));
    rmSync(join(folder, 'turned.sh'));
    mkdirSync(join(folder, 'turned.sh'));
    expect(bad(lookAtFiles(at()))).toEqual([]);
  });
});

describe('missingPlatformPackages', () => {
  const lock = readFileSync(join(root, 'package-lock.json'), 'utf8');

  test("finds every platform's programs in this project's lock file", () => {
    expect(missingPlatformPackages(lock)).toEqual([]);
  });

  test.each([
    '@rollup/rollup-darwin-arm64',
    '@swc/core-win32-x64-msvc',
    '@esbuild/linux-arm64',
    '@unrs/resolver-binding-darwin-x64',
  ])('finds that %s is missing', (name) => {
    const spoiled = JSON.parse(lock) as { packages: Record<string, unknown> };
    delete spoiled.packages[`node_modules/${name}`];
    expect(missingPlatformPackages(JSON.stringify(spoiled))).toEqual([name]);
  });

  test('holds no address of a registry', () => {
    expect(lock).not.toMatch(/"resolved"|https?:\/\/[^"]*registry/);
  });
});

describe('lookAtGoogle', () => {
  const clasp = (answers: Readonly<Record<string, { code?: number; stdout?: string; stderr?: string }>>) => ({
    clasp: (name = '') => Promise.resolve({ code: 0, stdout: '', stderr: '', ...answers[name] }),
  });
  const signedIn = { stdout: '{"loggedIn": true, "email": "ada@example.com"}' };
  const script = { scriptId: 'a'.repeat(57), rootDir: 'dist', parentId: 'sheet' };

  test('finds the placeholder and a missing sign-in in a fresh clone', async () => {
    expect(texts(await lookAtGoogle(at()))).toEqual([
      'warning: .clasp.json still has the placeholder id',
      'warning: Not signed in to clasp',
    ]);
  });

  test.each([
    ['no .clasp.json', undefined, 'warning: There is no .clasp.json yet', 'npm run deploy'],
    ['an empty object', {}, 'warning: .clasp.json names no script', 'npm run deploy'],
    ['an empty id', { scriptId: '', rootDir: 'dist' }, 'warning: .clasp.json names no script', 'npm run deploy'],
    ['half of a file', '{ "scriptId": ', 'problem: .clasp.json is no JSON', 'git checkout .clasp.json'],
    ['a list', '[]', 'problem: .clasp.json is no JSON object', 'git checkout .clasp.json'],
  ])('tells %s truly, and asks Google nothing', async (_what, content, expected, fix) => {
    if (content === undefined) rmSync(join(folder, '.clasp.json'));
    else write('.clasp.json', content);
    const findings = await lookAtGoogle(at(clasp({ 'show-authorized-user': signedIn })));
    expect(texts(findings)).toEqual([expect.stringContaining(expected)]);
    expect(bad(findings)[0]?.fix).toContain(fix);
  });

  test('asks Google only when there is a script and a sign-in, and masks the address', async () => {
    write('.clasp.json', script);
    const findings = await lookAtGoogle(at(clasp({ 'show-authorized-user': signedIn })));
    expect(bad(findings)).toEqual([]);
    expect(findings.map(({ text }) => text)).toEqual(
      expect.arrayContaining(['Signed in to clasp as a…@example.com', 'Apps Script API on, script found']),
    );
    expect(JSON.stringify(findings)).not.toContain('ada@');
    expect(JSON.stringify(findings)).not.toContain(script.scriptId);
  });

  test.each([
    ['the Apps Script API is off', 'User has not enabled the Apps Script API. Enable it.', 'usersettings'],
    ['the script is not found', 'Requested entity was not found.', 'scriptId'],
    ['Google does not answer', 'getaddrinfo ENOTFOUND script.googleapis.com', 'network'],
  ])('says what to do when %s', async (_what, stderr, fix) => {
    write('.clasp.json', script);
    const answers = { 'show-authorized-user': signedIn, 'list-versions': { code: 1, stderr } };
    const [finding] = bad(await lookAtGoogle(at(clasp(answers))));
    expect(finding?.level).toBe('problem');
    expect(finding?.fix).toContain(fix);
  });

  test('finds a wrong folder, a script without a sheet, and an old clasp', async () => {
    write('.clasp.json', { ...script, rootDir: 'src', parentId: undefined });
    write('node_modules/@google/clasp/package.json', { version: '2.4.2' });
    expect(texts(await lookAtGoogle(at()))).toEqual([
      'problem: .clasp.json pushes "src"',
      'warning: Nothing says that the script is attached to a sheet: without one it has no menu',
      'problem: clasp 2.4.2 is too old',
      'warning: Not signed in to clasp',
    ]);
  });
});

describe('lookAtWorkbench', () => {
  test('finds a port that is in use and a missing browser', async () => {
    const server = createServer();
    const isMine = await new Promise<boolean>((resolve) => {
      server.once('error', () => resolve(false)).listen(workbenchPort, '127.0.0.1', () => resolve(true));
    });
    const found = texts(await lookAtWorkbench(at({ findChromium: () => undefined })));
    if (isMine) await new Promise((resolve) => server.close(resolve));
    expect(found).toEqual([`warning: Port ${workbenchPort} is in use`, 'warning: Chromium not found']);
  });
});
