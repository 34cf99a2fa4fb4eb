import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Project } from '../../../emulator/project';
import { main } from '../../../workbench/cli';
import { captureTerminal } from '../captured-terminal';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'chat-courier-emulate-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const file = (name: string, text: string): string => {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
};

async function emulate(...words: string[]) {
  const terminal = captureTerminal();
  const code = await main(['emulate', ...words], terminal);
  return { code, out: terminal.out(), talk: terminal.talk() };
}

describe('npm run emulate', () => {
  test('prints the execution log', async () => {
    const code = file('Code.js', 'function main() { console.log("hello"); Logger.log("%s again", "hello"); }');
    const run = await emulate(code, '--function', 'main');
    expect(run).toMatchObject({ code: 0, talk: '' });
    expect(run.out).toMatch(/^\d\d:\d\d:\d\d\.\d{3} {2}DEBUG {4}hello\n.* {2}INFO {5}hello again\n$/);
  });

  test('runs several files as one project, with arguments and properties', async () => {
    const files = [
      file('a.gs', 'function add(a, b) { return a + b + offset(); }'),
      file(
        'b.js',
        'function offset() { return Number(PropertiesService.getScriptProperties().getProperty("offset")); }',
      ),
    ];
    const run = await emulate(
      ...files,
      '--function',
      'add',
      '--arg',
      '1',
      '--arg',
      '2',
      '--property',
      'offset=4',
      '--json',
    );
    expect(run).toMatchObject({ code: 0, talk: '' });
    expect(JSON.parse(run.out)).toEqual({ log: [], result: 7, messages: [] });
  });

  test('answers a script that posts to Chat as Google’s own samples do, and shows what arrived', async () => {
    const code = `function post() {
      const url = 'https://chat.googleapis.com/v1/spaces/ops/messages?key=EXAMPLE_KEY&token=EXAMPLE_TOKEN';
      const response = UrlFetchApp.fetch(url, {
        method: 'post',
        headers: { 'Content-Type': 'application/json; charset=UTF-8' },
        payload: JSON.stringify({ text: 'Hello from a script' }),
      });
      Utilities.sleep(60000);
      console.log(response.getResponseCode(), JSON.parse(response.getContentText()).name.split('/')[1]);
    }`;
    const run = await emulate(file('Code.js', code), '--function', 'post');
    expect(run).toMatchObject({ code: 0, talk: '->  ops  "Hello from a script"\n' });
    expect(run.out).toContain('200 ops');
  });

  test('ends with 1 when Chat refuses, in the words that Apps Script has for it', async () => {
    const code = `function post() {
      const url = 'https://chat.googleapis.com/v1/spaces/ops/messages?key=EXAMPLE_KEY&token=EXAMPLE_TOKEN';
      UrlFetchApp.fetch(url, { method: 'post', contentType: 'application/json', payload: '{"txet": "a"}' });
    }`;
    const run = await emulate(file('Code.js', code), '--function', 'post');
    expect(run).toMatchObject({ code: 1, talk: '' });
    expect(run.out).toContain('Request failed for https://chat.googleapis.com returned code 400');
    expect(run.out).toContain('Unknown name \\"txet\\"');
  });

  test('gives a script that calls another machine a DNS error, and tells the person why', async () => {
    const code = `function main() {
      try { UrlFetchApp.fetch('https://shop.example.com/up?key=EXAMPLE_KEY'); } catch (error) { console.log(String(error)); }
      UrlFetchApp.fetch('https://shop.example.com/');
    }`;
    const run = await emulate(file('Code.js', code), '--function', 'main');
    expect(run.code).toBe(1);
    expect(run.out).toContain('Exception: DNS error: https://shop.example.com/up?key=***');
    expect(run.talk).toBe('!   The emulator calls no other machine: https://shop.example.com gets a DNS error.\n');
  });

  test('ends with 1 when the script throws, and the log says where', async () => {
    const run = await emulate(file('Code.js', 'function main() {\n  null.x;\n}'), '--function', 'main');
    expect(run.code).toBe(1);
    expect(run.out).toContain('ERROR');
    expect(run.out).toContain('Code:2');
  });

  test('tells a fault of the emulator, which no log has', async () => {
    const broken = jest.spyOn(Project.prototype, 'serve').mockImplementation(() => {
      throw new Error('The store broke at ?token=EXAMPLE_TOKEN');
    });
    const code = 'function main() { console.error("Starting"); ScriptApp.getScriptId(); }';
    const run = await emulate(file('Code.js', code), '--function', 'main');
    broken.mockRestore();
    expect(run).toMatchObject({ code: 1, talk: 'x   The emulator failed. Error: The store broke at ?token=***\n' });
  });

  test('lets a script wait by looking at the time', async () => {
    const code = 'function main() { const start = Date.now(); while (Date.now() - start < 90_000) {} return "done"; }';
    const run = await emulate(file('Code.js', code), '--function', 'main', '--json');
    expect(JSON.parse(run.out)).toMatchObject({ result: 'done' });
  });

  test('masks webhook tokens that a script logs', async () => {
    const code =
      'function main() { console.log("https://chat.googleapis.com/v1/spaces/A/messages?key=EXAMPLE_KEY&token=EXAMPLE_TOKEN"); }';
    const run = await emulate(file('Code.js', code), '--function', 'main');
    expect(run.out).toContain('token=***');
    expect(run.out).not.toContain('EXAMPLE');
  });

  test('masks them in what it gives as JSON and in what arrived too, however they are written', async () => {
    const code = `function main() {
      const link = 'https://chat.googleapis.com/v1/spaces/ops/messages?key=EXAMPLE_KEY&token=EXAMPLE_TOKEN';
      UrlFetchApp.fetch(link, { method: 'post', contentType: 'application/json', payload: JSON.stringify({ text: link }) });
      console.log(link, encodeURIComponent(link));
      return { link, encoded: encodeURIComponent(link), [link]: 'a "quoted" text' };
    }`;
    const json = await emulate(file('Code.js', code), '--function', 'main', '--json');
    expect(json.code).toBe(0);
    expect(json.out).not.toContain('EXAMPLE');
    const { log, result, messages } = JSON.parse(json.out) as { log: object[]; result: object; messages: object[] };
    expect([log.length, messages.length, Object.keys(result).length]).toEqual([1, 1, 3]);
    expect(result).toMatchObject({ encoded: expect.stringContaining('%26token%3D***') as string });
    const { talk } = await emulate(file('Code.js', code), '--function', 'main');
    expect(talk).toContain('->  ops  "https://chat.googleapis.com/v1/spaces/ops/messages?key=***&token=***"');
  });

  test('says in Google’s words when a file does not parse', async () => {
    const run = await emulate(file('Code.js', 'function main() {\n  let = ;\n}'), '--function', 'main');
    expect(run.code).toBe(1);
    expect(run.talk).toMatch(/Syntax error: .*line: 2, file: Code/);
  });

  test.each<[string, string[], string]>([
    ['no file', ['--function', 'main'], 'No file to run.'],
    ['no function', ['CODE'], 'No function to run.'],
    ['a file that is not there', ['nowhere.js', '--function', 'main'], 'There is no file nowhere.js.'],
    ['a file of another kind', ['CODE', 'OTHER', '--function', 'main'], 'There is nothing to run in OTHER.'],
    ['a folder', ['FOLDER', '--function', 'main'], 'Name files that end in .js, .gs, .html or .json.'],
    ['files without a function', ['PAGE', '--function', 'main'], 'They have none.'],
    ['an unknown function', ['CODE', '--function', 'mian'], 'Did you mean main?'],
    ['an argument that is no JSON', ['CODE', '--function', 'main', '--arg', 'hi'], `--arg '"hi"'`],
    ['a property without a value', ['CODE', '--function', 'main', '--property', 'a'], 'KEY=VALUE'],
  ])('ends with 2 at %s', async (_what, words, expected) => {
    const code = file('Code.js', 'function main() {}');
    const page = file('page.html', '');
    const other = file('main.ts', 'function main() {}');
    const paths: Readonly<Record<string, string>> = { CODE: code, PAGE: page, OTHER: other, FOLDER: folder };
    const run = await emulate(...words.map((word) => paths[word] ?? word));
    expect(run).toMatchObject({ code: 2, out: '' });
    expect(run.talk).toContain(expected.replace('OTHER', other));
  });
});
