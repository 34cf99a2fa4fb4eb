import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ClaspRun } from '../../workbench/clasp';
import { deploy } from '../../workbench/deploy';
import { Failure } from '../../workbench/failure';
import { createClaspProject } from '../clasp/clasp-project';
import { captureTerminal } from './captured-terminal';

const scriptId = `1${'a'.repeat(56)}`;
const files = ['dist/Code.js', 'dist/appsscript.json'];

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'chat-courier-deploy-'));
  mkdirSync(join(folder, 'dist'));
  writeFileSync(join(folder, 'dist', 'appsscript.json'), '{}');
  writeFileSync(join(folder, '.clasp.json'), JSON.stringify({ scriptId, rootDir: 'dist', parentId: 'sheet' }));
});
afterEach(() => rmSync(folder, { recursive: true }));

const json = (value: unknown): ClaspRun => ({ code: 0, stdout: JSON.stringify(value), stderr: '' });
const error = (stderr: string): ClaspRun => ({ code: 1, stdout: '', stderr });

type Answers = Readonly<Record<string, ClaspRun | (() => ClaspRun)>>;

/** A stand-in for clasp that answers as told, and a build: both note what was done, in order. */
function standIn(answers: Answers = {}) {
  const done: string[] = [];
  const usual: Answers = {
    'show-authorized-user': json({ loggedIn: true }),
    'show-file-status': json({ filesToPush: files, untrackedFiles: [] }),
    push: json(files),
    'create-version': json({ versionNumber: 3 }),
    ...answers,
  };
  const terminal = captureTerminal();
  const tools = {
    folder,
    terminal,
    clasp: (...words: string[]) => {
      done.push(words.join(' '));
      const answer = usual[words[0] ?? ''];
      if (answer === undefined) throw new Error(`Nobody told what to answer to ${words.join(' ')}`);
      return Promise.resolve(typeof answer === 'function' ? answer() : answer);
    },
    build: () => {
      done.push('BUILD');
      return Promise.resolve();
    },
  };
  return { tools, done, terminal };
}

/** What clasp does when it makes a script: it writes .clasp.json, and pulls over what is in dist/. */
const creates = () => {
  writeFileSync(
    join(folder, '.clasp.json'),
    JSON.stringify({ scriptId: 'new', rootDir: 'dist', parentId: ['newSheet'] }),
  );
  writeFileSync(join(folder, 'dist', 'Code.js'), 'function myFunction() {}');
  return json({ scriptId: 'new', parentId: 'newSheet', files: [] });
};

const failureOf = async (run: Promise<unknown>) => {
  const thrown = await run.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(thrown).toBeInstanceOf(Failure);
  return thrown as Failure;
};

describe('deploy', () => {
  test('builds, then pushes with force to the script that is named', async () => {
    const { tools, done } = standIn();
    expect(await deploy(tools, { isNew: false })).toEqual({
      scriptId,
      parentId: 'sheet',
      isNew: false,
      pushed: files,
      webAppUrl: undefined,
    });
    expect(done).toEqual(['show-authorized-user --json', 'BUILD', 'show-file-status --json', 'push --force --json']);
  });

  test('does nothing before someone has signed in', async () => {
    const { tools, done } = standIn({ 'show-authorized-user': json({ loggedIn: false }) });
    const failure = await failureOf(deploy(tools, { isNew: false }));
    expect(failure.exit).toBe('signIn');
    expect(failure.fix).toContain('npx clasp login');
    expect(done).toEqual(['show-authorized-user --json']);
  });

  test.each(['{ "scriptId": ', '[]', 'null'])('refuses a .clasp.json that is %s, and does nothing', async (content) => {
    writeFileSync(join(folder, '.clasp.json'), content);
    const { tools, done } = standIn({ 'create-script': creates });
    for (const isNew of [false, true]) {
      const failure = await failureOf(deploy(tools, { isNew }));
      expect([failure.exit, failure.message]).toEqual([
        'configuration',
        expect.stringContaining('.clasp.json is no JSON'),
      ]);
      expect(failure.fix).toContain('git checkout .clasp.json');
    }
    expect(done).not.toContain('BUILD');
    expect(readFileSync(join(folder, '.clasp.json'), 'utf8')).toBe(content);
  });

  test.each(['no .clasp.json', 'the placeholder', 'an empty id'])(
    'makes a sheet first where there is %s, before the build',
    async (what) => {
      rmSync(join(folder, '.clasp.json'));
      const placeholder = JSON.stringify({ scriptId: 'REPLACE_WITH_YOUR_SCRIPT_ID', rootDir: 'dist' });
      if (what === 'an empty id') writeFileSync(join(folder, '.clasp.json'), '{"scriptId": ""}');
      if (what === 'the placeholder') writeFileSync(join(folder, '.clasp.json'), placeholder);
      const { tools, done } = standIn({ 'create-script': creates });
      const result = await deploy(tools, { isNew: false });
      expect(result).toMatchObject({ scriptId: 'new', parentId: 'newSheet', isNew: true });
      expect(done.slice(1, 3)).toEqual([
        'create-script --type sheets --title Chat Courier --rootDir dist --json',
        'BUILD',
      ]);
      expect(existsSync(join(folder, '.clasp.old.json'))).toBe(false);
    },
  );

  test('keeps what named the old script when a new one is asked for', async () => {
    const { tools, terminal } = standIn({ 'create-script': creates });
    expect((await deploy(tools, { isNew: true })).scriptId).toBe('new');
    expect(readFileSync(join(folder, '.clasp.old.json'), 'utf8')).toContain(scriptId);
    expect(terminal.talk()).toContain('.clasp.old.json');
  });

  test('puts .clasp.json back when the sheet could not be made', async () => {
    const { tools, done } = standIn({ 'create-script': error('User has not enabled the Apps Script API.') });
    const failure = await failureOf(deploy(tools, { isNew: true }));
    expect(failure.exit).toBe('configuration');
    expect(failure.fix).toContain('https://script.google.com/home/usersettings');
    expect(readFileSync(join(folder, '.clasp.json'), 'utf8')).toContain(scriptId);
    expect(done).not.toContain('BUILD');
  });

  test('says so when Google has everything already', async () => {
    const { tools, terminal } = standIn({ push: json([]) });
    expect((await deploy(tools, { isNew: false })).pushed).toEqual([]);
    expect(terminal.talk()).toContain('Nothing to push');
  });

  test('fails when clasp skipped the push, which it reports as success', async () => {
    const { tools } = standIn({ push: { code: 0, stdout: '', stderr: '' } });
    expect((await failureOf(deploy(tools, { isNew: false }))).message).toContain('Nothing was pushed');
  });

  test('fails when a file was left out', async () => {
    const { tools } = standIn({ push: json(['dist/Code.js']) });
    expect((await failureOf(deploy(tools, { isNew: false }))).message).toContain('dist/appsscript.json');
  });

  test.each([
    ['Syntax error: Unexpected token line: 3 file: Code', 'failed', 'Syntax error'],
    ['Requested entity was not found.', 'configuration', 'cannot find the script'],
    ['request to https://script.googleapis.com failed, reason: getaddrinfo ENOTFOUND', 'network', 'did not answer'],
    ['No credentials found.', 'signIn', "aren't signed in"],
  ])('explains a push that ended with "%s"', async (stderr, exit, words) => {
    const { tools } = standIn({ push: error(stderr) });
    const failure = await failureOf(deploy(tools, { isNew: false }));
    expect(failure.exit).toBe(exit);
    expect(failure.message).toContain(words);
  });

  describe('with a web app in the manifest', () => {
    beforeEach(() => writeFileSync(join(folder, 'dist', 'appsscript.json'), '{"webapp": {}}'));

    test('publishes a new version under the address it has', async () => {
      const { tools, done } = standIn({
        'list-deployments': json([{ deploymentId: 'HEAD' }, { deploymentId: 'kept', versionNumber: 2 }]),
        'update-deployment': json({ deploymentId: 'kept', versionNumber: 3 }),
      });
      const { webAppUrl } = await deploy(tools, { isNew: false });
      expect(webAppUrl).toBe('https://script.google.com/macros/s/kept/exec');
      expect(done.at(-1)).toBe('update-deployment kept --versionNumber 3 --json');
    });

    test('publishes it for the first time', async () => {
      const { tools, done } = standIn({
        'list-deployments': json([{ deploymentId: 'HEAD' }]),
        'create-deployment': json({ deploymentId: 'first', versionNumber: 3 }),
      });
      expect((await deploy(tools, { isNew: false })).webAppUrl).toBe('https://script.google.com/macros/s/first/exec');
      expect(done.at(-1)).toBe('create-deployment --versionNumber 3 --json');
    });
  });

  test('works with the real clasp', async () => {
    const project = await createClaspProject();
    const { tools } = standIn();
    const clasp = (...words: string[]) => project.clasp(...words);
    const done = await deploy({ ...tools, folder: project.folder, clasp }, { isNew: false });
    expect([...done.pushed].sort()).toEqual(files);
    expect(project.api.files(project.scriptId)).toHaveLength(2);
    expect((await deploy({ ...tools, folder: project.folder, clasp }, { isNew: false })).pushed).toEqual([]);
    await project.remove();
  });
});
