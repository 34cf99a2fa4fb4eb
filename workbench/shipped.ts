import { randomUUID } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { extname, join, parse } from 'node:path';
import { RealClock, type Clock } from '../emulator/clock';
import { EXECUTION_MAX_MS } from '../emulator/limits';
import type { Network } from '../emulator/network';
import { compile, Project, type LogEntry, type Manifest } from '../emulator/project';
import { dist } from './build';

/** What a project of this machine's time and network runs on. */
export interface LiveOptions {
  readonly network: Network;
  /** @default the machine's */
  readonly clock?: Clock;
  /** Called with each line as it is logged. */
  readonly onLog?: (entry: LogEntry) => void;
  /** The id of the spreadsheet that it is bound to. @default none */
  readonly boundTo?: string;
  /** Real milliseconds after which a run is ended. @default what Apps Script grants an execution: its waits may be real */
  readonly stuckAfterMs?: number;
}

/**
 * What is pushed to Apps Script, dist/, as a project of the emulator. Its chance is new each time: two runs must not
 * give two messages the same id.
 */
export const shippedProject = (options: LiveOptions): Project =>
  projectOf(
    readdirSync(dist).map((name) => join(dist, name)),
    options,
  );

const SCRIPTS = ['.js', '.gs'];

/** What Apps Script keeps of a project, by the ends of the files' names. */
export const EXTENSIONS: readonly string[] = [...SCRIPTS, '.html', '.json'];

/** Files as Apps Script keeps them: scripts, pages and the manifest by their extension. */
export function projectOf(files: readonly string[], options: LiveOptions): Project {
  const { clock = new RealClock(), stuckAfterMs = EXECUTION_MAX_MS, ...rest } = options;
  const textsOf = (...extensions: string[]) =>
    files
      .filter((path) => extensions.includes(extname(path)))
      .map((path) => ({ name: parse(path).name, code: readFileSync(path, 'utf8') }));
  const manifest = textsOf('.json').find(({ name }) => name === 'appsscript');
  return new Project({
    program: compile(textsOf(...SCRIPTS), { allowEval: true, stuckAfterMs }),
    htmlFiles: Object.fromEntries(textsOf('.html').map(({ name, code }) => [name, code])),
    ...(manifest === undefined ? {} : { manifest: JSON.parse(manifest.code) as Manifest }),
    ...rest,
    clock,
    seed: randomUUID(),
  });
}

/** The files that are not there. */
export function missingFiles(files: readonly string[]): string[] {
  return files.filter((path) => !existsSync(path));
}

/** The files of kinds that Apps Script does not keep, and folders. */
export function foreignFiles(files: readonly string[]): string[] {
  return files.filter((path) => !EXTENSIONS.includes(extname(path)) || statSync(path).isDirectory());
}
