import { Chat, type ChatMessage, type ChatOptions, type ChatResponse } from '../../../emulator/chat/chat';

/** A Google error, as far as tests look at it. */
export interface GoogleError {
  readonly code: number;
  readonly message: string;
  readonly status: string;
  readonly details?: readonly { readonly '@type': string; readonly fieldViolations?: readonly object[] }[];
}

export interface PostOptions {
  /** What is added to the webhook's URL: "&messageReplyOption=…". @default nothing */
  readonly query?: string;
  readonly headers?: readonly (readonly [string, string])[];
  readonly method?: string;
  /** @default the time of the post before, and 1,000 ms */
  readonly at?: number;
  /** @default the space's first webhook */
  readonly url?: string;
}

const HEADERS = [['Content-Type', 'application/json; charset=UTF-8']] as const;

/** One space "ops" with a webhook, and ways to post to it. Posts are a second apart unless told otherwise. */
export function createChat(options: ChatOptions = {}) {
  const chat = new Chat({ strictWebhooks: true, ...options });
  const url = chat.addSpace('ops');
  let now = Date.parse('2026-03-02T09:00:00Z') - 1000;

  const post = (
    body: unknown,
    { query = '', headers = HEADERS, method = 'POST', at, url: to = url }: PostOptions = {},
  ): ChatResponse => {
    now = at ?? now + 1000;
    const text = typeof body === 'string' ? body : JSON.stringify(body);
    return chat.handle({ method, url: to + query, headers, body: Buffer.from(text) }, now);
  };
  /** Posts what Chat must refuse. @returns the error */
  const refused = (body: unknown, how?: PostOptions): GoogleError => {
    const { status, body: answer } = post(body, how);
    const { error } = JSON.parse(answer) as { error?: GoogleError };
    if (error?.code !== status) throw new Error(`Expected an error of Google's shape; got ${String(status)} ${answer}`);
    return error;
  };
  /** Posts what Chat must accept. @returns the message */
  const accepted = (body: unknown, how?: PostOptions): ChatMessage => {
    const { status, body: answer, message } = post(body, how);
    if (status !== 200 || !message) throw new Error(`Expected 200; got ${String(status)} ${answer}`);
    return message;
  };
  return { chat, url, post, refused, accepted };
}

/** A message of one card with these widgets. */
export const cardOf = (...widgets: readonly object[]) => ({
  cardsV2: [{ cardId: 'one', card: { sections: [{ widgets }] } }],
});

export const REPLY = '&messageReplyOption=REPLY_MESSAGE_FALLBACK_TO_NEW_THREAD';
export const REPLY_OR_FAIL = '&messageReplyOption=REPLY_MESSAGE_OR_FAIL';
