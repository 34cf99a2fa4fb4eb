import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { root } from './build';
import { Failure } from './failure';

/** What a run of clasp came to. */
export interface ClaspRun {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Google's command line for Apps Script, in one folder. */
export type Clasp = (...words: string[]) => Promise<ClaspRun>;

/** The clasp that this project installs. */
export const claspProgram = join(root, 'node_modules', '@google', 'clasp', 'build', 'src', 'index.js');

/** clasp in a folder. @param program - the script that is clasp; tests pass another */
export function claspIn(folder: string, program: string = claspProgram): Clasp {
  return (...words) =>
    new Promise((resolve) => {
      execFile(process.execPath, [program, ...words], { cwd: folder }, (error, stdout, stderr) =>
        resolve({ code: typeof error?.code === 'number' ? error.code : error ? 1 : 0, stdout, stderr }),
      );
    });
}

/** Where people turn the Apps Script API on. */
const apiSwitch = 'https://script.google.com/home/usersettings';

/** The failures that people meet, each known by clasp's words, with what to do. */
const known: readonly (readonly [
  words: RegExp,
  exit: 'signIn' | 'configuration' | 'network',
  message: string,
  fix: string,
])[] = [
  [
    /No credentials found|Not logged in|invalid_grant|invalid_rapt/i,
    'signIn',
    "You aren't signed in to clasp.",
    'Run `npx clasp login` (on a machine without a browser add `--no-localhost`).',
  ],
  [
    /has not enabled the Apps Script API/i,
    'configuration',
    "Google's switch for the Apps Script API is off.",
    `Open ${apiSwitch}, turn it on, wait two minutes, then run \`npm run deploy\` again.`,
  ],
  [
    /Invalid ID|Requested entity was not found|Script ID is not set/i,
    'configuration',
    'Google cannot find the script of .clasp.json for this account.',
    'Check scriptId (57 characters), and that the account you signed in with can edit the script.',
  ],
  [
    /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|network/i,
    'network',
    'Google did not answer.',
    'Check the network, then run `npm run deploy` again.',
  ],
];

/** A failed run of clasp as something a person can act on. */
export function claspFailure(what: string, { stdout, stderr }: ClaspRun): Failure {
  const words = (stderr.trim() || stdout.trim()).split('\n')[0] ?? '';
  for (const [pattern, exit, message, fix] of known) if (pattern.test(words)) return new Failure(exit, message, fix);
  return new Failure('failed', `${what} failed. clasp says: ${words}`);
}

/** What clasp 3 calls the commands of clasp 2. */
const renamed: Readonly<Record<string, string>> = {
  open: 'open-script',
  'open --web': 'open-web-app',
  'open --webapp': 'open-web-app',
  'open --addon': 'open-container',
  'open --creds': 'open-credentials-setup',
  'logs --open': 'open-logs',
  'apis --open': 'open-api-console',
  'apis enable': 'enable-api',
  'deploy -i': 'update-deployment',
  'login --creds': 'login -u NAME --creds',
};

/**
 * The old clasp command that words begin with, and its new name; undefined when there is none.
 *
 * @param words - ["open", "--web"]
 */
export function renamedClaspCommand(
  words: readonly string[],
): { readonly old: string; readonly now: string } | undefined {
  const line = `${words.join(' ')} `;
  // The longest first: "open --web" is not "open".
  const [old] = Object.keys(renamed)
    .filter((name) => line.startsWith(`${name} `))
    .sort((one, other) => other.length - one.length);
  return old === undefined ? undefined : { old, now: renamed[old] ?? '' };
}
