import type { Warning } from './findings';
import type { JsonObject } from './json';

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
  /** Path and query, key and token masked: "/v1/spaces/ops/messages?key=***&token=***". */
  readonly url: string;
  /** '' for none. */
  readonly contentType: string;
  /** The space's id; '' when the path names none. */
  readonly space: string;
  /** '' for none. */
  readonly requestId: string;
  /** The body as text, webhook URLs in it masked. */
  readonly body: string;
  readonly sizeBytes: number;
  /** The HTTP status Chat answered; 0 when the request was lost before it could. */
  readonly status: number;
  /** Google's `error.status`: "INVALID_ARGUMENT"; '' when nothing was refused. */
  readonly errorStatus: string;
  /** Google's `error.message`, masked; '' when nothing was refused. */
  readonly errorMessage: string;
  /** False when the sender never saw the answer. */
  readonly isAnswered: boolean;
  /** The message made, or found again by its requestId; '' for none. */
  readonly messageName: string;
  /** True when it repeated a requestId and was answered with the first message. */
  readonly isRepeat: boolean;
  /** True for a repeat whose body differs from the first one's. */
  readonly differsFromFirst: boolean;
  /** True when a fault decided the answer. */
  readonly isFaulty: boolean;
  /** How much longer than usual it was answered, milliseconds. */
  readonly latencyMs: number;
}

/** Something that has happened. */
export type ChatEvent =
  | { readonly kind: 'request.received'; readonly request: RequestRecord }
  | { readonly kind: 'message.created'; readonly message: ChatMessage }
  /** A space was made, or its state, webhooks or faults have changed. */
  | { readonly kind: 'space.changed'; readonly space: string }
  /** Messages and requests are gone; with `all`, spaces too. */
  | { readonly kind: 'reset'; readonly scope: 'history' | 'all' };
