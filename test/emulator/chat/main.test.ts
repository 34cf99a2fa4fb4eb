import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { readChatOptions, runChat } from '../../../emulator/chat/main';
import { postJson } from './requests';

describe('readChatOptions', () => {
  test('has defaults', () => {
    expect(readChatOptions([])).toEqual({ port: 8766, quota: 'strict', strictWebhooks: false, assume: {} });
  });

  test('reads every option', () => {
    const words =
      '--port 0 --quota burst --no-dedup --strict-webhooks --assume burst=3 --assume orFailNewKey=create'.split(' ');
    expect(readChatOptions(words)).toEqual({
      port: 0,
      quota: 'burst',
      strictWebhooks: true,
      assume: { burst: 3, orFailNewKey: 'create', requestId: 'ignore' },
    });
  });

  test.each([
    ['--port none', /^Expected --port to be 0 to 65535; got "none"\./],
    ['--quota loose', /^Expected --quota to be one of strict, burst, window, off; got "loose"\./],
    ['--assume x=1', /^There is no assumption "x"\./],
    ['--prot 1', /--prot/],
  ])('refuses %s', (words, message) => {
    expect(() => readChatOptions(words.split(' '))).toThrow(message);
  });
});

describe('runChat', () => {
  test('prints where it listens, and serves there', async () => {
    const lines: string[] = [];
    const server = await runChat(['--port', '0', '--no-dedup', '--quota', 'off'], (line) => lines.push(line));
    expect(lines).toEqual([`chat listening on ${server.url}`]);
    const url = `${server.chat.addSpace('ops')}&requestId=r`;
    await postJson(url, { text: 'x' });
    await postJson(url, { text: 'x' });
    expect(server.chat.messages).toHaveLength(2);
    await server.close();
  });

  test('is a process that ends when it is told to', async () => {
    const tsx = join(__dirname, '../../../node_modules/tsx/dist/cli.mjs');
    const main = join(__dirname, '../../../emulator/chat/main.ts');
    const child = spawn(process.execPath, [tsx, main, '--port', '0'], { stdio: ['ignore', 'pipe', 'inherit'] });
    const line = await new Promise<string>((resolve) =>
      child.stdout.once('data', (chunk: Buffer) => resolve(chunk.toString())),
    );
    expect(line).toMatch(/^chat listening on http:\/\/127\.0\.0\.1:\d+\n$/);
    child.kill('SIGTERM');
    expect(await new Promise((resolve) => child.once('exit', resolve))).toBe(0);
  });
});
