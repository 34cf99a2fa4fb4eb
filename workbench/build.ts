import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { build, isStale } from './build-if-stale.cjs';
import { Failure } from './failure';
import type { Terminal } from './terminal';

/** The checkout. */
export const root = join(__dirname, '..');

/** What is pushed to Apps Script. */
export const dist = join(root, 'dist');

/** A built file. */
export interface BuiltFile {
  /** "Code.js" */
  readonly name: string;
  readonly sizeBytes: number;
}

/** The files of dist/, by name. */
export function builtFiles(): BuiltFile[] {
  return readdirSync(dist)
    .sort()
    .map((name) => ({ name, sizeBytes: statSync(join(dist, name)).size }));
}

/**
 * Builds dist/ and says so. With `onlyIfStale` a bundle that is newer than its sources stays, in silence.
 *
 * @throws {@link Failure} `failed`: the compiler refused; its words are the message
 */
export async function buildBundle(terminal: Terminal, { onlyIfStale }: { onlyIfStale: boolean }): Promise<void> {
  if (onlyIfStale && !isStale()) return;
  await terminal.step(
    'Building',
    () => `Built ${sizes(builtFiles())}`,
    async () => {
      try {
        await build();
      } catch (error) {
        throw new Failure('failed', (error as Error).message, 'Mend what the compiler names, then run it again.');
      }
    },
  );
}

const sizes = (files: readonly BuiltFile[]) =>
  files.map(({ name, sizeBytes }) => `${name} ${Math.ceil(sizeBytes / 1000)} KB`).join(', ');
