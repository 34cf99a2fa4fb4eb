import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { serveApi } from './api';
import { Chat, type ChatOptions } from './chat';
import { Events } from './events';
import { foreignness } from './guard';
import { ApiError, headerPairs, readUpTo, sendError } from './http';
import { Waiting } from './waiting';

/** The largest body a webhook post may have before Chat looks at it, bytes. Chat's own limit lies far below. */
const MAX_POST_BYTES = 1_000_000;

/** How much is kept of the body of a post that is larger, bytes. */
const SHOWN_BYTES = 1_000;

/** How many messages, and how many requests, are kept. */
const KEPT = 5_000;

export interface ChatServerOptions extends Omit<ChatOptions, 'observe' | 'origin'> {
  /** @default 0: any free port */
  readonly port?: number;
  /** Serves what is under neither /v1 nor /api, such as pages. @default 404 */
  readonly otherwise?: (request: IncomingMessage, response: ServerResponse) => void;
  /** The time, epoch milliseconds. @default the machine's */
  readonly now?: () => number;
}

/** A local Chat that listens. */
export interface ChatServer {
  /** "http://127.0.0.1:8766" */
  readonly url: string;
  readonly chat: Chat;
  /** Ends all connections and frees the port. */
  close(): Promise<void>;
}

/**
 * Serves a Chat on this machine: `POST /v1/spaces/{space}/messages` as Google's, and the API for tests and pages under
 * /api/v1, which openapi.json describes. Only programs and pages of this machine are answered.
 *
 * A caller that blocks, as Apps Script does, needs the server in another process or thread.
 */
export async function startChatServer(options: ChatServerOptions = {}): Promise<ChatServer> {
  const { now = Date.now } = options;
  const events = new Events();
  const waiting = new Waiting();
  const closing = new AbortController();
  const server = createServer((request, response) => {
    answer(request, response).catch((error: unknown) => sendError(response, error));
  });
  const url = await listen(server, options.port ?? 0);
  const chat = new Chat({
    keep: KEPT,
    ...options,
    origin: url,
    observe(event) {
      events.send(event);
      waiting.wake();
    },
  });
  const context = { chat, events, waiting, now, closing: closing.signal };

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const problem = foreignness(request);
    if (problem !== undefined) throw new ApiError(403, problem);
    const path = request.url ?? '/';
    if (path.startsWith('/api/')) return serveApi(context, request, response);
    if (path.startsWith('/v1/') || !options.otherwise) return serveWebhook(request, response);
    options.otherwise(request, response);
  }

  async function serveWebhook(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { bytes, sizeBytes } = await readUpTo(request, MAX_POST_BYTES);
    const { method = '', url: path = '/' } = request;
    const isCut = sizeBytes > bytes.length;
    const body = isCut ? bytes.subarray(0, SHOWN_BYTES) : bytes;
    const posted = { method, url: path, headers: headerPairs(request), body };
    const answered = chat.handle(
      isCut ? { ...posted, oversize: { sizeBytes, mostBytes: MAX_POST_BYTES } } : posted,
      now(),
    );
    const send = (): void => {
      if (!answered.isAnswered) {
        response.destroy();
        return;
      }
      // No browser should look for this machine at port 443.
      const headers = answered.headers.filter(([name]) => name !== 'Alt-Svc');
      response.writeHead(answered.status, headers.flat());
      // In two parts, so that it goes out chunked, as Google's answers do.
      response.write(answered.body);
      response.end();
    };
    if (answered.latencyMs === 0) return send();
    const timer = setTimeout(() => {
      try {
        send();
      } catch (error) {
        // Thrown in a timer it would end the process.
        sendError(response, error);
      }
    }, answered.latencyMs);
    response.on('close', () => clearTimeout(timer));
  }

  return {
    url,
    chat,
    async close() {
      closing.abort();
      events.close();
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      });
    },
  };
}

function listen(server: Server, port: number): Promise<string> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      server.off('error', reject);
      resolve(`http://127.0.0.1:${String((server.address() as AddressInfo).port)}`);
    });
  });
}
