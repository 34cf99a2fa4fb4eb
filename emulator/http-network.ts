import { join } from 'node:path';
import { MessageChannel, type MessagePort, receiveMessageOnPort, Worker } from 'node:worker_threads';
import type { Network, OutgoingRequest, Outcome } from './network';

export interface HttpNetworkOptions {
  /** Where requests to https://chat.googleapis.com go instead, path and query kept: "http://127.0.0.1:8080". @default none */
  readonly chatUrl?: string;
  /** Says which addresses beyond loopback may really be called. @default none */
  readonly allow?: (url: string) => boolean;
}

const CHAT_ORIGIN = 'https://chat.googleapis.com';

/** What a batch is granted beyond the longest time-out of its requests, milliseconds. */
const GRACE_MS = 5_000;

/**
 * Real HTTP for `UrlFetchApp`, blocking as Apps Script is: a worker does the I/O while this thread waits. The server must
 * run in another process or thread.
 */
export class HttpNetwork implements Network {
  readonly #done = new Int32Array(new SharedArrayBuffer(4));
  readonly #options: HttpNetworkOptions;
  #worker: Worker | undefined;
  #port: MessagePort | undefined;

  constructor(options: HttpNetworkOptions = {}) {
    this.#options = options;
  }

  /** @throws {@link Error} an address may not be called; nothing of the batch is sent */
  exchange(batch: readonly OutgoingRequest[]): Outcome[] {
    const routed = batch.map((request) => ({ ...request, url: this.#route(request.url) }));
    const port = (this.#port ??= this.#start());
    Atomics.store(this.#done, 0, 0);
    port.postMessage(routed);
    const longestMs = Math.max(...batch.map(({ timeoutMs }) => timeoutMs)) + GRACE_MS;
    if (Atomics.wait(this.#done, 0, 0, longestMs) === 'timed-out') {
      throw new Error(`The HTTP worker did not answer within ${String(longestMs)} ms.`);
    }
    return (receiveMessageOnPort(port) as { message: Outcome[] }).message;
  }

  /** Ends the worker; a later exchange starts another. Without it the process still ends when all else is done. */
  close(): void {
    void this.#worker?.terminate();
    this.#worker = undefined;
    this.#port = undefined;
  }

  #route(url: string): string {
    const { origin, hostname, pathname, search } = new URL(url);
    const { chatUrl, allow } = this.#options;
    if (origin === CHAT_ORIGIN && chatUrl !== undefined) return chatUrl.replace(/\/$/, '') + pathname + search;
    if (isLoopback(hostname) || allow?.(url) === true) return url;
    // The query of a webhook is a secret, so only the origin is named.
    throw new Error(
      `The emulator does not call ${origin}: only loopback addresses are called` +
        (origin === CHAT_ORIGIN ? ', or a local Chat in its place when its URL is given.' : '.'),
    );
  }

  #start(): MessagePort {
    const { port1, port2 } = new MessageChannel();
    this.#worker = new Worker(join(__dirname, 'http-worker.cjs'), {
      workerData: { done: this.#done, port: port2 },
      transferList: [port2],
    });
    this.#worker.unref();
    port1.unref();
    return port1;
  }
}

function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d{1,3}){3}$/.test(hostname);
}

/** See {@link HttpNetwork}. */
export const httpNetwork = (options: HttpNetworkOptions = {}): HttpNetwork => new HttpNetwork(options);
