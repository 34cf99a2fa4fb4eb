import { type MessagePort, receiveMessageOnPort } from 'node:worker_threads';

/** Room for a message, bytes. Larger ones go by the port, which has no limit but is slower. */
export const SLOT_BYTES = 1024 * 1024;

const HEADER_BYTES = 16;

/** The memory both ends share: whose turn it is, the message's length, the time, the message. The worker begins. */
export function createSlot(): SharedArrayBuffer {
  const slot = new SharedArrayBuffer(HEADER_BYTES + SLOT_BYTES);
  new Int32Array(slot, 0, 1)[0] = TURN.worker;
  return slot;
}

/** The two ends of a channel. One of them runs, the other waits. */
export type Side = 'main' | 'worker';

const TURN: Readonly<Record<Side, number>> = { main: 0, worker: 1 };

/**
 * How often an end looks before it sleeps. Longer looking saves wake-ups while the other end is quick, and steals its
 * time on a machine with few cores.
 */
const SPINS = 2_000;

/** One end of the way between the main thread and a worker: strictly by turns, blocking, without an event loop. */
export class Channel {
  readonly #state: Int32Array;
  readonly #time: Float64Array;
  readonly #bytes: Buffer;

  constructor(
    private readonly side: Side,
    slot: SharedArrayBuffer,
    private readonly port: MessagePort,
  ) {
    this.#state = new Int32Array(slot, 0, 2);
    this.#time = new Float64Array(slot, 8, 1);
    this.#bytes = Buffer.from(slot, HEADER_BYTES);
  }

  /** The project's time as the main thread last set it, epoch milliseconds. */
  get now(): number {
    return this.#time[0] ?? 0;
  }

  set now(instant: number) {
    this.#time[0] = instant;
  }

  /** Gives the other end a message and the turn. */
  send(message: unknown): void {
    const text = JSON.stringify(message);
    // A UTF-16 unit takes at most three bytes of UTF-8.
    if (text.length * 3 <= SLOT_BYTES) this.#state[1] = this.#bytes.write(text);
    else {
      this.port.postMessage(text);
      this.#state[1] = -1;
    }
    Atomics.store(this.#state, 0, TURN[this.side === 'main' ? 'worker' : 'main']);
    Atomics.notify(this.#state, 0);
  }

  /** Waits for the turn and takes the message; undefined when the other end kept the turn for that long. */
  receive(timeoutMs = Infinity): unknown {
    const mine = TURN[this.side];
    for (let spin = 0; spin < SPINS && Atomics.load(this.#state, 0) !== mine; spin += 1);
    // A wake-up may be a late one, meant for an earlier turn: only the cell tells.
    while (Atomics.load(this.#state, 0) !== mine) {
      if (Atomics.wait(this.#state, 0, 1 - mine, timeoutMs) === 'timed-out') return undefined;
    }
    const length = this.#state[1] ?? 0;
    const text =
      length < 0
        ? (receiveMessageOnPort(this.port) as { message: string }).message
        : this.#bytes.toString('utf8', 0, length);
    return JSON.parse(text) as unknown;
  }
}
