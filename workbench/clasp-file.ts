import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** What .clasp.json says before it names a script. */
const placeholderScriptId = 'REPLACE_WITH_YOUR_SCRIPT_ID';

/** What .clasp.json says of the script that is pushed to. */
export type ClaspFile =
  /** There is no such file. */
  | { readonly kind: 'none' }
  /** It names no script, or has still the id that a fresh clone has. */
  | { readonly kind: 'empty' | 'placeholder' }
  /** Nobody can read it. */
  | {
      readonly kind: 'broken';
      /** ".clasp.json is no JSON" */
      readonly problem: string;
      readonly fix: string;
    }
  | {
      readonly kind: 'script';
      readonly scriptId: string;
      /** The sheet that the script is attached to; undefined when the file names none. */
      readonly parentId: string | undefined;
      /** The folder that is pushed; undefined when the file names none. */
      readonly rootDir: string | undefined;
    };

/** Reads the .clasp.json of a checkout. */
export function readClaspFile(folder: string): ClaspFile {
  const path = join(folder, '.clasp.json');
  if (!existsSync(path)) return { kind: 'none' };
  let data: unknown;
  try {
    data = JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    return broken('.clasp.json is no JSON');
  }
  if (typeof data !== 'object' || data === null || Array.isArray(data)) return broken('.clasp.json is no JSON object');
  const { scriptId = '', parentId, rootDir } = data as Readonly<Record<string, unknown>>;
  if (typeof scriptId !== 'string') return broken('The scriptId in .clasp.json is no text');
  if (scriptId === '') return { kind: 'empty' };
  if (scriptId === placeholderScriptId) return { kind: 'placeholder' };
  // clasp itself writes a list when it has made the sheet.
  const [parent] = Array.isArray(parentId) ? (parentId as unknown[]) : [parentId];
  return { kind: 'script', scriptId, parentId: textOf(parent), rootDir: textOf(rootDir) };
}

const textOf = (value: unknown) => (typeof value === 'string' && value !== '' ? value : undefined);

const broken = (problem: string): ClaspFile => ({
  kind: 'broken',
  problem,
  fix: 'It should look like { "scriptId": "<the id of your script>", "rootDir": "dist" }. Restore it: git checkout .clasp.json.',
});
