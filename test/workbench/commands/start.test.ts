import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ChatClient } from '../../../emulator/chat/client';
import { main } from '../../../workbench/cli';
import { captureTerminal } from '../captured-terminal';
import { startCommand, type CommandProcess } from '../process';

const words = 'Everything that was sent arrived exactly once.';

describe('npm start', () => {
  let running: CommandProcess | undefined;
  afterEach(async () => {
    running?.interrupt();
    await running?.ended;
    running = undefined;
  });

  test('sends through the bundle, shows the page and the API at one address, and ends at Ctrl-C', async () => {
    running = startCommand(['start', '--port', '18765']);
    const [, url = ''] = await running.until(/(http:\/\/127\.0\.0\.1:\d+) {5}<- open this; Ctrl-C stops/);
    expect(running.out()).toContain(words);
    expect(await (await fetch(url)).text()).toContain('<title>Chat Courier workbench</title>');
    const messages = await new ChatClient(url).messages();
    expect(messages.map(({ text }) => text)).toContain('Order *1042* is late');
    expect((await fetch(`${url}/nowhere`)).status).toBe(404);
    const edit = await fetch(`${url}/workbench/v1/sheet/C5`, { method: 'PUT', body: '{"value":"Late"}' });
    expect(await edit.json()).toMatchObject({ edited: 'Orders!C5' });
    const found = await new ChatClient(url).messages();
    expect(found.map(({ text }) => text)).toContain('Order 1045 of Quan is late: €90.00');
    running.interrupt();
    expect(await running.ended).toBe(0);
  });

  test('takes the next free port when its own is taken, and says so', async () => {
    const squatter = createServer();
    await new Promise<void>((resolve) => squatter.listen(0, '127.0.0.1', resolve));
    const { port } = squatter.address() as AddressInfo;
    running = startCommand(['start', '--port', String(port)]);
    const [, used] = await running.until(/127\.0\.0\.1:(\d+) {5}<- open this/);
    expect(Number(used)).toBeGreaterThan(port);
    expect(running.talk()).toContain(`Port ${port} is in use. Using ${used} instead: http://127.0.0.1:${used}`);
    await new Promise((resolve) => squatter.close(resolve));
  });

  test('refuses a port that is none', async () => {
    const terminal = captureTerminal();
    expect(await main(['start', '--port', 'http'], terminal)).toBe(2);
    expect(terminal.talk()).toContain('--port http is no port.');
  });
});

test('npm start refuses --json without --once, and starts nothing', async () => {
  const terminal = captureTerminal();
  expect(await main(['start', '--json', '--port', 'http'], terminal)).toBe(2);
  expect(terminal.talk()).toContain('--json needs --once: the page has no end to print it at.');
});

test('npm start refuses a port where there is no page', async () => {
  const terminal = captureTerminal();
  expect(await main(['start', '--once', '--port', '9000'], terminal)).toBe(2);
  expect(terminal.talk()).toContain("--port is the page's, and --once shows none.");
});

describe('npm start -- --once', () => {
  test('ends with 0 when all arrived, and serves no page', async () => {
    const terminal = captureTerminal();
    expect(await main(['start', '--once'], terminal)).toBe(0);
    expect(terminal.out()).toContain(words);
    expect(terminal.out()).not.toContain('http://');
  });

  test('gives what arrived as JSON', async () => {
    const terminal = captureTerminal();
    expect(await main(['start', '--once', '--json'], terminal)).toBe(0);
    const { arrived, problems } = JSON.parse(terminal.out()) as { arrived: unknown[]; problems: unknown[] };
    expect({ count: arrived.length, problems }).toEqual({ count: 5, problems: [] });
  });
});
