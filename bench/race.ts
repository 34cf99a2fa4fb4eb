import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Fault } from '../emulator/chat/chat';
import { ChatClient } from '../emulator/chat/client';
import { percent, tally, type Tally } from './tally';
import { nameOf, sentTo } from './virtual';

/** What one contender gets: see courier.ts and peers.mjs. */
export interface Plan {
  readonly name: string;
  /** Space to webhook URL, of the local Chat. */
  readonly webhooks: Readonly<Record<string, string>>;
  readonly messages: readonly (readonly [space: string, text: string])[];
  /** Where Chat Courier's script properties are kept. */
  readonly stateFile: string;
}

/** One way to make it hard. */
export interface Scenario {
  readonly spaces: number;
  /** Messages for each space. */
  readonly each: number;
  /** The local Chat's options: ['--quota=burst']. @default strict, a 429 says how long to wait */
  readonly chat?: readonly string[];
  /** What goes wrong in a space, by its number from 0. */
  readonly faults?: (space: number) => readonly Fault[];
  /** The contender is killed when this part of the messages has arrived, 0 to 1, and started again with the same list. */
  readonly killAt?: number;
  /** After so long a contender is stopped, milliseconds. */
  readonly limitMs: number;
}

/** What came of it. */
export interface Race extends Tally {
  readonly name: string;
  readonly messages: number;
  /** From the first call to the last message created, milliseconds. */
  readonly tookMs: number;
  /** The same for each space. */
  readonly tookMsOf: ReadonlyMap<string, number>;
  /** One message a second and space, compared with what it took; undefined when something was lost. */
  readonly ratio: number | undefined;
  /** Reported as failed, and yet in the space. */
  readonly falseFailures: number;
  /** Whether it had not ended by itself in time. */
  readonly wasStopped: boolean;
}

export const COURIER = 'Chat Courier';
export const PEERS = [
  'fetch, in turn',
  'fetch, in turn, 1 s apart',
  'p-queue + p-retry',
  'bottleneck',
  '@discordjs/rest',
  '@slack/webhook',
];

const RETRY_AFTER = ['--assume=retryAfter=seconds'];
/** Each answer takes this long. */
const LATENCY: Fault = { latencyMs: [20, 60] };

/** Lets contenders do the same at the same time, each with a local Chat of its own, all in processes of their own. */
export async function race(scenario: Scenario, names: readonly string[] = [COURIER, ...PEERS]): Promise<Race[]> {
  installPeers();
  return Promise.all(names.map((name) => run(name, scenario)));
}

/** What the contenders are, for a table's notes. */
export function versions(): string {
  const installed = Object.keys((readJson(join(__dirname, 'package.json')) as { dependencies: object }).dependencies);
  const version = (name: string) =>
    (readJson(join(__dirname, 'node_modules', name, 'package.json')) as { version: string }).version;
  return `Each contender has a local Chat of its own that answers after 20 to 60 ms; all run at the same time. ${installed
    .map((name) => `${name} ${version(name)}`)
    .join(', ')}; at most 10 retries each.`;
}

const readJson = (file: string): unknown => JSON.parse(readFileSync(file, 'utf8'));

function installPeers(): void {
  if (existsSync(join(__dirname, 'node_modules', '.package-lock.json'))) return;
  process.stderr.write('..  Installing the packages to compare with: npm ci --prefix bench (once)\n');
  const words = ['ci', '--prefix', __dirname, '--no-audit', '--no-fund', '--loglevel=error'];
  const { status } = spawnSync('npm', words, { stdio: ['ignore', 2, 2], shell: process.platform === 'win32' });
  if (status !== 0) throw new Error('npm ci --prefix bench failed. Its reason stands above; is the network there?');
}

async function run(name: string, scenario: Scenario): Promise<Race> {
  const folder = mkdtempSync(join(tmpdir(), 'chat-courier-race-'));
  const words = ['--port=0', ...(scenario.chat ?? RETRY_AFTER)];
  const server = start(['--require', 'tsx/cjs', join(__dirname, '..', 'emulator', 'chat', 'main.ts'), ...words]);
  try {
    const url = /http:\S+/.exec(await server.nextLine())?.[0] ?? '';
    const chat = new ChatClient(url);
    const plan = await makePlan(name, scenario, chat, join(folder, 'properties.json'));
    const planFile = join(folder, 'plan.json');
    writeFileSync(planFile, JSON.stringify(plan));
    const stopsAt = Date.now() + scenario.limitMs;
    const contend = async () => {
      const started = start(
        name === COURIER
          ? ['--require', 'tsx/cjs', join(__dirname, 'courier.ts'), planFile]
          : [join(__dirname, 'peers.mjs'), planFile],
      );
      if ((await started.nextLine()) === '') throw new Error(`${name} did not start.`);
      return started;
    };
    let contender = await contend();
    const startedAt = Date.now();
    if (scenario.killAt !== undefined) {
      const arrived = async () => new Set((await chat.messages()).map(({ text }) => text)).size;
      while ((await arrived()) < scenario.killAt * plan.messages.length && Date.now() < stopsAt) await pause(200);
      contender.child.kill('SIGKILL');
      contender = await contend();
    }
    const timer = setTimeout(() => contender.child.kill('SIGKILL'), Math.max(0, stopsAt - Date.now()));
    const report = await contender.nextLine();
    clearTimeout(timer);
    return await judge(name, scenario, chat, startedAt, report);
  } finally {
    server.child.kill('SIGKILL');
    rmSync(folder, { recursive: true, force: true });
  }
}

async function makePlan(name: string, scenario: Scenario, chat: ChatClient, stateFile: string): Promise<Plan> {
  const { spaces, each, faults } = scenario;
  const webhooks: Record<string, string> = {};
  for (let space = 0; space < spaces; space++) {
    webhooks[nameOf(space)] = await chat.addSpace(nameOf(space));
    await chat.setFaults(nameOf(space), [LATENCY, ...(faults?.(space) ?? [])]);
  }
  const messages = [...sentTo(spaces, spaces * each)].flatMap(([space, texts]) =>
    texts.map((text) => [space, text] as const),
  );
  return { name, webhooks, messages, stateFile };
}

async function judge(
  name: string,
  { spaces, each }: Scenario,
  chat: ChatClient,
  startedAt: number,
  report: string,
): Promise<Race> {
  const messages = (await chat.messages()).map(({ space, text = '', createTime }) => ({
    space: space.name.replace('spaces/', ''),
    text,
    createdAt: Date.parse(createTime),
  }));
  const result = tally({ messages, requests: await chat.requests() }, sentTo(spaces, spaces * each));
  const failed = new Set(report === '' ? [] : (JSON.parse(report) as string[]));
  const tookMs = result.endedAt - startedAt;
  return {
    ...result,
    name,
    messages: spaces * each,
    tookMs,
    tookMsOf: new Map([...result.endedAtOf].map(([space, endedAt]) => [space, endedAt - startedAt])),
    ratio: result.lost > 0 ? undefined : ((each - 1) * 1000) / tookMs,
    falseFailures: new Set(messages.filter(({ text }) => failed.has(text)).map(({ text }) => text)).size,
    wasStopped: report === '',
  };
}

interface Started {
  readonly child: ChildProcess;
  /** The next line it prints; '' once it has ended. */
  nextLine(): Promise<string>;
}

function start(words: readonly string[]): Started {
  const child = spawn(process.execPath, words, { stdio: ['ignore', 'pipe', 'inherit'] });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  return {
    child,
    async nextLine() {
      for (;;) {
        const { value, done } = (await lines.next()) as IteratorResult<string, undefined>;
        if (done === true) return '';
        // What the script logs goes to stdout as well; a report is one word or one array.
        if (/^(start|chat listening|\[)/.test(value)) return value;
      }
    },
  };
}

const pause = (durationMs: number) => new Promise((resolve) => setTimeout(resolve, durationMs));

export const COLUMNS = [
  'with', 'lost', 'duplicated', 'out of order', 'HTTP/msg', '429 share', 'took', 'ratio', 'called failed, yet arrived',
]; // prettier-ignore

/** A race's row under {@link COLUMNS}. */
export const rowOf = (one: Race): (string | number)[] => [
  one.name,
  percent(one.lost / one.messages),
  one.duplicated,
  one.outOfOrder,
  one.requestsPerMessage.toFixed(2),
  percent(one.refused),
  `${(one.tookMs / 1000).toFixed(1)} s${one.wasStopped ? ', stopped' : ''}`,
  one.ratio?.toFixed(3) ?? '',
  one.falseFailures,
];
