import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildSync } from 'esbuild';

const CACHE = join(__dirname, '..', 'build', 'emulator');

/**
 * One of the emulator's own modules and what it imports, as one JavaScript text: realms and worker threads read no
 * TypeScript. Kept in build/ until a source changes.
 *
 * @param entry - relative to this folder: "facade/install.ts"
 * @param format - `realm`: a script without any import, its exports in the variable `bundle_`; `node`: CommonJS
 */
export function bundled(entry: string, format: 'realm' | 'node'): string {
  const file = join(CACHE, `${entry.replace(/\W/g, '-')}-${sourcesHash()}.js`);
  if (existsSync(file)) return readFileSync(file, 'utf8');
  const { outputFiles } = buildSync({
    entryPoints: [join(__dirname, entry)],
    bundle: true,
    write: false,
    target: 'es2022',
    format: format === 'realm' ? 'iife' : 'cjs',
    platform: format === 'realm' ? 'neutral' : 'node',
    logLevel: 'silent',
    ...(format === 'realm' ? { globalName: 'bundle_' } : {}),
  });
  const text = outputFiles[0]?.text ?? '';
  mkdirSync(CACHE, { recursive: true });
  // Several processes may build at once: each writes its own file and puts it in place whole.
  const draft = `${file}.${String(process.pid)}`;
  writeFileSync(draft, text);
  renameSync(draft, file);
  return text;
}

let hash: string | undefined;

function sourcesHash(): string {
  if (hash !== undefined) return hash;
  const digest = createHash('sha256');
  const names = readdirSync(__dirname, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts'));
  for (const name of names.sort()) {
    if (!/^(chat|simulation)\b/.test(name)) digest.update(name).update(readFileSync(join(__dirname, name)));
  }
  hash = digest.digest('hex').slice(0, 16);
  return hash;
}
