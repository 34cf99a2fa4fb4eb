import { RandomStream } from '../random';
import { type Answer, htmlAnswer, NOT_FOUND_HTML, REFUSALS, stateRefusal, tooLarge } from './answers';
import { type Assumptions, DEFAULT_ASSUMPTIONS } from './assume';
import { readBody } from './body';
import { Directory, KEY } from './directory';
import { type Fault, faultAnswer } from './faults';
import type { ChatEvent, ChatMessage, RequestRecord } from './history';
import { seedNumber } from './ids';
import { Log } from './log';
import { maskSecrets } from './mask-secrets';
import { Posting, refuse, type Served } from './posting';
import { readQuery } from './query';
import { createQuota, type QuotaKind } from './quota';
import { parseRequestUrl, type RequestUrl } from './request-url';
import type { Space, State } from './space';

export type { Assumptions } from './assume';
export type { Fault } from './faults';
export type { Effect, Warning } from './findings';
export type { ChatEvent, ChatMessage, RequestRecord } from './history';
export type { QuotaKind } from './quota';
export type { Space, State } from './space';

export interface ChatOptions {
  /** How the quota of a space is enforced. @default 'strict' */
  readonly quota?: QuotaKind;
  /** Only spaces and webhooks made by `addSpace` exist. @default false: both are opened on first use */
  readonly strictWebhooks?: boolean;
  /** What is assumed where Google is silent. @default the answers that hurt a sender more */
  readonly assume?: Partial<Assumptions>;
  /** Determines ids, tokens and the chance in faults. @default 'chat' */
  readonly seed?: string;
  /** How many messages, and how many requests, are kept; the oldest give way. @default Infinity */
  readonly keep?: number;
  /** What webhook URLs begin with. @default 'https://chat.googleapis.com' */
  readonly origin?: string;
  /** Told of everything when it has happened. @default nobody */
  readonly observe?: (event: ChatEvent) => void;
}

/** A request as it arrives. `OutgoingRequest` is one. */
export interface ChatRequest {
  /** Upper case: "POST". */
  readonly method: string;
  /** Absolute, or from the path on. */
  readonly url: string;
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: Uint8Array;
  /** Given when `body` is only the beginning of one that is larger than its reader takes: then it is refused. */
  readonly oversize?: { readonly sizeBytes: number; readonly mostBytes: number };
}

/** What comes of a request. */
export interface ChatResponse extends Answer {
  /** False when the answer never arrives. */
  readonly isAnswered: boolean;
  /** How much later than usual it is answered, milliseconds. */
  readonly latencyMs: number;
  /** The message made, or found again by its requestId; undefined when there is none. */
  readonly message: ChatMessage | undefined;
}

const decoder = new TextDecoder();

/**
 * Google Chat's webhook endpoint, pretended: takes a request and says what Chat answers. Synchronous and without I/O; the
 * caller says what time it is. What it refuses, and in which words and order, follows what Google documents and what
 * others have recorded; words that nobody has recorded begin with "[emulator]".
 */
export class Chat {
  readonly #options: ChatOptions;
  readonly #assume: Assumptions;
  readonly #messages: Log<ChatMessage>;
  readonly #requests: Log<RequestRecord>;
  #directory: Directory;
  #posting: Posting;
  #random: RandomStream;

  constructor(options: ChatOptions = {}) {
    const { keep = Infinity } = options;
    this.#options = options;
    this.#assume = { ...DEFAULT_ASSUMPTIONS, ...options.assume };
    this.#messages = new Log(keep);
    this.#requests = new Log(keep);
    [this.#directory, this.#posting, this.#random] = this.#begin();
  }

  /** The messages kept, oldest first. */
  get messages(): readonly ChatMessage[] {
    return this.#messages.entries();
  }

  /** The requests kept, oldest first: refused ones too. */
  get requests(): readonly RequestRecord[] {
    return this.#requests.entries();
  }

  /** The spaces, oldest first. */
  get spaces(): readonly Space[] {
    return this.#directory.spaces;
  }

  /**
   * Makes a webhook, and its space if there is none of that name. Calling it again makes the space another webhook.
   *
   * @param name - what a person calls the space: "Ops alerts" gets the id "Ops-alerts"
   * @returns the webhook's URL, as Chat's "Copy link" would give it
   */
  addSpace(name: string): string {
    const space = this.#directory.open(name);
    const url = this.#directory.addWebhook(space);
    this.#changed(space);
    return url;
  }

  /**
   * Replaces what goes wrong in a space; an empty list ends it.
   *
   * @param space - its id or name; made if there is none
   * @param now - from when a fault's `forMs` counts, epoch milliseconds; needed only for that
   * @throws {@link Error} a fault has `forMs` and there is no `now`
   */
  setFaults(space: string, faults: readonly Fault[], now?: number): void {
    this.#changed(this.#directory.setFaults(space, faults, now));
  }

  /**
   * Deletes a space or disables its webhooks, or brings it back.
   *
   * @param space - its id or name; made if there is none
   */
  setSpaceState(space: string, state: State): void {
    const opened = this.#directory.open(space);
    opened.state = state;
    this.#changed(opened);
  }

  /**
   * Deletes or disables one webhook, or brings it back. The thread keys of a deleted webhook are of no use to another.
   *
   * @param url - as `addSpace` gave it
   * @throws {@link Error} there is no such webhook
   */
  setWebhookState(url: string, state: State): void {
    this.#changed(this.#directory.setWebhookState(url, state));
  }

  /** Forgets messages and requests. Spaces, threads and requestIds stay. */
  clear(): void {
    this.#messages.clear();
    this.#requests.clear();
    this.#tell({ kind: 'reset', scope: 'history' });
  }

  /** Puts everything back to the beginning: the same requests make the same ids again. */
  reset(): void {
    this.#messages.clear();
    this.#requests.clear();
    [this.#directory, this.#posting, this.#random] = this.#begin();
    this.#tell({ kind: 'reset', scope: 'all' });
  }

  /**
   * Serves one request.
   *
   * @param now - when it arrives, epoch milliseconds; not before the request before
   */
  handle(request: ChatRequest, now: number): ChatResponse {
    const url = parseRequestUrl(request.url);
    const body = decoder.decode(request.body);
    const faults = this.#directory.find(url.space)?.faults;
    const strike = faults?.strike(now, this.#random);
    const fault = strike?.fault;
    const latencyMs = strike?.latencyMs ?? 0;

    let served: Served | undefined;
    let answer: Answer | undefined;
    let isAnswered = true;
    let isFaulty = true;
    if (fault?.lost === true) isAnswered = false;
    else if (fault?.status !== undefined) answer = faultAnswer(fault.status, fault, now);
    else {
      served = this.#serve(request, body, url, now);
      answer = served.answer;
      isFaulty = fault?.afterCreate !== undefined && served.message !== undefined;
      if (isFaulty && fault) {
        faults?.spend(fault);
        if (fault.afterCreate === 'drop') isAnswered = false;
        else answer = faultAnswer(fault.afterCreate ?? 0, fault, now);
      }
    }
    this.#record(request, body, url, { served, status: answer?.status ?? 0, isAnswered, isFaulty, latencyMs }, now);
    const { status, headers, body: text } = answer ?? NO_ANSWER;
    return { status, headers, body: text, isAnswered, latencyMs, message: served?.message };
  }

  /** Route, method, key, syntax, names and types, token and state; then the message's own rules, rate and requestId. */
  #serve(request: ChatRequest, body: string, url: RequestUrl, now: number): Served {
    const assume = this.#assume;
    if (url.space === undefined) return { ...refuse(REFUSALS.notFound), answer: htmlAnswer(404, NOT_FOUND_HTML) };
    if (request.method !== 'POST') return refuse(stateRefusal(assume.otherMethods, REFUSALS.otherMethod));

    if (request.oversize) return refuse(tooLarge(request.oversize));
    const query = readQuery(url.query, assume.strictFamily === 'on');
    if (assume.rateCheck === 'first') {
      const space = this.#directory.spaceFor(url.space);
      const tooFast = space && this.#posting.spend(space, space.webhooks.get(query.token), now);
      if (tooFast) return tooFast;
    }
    if (query.key === '') return refuse(REFUSALS.noKey);
    if (this.#options.strictWebhooks === true && query.key !== KEY) return refuse(REFUSALS.badKey);

    const read = readBody(body, contentTypeOf(request), query, assume);
    if ('refusal' in read) return refuse(read.refusal);
    const destination = this.#directory.destination(url.space, query.token, assume);
    if ('refusal' in destination) return refuse(destination.refusal);

    const post = { message: read.message, body, sizeBytes: request.body.length, query, destination };
    const served = this.#posting.post(post, now);
    if (served.message && !served.isRepeat) {
      this.#messages.add(served.message);
      this.#tell({ kind: 'message.created', message: served.message });
    }
    return served;
  }

  #record(
    request: ChatRequest,
    body: string,
    url: RequestUrl,
    outcome: Pick<RequestRecord, 'status' | 'isAnswered' | 'isFaulty' | 'latencyMs'> & { served: Served | undefined },
    now: number,
  ): void {
    const { served, ...known } = outcome;
    const masked = maskSecrets(body);
    const complaint = served?.refusal?.message ?? '';
    const record: RequestRecord = {
      id: this.#requests.count + 1,
      receivedAt: now,
      method: request.method,
      url: url.masked,
      contentType: contentTypeOf(request),
      space: url.space ?? '',
      requestId: url.query.find(([name]) => name === 'requestId' || name === 'request_id')?.[1] ?? '',
      body: masked,
      sizeBytes: request.oversize?.sizeBytes ?? request.body.length,
      errorStatus: served?.refusal?.status ?? '',
      // Further lines may quote a piece of the body in which a token can no longer be told from other text.
      errorMessage: maskSecrets(masked === body ? complaint : (complaint.split('\n')[0] ?? '')),
      messageName: served?.message?.name ?? '',
      isRepeat: served?.isRepeat === true,
      differsFromFirst: served?.differsFromFirst === true,
      ...known,
    };
    this.#requests.add(record);
    this.#tell({ kind: 'request.received', request: record });
  }

  #begin(): [Directory, Posting, RandomStream] {
    const { seed = 'chat', quota = 'strict', strictWebhooks = false } = this.#options;
    const directory = new Directory({
      origin: this.#options.origin ?? 'https://chat.googleapis.com',
      isStrict: strictWebhooks,
      seed: seedNumber(seed),
      newQuota: () => createQuota(quota, this.#assume.burst),
    });
    return [directory, new Posting(this.#assume, seedNumber(seed)), new RandomStream(seed)];
  }

  #changed({ id }: Space): void {
    this.#tell({ kind: 'space.changed', space: id });
  }

  #tell(event: ChatEvent): void {
    this.#options.observe?.(event);
  }
}

const NO_ANSWER: Answer = { status: 0, headers: [], body: '' };

function contentTypeOf({ headers }: ChatRequest): string {
  for (const [name, value] of headers) if (name.length === 12 && name.toLowerCase() === 'content-type') return value;
  return '';
}
