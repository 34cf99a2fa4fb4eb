import { execFileSync } from 'node:child_process';
import { accessSync, constants, existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './build';

/** Where systems put a browser of the Chromium family. */
const installed = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
  'C:\\Program Files (x86)\\Google\\Chrome\\Application\\chrome.exe',
];

/** A browser for the browser tests. */
export interface Chromium {
  readonly path: string;
  /** Where it was found, for people. */
  readonly source: 'CHROMIUM_PATH' | 'installed' | '@sparticuz/chromium';
}

/** What every browser here starts with: no network of its own, and no sandbox, which containers do not allow. */
export const chromiumFlags: readonly string[] = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/**
 * Finds one: the environment's CHROMIUM_PATH, else an installed Chrome or Chromium, else the one that the package
 * @sparticuz/chromium carries (Linux on x64 only), which is unpacked once.
 */
export function findChromium(): Chromium | undefined {
  const named = process.env['CHROMIUM_PATH'];
  if (named) return isExecutable(named) ? { path: named, source: 'CHROMIUM_PATH' } : undefined;
  const path = installed.find(isExecutable);
  if (path !== undefined) return { path, source: 'installed' };
  if (process.platform !== 'linux' || process.arch !== 'x64') return undefined;
  return { path: unpackPackaged(), source: '@sparticuz/chromium' };
}

/** Unpacks into a folder of its own and renames that, so that two processes at once do not see half a browser. */
function unpackPackaged(): string {
  const folder = join(root, 'build', 'chromium');
  if (!existsSync(folder)) {
    const unfinished = `${folder}-${process.pid}`;
    mkdirSync(unfinished, { recursive: true });
    // The package is an ES module; a process of its own loads it under every loader.
    const unpack = `import('@sparticuz/chromium').then(({ default: chromium }) => chromium.executablePath())`;
    execFileSync(process.execPath, ['--eval', unpack], { cwd: root, env: { ...process.env, TMPDIR: unfinished } });
    try {
      renameSync(unfinished, folder);
    } catch {
      // Another process was first.
      rmSync(unfinished, { recursive: true });
    }
  }
  return join(folder, 'chromium');
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
