import { RandomStream } from '../random';
import {
  type Answer,
  badRequest,
  htmlAnswer,
  invalidArgument,
  jsonAnswer,
  NOT_FOUND_HTML,
  type Refusal,
  refusalAnswer,
  REFUSALS,
  stateRefusal,
  withHeader,
} from './answers';
import { type Assumptions, DEFAULT_ASSUMPTIONS } from './assume';
import { type Fault, faultAnswer, httpDate } from './faults';
import type { Findings, Warning } from './findings';
import { chatId, seedNumber } from './ids';
import { inspectMessage } from './inspect-message';
import { isObject, type JsonObject, text } from './json';
import { jsonSyntaxMessage } from './json-syntax';
import { Log } from './log';
import { messageIdRefusal, messageRefusal, shownText, withoutAppFields } from './message-rules';
import { type Query, readQuery, unknownParameter } from './query';
import { createQuota, type QuotaKind } from './quota';
import { RequestIds } from './request-ids';
import { maskSecrets, parseRequestUrl, type RequestUrl } from './request-url';
import { MESSAGE } from './schema';
import { checkSchema, normalise } from './schema-check';
import { Space, type State, type Thread, type Webhook } from './space';
import { chooseThread, type ThreadChoice, threadKeysOf } from './threads';

export type { Assumptions } from './assume';
export type { Fault } from './faults';
export type { Effect, Warning } from './findings';
export type { QuotaKind } from './quota';
export type { State } from './space';

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
  /** Told of every change, when it has happened. @default nobody */
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

/** A message in a space. */
export interface ChatMessage {
  /** "spaces/ops/messages/kPq3vWx1a2b.kPq3vWx1a2b" */
  readonly name: string;
  /** The space's id: "ops". */
  readonly space: string;
  /** "spaces/ops/threads/kPq3vWx1a2b" */
  readonly thread: string;
  /** The key that the message was sent with; '' for none. */
  readonly threadKey: string;
  /** False when it began its thread. */
  readonly isReply: boolean;
  /** Why it began a thread or not: the option it was sent with. */
  readonly messageReplyOption: string;
  /** As shown; '' for a message of cards alone. */
  readonly text: string;
  /** How `text` is to be read. */
  readonly markup: 'chat' | 'markdown';
  /** What was posted, with Google's names in camelCase. */
  readonly message: JsonObject;
  /** '' for none. */
  readonly requestId: string;
  /** The webhook's id, no secret: "ops-1". */
  readonly webhook: string;
  /** Epoch milliseconds. */
  readonly createdAt: number;
  /** UTF-8 bytes of the JSON body. */
  readonly sizeBytes: number;
  /** What Chat accepted and does not show as it was meant. */
  readonly warnings: readonly Warning[];
}

/** A request as it is remembered: whatever came of it, and without secrets. */
export interface RequestRecord {
  /** Counts from 1. */
  readonly id: number;
  /** When it arrived, epoch milliseconds. */
  readonly receivedAt: number;
  readonly method: string;
  /** Path and query, key and token masked. */
  readonly url: string;
  readonly contentType: string;
  /** The space's id; '' when the path names none. */
  readonly space: string;
  readonly requestId: string;
  /** The body as text, webhook URLs in it masked. */
  readonly body: string;
  readonly sizeBytes: number;
  /** The HTTP status answered, also when the answer was dropped. */
  readonly status: number;
  /** Google's `error.status`; '' when there is none. */
  readonly errorStatus: string;
  /** Google's `error.message`, masked; '' when there is none. */
  readonly errorMessage: string;
  readonly isAnswered: boolean;
  /** The message made or found again; '' for none. */
  readonly messageName: string;
  /** True when it repeated a requestId and was answered with the first message. */
  readonly isRepeat: boolean;
  /** A repeat whose content differs from the first request's. */
  readonly differsFromFirst: boolean;
  /** True when a fault decided the answer. */
  readonly isFaulty: boolean;
  readonly latencyMs: number;
}

export type ChatEvent =
  | { readonly kind: 'request'; readonly request: RequestRecord }
  | { readonly kind: 'message'; readonly message: ChatMessage }
  | { readonly kind: 'space'; readonly space: string }
  | { readonly kind: 'cleared' }
  | { readonly kind: 'reset' };

/** The key in every webhook URL. Google's is common to many webhooks, and no secret. */
const KEY = 'EXAMPLE_KEY';
/** A token's length, as Google's. */
const TOKEN_CHARACTERS = 43;

/** What serving a request led to, before faults have their say. */
interface Outcome {
  readonly answer: Answer;
  readonly refusal?: Refusal;
  readonly message?: ChatMessage;
  readonly isRepeat?: boolean;
  readonly differsFromFirst?: boolean;
}

/** What the first request with a requestId made. */
interface First {
  readonly message: ChatMessage;
  readonly body: string;
}

const decoder = new TextDecoder();

/**
 * Google Chat's webhook endpoint, pretended: takes a request and says what Chat answers. Synchronous and without I/O; the
 * caller says what time it is. What it refuses, and in which words and order, follows what Google documents and what others
 * have recorded; words nobody has recorded begin with "[emulator]".
 */
export class Chat {
  readonly assume: Assumptions;
  readonly #options: ChatOptions;
  readonly #messages: Log<ChatMessage>;
  readonly #requests: Log<RequestRecord>;
  #spaces = new Map<string, Space>();
  #requestIds: RequestIds<First>;
  #random: RandomStream;
  #threadCount = 0;
  #messageCount = 0;
  #webhookCount = 0;
  readonly #seed: number;

  constructor(options: ChatOptions = {}) {
    const keep = options.keep ?? Infinity;
    this.assume = { ...DEFAULT_ASSUMPTIONS, ...options.assume };
    this.#options = options;
    this.#messages = new Log(keep);
    this.#requests = new Log(keep);
    this.#requestIds = new RequestIds(this.assume.requestIdTtl * 1000);
    this.#seed = seedNumber(options.seed ?? 'chat');
    this.#random = new RandomStream(options.seed ?? 'chat');
  }

  /** The messages kept, oldest first. */
  get messages(): readonly ChatMessage[] {
    return this.#messages.entries();
  }

  /** The requests kept, oldest first: refused ones too. */
  get requests(): readonly RequestRecord[] {
    return this.#requests.entries();
  }

  get spaces(): readonly Space[] {
    return [...this.#spaces.values()];
  }

  /**
   * Makes a webhook, and its space if there is none of that name.
   *
   * @param name - what a person calls the space: "Ops alerts" has the id "Ops-alerts"
   * @returns the webhook's URL, as Chat's "Copy link" would give it
   */
  addSpace(name: string): string {
    const id = spaceId(name);
    const space = this.#open(id, name);
    this.#webhookCount += 1;
    const number = String(this.#webhookCount);
    const plain = `EXAMPLE_TOKEN_${id}_${number}_`;
    const random = chatId(this.#seed ^ 0x70cea, this.#webhookCount).repeat(4);
    const token = (plain + random).slice(0, Math.max(TOKEN_CHARACTERS, plain.length));
    space.addWebhook(token, this.#newQuota());
    this.#tell({ kind: 'space', space: id });
    return `${this.#options.origin ?? 'https://chat.googleapis.com'}/v1/${space.name}/messages?key=${KEY}&token=${token}`;
  }

  /**
   * Replaces what goes wrong in a space; an empty list ends it.
   *
   * @param space - its id or name
   * @param now - from when a fault's `forMs` counts, epoch milliseconds; needed only for that
   * @throws {@link Error} a fault has `forMs` and there is no `now`
   */
  setFaults(space: string, faults: readonly Fault[], now?: number): void {
    if (now === undefined && faults.some(({ forMs }) => forMs !== undefined)) {
      throw new Error('Expected the time as third argument of setFaults, because a fault has forMs.');
    }
    const id = spaceId(space);
    this.#open(id, space).faults.set(faults, now ?? 0);
    this.#tell({ kind: 'space', space: id });
  }

  /** Deletes or disables a space with all its webhooks, or brings it back. @param space - its id or name */
  setSpaceState(space: string, state: State): void {
    const id = spaceId(space);
    this.#open(id, space).state = state;
    this.#tell({ kind: 'space', space: id });
  }

  /**
   * Deletes or disables one webhook, or brings it back. The keys of a deleted webhook's threads are of no use to another.
   *
   * @param url - as `addSpace` gave it
   * @throws {@link Error} there is no such webhook
   */
  setWebhookState(url: string, state: State): void {
    const { space: id, query } = parseRequestUrl(url);
    const token = query.find(([name]) => name === 'token')?.[1] ?? '';
    const webhook = this.#spaces.get(id ?? '')?.webhooks.get(token);
    if (!webhook || id === undefined) throw new Error('Expected the URL of a webhook of this Chat; got another one.');
    webhook.state = state;
    this.#tell({ kind: 'space', space: id });
  }

  /** Forgets messages and requests; spaces, threads and requestIds stay. */
  clear(): void {
    this.#messages.clear();
    this.#requests.clear();
    this.#tell({ kind: 'cleared' });
  }

  /** Puts everything back to the beginning: the same requests make the same ids again. */
  reset(): void {
    this.#messages.clear();
    this.#requests.clear();
    this.#spaces = new Map();
    this.#requestIds = new RequestIds(this.assume.requestIdTtl * 1000);
    this.#random = new RandomStream(this.#options.seed ?? 'chat');
    this.#threadCount = this.#messageCount = this.#webhookCount = 0;
    this.#tell({ kind: 'reset' });
  }

  /**
   * Serves one request.
   *
   * @param now - when it arrives, epoch milliseconds; never less than at the request before
   */
  handle(request: ChatRequest, now: number): ChatResponse {
    const url = parseRequestUrl(request.url);
    const body = decoder.decode(request.body);
    const space = this.#spaceAt(url);
    const { latencyMs, fault } = space ? space.faults.strike(now, this.#random) : { latencyMs: 0, fault: undefined };

    const isServed = fault?.status === undefined && fault?.lost !== true;
    const served = isServed
      ? this.#serve(request, body, url, space, now)
      : { answer: faultAnswer(fault.status ?? 503, fault, now) };
    const { answer, isAnswered } = this.#answerOf(served, fault, now);
    this.#record(request, body, url, now, { ...served, answer }, isAnswered, fault !== undefined, latencyMs);
    return {
      status: answer.status,
      headers: answer.headers,
      body: answer.body,
      isAnswered,
      latencyMs,
      message: served.message,
    };
  }

  #answerOf(served: Outcome, fault: Fault | undefined, now: number): { answer: Answer; isAnswered: boolean } {
    if (fault?.lost === true) return { answer: served.answer, isAnswered: false };
    if (fault?.afterCreate === undefined || !served.message) return { answer: served.answer, isAnswered: true };
    if (fault.afterCreate === 'drop') return { answer: served.answer, isAnswered: false };
    return { answer: faultAnswer(fault.afterCreate, fault, now), isAnswered: true };
  }

  /** Route, key, syntax, names and types, token and state, the message's rules, rate, requestId: in that order. */
  #serve(request: ChatRequest, body: string, url: RequestUrl, space: Space | undefined, now: number): Outcome {
    if (url.space === undefined) return { answer: htmlAnswer(404, NOT_FOUND_HTML) };
    if (request.method !== 'POST') return refuse(stateRefusal(this.assume.otherMethods, REFUSALS.otherMethod));

    const isStrict = this.assume.strictFamily === 'on';
    const query = readQuery(url.query, isStrict);
    if (this.assume.rateCheck === 'first' && space) {
      const webhook = space.webhooks.get(query.token);
      const tooFast = this.#spend(space, webhook, now);
      if (tooFast) return tooFast;
    }
    if (query.key === '') return refuse(REFUSALS.noKey);
    if (this.#options.strictWebhooks === true && query.key !== KEY) return refuse(REFUSALS.badKey);

    const parsed = this.#parse(request, body, query);
    if ('refusal' in parsed) return refuse(parsed.refusal);

    const webhook = this.#webhookOf(space, query);
    if ('refusal' in webhook) return refuse(webhook.refusal);
    return this.#post(parsed.message, body, request.body.length, query, webhook, now);
  }

  #parse(request: ChatRequest, body: string, query: Query): { message: JsonObject } | { refusal: Refusal } {
    if (
      /^application\/x-www-form-urlencoded/i.test(contentTypeOf(request)) &&
      this.assume.formContentType === 'refuse'
    ) {
      return { refusal: badRequest([unknownParameter(body.split(/[=&]/)[0] ?? '')]) };
    }
    let value: unknown;
    try {
      value = body.trim() === '' ? {} : JSON.parse(body);
    } catch {
      return { refusal: invalidArgument(jsonSyntaxMessage(body)) };
    }
    if (!isObject(value)) return { refusal: REFUSALS.notAnObject };
    const check = checkSchema(value, MESSAGE, 'message', {
      strict: this.assume.strictFamily === 'on',
      ...(this.assume.markupField === 'unknown' && { unknownField: 'markup_syntax' }),
    });
    const violations = [...check.violations, ...query.violations];
    if (violations.length > 0) return { refusal: badRequest(violations) };
    return { message: check.isNormal ? value : normalise(value, MESSAGE) };
  }

  #webhookOf(space: Space | undefined, { token }: Query): { space: Space; webhook: Webhook } | { refusal: Refusal } {
    if (token === '') return { refusal: REFUSALS.noToken };
    if (!space) return { refusal: REFUSALS.notFound };
    const known = space.webhooks.get(token);
    if (!known && this.#options.strictWebhooks === true) {
      return { refusal: stateRefusal(this.assume.badToken, REFUSALS.noToken) };
    }
    const webhook = known ?? space.addWebhook(token, this.#newQuota());
    if (space.state === 'deleted' || webhook.state === 'deleted') {
      return { refusal: stateRefusal(this.assume.deleted, REFUSALS.noToken) };
    }
    if (space.state === 'disabled' || webhook.state === 'disabled') {
      return { refusal: stateRefusal(this.assume.disabled, REFUSALS.noPermission) };
    }
    return { space, webhook };
  }

  #post(
    posted: JsonObject,
    body: string,
    sizeBytes: number,
    query: Query,
    { space, webhook }: { space: Space; webhook: Webhook },
    now: number,
  ): Outcome {
    const { assume } = this;
    const refusal = messageRefusal(posted, sizeBytes, assume) ?? messageIdRefusal(query.messageId, assume);
    if (refusal) return refuse(refusal);
    if (query.wantsNotification && assume.appOnly === 'refuse') {
      return refuse(invalidArgument('[emulator] A webhook cannot force or silence notifications.'));
    }
    if (query.requestId !== '' && assume.requestId === 'reject') {
      return refuse(invalidArgument('[emulator] A webhook cannot set request_id.'));
    }
    const findings = inspectMessage(posted, assume);
    if (findings.refusal !== undefined) return refuse(invalidArgument(findings.refusal));

    const thread = isObject(posted['thread']) ? posted['thread'] : {};
    const threadKey = text(thread['threadKey']) || query.threadKey;
    const keys = threadKeysOf(space, webhook, assume);
    const asked = { option: query.messageReplyOption, name: text(thread['name']), key: threadKey };
    const choice = chooseThread(asked, space, keys, assume);
    if ('refusal' in choice) return refuse(choice.refusal);

    if (assume.rateCheck === 'last') {
      const tooFast = this.#spend(space, webhook, now);
      if (tooFast) return tooFast;
    }
    const requestKey = this.#requestKey(query.requestId, space, webhook);
    const first = requestKey === '' ? undefined : this.#requestIds.find(requestKey, now);
    if (first) {
      const answer = this.#success(first.message, query);
      return { answer, message: first.message, isRepeat: true, differsFromFirst: first.body !== body };
    }
    if (query.messageId !== '' && assume.messageId === 'check' && space.messageIds.has(query.messageId)) {
      return refuse({ status: 'ALREADY_EXISTS', message: '[emulator] A message with this message_id already exists.' });
    }
    const message = this.#create({ posted, findings, sizeBytes, query, space, webhook, choice, keys, threadKey, now });
    if (requestKey !== '') this.#requestIds.remember(requestKey, { message, body }, now);
    return { answer: this.#success(message, query), message };
  }

  #create(from: {
    posted: JsonObject;
    findings: Findings;
    sizeBytes: number;
    query: Query;
    space: Space;
    webhook: Webhook;
    choice: ThreadChoice;
    keys: Map<string, Thread>;
    threadKey: string;
    now: number;
  }): ChatMessage {
    const { posted, findings, query, space, webhook, choice, now } = from;
    const thread = choice.thread ?? this.#openThread(space);
    if (choice.bindKey !== '') from.keys.set(choice.bindKey, thread);
    this.#messageCount += 1;
    const isReply = choice.thread !== undefined;
    const id = isReply ? chatId(this.#seed ^ 0x3e55a6e, this.#messageCount) : thread.id;
    if (query.messageId !== '') space.messageIds.add(query.messageId);
    space.messageCount += 1;
    const message = withoutAppFields(posted, this.assume, findings);
    const created: ChatMessage = {
      name: `${space.name}/messages/${thread.id}.${id}`,
      space: space.id,
      thread: thread.name,
      threadKey: from.threadKey,
      isReply,
      messageReplyOption: query.messageReplyOption,
      text: shownText(text(posted['text']), this.assume),
      markup: this.#markupOf(posted),
      message: query.messageId === '' ? message : { ...message, clientAssignedMessageId: query.messageId },
      requestId: query.requestId,
      webhook: webhook.id,
      createdAt: now,
      sizeBytes: from.sizeBytes,
      warnings: findings.warnings,
    };
    this.#messages.add(created);
    this.#tell({ kind: 'message', message: created });
    return created;
  }

  /** What Google fills in is `name` and `thread.name`; the rest is what the request held. */
  #success(created: ChatMessage, { isPretty }: Query): Answer {
    const { message } = created;
    const echo: Record<string, unknown> = { name: created.name };
    for (const name of ECHOED) if (message[name] !== undefined) echo[name] = message[name];
    const key = this.assume.echoThreadKey === 'on' && created.threadKey !== '' ? { threadKey: created.threadKey } : {};
    echo['thread'] = { name: created.thread, ...key };
    echo['space'] = { name: `spaces/${created.space}` };
    return jsonAnswer(200, echo, isPretty);
  }

  #spend(space: Space, webhook: Webhook | undefined, now: number): Outcome | undefined {
    const quota = this.assume.rateScope === 'webhook' ? webhook?.quota : space.quota;
    if (!quota) return undefined;
    const waitMs = quota.waitMs(now);
    if (waitMs <= 0) {
      quota.spend(now);
      return undefined;
    }
    const refused = refuse(REFUSALS.tooFast);
    const { retryAfter } = this.assume;
    if (retryAfter === 'off') return refused;
    const seconds = typeof retryAfter === 'number' ? retryAfter : Math.ceil(waitMs / 1000);
    const value = retryAfter === 'date' ? httpDate(now + waitMs) : String(seconds);
    return { ...refused, answer: withHeader(refused.answer, 'Retry-After', value) };
  }

  #requestKey(requestId: string, space: Space, webhook: Webhook): string {
    if (requestId === '' || this.assume.requestId !== 'honour') return '';
    const { requestIdScope } = this.assume;
    if (requestIdScope === 'global') return requestId;
    return `${requestIdScope === 'space' ? space.id : webhook.id} ${requestId}`;
  }

  #markupOf(posted: JsonObject): 'chat' | 'markdown' {
    if (posted['markupSyntax'] === 'MARKUP_SYNTAX_MARKDOWN') return 'markdown';
    return posted['markupSyntax'] === 'MARKUP_SYNTAX_CHAT' ? 'chat' : this.assume.markupDefault;
  }

  #openThread(space: Space): Thread {
    this.#threadCount += 1;
    const id = chatId(this.#seed, this.#threadCount);
    const thread = { id, name: `${space.name}/threads/${id}` };
    space.threads.set(thread.name, thread);
    return thread;
  }

  #spaceAt({ space: id }: RequestUrl): Space | undefined {
    if (id === undefined) return undefined;
    return this.#options.strictWebhooks === true ? this.#spaces.get(id) : this.#open(id, id);
  }

  #open(id: string, displayName: string): Space {
    let space = this.#spaces.get(id);
    if (!space) {
      space = new Space(id, displayName, this.#newQuota());
      this.#spaces.set(id, space);
    }
    return space;
  }

  #newQuota() {
    return createQuota(this.#options.quota ?? 'strict', this.assume.burst);
  }

  #record(
    request: ChatRequest,
    body: string,
    url: RequestUrl,
    now: number,
    outcome: Outcome,
    isAnswered: boolean,
    isFaulty: boolean,
    latencyMs: number,
  ): void {
    const { answer, refusal, message } = outcome;
    const record: RequestRecord = {
      id: this.#requests.count + 1,
      receivedAt: now,
      method: request.method,
      url: maskSecrets(url.path + queryText(request.url)),
      contentType: contentTypeOf(request),
      space: url.space ?? '',
      requestId: url.query.find(([name]) => name === 'requestId' || name === 'request_id')?.[1] ?? '',
      body: maskSecrets(body),
      sizeBytes: request.body.length,
      status: answer.status,
      errorStatus: refusal?.status ?? '',
      errorMessage: refusal ? maskSecrets(refusal.message) : '',
      isAnswered,
      messageName: message?.name ?? '',
      isRepeat: outcome.isRepeat === true,
      differsFromFirst: outcome.differsFromFirst === true,
      isFaulty,
      latencyMs,
    };
    this.#requests.add(record);
    this.#tell({ kind: 'request', request: record });
  }

  #tell(event: ChatEvent): void {
    this.#options.observe?.(event);
  }
}

/** The input fields that an answer repeats. */
const ECHOED = [
  'text',
  'cards',
  'cardsV2',
  'fallbackText',
  'accessoryWidgets',
  'quotedMessageMetadata',
  'privateMessageViewer',
  'attachment',
  'markupSyntax',
  'clientAssignedMessageId',
] as const;

function refuse(refusal: Refusal): Outcome {
  return { answer: refusalAnswer(refusal), refusal };
}

function contentTypeOf({ headers }: ChatRequest): string {
  for (const [name, value] of headers) if (name.length === 12 && name.toLowerCase() === 'content-type') return value;
  return '';
}

function queryText(url: string): string {
  const mark = url.indexOf('?');
  return mark < 0 ? '' : url.slice(mark);
}

/** "spaces/ops" and "ops" are the space "ops"; what an id cannot hold becomes a hyphen. */
function spaceId(name: string): string {
  return name.replace(/^spaces\//, '').replace(/[^A-Za-z0-9_-]+/g, '-') || 'space';
}
