import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { VirtualClock } from '../emulator/clock';
import { compile, Project, type Manifest } from '../emulator/project';
import { commands, main } from '../workbench/cli';
import { parseCall } from '../workbench/command';
import { codeBlocks, splitCommands, type CodeBlock } from './readme';
import { topLevelFunctions } from './script';
import { captureTerminal } from './workbench/captured-terminal';

const root = join(__dirname, '..');
const read = (path: string) => readFileSync(join(root, path), 'utf8');
const docs = readdirSync(join(root, 'docs')).filter((name) => name.endsWith('.md'));
const pages = ['README.md', 'CHANGELOG.md', ...docs.map((name) => `docs/${name}`)];
const blocks = pages.flatMap((page) => codeBlocks(page, read(page)));
const inLanguage = (...languages: string[]) =>
  blocks
    .filter(({ language }) => languages.includes(language))
    .map((block) => [`${block.page}:${block.line}`, block] as const);

/** Commands of npm that are not ours. */
const NPM_ITSELF = ['ci', 'pack', 'install'];

describe('codeBlocks', () => {
  test('finds blocks with their lines, those of a list without its indent', () => {
    const page = ['# A', '```sh', 'npm test', '```', '1. b', '   ```js', '   f();', '     g();', '   ```'].join('\n');
    expect(codeBlocks('a.md', page)).toEqual([
      { page: 'a.md', line: 3, language: 'sh', code: 'npm test' },
      { page: 'a.md', line: 7, language: 'js', code: 'f();\n  g();' },
    ]);
  });

  test('refuses a block that never ends', () => {
    expect(() => codeBlocks('a.md', '```sh\nnpm test')).toThrow('a.md:1 opens a code block that never ends.');
  });
});

test('splitCommands keeps what stands in quotes together', () => {
  expect(splitCommands('cd a && npm run send -- --to ops "Build passed"\n# a comment')).toEqual([
    ['cd', 'a'],
    ['npm', 'run', 'send', '--', '--to', 'ops', 'Build passed'],
  ]);
});

test('every code block says its language', () => {
  const known = ['sh', 'js', 'ts', 'json', 'text'];
  expect(blocks.filter(({ language }) => !known.includes(language))).toEqual([]);
});

describe('shell blocks', () => {
  test.each(inLanguage('sh'))('%s names commands and options that exist', (_where, { code }) => {
    for (const words of splitCommands(code)) expect(problemOf(words)).toBe('');
  });

  test('finds a command and an option that do not exist', () => {
    expect(problemOf(['npm', 'run', 'biuld'])).toContain('biuld');
    expect(problemOf(['npm', 'run', 'build', '--', '--jsno'])).toContain('--jsno');
    expect(problemOf(['npx', 'clasp', 'opne'])).toContain('opne');
    expect(problemOf(['make'])).toContain('make');
  });

  const cheap = inLanguage('sh')
    .flatMap(([, { code }]) => splitCommands(code))
    .filter(isCheap)
    .map((words) => [words.join(' '), words] as const);

  test.each([...new Map(cheap)])('%s runs', async (_line, words) => {
    const terminal = captureTerminal();
    const [name, rest] = workbenchCall(words) ?? ['', []];
    expect({ code: await main([name, ...rest], terminal), talk: terminal.talk() }).toMatchObject({ code: 0 });
  });
});

test('the README shows what npm start prints', async () => {
  const terminal = captureTerminal();
  expect(await main(['start', '--once'], terminal)).toBe(0);
  const [shown] = blocks.filter(({ page, language }) => page === 'README.md' && language === 'text');
  // The address is only there with the page.
  const lines = shown?.code.split('\n').filter((line) => !/127\.0\.0\.1/.test(line)) ?? [];
  expect(lines.length).toBeGreaterThan(12);
  for (const line of lines) expect(terminal.out()).toContain(`${line}\n`);
});

describe('JSON blocks', () => {
  const all = inLanguage('json');
  test('parse', () => {
    for (const [, { code }] of all) expect(() => JSON.parse(code) as unknown).not.toThrow();
  });
});

describe('script blocks', () => {
  // The blocks of these pages say what they give, or are a project of their own: test/docs and test/package run them.
  const ownTest = /^docs\/(messages|templates|schedules|monitors|set-up|rules|forms|digests|relay|package)\.md/;
  const scripts = inLanguage('js', 'ts').filter(([where]) => !ownTest.test(where));

  test.each(scripts)('%s runs beside the bundle, and what it sends arrives', (_where, block) => {
    expect(runBeside(block)).toBeGreaterThan(0);
  });

  test('finds a block that throws', () => {
    const block = { page: 'a.md', line: 1, language: 'js', code: 'function f() { sned("ops", "text"); }' };
    expect(() => runBeside(block)).toThrow('sned is not defined');
  });
});

describe('links to files', () => {
  const links = pages.flatMap((page) =>
    [...read(page).matchAll(/\]\((?!https?:|#)([^)#]+)[^)]*\)/g)].map(([, target = '']) => ({ page, target })),
  );
  test('lead somewhere', () => {
    const broken = links.filter(({ page, target }) => !existsSync(join(root, page, '..', target)));
    expect(broken).toEqual([]);
    expect(links.length).toBeGreaterThan(5);
  });
});

test('the newest version in the changelog is that of package.json', () => {
  const { version } = JSON.parse(read('package.json')) as { version: string };
  const [, newest] = /^## \[(\d[^\]]*)\]/m.exec(read('CHANGELOG.md')) ?? [];
  expect(newest).toBe(version);
});

test('the README explains every error code, and no other', () => {
  const inCode = [...read('src/errors.ts').matchAll(/^ {2}\| '([A-Z_]+)'/gm)].map(([, code]) => code);
  const inReadme = [...read('README.md').matchAll(/^\| `([A-Z_]+)`/gm)].map(([, code]) => code);
  expect(inReadme.sort()).toEqual(inCode.sort());
  expect(inCode.length).toBeGreaterThan(5);
});

/** What is wrong with a command line of a page; '' when nothing is. */
function problemOf(words: readonly string[]): string {
  const [program = '', ...rest] = words;
  const call = workbenchCall(words);
  if (call !== undefined) {
    const [name, options] = call;
    const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };
    if (scripts[name] === undefined) return `npm has no script ${name}`;
    const command = commands[name];
    if (command === undefined) return '';
    try {
      parseCall(name, command, options);
      return '';
    } catch (error) {
      return (error as Error).message;
    }
  }
  if (program === 'npm' && NPM_ITSELF.includes(rest[0] ?? '')) return '';
  if (program === 'npx' && rest[0] === 'clasp') {
    const file = join(root, 'node_modules/@google/clasp/build/src/commands', `${rest[1]}.js`);
    return existsSync(file) ? '' : `clasp has no command ${rest[1]}`;
  }
  if (['git', 'cd', 'export', 'curl', 'sudo'].includes(program)) return '';
  return `nobody told this test what ${program} is`;
}

/** The command of ours that a line calls, and its words; undefined for any other program. */
function workbenchCall([program, first, ...rest]: readonly string[]): [name: string, words: string[]] | undefined {
  if (program !== 'npm' || first === undefined || NPM_ITSELF.includes(first)) return undefined;
  const [name = '', ...words] = first === 'run' ? rest.filter((word) => word !== '--silent') : [first, ...rest];
  return [name, words[0] === '--' ? words.slice(1) : words];
}

/** Whether a command may run inside a test: it builds nothing, starts no server and sends nothing away. */
function isCheap(words: readonly string[]): boolean {
  const [name, rest] = workbenchCall(words) ?? ['', []];
  if (rest.includes('--help') || name === 'doctor') return true;
  return (
    name === 'emulate' &&
    !rest.includes('--chat') &&
    rest.filter((word) => /\.(js|gs)$/.test(word)).every((file) => existsSync(join(root, file)))
  );
}

/** Runs every function of a block in a project that also has the bundle. @returns how many messages arrived */
function runBeside({ code, language, page, line }: CodeBlock): number {
  const plain = language === 'ts' ? ts.transpile(code, { target: ts.ScriptTarget.ES2019 }) : code;
  const received: string[] = [];
  const project = new Project({
    program: compile([
      { name: 'Code', code: read('dist/Code.js') },
      { name: `${page}:${line}`, code: plain },
    ]),
    manifest: JSON.parse(read('dist/appsscript.json')) as Manifest,
    clock: new VirtualClock(),
    network: {
      exchange: (batch) =>
        batch.map(({ url, body }) => {
          received.push(Buffer.from(body).toString());
          const space = new URL(url).pathname.replace(/^\/v1\/|\/messages$/g, '');
          const answer = { name: `${space}/messages/1.1`, thread: { name: `${space}/threads/1` } };
          return { kind: 'answer', status: 200, headers: [], body: Buffer.from(JSON.stringify(answer)), tookMs: 40 };
        }),
    },
  });
  const names = new Set([
    'default',
    'ops',
    ...[...code.matchAll(/to: '([^']+)'|send\(\[?'([^']+)'(?:, '([^']+)'\])?/g)].flatMap((found) => found.slice(1)),
  ]);
  for (const name of names) {
    if (!name) continue;
    const link = `https://chat.googleapis.com/v1/spaces/${name}/messages?key=EXAMPLE_KEY&token=EXAMPLE_TOKEN`;
    project.properties.set(`webhook.${name}`, link);
  }
  for (const { name, parameters } of topLevelFunctions(plain)) if (parameters.length === 0) project.run(name);
  return received.length;
}
