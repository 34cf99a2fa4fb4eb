import { MessageChannel, Worker } from 'node:worker_threads';
import { bundled } from '../bundle';
import type { SourceFile } from '../program';
import { Channel, createSlot } from './channel';
import type { FromWorker, ToWorker, WorkerSetup } from './messages';

export interface ThreadPoolOptions {
  readonly sources: readonly SourceFile[];
  /** As in Program. @default 'fresh' */
  readonly realm?: 'fresh' | 'reused';
  /** As in Program. @default false */
  readonly allowEval?: boolean;
  /** Real milliseconds a worker may run without making a call. @default 5000 */
  readonly stuckAfterMs?: number;
}

/** A worker may take this long to start, milliseconds. */
const BOOT_MAX_MS = 30_000;

/** A worker thread as the main thread has it. */
export interface PooledWorker {
  /** Gives it the turn and waits until it gives it back; undefined: it did not in time, and is ended. */
  turn(message: ToWorker, now: number): FromWorker | undefined;
}

/** Workers for executions of the same sources, made when needed and used again: by one project after the other. */
export class ThreadPool {
  readonly #setup: WorkerSetup;
  readonly #stuckAfterMs: number;
  readonly #workers = new Map<PooledWorker, Worker>();
  readonly #idle: PooledWorker[] = [];

  constructor({ sources, realm = 'fresh', allowEval = false, stuckAfterMs = 5_000 }: ThreadPoolOptions) {
    this.#setup = { sources, realm, allowEval, facade: bundled('facade/install.ts', 'realm') };
    this.#stuckAfterMs = stuckAfterMs;
  }

  /** Worker threads alive. */
  get size(): number {
    return this.#workers.size;
  }

  /** @throws {@link Error} the worker does not start: its sources do not parse, say */
  take(): PooledWorker {
    return this.#idle.pop() ?? this.#start();
  }

  giveBack(worker: PooledWorker): void {
    if (this.#workers.has(worker)) this.#idle.push(worker);
  }

  /** Ends a worker that cannot be used again. */
  discard(worker: PooledWorker): void {
    void this.#workers.get(worker)?.terminate();
    this.#workers.delete(worker);
  }

  /** Ends all workers. */
  async close(): Promise<void> {
    await Promise.all([...this.#workers.values()].map((worker) => worker.terminate()));
    this.#workers.clear();
    this.#idle.length = 0;
  }

  #start(): PooledWorker {
    const { port1, port2 } = new MessageChannel();
    const slot = createSlot();
    const thread = new Worker(bundled('threads/worker.ts', 'node'), {
      eval: true,
      workerData: { slot, port: port2, setup: this.#setup },
      transferList: [port2],
    });
    thread.unref();
    port1.unref();
    const channel = new Channel('main', slot, port1);
    const ready = channel.receive(BOOT_MAX_MS) as FromWorker | undefined;
    if (ready?.kind !== 'ready') {
      void thread.terminate();
      throw new Error(`A worker thread did not start: ${ready?.kind === 'broken' ? ready.reason : 'no sign of life'}.`);
    }
    const worker: PooledWorker = {
      turn: (message, now) => {
        channel.now = now;
        channel.send(message);
        const reply = channel.receive(this.#stuckAfterMs) as FromWorker | undefined;
        if (reply === undefined || reply.kind === 'broken') this.discard(worker);
        return reply;
      },
    };
    this.#workers.set(worker, thread);
    return worker;
  }
}
