import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { violations, type SourceFile } from './architecture';

const root = join(__dirname, '..');

/** Every TypeScript file of these folders. */
function sourcesIn(...folders: string[]): SourceFile[] {
  return folders.flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name))
      .map(({ parentPath, name }) => join(parentPath, name))
      .filter((path) => !path.includes('node_modules'))
      .map((path) => ({
        path: path.slice(root.length + 1).replaceAll('\\', '/'),
        text: readFileSync(path, 'utf8'),
      })),
  );
}

describe('the source code', () => {
  const sources = sourcesIn('src', 'emulator', 'workbench');

  test('keeps the order of parts, the ports and the independence of the emulator', () => {
    expect(violations(sources)).toEqual([]);
    expect(sources.length).toBeGreaterThan(30);
  });

  test('has file names in kebab-case', () => {
    const names = sourcesIn('src', 'emulator', 'workbench', 'test', 'bench').map(({ path }) => path);
    const odd = names.filter((path) => !/^[a-z0-9-]+(\.[a-z0-9-]+)*\.tsx?$/.test(path.split('/').at(-1) ?? ''));
    expect(odd).toEqual([]);
  });
});

describe('violations', () => {
  test.each([
    ['a look back', 'src/delivery/retry.ts', "import { send } from '../main';", 'main stands before delivery'],
    [
      'a look back for a type',
      'src/errors.ts',
      "import type { Clock } from './platform/platform';",
      'platform stands before',
    ],
    [
      'a re-export that looks back',
      'src/message/build.ts',
      "export { a } from '../delivery/retry';",
      'delivery stands before',
    ],
    ['an import type', 'src/errors.ts', "type A = import('./app').App;", 'app stands before errors'],
    ['code from the server in a page', 'src/pages/sidebar.tsx', "import { send } from '../main';", 'only types'],
    ['a port in a pure folder', 'src/message/check.ts', "import type { Log } from '../platform/platform';", 'is pure'],
    [
      'the adapter outside main',
      'src/delivery/post.ts',
      "import { google } from '../platform/google';",
      'only main knows',
    ],
    ['a package that is not bundled', 'src/schedule/cron.ts', "import { parse } from 'cron-parser';", 'cron-parser'],
    ['Node in the bundle', 'src/app.ts', "import { readFileSync } from 'node:fs';", 'node:fs'],
    [
      'the emulator that looks at src',
      'emulator/chat/chat.ts',
      "import { check } from '../../src/message/check';",
      'itself',
    ],
    ['the emulator that looks at the workbench', 'emulator/a.ts', "const a = require('../workbench/cli');", 'itself'],
    ['the workbench that looks at the server', 'workbench/a.ts', "import { send } from '../src/main';", 'src/pages/'],
    [
      'a service outside the adapter',
      'src/app.ts',
      'const p = PropertiesService.getScriptProperties();',
      'names PropertiesService',
    ],
    ['a service behind globalThis', 'src/app.ts', 'globalThis.UrlFetchApp.fetch.call(null);', 'names UrlFetchApp'],
    ['the wall clock', 'src/schedule/due.ts', 'const now = Date.now();', 'calls Date.now()'],
    ['a date of now', 'src/schedule/due.ts', 'const now = new Date();', 'calls new Date()'],
    ['chance', 'src/delivery/retry.ts', 'const wait = Math.random() * 2;', 'calls Math.random()'],
  ])('finds %s', (_what, path, text, words) => {
    const found = violations([{ path, text }]);
    expect(found).toHaveLength(1);
    expect(found[0]).toContain(`${path}:1 `);
    expect(found[0]).toContain(words);
  });

  test.each([
    [
      'looks ahead',
      'src/delivery/retry.ts',
      "import { issue } from '../errors'; import { check } from '../message/check';",
    ],
    ['looks inside its folder', 'src/sheet/rule.ts', "import { condition } from './condition';"],
    ['the page takes types', 'src/pages/call.ts', "import type { rpc } from '../main'; import { h } from 'preact';"],
    ['main knows the adapter', 'src/main.ts', "import { google } from './platform/google'; const a = UrlFetchApp;"],
    ['a moment that is given', 'src/schedule/due.ts', 'const day = new Date(now);'],
    ['a comment about a service', 'src/app.ts', '// PropertiesService holds them; Date.now() is not called.'],
    ['the workbench uses the emulator', 'workbench/a.ts', "import { Chat } from '../emulator/chat/chat';"],
  ])('finds nothing where %s', (_what, path, text) => {
    expect(violations([{ path, text }])).toEqual([]);
  });
});
