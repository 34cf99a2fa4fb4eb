import { ChatClient } from '../../emulator/chat/client';
import { httpNetwork } from '../../emulator/http-network';
import { buildBundle } from '../build';
import { buildPage } from '../build-page';
import { startChatThread, type ChatThread } from '../chat-thread';
import { defineCommand } from '../command';
import { runDemo, type DemoResult } from '../demo';
import { workbenchPort } from '../doctor';
import { exitCodes, Failure } from '../failure';
import { freePortFrom } from '../port';
import { rehearseBurst, type Rehearsal } from '../rehearsal';
import { shippedProject } from '../shipped';
import type { Terminal } from '../terminal';

/** `npm start`: everything, on this machine. */
export const command = defineCommand({
  summary: 'Builds, sends messages through the built script to a Chat on this machine, and shows them.',
  usage: '[--port N] | --once [--json]',
  examples: [
    ['npm start', 'the demo, then the page on http://127.0.0.1:8765 until Ctrl-C'],
    ['npm start -- --once', 'the demo alone; exits 0 only if all it sent arrived exactly once'],
    ['npm start -- --port 9000', 'another port'],
  ],
  options: {
    once: { type: 'boolean', about: 'end after the demo, without the page' },
    port: { type: 'string', value: 'N', about: `the page's port; ${workbenchPort} unless said` },
    json: { type: 'boolean', about: 'with --once: print { arrived, problems, burst }' },
  },
  takesPositionals: false,
  async run({ values }, terminal) {
    const wantedPort = readPort(values.port);
    await buildBundle(terminal, { onlyIfStale: true });
    const chat = values.once ? await startChatThread({ port: 0, page: '' }) : await startWithPage(wantedPort, terminal);
    try {
      if (!values.once) terminal.ok(`Chat on ${chat.url}`);
      const result = await sendDemo(chat, terminal);
      const burst = rehearseBurst();
      if (values.once && values.json) terminal.print(JSON.stringify({ ...result, burst }));
      else {
        tell(result, terminal);
        tellBurst(burst, terminal);
      }
      const problems = [...result.problems, ...burst.problems];
      if (values.once) return problems.length === 0 ? exitCodes.ok : exitCodes.failed;
      terminal.print(`    ${chat.url}     <- open this; Ctrl-C stops`);
      await untilStopped();
      return exitCodes.ok;
    } finally {
      await chat.close();
    }
  },
});

function readPort(text: string | undefined): number {
  const port = Number(text ?? workbenchPort);
  if (Number.isInteger(port) && port >= 1 && port <= 65_435) return port;
  throw new Failure('usage', `--port ${text} is no port.`, 'It should be a whole number from 1 to 65435.');
}

async function startWithPage(wantedPort: number, terminal: Terminal): Promise<ChatThread> {
  const [page, port] = await Promise.all([buildPage(), freePortFrom(wantedPort)]);
  if (port !== wantedPort) {
    terminal.warn(`Port ${wantedPort} is in use. Using ${port} instead: http://127.0.0.1:${port}`);
  }
  return startChatThread({ port, page });
}

async function sendDemo(chat: ChatThread, terminal: Terminal): Promise<DemoResult> {
  const network = httpNetwork({ chatUrl: chat.url });
  try {
    const project = shippedProject({ network });
    return await terminal.step('Sending', 'Sent through dist/Code.js in the emulator', () =>
      runDemo(project, new ChatClient(chat.url)),
    );
  } finally {
    network.close();
  }
}

function tell({ arrived, problems }: DemoResult, terminal: Terminal): void {
  const name = Math.max(0, ...arrived.map(({ to }) => to.length));
  const text = Math.max(0, ...arrived.map((message) => message.text.length));
  for (const message of arrived) {
    const thread = message.threadKey === '' ? '' : `  thread ${message.threadKey}`;
    terminal.print(`->  ${message.to.padEnd(name)}  ${`"${message.text}"`.padEnd(text + 2)}${thread}`.trimEnd());
  }
  for (const problem of problems) terminal.fail(problem);
  if (problems.length === 0) terminal.print('    Everything that was sent arrived exactly once.');
}

function tellBurst({ messages, spaces, refused, kills, tookMs, problems }: Rehearsal, terminal: Terminal): void {
  terminal.print(
    `    The hard case, in virtual time: ${messages} messages to ${spaces} spaces at once, ${refused} answered 429, ` +
      `${kills} execution killed in the middle, ${Math.round(tookMs / 1000)} s.`,
  );
  for (const problem of problems) terminal.fail(problem);
  if (problems.length === 0) terminal.print('    All of them arrived exactly once, in order.');
}

function untilStopped(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve());
  });
}
