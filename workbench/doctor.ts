import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { claspFailure, type Clasp } from './clasp';
import { readClaspFile } from './clasp-file';
import { isPortFree } from './port';
import { isInstallStale, nodeProblem } from './run.cjs';
import { linesWithTokens, maskAddress } from './secrets';

/** What one look found. Its texts are safe to paste in public: no token, no id, no whole address. */
export interface Finding {
  readonly level: 'ok' | 'warning' | 'problem';
  readonly text: string;
  /** What to do; '' when nothing needs doing. */
  readonly fix: string;
}

/** Where the doctor looks. */
export interface Surroundings {
  /** The checkout. */
  readonly folder: string;
  /** "20.20.2" */
  readonly nodeVersion: string;
  /** This machine's time zone. */
  readonly timeZone: string;
  readonly clasp: Clasp;
  /** Whether dist/ is missing or older than its sources. */
  readonly isBuildStale: () => boolean;
  /** Where Chromium is; undefined when there is none. */
  readonly findChromium: () => { readonly source: string } | undefined;
}

/** The port of the workbench. */
export const workbenchPort = 8765;

const ok = (text: string): Finding => ({ level: 'ok', text, fix: '' });
const warning = (text: string, fix: string): Finding => ({ level: 'warning', text, fix });
const problem = (text: string, fix: string): Finding => ({ level: 'problem', text, fix });

/** The files of the machine: Node, packages, bundle, manifest, secrets. */
export function lookAtFiles(at: Surroundings): Finding[] {
  return [
    lookAtNode(at),
    lookAtPackages(at),
    lookAtLock(at),
    lookAtBuild(at),
    ...lookAtManifest(at),
    lookAtSecrets(at),
  ];
}

/** What stands between this checkout and a script of Google's. */
export async function lookAtGoogle(at: Surroundings): Promise<Finding[]> {
  const project = lookAtProject(at);
  const clasp = lookAtClasp(at);
  const signedIn = await lookAtSignIn(at);
  const mayAsk = project.length > 1 && signedIn.level === 'ok';
  return [...project, clasp, signedIn, ...(mayAsk ? [await lookAtApi(at)] : [])];
}

/** What only the workbench and the browser tests need. */
export async function lookAtWorkbench(at: Surroundings): Promise<Finding[]> {
  const chromium = at.findChromium();
  return [
    (await isPortFree(workbenchPort))
      ? ok(`Port ${workbenchPort} is free`)
      : warning(`Port ${workbenchPort} is in use`, 'npm start takes the next free one and says which.'),
    chromium === undefined
      ? warning('Chromium not found', 'For the browser tests: sudo apt-get install chromium, or set CHROMIUM_PATH.')
      : ok(`Chromium for the browser tests: ${chromium.source}`),
  ];
}

function lookAtNode({ nodeVersion }: Surroundings): Finding {
  const wrong = nodeProblem(nodeVersion);
  return wrong === '' ? ok(`Node ${nodeVersion}`) : problem(wrong, 'Install Node 20.19 or newer.');
}

function lookAtPackages({ folder }: Surroundings): Finding {
  return isInstallStale(folder)
    ? problem('The packages are missing or older than package-lock.json', 'Run `npm ci`.')
    : ok('Packages installed');
}

/** The packages that come with a program for each platform. npm can write a lock file that lacks some. */
const platformPackages = ['rollup', '@swc/core', 'esbuild', 'unrs-resolver'];

/** The platform programs that a lock file names and does not hold: then `npm ci` fails on other machines. */
export function missingPlatformPackages(lockFile: string): string[] {
  const { packages } = JSON.parse(lockFile) as {
    packages: Record<string, { optionalDependencies?: Record<string, string> } | undefined>;
  };
  return platformPackages.flatMap((name) => {
    const programs = Object.keys(packages[`node_modules/${name}`]?.optionalDependencies ?? {});
    if (programs.length === 0) return [name];
    return programs.filter((program) => packages[`node_modules/${program}`] === undefined);
  });
}

function lookAtLock({ folder }: Surroundings): Finding {
  const missing = missingPlatformPackages(readFileSync(join(folder, 'package-lock.json'), 'utf8'));
  return missing.length === 0
    ? ok('Lock file complete for every platform')
    : problem(
        `package-lock.json lacks ${missing.slice(0, 3).join(', ')}${missing.length > 3 ? ' and more' : ''}`,
        'Pin an older version of that package: its newest release was not complete when the lock file was made.',
      );
}

function lookAtBuild({ isBuildStale }: Surroundings): Finding {
  return isBuildStale()
    ? warning(
        'dist/ is missing or older than the sources',
        'Run `npm run build`; npm start and npm test do it themselves.',
      )
    : ok('dist/ is newer than its sources');
}

function lookAtManifest({ folder, timeZone }: Surroundings): Finding[] {
  const manifest = readJson(join(folder, 'appsscript.json'));
  if (manifest === undefined)
    return [problem('appsscript.json is missing or no JSON', 'Restore it: git checkout appsscript.json.')];
  const scopes = manifest['oauthScopes'];
  return [
    manifest['runtimeVersion'] === 'V8'
      ? ok('Manifest: runtime V8')
      : problem('appsscript.json does not ask for the V8 runtime', 'Set "runtimeVersion": "V8".'),
    Array.isArray(scopes) && scopes.length > 0
      ? ok(`Manifest: ${scopes.length} scopes`)
      : problem(
          'appsscript.json names no scopes',
          'Name them in "oauthScopes", or Google asks people for more than is needed.',
        ),
    lookAtTimeZone(String(manifest['timeZone']), timeZone),
  ];
}

function lookAtTimeZone(zone: string, own: string): Finding {
  const canonical = canonicalZone(zone);
  if (canonical === undefined) {
    return problem(`appsscript.json names no time zone: "${zone}"`, 'Use a name such as "Europe/Paris".');
  }
  if (canonical === canonicalZone(own)) return ok(`Manifest: time zone ${zone}`);
  return warning(
    `The script's time zone is ${zone}, this machine's ${own}`,
    'Schedules without a zone of their own follow the script: change "timeZone" in appsscript.json if that is not meant.',
  );
}

/** How a checkout gets a script. */
const getScript =
  "Run `npm run deploy` to create a sheet, or paste your script's id (Extensions → Apps Script → Project settings → IDs).";

function lookAtProject({ folder }: Surroundings): Finding[] {
  const file = readClaspFile(folder);
  switch (file.kind) {
    case 'none':
      return [warning('There is no .clasp.json yet', 'Run `npm run deploy` to create a sheet with a script.')];
    case 'placeholder':
      return [warning('.clasp.json still has the placeholder id', getScript)];
    case 'empty':
      return [warning('.clasp.json names no script', getScript)];
    case 'broken':
      return [problem(file.problem, file.fix)];
    case 'script':
      return [
        ok('.clasp.json names a script'),
        file.rootDir === 'dist'
          ? ok('.clasp.json pushes dist/')
          : problem(`.clasp.json pushes "${file.rootDir ?? ''}"`, 'Set "rootDir": "dist".'),
        file.parentId !== undefined
          ? ok('The script is attached to a sheet')
          : warning(
              'Nothing says that the script is attached to a sheet: without one it has no menu',
              'If it is attached, add the id from the sheet\'s address as "parentId". To create one: `npm run deploy -- --new`.',
            ),
      ];
  }
}

function lookAtClasp({ folder }: Surroundings): Finding {
  const installed = readJson(join(folder, 'node_modules', '@google', 'clasp', 'package.json'))?.['version'];
  if (typeof installed !== 'string') return problem('clasp is not installed', 'Run `npm ci`.');
  return Number.parseInt(installed, 10) >= 3
    ? ok(`clasp ${installed}`)
    : problem(`clasp ${installed} is too old`, 'This project needs clasp 3: run `npm ci`.');
}

async function lookAtSignIn({ clasp }: Surroundings): Promise<Finding> {
  const fix =
    'Run `npx clasp login` (on a machine without a browser add `--no-localhost`). Only `npm run deploy` needs it.';
  const { code, stdout } = await clasp('show-authorized-user', '--json');
  const answer = code === 0 ? parseJson(stdout) : undefined;
  if (answer === undefined) return warning('clasp could not say whether you are signed in', fix);
  if (answer['loggedIn'] !== true) return warning('Not signed in to clasp', fix);
  const address = answer['email'];
  return ok(`Signed in to clasp${typeof address === 'string' ? ` as ${maskAddress(address)}` : ''}`);
}

async function lookAtApi({ clasp }: Surroundings): Promise<Finding> {
  const run = await clasp('list-versions', '--json');
  if (run.code === 0) return ok('Apps Script API on, script found');
  const { message, fix } = claspFailure('Asking Google about the script', run);
  return problem(message, fix);
}

/** A tracked file of this size or larger is no place where people write links, bytes. */
const LARGE_BYTES = 1_000_000;

function lookAtSecrets({ folder }: Surroundings): Finding {
  const found = trackedFiles(folder).flatMap((file) =>
    linesWithTokens(textOf(join(folder, file))).map((line) => ({ file, line })),
  );
  const [first] = found;
  return first === undefined
    ? ok('No webhook token in tracked files')
    : problem(
        `${first.file} line ${first.line} contains a webhook token`,
        'Remove it, then replace the webhook: anyone who saw it can post.',
      );
}

/** What people wrote into a file, whatever it is called; '' when it is gone, large or binary. */
function textOf(path: string): string {
  const found = statSync(path, { throwIfNoEntry: false });
  if (found?.isFile() !== true || found.size >= LARGE_BYTES) return '';
  const bytes = readFileSync(path);
  return bytes.includes(0) ? '' : bytes.toString();
}

function trackedFiles(folder: string): string[] {
  try {
    const list = execFileSync('git', ['ls-files', '-z'], {
      cwd: folder,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    return list.split('\0').filter((name) => name !== '');
  } catch {
    // No git, or no repository: nothing is tracked.
    return [];
  }
}

/** The one name of a time zone that has several, "UTC" for "Etc/UTC"; undefined when there is no such zone. */
function canonicalZone(name: string): string | undefined {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone;
  } catch {
    return undefined;
  }
}

function readJson(path: string): Record<string, unknown> | undefined {
  return existsSync(path) ? parseJson(readFileSync(path, 'utf8')) : undefined;
}

function parseJson(text: string): Record<string, unknown> | undefined {
  try {
    return JSON.parse(text) as Record<string, unknown>;
  } catch {
    return undefined;
  }
}
