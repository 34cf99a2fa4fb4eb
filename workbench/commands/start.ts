import { ChatClient } from '../../emulator/chat/client';
import { httpNetwork } from '../../emulator/http-network';
import { buildBundle } from '../build';
import { buildPage } from '../build-page';
import { startChatThread, type ChatThread } from '../chat-thread';
import { defineCommand } from '../command';
import { addWebhooks, runDemo, type DemoResult } from '../demo';
import { Desk } from '../desk';
import { workbenchPort } from '../doctor';
import { exitCodes, Failure } from '../failure';
import { liveThroughMorning, type Morning } from '../morning';
import { LiveClock } from '../live-clock';
import { freePortFrom } from '../port';
import { Orders, ORDERS_ID } from '../orders';
import { warnOfRefused } from '../refused';
import { rehearseBurst, type Rehearsal } from '../rehearsal';
import { shippedProject } from '../shipped';
import type { Terminal } from '../terminal';

/** How often it is looked whether a trigger is due, milliseconds. */
const TICK_MS = 1_000;

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
    json: { type: 'boolean', about: 'with --once: print { arrived, problems, morning, burst }' },
  },
  takesPositionals: false,
  async run({ values }, terminal) {
    if (values.json && !values.once)
      throw new Failure('usage', '--json needs --once: the page has no end to print it at.', 'Add --once.');
    if (values.once && values.port !== undefined)
      throw new Failure('usage', "--port is the page's, and --once shows none.", 'Leave one of them out.');
    const wantedPort = readPort(values.port);
    await buildBundle(terminal, { onlyIfStale: true });
    const chat = values.once ? await startChatThread({ port: 0, page: '' }) : await startWithPage(wantedPort, terminal);
    const network = httpNetwork({ chatUrl: chat.url, onRefused: warnOfRefused(terminal) });
    try {
      if (!values.once) terminal.ok(`Chat on ${chat.url}`);
      const clock = new LiveClock();
      const project = shippedProject({ network, clock, boundTo: ORDERS_ID });
      const client = new ChatClient(chat.url);
      await addWebhooks(project, client);
      const orders = new Orders(project);
      const result = await terminal.step('Sending', 'Sent through dist/Code.js in the emulator', () =>
        runDemo(project, orders, client),
      );
      const morning = liveThroughMorning();
      const burst = rehearseBurst();
      if (values.once && values.json) terminal.print(JSON.stringify({ ...result, morning, burst }));
      else {
        tell(result, terminal);
        tellMorning(morning, terminal);
        tellBurst(burst, terminal);
      }
      const problems = [...result.problems, ...morning.problems, ...burst.problems];
      if (values.once) return problems.length === 0 ? exitCodes.ok : exitCodes.failed;
      const desk = new Desk(project, clock, orders);
      chat.serve((request) => desk.answer(request));
      const ticking = setInterval(() => desk.runDue((problem) => terminal.fail(problem)), TICK_MS);
      terminal.print(`    ${chat.url}     <- open this; Ctrl-C stops`);
      await untilStopped();
      clearInterval(ticking);
      return exitCodes.ok;
    } finally {
      network.close();
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

function tellMorning({ schedule, monitor, messages, problems }: Morning, terminal: Terminal): void {
  terminal.print('    A morning in virtual time, on one clock trigger:');
  terminal.print(`      ${schedule}`);
  terminal.print(`      ${monitor}`);
  for (const { at, to, text } of messages) terminal.print(`->  ${at}  ${to.padEnd(4)}  "${text}"`);
  for (const problem of problems) terminal.fail(problem);
  if (problems.length === 0) terminal.print('    Each was told exactly once, the outage and its end in one thread.');
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
