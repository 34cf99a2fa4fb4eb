import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { ChatEvent } from './history';
import { messageView, requestView } from './views';

/** How many events a client may have missed and still be told; one that missed more is told of a gap. */
const KEPT_EVENTS = 1_000;
/** Proxies and browsers give up connections that stay silent. */
const HEARTBEAT_MS = 15_000;

interface SentEvent {
  readonly number: number;
  readonly text: string;
}

/** Sends what happens to everybody who listens, as server-sent events. */
export class Events {
  // Numbers of another run mean nothing here, so each run's ids have a name of their own.
  readonly #run = randomUUID().slice(0, 8);
  readonly #listeners = new Set<ServerResponse>();
  #sent: SentEvent[] = [];
  #count = 0;
  #heartbeat: NodeJS.Timeout | undefined;

  send(event: ChatEvent): void {
    this.#count += 1;
    const data = JSON.stringify(dataOf(event));
    const sent = {
      number: this.#count,
      text: `id: ${this.#run}-${String(this.#count)}\nevent: ${event.kind}\ndata: ${data}\n\n`,
    };
    this.#sent.push(sent);
    if (this.#sent.length > 2 * KEPT_EVENTS) this.#sent = this.#sent.slice(-KEPT_EVENTS);
    for (const listener of this.#listeners) listener.write(sent.text);
  }

  /** Begins to tell a client; first what it missed since the event it names. */
  listen(request: IncomingMessage, response: ServerResponse): void {
    response.writeHead(200, { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-store' });
    response.write('retry: 1000\n\n');
    for (const text of this.#missedSince(request.headers['last-event-id'])) response.write(text);
    this.#listeners.add(response);
    this.#heartbeat ??= setInterval(() => this.#beat(), HEARTBEAT_MS).unref();
    response.on('close', () => this.#listeners.delete(response));
  }

  close(): void {
    clearInterval(this.#heartbeat);
    for (const listener of this.#listeners) listener.end();
    this.#listeners.clear();
  }

  #missedSince(lastId: string | string[] | undefined): string[] {
    if (typeof lastId !== 'string') return [];
    const last = Number(lastId.slice(this.#run.length + 1));
    const oldest = this.#sent[0]?.number ?? 1;
    const isKnown = lastId.startsWith(`${this.#run}-`) && last <= this.#count && last >= oldest - 1;
    // After a gap the client must read everything again.
    if (!isKnown) return [`id: ${this.#run}-${String(this.#count)}\nevent: gap\ndata: {}\n\n`];
    return this.#sent.filter(({ number }) => number > last).map(({ text }) => text);
  }

  #beat(): void {
    for (const listener of this.#listeners) listener.write(': still here\n\n');
  }
}

function dataOf(event: ChatEvent): object {
  switch (event.kind) {
    case 'message.created':
      return messageView(event.message);
    case 'request.received':
      return requestView(event.request);
    case 'space.changed':
      return { space: event.space };
    case 'reset':
      return { scope: event.scope };
  }
}
