import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Chat } from '../../emulator/chat/chat';
import { chatNetwork } from '../../emulator/chat/network';
import { VirtualClock } from '../../emulator/clock';
import { compile, Project, type Manifest } from '../../emulator/project';
import { codeBlocks } from '../readme';
import { refusedSyntax } from '../script';

const root = join(__dirname, '..', '..');
const page = readFileSync(join(root, 'docs', 'package.md'), 'utf8');
const blockIn = (language: string) =>
  codeBlocks('docs/package.md', page).find((block) => block.language === language)?.code ?? '';

const GENEROUS_MS = 300_000;

/** A project of someone else's, in the checkout, so that it finds the tools, with the packed file as the only copy of ours. */
let project = '';

/** Runs a tool in the project. @returns what it printed, with its exit code before it */
function tool(path: string, ...words: string[]): string {
  const program = [join(root, 'node_modules', path), ...words];
  const { status, stdout, stderr } = spawnSync(process.execPath, program, { cwd: project, encoding: 'utf8' });
  return `${status}\n${stdout}${stderr}`;
}

beforeAll(() => {
  mkdirSync(join(root, 'build'), { recursive: true });
  project = mkdtempSync(join(root, 'build', 'project-'));
  const packed = execFileSync('npm', ['pack', '--silent', '--pack-destination', project], { cwd: root, stdio: 'pipe' });
  const [file = ''] = packed.toString().trim().split('\n').slice(-1);
  execFileSync('tar', ['-xzf', file], { cwd: project });
  cpSync(join(project, 'package'), join(project, 'node_modules', 'chat-courier'), { recursive: true });
  mkdirSync(join(project, 'src'));
  writeFileSync(join(project, 'src', 'index.ts'), blockIn('ts'));
  writeFileSync(join(project, 'rollup.config.mjs'), blockIn('js'));
  const compilerOptions = {
    target: 'ES2019', module: 'ESNext', moduleResolution: 'bundler', strict: true, skipLibCheck: true,
    types: ['google-apps-script'], rootDir: 'src',
  }; // prettier-ignore
  writeFileSync(join(project, 'tsconfig.json'), JSON.stringify({ compilerOptions, include: ['src'] }));
}, GENEROUS_MS);

afterAll(() => {
  rmSync(project, { recursive: true, force: true });
});

describe('the npm package', () => {
  test(
    'bundles into a script of its user, which sends what its code says, and by itself',
    () => {
      expect(tool('rollup/dist/bin/rollup', '--config', '--silent')).toBe('0\n');
      const code = readFileSync(join(project, 'dist', 'Code.js'), 'utf8');
      expect(refusedSyntax(code)).toEqual([]);
      const chat = new Chat();
      const script = new Project({
        program: compile([{ name: 'Code', code }]),
        manifest: JSON.parse(readFileSync(join(root, 'appsscript.json'), 'utf8')) as Manifest,
        clock: new VirtualClock('2026-03-02T08:00:00Z'),
        network: chatNetwork(chat),
      });
      for (const name of ['ops', 'team']) script.properties.set(`webhook.${name}`, chat.addSpace(name));
      script.run('setUp');
      script.run('orderIsLate');
      script.advance(2 * 3_600_000);
      expect(chat.messages.map(({ space, text }) => [space, text])).toEqual([
        ['ops', 'Order 1042 is late'],
        ['team', 'Stand-up.'],
      ]);
    },
    GENEROUS_MS,
  );

  test(
    'has types',
    () => {
      expect(tool('typescript/bin/tsc', '--noEmit')).toBe('0\n');
      const wrong = [
        "import { defineNotifications, send } from 'chat-courier';",
        "send('ops', 'text', { priority: 'urgent' });",
        'defineNotifications({ quietHours: [{ from: 5 }] });',
        "defineNotifications({ schedules: [{ id: 'a', to: 5 }] });",
      ];
      writeFileSync(join(project, 'src', 'wrong.ts'), wrong.join('\n'));
      const found = [...tool('typescript/bin/tsc', '--noEmit', '--pretty', 'false').matchAll(/wrong\.ts\((\d+)/g)];
      expect([...new Set(found.map(([, line]) => line))]).toEqual(['2', '3', '4']);
    },
    GENEROUS_MS,
  );
});
