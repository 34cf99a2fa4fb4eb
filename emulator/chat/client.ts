import type { Fault } from './chat';
import type { messageView, requestView, spaceView } from './views';

/** A message as the API gives it. */
export type SeenMessage = ReturnType<typeof messageView> & { readonly text?: string };
/** A request as the API gives it. */
export type SeenRequest = ReturnType<typeof requestView>;
/** A space as the API gives it. */
export type SeenSpace = ReturnType<typeof spaceView>;

/** What to look for. What is left out does not matter. */
export interface Wanted {
  /** The space's id: "ops". */
  readonly space?: string;
  /** A thread's key, name or id. */
  readonly thread?: string;
  /** A text that must be in the message, in any case. */
  readonly text?: string;
}

/** Looks at a running local Chat from a test. */
export class ChatClient {
  /** @param url - "http://127.0.0.1:8766" */
  constructor(readonly url: string) {}

  /** Makes a space and a webhook. @returns the webhook's URL */
  async addSpace(name: string): Promise<string> {
    const { webhookUrl } = await this.#call<{ webhookUrl: string }>('POST', '/api/v1/spaces', { name });
    return webhookUrl;
  }

  async setFaults(space: string, faults: readonly Fault[]): Promise<void> {
    await this.#call('PUT', `/api/v1/spaces/${space}/faults`, faults);
  }

  /** The messages there are, oldest first. */
  async messages(wanted: Wanted = {}): Promise<readonly SeenMessage[]> {
    return (await this.#call<{ messages: SeenMessage[] }>('GET', `/api/v1/messages?${queryOf(wanted)}`)).messages;
  }

  /** The requests that came, refused ones too, oldest first. */
  async requests(): Promise<readonly SeenRequest[]> {
    return (await this.#call<{ requests: SeenRequest[] }>('GET', '/api/v1/requests')).requests;
  }

  /** The youngest message. @throws {@link Error} there is none */
  async latest(wanted: Wanted = {}): Promise<SeenMessage> {
    const found = (await this.messages(wanted)).at(-1);
    if (!found) throw new Error(`Expected a message${wordsOf(wanted)}; there is none.`);
    return found;
  }

  /**
   * Waits for messages.
   *
   * @param wanted - with `n`, how many: 1 unless said; `timeoutMs`, how long: 5,000 unless said, at most 60,000
   * @returns all that match, at least `n`, oldest first
   * @throws {@link Error} there are fewer when the time is over; the message says what else came
   */
  async waitFor({
    n = 1,
    timeoutMs = 5_000,
    ...wanted
  }: Wanted & { n?: number; timeoutMs?: number }): Promise<readonly SeenMessage[]> {
    const query = queryOf(wanted, { wait: `${String(timeoutMs)}ms`, count: String(n) });
    const { messages } = await this.#call<{ messages: SeenMessage[] }>('GET', `/api/v1/messages?${query}`);
    if (messages.length >= n) return messages;
    const refused = (await this.requests()).filter(({ status }) => status !== 200).at(-1);
    const hint = refused ? ` The last request that failed: ${String(refused.status)} ${refused.errorMessage}` : '';
    const counts = `Expected ${String(n)} message(s)${wordsOf(wanted)} in ${String(timeoutMs)} ms; got ${String(messages.length)}.`;
    throw new Error(counts + hint);
  }

  /**
   * Two messages of a space are duplicates when they have the same requestId; or, sent without one, the same content in the
   * same thread.
   *
   * @throws {@link Error} there are duplicates; the message names them
   */
  async expectNoDuplicates(wanted: Wanted = {}): Promise<void> {
    const seen = new Map<string, string>();
    for (const message of await this.messages(wanted)) {
      const content =
        message.requestId || JSON.stringify([message.text, (message as { cardsV2?: unknown }).cardsV2, message.thread]);
      const key = `${message.space.name} ${content}`;
      const first = seen.get(key);
      if (first !== undefined) throw new Error(`Expected no duplicates; ${message.name} repeats ${first}.`);
      seen.set(key, message.name);
    }
  }

  /** Puts the Chat back to the beginning: no spaces, no messages, the same ids again. */
  async reset(): Promise<void> {
    await this.#call('POST', '/api/v1/reset');
  }

  async #call<T>(method: string, path: string, body?: unknown): Promise<T> {
    const json = { 'Content-Type': 'application/json' };
    const response = await fetch(this.url + path, {
      method,
      ...(body !== undefined && { headers: json, body: JSON.stringify(body) }),
    });
    const answer =
      response.status === 204 ? undefined : ((await response.json()) as T & { error?: { message: string } });
    if (!response.ok)
      throw new Error(`${method} ${path} answered ${String(response.status)}: ${answer?.error?.message ?? ''}`);
    return answer as T;
  }
}

function queryOf({ space, thread, text }: Wanted, more: Readonly<Record<string, string>> = {}): string {
  const query = new URLSearchParams(more);
  if (space !== undefined) query.set('space', space);
  if (thread !== undefined) query.set('thread', thread);
  // A phrase cannot hold a quotation mark, so the text is looked for in the pieces between them.
  if (text !== undefined)
    query.set(
      'q',
      text
        .split('"')
        .filter(Boolean)
        .map((piece) => `"${piece}"`)
        .join(' '),
    );
  return query.toString();
}

function wordsOf({ space, thread, text }: Wanted): string {
  return [
    space === undefined ? '' : ` in the space ${space}`,
    thread === undefined ? '' : ` in the thread ${thread}`,
    text === undefined ? '' : ` with ${JSON.stringify(text)}`,
  ].join('');
}
