import type { CourierErrorCode } from '../errors';
import type { Message } from '../message/types';

/** How a delivery is made. Every option may be left out. */
export interface SendOptions {
  /**
   * The thread, by a key of the caller's choice: "order-1042"; at most 4,000 characters, scoped to one webhook. The same
   * key continues the same thread.
   */
  readonly threadKey?: string;
  /**
   * What Chat does when the thread does not exist. Sent only with a thread.
   * @default 'REPLY_MESSAGE_FALLBACK_TO_NEW_THREAD'
   */
  readonly messageReplyOption?: 'REPLY_MESSAGE_FALLBACK_TO_NEW_THREAD' | 'REPLY_MESSAGE_OR_FAIL';
  /** The caller's own id, 1 to 200 characters: the same id to the same webhook is the same delivery. @default a random one */
  readonly id?: string;
  /**
   * What to do when Chat cannot take the message now: `queue` keeps it and tries again later, `throw` throws,
   * `ignore` only logs.
   * @default 'queue'
   */
  readonly onFailure?: 'queue' | 'throw' | 'ignore';
  /** Which of the waiting deliveries of a space goes first; order inside a thread stays. @default 'normal' */
  readonly priority?: 'critical' | 'normal' | 'low';
  /** Not before then: an ISO time, "2026-03-02T09:00:00Z". Unlike a retry's `dueAt` it is the caller's wish. */
  readonly notBefore?: string;
  /** After then it is no use any more, an ISO time: it becomes a dead letter with that reason. @default 72 hours after it was accepted */
  readonly expiresAt?: string;
  /** Whether it waits for earlier messages of its thread. @default true */
  readonly ordered?: boolean;
  /** Whether it is stored before the first attempt, so that it outlives this execution from the start. @default false */
  readonly durable?: boolean;
  /** The key under which a backlog that has grown too long may be folded into one digest; without it never. */
  readonly digestKey?: string;
  /**
   * What to do with a message above Chat's limits: `refuse` it, `cut` it at a sensible place with a note, or `split` it
   * into numbered messages of one thread.
   * @default 'refuse'
   */
  readonly whenTooLong?: 'refuse' | 'cut' | 'split';
  /**
   * What a phone's notification can show of a message that has cards only: `card` adds nothing but `fallbackText`,
   * `text` and `text+card` add a text.
   * @default 'card'
   */
  readonly notificationText?: 'card' | 'text' | 'text+card';
}

/** One message for one or several webhooks. */
export interface SendItem extends SendOptions {
  /** A webhook's name, or several. */
  readonly to: string | readonly string[];
  readonly message: string | Message;
}

/** Why a delivery waits. */
export type QueueReason =
  /** Chat is limiting the space. */
  | 'rate'
  /** An earlier message of its thread waits. */
  | 'order'
  /** Chat answered 5xx or not at all. */
  | 'error'
  /** Google's daily quota is used up. */
  | 'quota'
  /** Chat refuses the webhook. */
  | 'webhook-down'
  /** The caller asked for a later time, or the webhook is muted or has quiet hours. */
  | 'requested'
  /** This execution's time is up. */
  | 'time';

/** What became of one message to one webhook. */
export type SendResult =
  | {
      readonly status: 'sent';
      readonly id: string;
      /** "spaces/AAA/messages/BBB"; '' when Chat did not say. */
      readonly name: string;
      /** "spaces/AAA/threads/CCC"; '' when Chat did not say. */
      readonly threadName: string;
    }
  | {
      readonly status: 'queued';
      readonly id: string;
      readonly reason: QueueReason;
      /** When it is expected to go, ISO time; an estimate. */
      readonly dueAt: string;
    }
  /** Under `onFailure: 'ignore'`; and where quiet hours or a mute drop messages, which are counted. */
  | { readonly status: 'ignored'; readonly id: string; readonly reason: string };

/** What became of one item of `sendAll`. */
export type SendAllResult =
  | SendResult
  | { readonly status: 'refused'; readonly error: { readonly code: CourierErrorCode; readonly message: string } };

/** One message of a plan that was not taken. */
export interface Refusal {
  /** The item's id. */
  readonly id: string;
  /** The webhook's name. */
  readonly to: string;
  readonly error: { readonly code: string; readonly message: string };
  /** Whether another webhook of the item took it: it counts as told then, and this webhook as missed. */
  readonly isTold: boolean;
}

/**
 * What a part that makes messages (schedules, monitors, rules, relay sources) wants done: messages to accept, and its
 * own state to keep. Both are written in one call, the messages first, so that a kill can repeat a message with the
 * same id but never lose one.
 */
export interface Plan {
  /** Each with an `id` that a repeat would give again. */
  readonly items: readonly SendItem[];
  /** Entries of the store to write; each value at most 9,000 bytes. */
  readonly entries: Readonly<Record<string, string>>;
  /** Keys of the store that are not needed any more. */
  readonly removals: readonly string[];
  /**
   * Entries to write instead where no webhook of an item takes it, so that nobody remembers as told what was not taken.
   * Called before the write, at most once.
   *
   * @param refusals - what is known to be refused then, by all its webhooks: what is not valid or finds no room
   * @param dropped - the ids of items that quiet hours or mutes drop, for all their webhooks
   */
  readonly mend?: (refusals: readonly Refusal[], dropped: readonly string[]) => Readonly<Record<string, string>>;
}
