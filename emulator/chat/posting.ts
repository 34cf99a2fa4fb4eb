import { type Answer, invalidArgument, jsonAnswer, type Refusal, refusalAnswer, REFUSALS, withHeader } from './answers';
import type { Assumptions } from './assume';
import type { Destination } from './directory';
import { httpDate } from './faults';
import type { Findings } from './findings';
import type { ChatMessage } from './history';
import { chatId } from './ids';
import { inspectMessage } from './inspect-message';
import { isObject, type JsonObject, text } from './json';
import { messageIdRefusal, messageRefusal, parameterRefusal, shownText, withoutAppFields } from './message-rules';
import type { Query } from './query';
import { RequestIds } from './request-ids';
import type { Space, Thread, Webhook } from './space';
import { chooseThread, type ThreadChoice, threadKeysOf } from './threads';

/** What serving a request led to. */
export interface Served {
  readonly answer: Answer;
  /** Why it was refused; undefined when it was not. */
  readonly refusal: Refusal | undefined;
  /** The message made or found again; undefined when there is none. */
  readonly message: ChatMessage | undefined;
  /** True when `message` was there already. */
  readonly isRepeat: boolean;
  /** True for a repeat whose body differs from the first one's. */
  readonly differsFromFirst: boolean;
}

/** A request whose names and types are right, on its way into a space. */
export interface Post {
  readonly message: JsonObject;
  /** As it came. */
  readonly body: string;
  readonly sizeBytes: number;
  readonly query: Query;
  readonly destination: Destination;
}

/** A refusal as Google puts it. */
export function refuse(refusal: Refusal): Served {
  const answer = refusalAnswer(refusal);
  return { answer, refusal, message: undefined, isRepeat: false, differsFromFirst: false };
}

/** Puts messages into spaces: the rules of a message, its thread, the rate, repeats. */
export class Posting {
  readonly #assume: Assumptions;
  readonly #seed: number;
  readonly #requestIds: RequestIds<{ readonly message: ChatMessage; readonly body: string }>;
  #threadCount = 0;
  #replyCount = 0;

  constructor(assume: Assumptions, seed: number) {
    this.#assume = assume;
    this.#seed = seed;
    this.#requestIds = new RequestIds(assume.requestIdTtl * 1000);
  }

  /** Refuses a post or makes its message, or finds the one that its requestId made before. */
  post(post: Post, now: number): Served {
    const { message, query } = post;
    const { space, webhook } = post.destination;
    const assume = this.#assume;
    const refusal =
      messageRefusal(message, post.sizeBytes, assume) ??
      messageIdRefusal(query.messageId, assume) ??
      parameterRefusal(query, assume);
    if (refusal) return refuse(refusal);
    const findings = inspectMessage(message, assume);
    if (findings.refusal !== undefined) return refuse(invalidArgument(findings.refusal));

    const thread = isObject(message['thread']) ? message['thread'] : {};
    const threadKey = text(thread['threadKey']) || query.threadKey;
    const asked = { option: query.messageReplyOption, name: text(thread['name']), key: threadKey };
    const choice = chooseThread(asked, space, threadKeysOf(space, webhook, assume), assume);
    if ('refusal' in choice) return refuse(choice.refusal);

    if (assume.rateCheck === 'last') {
      const tooFast = this.spend(space, webhook, now);
      if (tooFast) return tooFast;
    }
    const requestKey = this.#requestKey(query.requestId, post.destination);
    const first = requestKey === '' ? undefined : this.#requestIds.find(requestKey, now);
    if (first)
      return this.#success(first.message, query, { isRepeat: true, differsFromFirst: first.body !== post.body });
    if (query.messageId !== '' && assume.messageId === 'check' && space.messageIds.has(query.messageId)) {
      return refuse({ status: 'ALREADY_EXISTS', message: '[emulator] A message with this message_id already exists.' });
    }
    const created = this.#create(post, findings, choice, threadKey, now);
    if (requestKey !== '') this.#requestIds.remember(requestKey, { message: created, body: post.body }, now);
    return this.#success(created, query, { isRepeat: false, differsFromFirst: false });
  }

  /** Takes a post out of the quota. @returns the refusal when there is none left */
  spend(space: Space, webhook: Webhook | undefined, now: number): Served | undefined {
    const { rateScope, retryAfter } = this.#assume;
    const quota = (rateScope === 'webhook' ? webhook : space)?.quota;
    const waitMs = quota?.waitMs(now) ?? 0;
    if (waitMs <= 0) {
      quota?.spend(now);
      return undefined;
    }
    const refused = refuse(REFUSALS.tooFast);
    if (retryAfter === 'off') return refused;
    const seconds = typeof retryAfter === 'number' ? retryAfter : Math.ceil(waitMs / 1000);
    const value = retryAfter === 'date' ? httpDate(now + waitMs) : String(seconds);
    return { ...refused, answer: withHeader(refused.answer, 'Retry-After', value) };
  }

  #create(
    { message, sizeBytes, query, destination }: Post,
    findings: Findings,
    choice: ThreadChoice,
    threadKey: string,
    now: number,
  ): ChatMessage {
    const { space, webhook } = destination;
    const assume = this.#assume;
    const thread = choice.thread ?? this.#openThread(space);
    if (choice.bindKey !== '') threadKeysOf(space, webhook, assume).set(choice.bindKey, thread);
    const isReply = choice.thread !== undefined;
    if (isReply) this.#replyCount += 1;
    const id = isReply ? chatId(this.#seed ^ 0x3e55a6e, this.#replyCount) : thread.id;
    if (query.messageId !== '') space.messageIds.add(query.messageId);
    space.messageCount += 1;
    const kept = withoutAppFields(message, assume, findings);
    return {
      name: `${space.name}/messages/${thread.id}.${id}`,
      space: space.id,
      thread: thread.name,
      threadKey,
      isReply,
      messageReplyOption: query.messageReplyOption,
      text: shownText(text(message['text']), assume),
      markup: markupOf(message, assume),
      message: query.messageId === '' ? kept : { ...kept, clientAssignedMessageId: query.messageId },
      requestId: query.requestId,
      webhook: webhook.id,
      createdAt: now,
      sizeBytes,
      warnings: findings.warnings,
    };
  }

  /** What Google fills in is `name` and `thread.name`; the rest is what the request held. */
  #success(message: ChatMessage, { isPretty }: Query, repeat: Pick<Served, 'isRepeat' | 'differsFromFirst'>): Served {
    const echo: Record<string, unknown> = { name: message.name };
    for (const name of ECHOED) if (message.message[name] !== undefined) echo[name] = message.message[name];
    const isKeyEchoed = this.#assume.echoThreadKey === 'on' && message.threadKey !== '';
    echo['thread'] = { name: message.thread, ...(isKeyEchoed && { threadKey: message.threadKey }) };
    echo['space'] = { name: `spaces/${message.space}` };
    return { answer: jsonAnswer(200, echo, isPretty), refusal: undefined, message, ...repeat };
  }

  #openThread(space: Space): Thread {
    this.#threadCount += 1;
    const id = chatId(this.#seed, this.#threadCount);
    const thread = { id, name: `${space.name}/threads/${id}` };
    space.threads.set(thread.name, thread);
    return thread;
  }

  /** '' when nothing is to be remembered. */
  #requestKey(requestId: string, { space, webhook }: Destination): string {
    const { requestId: handling, requestIdScope } = this.#assume;
    if (requestId === '' || handling !== 'honour') return '';
    if (requestIdScope === 'global') return requestId;
    return `${requestIdScope === 'space' ? space.id : webhook.id} ${requestId}`;
  }
}

/** The fields of a request that an answer repeats. */
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

function markupOf({ markupSyntax }: JsonObject, assume: Assumptions): 'chat' | 'markdown' {
  if (markupSyntax === 'MARKUP_SYNTAX_MARKDOWN') return 'markdown';
  return markupSyntax === 'MARKUP_SYNTAX_CHAT' ? 'chat' : assume.markupDefault;
}
