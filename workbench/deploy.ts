import { existsSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { claspFailure, type Clasp, type ClaspRun } from './clasp';
import { readClaspFile } from './clasp-file';
import { Failure } from './failure';
import type { Terminal } from './terminal';

/** What a deployment needs of its surroundings. */
export interface DeployTools {
  /** The checkout. */
  readonly folder: string;
  readonly clasp: Clasp;
  readonly terminal: Terminal;
  /** Builds dist/. */
  readonly build: () => Promise<void>;
}

/** What became of it. */
export interface Deployed {
  readonly scriptId: string;
  /** The sheet that the script is attached to; undefined when .clasp.json names none. */
  readonly parentId: string | undefined;
  /** Whether this run made the script. */
  readonly isNew: boolean;
  /** "dist/Code.js"; empty when Google had everything already. */
  readonly pushed: readonly string[];
  /** Where the web app answers; undefined when the manifest has none. */
  readonly webAppUrl: string | undefined;
}

/**
 * Brings dist/ to a script of Google's, and makes the script and its sheet first when there is none yet.
 *
 * @param isNew - whether to make a new script although .clasp.json names one
 * @throws {@link Failure} with what to do; nothing was pushed
 */
export async function deploy(tools: DeployTools, { isNew }: { isNew: boolean }): Promise<Deployed> {
  const { folder, clasp, terminal } = tools;
  await requireSignIn(clasp);
  const isCreated = projectOf(folder) === undefined || isNew;
  // Before the build: clasp pulls the new script's files into dist/ and overwrites what is there.
  if (isCreated)
    await terminal.step('Creating a sheet with a script', 'Created a sheet with a script', () => create(tools));
  await tools.build();
  const pushed = await terminal.step(
    'Pushing',
    (files) => (files.length === 0 ? 'Nothing to push: Google has this version' : `Pushed ${files.join(', ')}`),
    () => push(clasp),
  );
  const project = projectOf(folder);
  if (project === undefined)
    throw new Failure('configuration', '.clasp.json names no script.', 'Run `npm run deploy -- --new`.');
  const hasWebApp = 'webapp' in (JSON.parse(readFileSync(join(folder, 'dist', 'appsscript.json'), 'utf8')) as object);
  const webAppUrl = hasWebApp
    ? await terminal.step('Publishing the web app', 'Published the web app', () => publishWebApp(clasp))
    : undefined;
  return { ...project, isNew: isCreated, pushed, webAppUrl };
}

async function requireSignIn(clasp: Clasp): Promise<void> {
  const run = await clasp('show-authorized-user', '--json');
  const isSignedIn = run.code === 0 && (jsonOf(run) as { loggedIn?: unknown } | undefined)?.loggedIn === true;
  if (!isSignedIn) throw claspFailure('Signing in', { code: 1, stdout: '', stderr: 'Not logged in.' });
}

/** Makes a sheet with a script. clasp refuses while there is a .clasp.json, so the old one steps aside. */
async function create({ folder, clasp, terminal }: DeployTools): Promise<void> {
  const file = join(folder, '.clasp.json');
  const aside = join(folder, '.clasp.old.json');
  const wasThere = existsSync(file);
  const hadScript = projectOf(folder) !== undefined;
  if (wasThere) renameSync(file, aside);
  const run = await clasp(
    'create-script',
    '--type',
    'sheets',
    '--title',
    'Chat Courier',
    '--rootDir',
    'dist',
    '--json',
  );
  if (run.code !== 0 || !existsSync(file)) {
    if (wasThere) renameSync(aside, file);
    throw claspFailure('Creating the script', run);
  }
  if (hadScript) terminal.note('    The .clasp.json of the old script is kept as .clasp.old.json.');
  else rmSync(aside, { force: true });
}

async function push(clasp: Clasp): Promise<string[]> {
  const status = await clasp('show-file-status', '--json');
  const { filesToPush } = (jsonOf(status) ?? {}) as { filesToPush?: string[] };
  if (status.code !== 0 || filesToPush === undefined) throw claspFailure('Listing the files', status);
  const run = await clasp('push', '--force', '--json');
  if (run.code !== 0) throw claspFailure('The push', run);
  const pushed = jsonOf(run) as string[] | undefined;
  if (pushed === undefined) {
    throw new Failure(
      'failed',
      'Nothing was pushed: clasp skipped because the manifest changed.',
      'Run `npx clasp push --force` and read what it says.',
    );
  }
  const missing = filesToPush.filter((file) => !pushed.includes(file));
  if (pushed.length > 0 && missing.length > 0) {
    throw new Failure('failed', `clasp did not push ${missing.join(', ')}.`, 'Run `npm run deploy` again.');
  }
  return pushed;
}

/** Publishes a new version under the address that the web app already has, or under a first one. */
async function publishWebApp(clasp: Clasp): Promise<string> {
  const list = await clasp('list-deployments', '--json');
  if (list.code !== 0) throw claspFailure('Listing the deployments', list);
  const deployments = (jsonOf(list) ?? []) as { deploymentId: string; versionNumber?: number }[];
  const published = deployments.find(({ versionNumber }) => versionNumber !== undefined);
  const version = await clasp('create-version', 'Chat Courier', '--json');
  const { versionNumber } = (jsonOf(version) ?? {}) as { versionNumber?: number };
  if (version.code !== 0 || versionNumber === undefined) throw claspFailure('Making a version', version);
  const which = ['--versionNumber', String(versionNumber), '--json'];
  const run =
    published === undefined
      ? await clasp('create-deployment', ...which)
      : await clasp('update-deployment', published.deploymentId, ...which);
  const { deploymentId } = (jsonOf(run) ?? {}) as { deploymentId?: string };
  if (run.code !== 0 || deploymentId === undefined) throw claspFailure('Publishing the web app', run);
  return `https://script.google.com/macros/s/${deploymentId}/exec`;
}

/**
 * The script that .clasp.json names; undefined when it names none, or only the placeholder.
 *
 * @throws {@link Failure} `configuration`: the file cannot be read
 */
function projectOf(folder: string): { scriptId: string; parentId: string | undefined } | undefined {
  const file = readClaspFile(folder);
  if (file.kind === 'broken') throw new Failure('configuration', `${file.problem}.`, file.fix);
  return file.kind === 'script' ? { scriptId: file.scriptId, parentId: file.parentId } : undefined;
}

/** What clasp printed as JSON; undefined when it printed something else, or nothing. */
function jsonOf({ stdout }: ClaspRun): unknown {
  try {
    return JSON.parse(stdout) as unknown;
  } catch {
    return undefined;
  }
}
