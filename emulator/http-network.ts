import { join } from 'node:path';
import { MessageChannel, type MessagePort, receiveMessageOnPort, Worker } from 'node:worker_threads';
import type { Network, OutgoingRequest, Outcome } from './network';

export interface HttpNetworkOptions {
  /** Where requests to https://chat.googleapis.com go instead, path and query kept: "http://127.0.0.1:8080". @default none */
  readonly chatUrl?: string;
  /** Says which addresses beyond loopback may really be called. @default none */
  readonly allow?: (url: string) => boolean;
  /** Told of an origin that is not called, once each: "https://shop.example.com". The query of a webhook is a secret. */
  readonly onRefused?: (origin: string) => void;
}

const CHAT_ORIGIN = 'https://chat.googleapis.com';

/** What a batch is granted beyond the longest time-out of its requests, milliseconds. */
const GRACE_MS = 5_000;

/**
 * Real HTTP for `UrlFetchApp`, blocking as Apps Script is: a worker does the I/O while this thread waits. The server must
 * run in another process or thread. Only loopback addresses are called; to a script any other host does not exist.
 */
export class HttpNetwork implements Network {
  #done = new Int32Array(new SharedArrayBuffer(4));
  readonly #options: HttpNetworkOptions;
  #worker: Worker | undefined;
  #port: MessagePort | undefined;
  readonly #refused = new Set<string>();
  #underway = false;

  constructor(options: HttpNetworkOptions = {}) {
    this.#options = options;
  }

  exchange(batch: readonly OutgoingRequest[]): Outcome[] {
    const routes = batch.map(({ url }) => this.#route(url));
    const routed = batch.flatMap((request, index) => {
      const url = routes[index];
      return typeof url === 'string' ? [{ ...request, url }] : [];
    });
    const answers = routed.length > 0 ? this.#send(routed) : [];
    return routes.map((url) => (url === null ? undefined : answers.shift()) ?? { kind: 'dns', tookMs: 0 });
  }

  /** Ends the worker; a later exchange starts another. Without it the process still ends when all else is done. */
  close(): void {
    void this.#worker?.terminate();
    this.#worker = undefined;
    this.#port = undefined;
  }

  #send(batch: readonly OutgoingRequest[]): Outcome[] {
    // An execution was ended while it waited here: its answer must not be taken for this one's.
    if (this.#underway) this.close();
    const port = (this.#port ??= this.#start());
    this.#underway = true;
    Atomics.store(this.#done, 0, 0);
    port.postMessage(batch);
    const longestMs = Math.max(...batch.map(({ timeoutMs }) => timeoutMs)) + GRACE_MS;
    if (Atomics.wait(this.#done, 0, 0, longestMs) === 'timed-out') {
      throw new Error(`The HTTP worker did not answer within ${String(longestMs)} ms.`);
    }
    const { message } = receiveMessageOnPort(port) as { message: Outcome[] };
    this.#underway = false;
    return message;
  }

  /** Where a request really goes; null when it may not. */
  #route(url: string): string | null {
    const { chatUrl, allow } = this.#options;
    if (!URL.canParse(url)) return this.#refuse(originAsWritten(url));
    const { origin, hostname, pathname, search } = new URL(url);
    if (origin === CHAT_ORIGIN && chatUrl !== undefined) return chatUrl.replace(/\/$/, '') + pathname + search;
    return isLoopback(hostname) || allow?.(url) === true ? url : this.#refuse(origin);
  }

  #refuse(origin: string): null {
    if (!this.#refused.has(origin)) {
      this.#refused.add(origin);
      this.#options.onRefused?.(origin);
    }
    return null;
  }

  #start(): MessagePort {
    const { port1, port2 } = new MessageChannel();
    // Its own: a worker that is being ended may still signal.
    this.#done = new Int32Array(new SharedArrayBuffer(4));
    this.#worker = new Worker(join(__dirname, 'http-worker.cjs'), {
      workerData: { done: this.#done, port: port2 },
      transferList: [port2],
    });
    this.#worker.unref();
    port1.unref();
    return port1;
  }
}

/** Of an address that is none, such as one whose port is too large. */
function originAsWritten(url: string): string {
  return /^[^/?#]*:\/\/[^/?#]*/.exec(url)?.[0] ?? '';
}

function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d{1,3}){3}$/.test(hostname);
}

/** See {@link HttpNetwork}. */
export const httpNetwork = (options: HttpNetworkOptions = {}): HttpNetwork => new HttpNetwork(options);
