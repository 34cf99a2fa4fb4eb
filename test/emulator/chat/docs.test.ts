import { execFile, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { API_ROUTES } from '../../../emulator/chat/api';
import { readChatOptions } from '../../../emulator/chat/main';
import { startChatServer } from '../../../emulator/chat/server';

const page = readFileSync(join(__dirname, '../../../docs/local-chat.md'), 'utf8');
const lines = [...page.matchAll(/^```sh\n([^]*?)^```$/gm)].flatMap(([, block = '']) => block.trim().split('\n'));
const hasCurl = spawnSync('curl', ['--version']).status === 0;

/** Runs every curl line of the page, in order, against a server. */
async function expectCurlLinesToWork(): Promise<void> {
  const server = await startChatServer();
  const printed: string[] = [];
  try {
    for (const line of lines.filter((each) => each.startsWith('curl '))) {
      const { stdout } = await promisify(execFile)('bash', ['-c', line.replace('http://127.0.0.1:8766', server.url)]);
      printed.push(stdout);
    }
  } finally {
    await server.close();
  }
  expect(printed.length).toBeGreaterThan(7);
  expect(printed.filter((text) => text.includes('"Disk is full"'))).toHaveLength(3);
}

describe('docs/local-chat.md', () => {
  (hasCurl ? test : test.skip)('has curl lines that work, one after the other', expectCurlLinesToWork);

  test('has commands that the server takes', () => {
    const commands = lines.filter((line) => line.startsWith('npm run chat -- '));
    expect(commands.map((line) => readChatOptions(line.split(' ').slice(4)).port)).toEqual([8766, 8766]);
  });

  test('names every route', () => {
    expect(Object.keys(API_ROUTES).filter((path) => !page.includes(path))).toEqual([]);
  });
});
