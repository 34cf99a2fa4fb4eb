import { Chat, type ChatOptions } from '../emulator/chat/chat';
import { chatNetwork } from '../emulator/chat/network';
import { VirtualClock } from '../emulator/clock';
import type { Execution } from '../emulator/execution';
import type { ServiceCall } from '../emulator/interceptor';
import type { Network } from '../emulator/network';
import { compile, Project } from '../emulator/project';
import { RandomStream } from '../emulator/random';
import { ThreadedExecutions } from '../emulator/threads/executions';
import { ThreadPool } from '../emulator/threads/pool';
import { callMs, manifest, sources } from './shipped';

const program = compile(sources);
const pool = new ThreadPool({ sources });

/** How long Chat takes to answer, half of it on the way there. */
export type Latency = 'skewed' | 'even' | 'together';

const skewed = (random: RandomStream) => Math.min(500, 80 - 70 * Math.log(1 - random.next()));
const even = (random: RandomStream) => 80 + 420 * random.next();

/**
 * 80 to 500 ms: most answers soon and a few late, as of a web service; or each equally likely, which is harder. Every
 * request is drawn for by itself, as if it took its own way, or one number for all requests of a call.
 */
const LATENCIES: Readonly<Record<Latency, { draw: (random: RandomStream) => number; perCall?: true }>> = {
  skewed: { draw: skewed },
  even: { draw: even },
  together: { draw: skewed, perCall: true },
};

export const LATENCY_NOTE =
  'Latency: half of it before Chat sees a request; skewed: 80 ms and an exponential part of 70 ms on average, at most 500, for each request by itself; together: the same, but one for all requests of a call; even: any of 80 to 500 ms alike, for each request.';

/** The wire to a Chat. */
function wire(chat: Chat, latency: Latency, random: RandomStream): Network {
  const { draw, perCall } = LATENCIES[latency];
  if (perCall !== true) return chatNetwork(chat, { latencyMs: () => draw(random) });
  let latencyMs = 0;
  const network = chatNetwork(chat, { latencyMs: () => latencyMs });
  return {
    exchange(batch, startedAt) {
      latencyMs = draw(random);
      return network.exchange(batch, startedAt);
    },
  };
}

export interface VirtualOptions {
  readonly spaces: number;
  readonly chat?: ChatOptions;
  /** @default 'skewed' */
  readonly latency?: Latency;
  /** @default '1' */
  readonly seed?: string;
  /** The script property "delivery.policy". @default none */
  readonly policy?: Readonly<Record<string, number>>;
}

/**
 * The pushed script in an emulated project, in virtual time, its executions in threads so that they overlap as they do
 * at Google: the tick of every minute comes up to 15 s late, whether the one before has ended or not.
 */
export class VirtualRun {
  readonly clock = new VirtualClock();
  readonly chat: Chat;
  readonly project: Project;
  readonly threads: ThreadedExecutions;
  /** All that {@link start} started. */
  readonly executions: Execution[] = [];
  private readonly spaces: number;

  constructor({ spaces, chat = {}, latency = 'skewed', seed = '1', policy }: VirtualOptions) {
    this.spaces = spaces;
    this.chat = new Chat({ seed, ...chat });
    const onTheWire = new RandomStream(`${seed}/wire`);
    const inGoogle = new RandomStream(`${seed}/calls`);
    const network = wire(this.chat, latency, onTheWire);
    const latencyMs = (call: ServiceCall) => callMs(call, inGoogle);
    this.project = new Project({
      manifest,
      program,
      clock: this.clock,
      network,
      latencyMs,
      seed,
      account: 'workspace',
    });
    this.threads = new ThreadedExecutions(this.project, pool);
    for (let space = 0; space < spaces; space++) {
      this.project.properties.set(`webhook.${nameOf(space)}`, this.chat.addSpace(nameOf(space)));
    }
    // The first tick in a project's life notes where it stands; that is not measured.
    this.project.run('tick');
    if (policy !== undefined) this.project.properties.set('delivery.policy', JSON.stringify(policy));
  }

  /**
   * Puts messages of 250 bytes into the outbox, in turn for each space. The execution ends before it sends any.
   *
   * @returns that execution
   */
  fill(count: number): Execution {
    const items = Array.from({ length: count }, (_, index) => ({
      to: nameOf(index % this.spaces),
      message: textOf(index),
    }));
    this.project.interceptor = {
      decide: ({ service }) => (service === 'LockService' ? { effect: 'none', outcome: 'kill' } : {}),
    };
    try {
      this.project.run('sendAll', [items]);
    } catch (error) {
      if ((error as Error).name !== 'ExecutionKilled') throw error;
    }
    this.project.interceptor = undefined;
    const { lastExecution } = this.project;
    if (lastExecution === null) throw new Error('Nothing ran.');
    return lastExecution;
  }

  /** Whether so many messages have arrived and every execution has ended. */
  isDelivered(count: number): boolean {
    return this.chat.messages.length >= count && this.threads.pending().length === 0;
  }

  /** Makes the trigger of every minute. */
  everyMinute(): void {
    const { triggers, user } = this.project;
    triggers.add('tick', user, { clock: { everyMinutes: 1 } }, this.clock.now());
  }

  /** Runs executions and ticks in the order of time until it is enough, at most so long. */
  runUntil(isEnough: () => boolean, mostMs = 6 * 3_600_000): void {
    const until = this.clock.now() + mostMs;
    while (!isEnough() && this.clock.now() < until) {
      const pending = this.threads.pending();
      const first = pending.reduce(
        (best, one) => (best === undefined || one.readyAt < best.readyAt ? one : best),
        pending[0],
      );
      const tick = this.project.triggers.next(Math.min(first?.readyAt ?? until, until));
      if (tick !== null) {
        this.project.triggers.take(tick);
        this.clock.waitUntil(tick.runsAt);
        this.start('tick', []);
      } else if (first === undefined) this.clock.waitUntil(until);
      else {
        this.clock.waitUntil(first.readyAt);
        this.threads.step(first.handle);
      }
    }
  }

  /** Starts an execution; {@link runUntil} runs it. */
  start(functionName: string, args: readonly unknown[] = []) {
    const handle = this.threads.start(functionName, args, { kind: functionName === 'tick' ? 'trigger' : 'editor' });
    this.executions.push(handle.execution);
    return handle;
  }

  /** Runs one execution alone to its end. */
  call(functionName: string, ...args: readonly unknown[]): Execution {
    const { execution } = this.start(functionName, args);
    this.runUntil(() => execution.ended);
    return execution;
  }
}

/** The name of a space and of its webhook: "space-1". */
export const nameOf = (space: number): string => `space-${String(space + 1)}`;

/** What {@link VirtualRun.fill} puts in: space to texts. */
export function sentTo(spaces: number, count: number): Map<string, string[]> {
  const sent = new Map<string, string[]>();
  for (let index = 0; index < count; index++) {
    const name = nameOf(index % spaces);
    sent.set(name, [...(sent.get(name) ?? []), textOf(index)]);
  }
  return sent;
}

/** A text of exactly 250 bytes that says which one it is. */
export const textOf = (index: number): string => `Message ${String(index)}. `.padEnd(250, 'x');

/** Calls of Google's services: sleeping is none, though Apps Script counts it as one. */
export const serviceCalls = (executions: readonly Execution[]): number =>
  executions.reduce((sum, { calls }) => sum + calls.filter((call) => call !== 'Utilities.sleep').length, 0);
