import { redact } from './redact';

/**
 * What went wrong, for programs. Compare this, not `instanceof`: across an Apps Script library boundary the classes
 * on both sides differ.
 */
export type CourierErrorCode =
  /** The message breaks one of Chat's rules. Nothing was stored or sent. */
  | 'INVALID_MESSAGE'
  /** A webhook, schedule, rule, option or other setting is not valid. Nothing was changed. */
  | 'INVALID_SETTINGS'
  /** No webhook has that name. */
  | 'UNKNOWN_WEBHOOK'
  /** Chat answered 4xx, 429 excepted. The message was not created. */
  | 'REJECTED'
  /** Chat answered 429 or 5xx, or did not answer. */
  | 'UNAVAILABLE'
  /**
   * The message may be in the space and could not be stored for another attempt; or it was refused, and the store did not
   * give its record back, so that a tick may send it yet.
   */
  | 'DELIVERY_UNKNOWN'
  /** The outbox has no room. The message was not accepted. */
  | 'OUTBOX_FULL';

/**
 * One thing that is wrong, as data.
 *
 * @example { path: 'cardsV2[0].card.header.title', problem: 'is missing', expected: 'a text', received: 'nothing' }
 */
export interface Issue {
  /** Where, as code would write it: `cardsV2[0].card.sections[2].widgets[101]`; '' is the whole. */
  readonly path: string;
  /** What is wrong, as the rest of a sentence about the path: `is too long`. */
  readonly problem: string;
  /** What would be right: `at most 4,000 characters`. */
  readonly expected: string;
  /** What was there instead: `4,012 characters`. Never a secret. */
  readonly received: string;
}

/** An issue as one line of text: `thread.threadKey is too long: expected at most 4,000 characters, got 4,012.` */
export function describeIssue({ path, problem, expected, received }: Issue): string {
  return `${path === '' ? 'It' : path} ${problem}: expected ${expected}, got ${received}.`;
}

/** An issue with no secret in it: what a caller wrote in the wrong place may be a webhook's link. */
const redactIssue = ({ path, problem, expected, received }: Issue): Issue => ({
  path: redact(path),
  problem: redact(problem),
  expected: redact(expected),
  received: redact(received),
});

/** Base of every error that Chat Courier throws on purpose. Its texts hold no secret of a webhook's link. */
export abstract class CourierError extends Error {
  /** Which class of failure, for programs; the message is for people. */
  abstract readonly code: CourierErrorCode;
  /** True when the same call, unchanged, may succeed later. Says nothing about when. */
  abstract readonly retryable: boolean;
  /** What led to it, secrets already removed; undefined when nothing did. */
  readonly cause: unknown;

  protected constructor(name: string, message: string, cause?: unknown) {
    super(redact(message));
    this.name = name;
    this.cause = cause;
  }
}

/** The message breaks one of Chat's rules; nothing was stored or sent. */
export class InvalidMessageError extends CourierError {
  readonly code = 'INVALID_MESSAGE';
  readonly retryable = false;

  /** Everything that is wrong, at least one. */
  readonly issues: readonly Issue[];

  /** @param issues - everything that is wrong, at least one */
  constructor(issues: readonly Issue[]) {
    super('InvalidMessageError', `The message was not sent. ${issues.map(describeIssue).join(' ')}`);
    this.issues = issues.map(redactIssue);
  }
}

/** A webhook, schedule, rule, option or other setting is not valid; nothing was changed. */
export class InvalidSettingsError extends CourierError {
  readonly code = 'INVALID_SETTINGS';
  readonly retryable = false;
  /** Everything that is wrong, at least one. */
  readonly issues: readonly Issue[];

  /**
   * @param issues - everything that is wrong, at least one
   * @param advice - the whole text for people; the issues as sentences when left out
   */
  constructor(issues: readonly Issue[], advice: string = issues.map(describeIssue).join(' ')) {
    super('InvalidSettingsError', advice);
    this.issues = issues.map(redactIssue);
  }
}

/** No webhook has that name. */
export class UnknownWebhookError extends CourierError {
  readonly code = 'UNKNOWN_WEBHOOK';
  readonly retryable = false;
  /** The name that was asked for. */
  readonly to: string;

  /**
   * @param to - the name that was asked for
   * @param known - the names that exist
   */
  constructor(to: string, known: readonly string[]) {
    const existing = known.length === 0 ? 'No webhook is set up yet' : `The webhooks are: ${known.join(', ')}`;
    super(
      'UnknownWebhookError',
      `No webhook is called "${to}". ${existing}. ` +
        `Add it with setWebhook("${to}", "<the link from Chat>"), or as the script property "webhook.${to}".`,
    );
    this.to = redact(to);
  }
}

/** Chat answered 4xx, 429 excepted; the message was not created. */
export class RejectedError extends CourierError {
  readonly code = 'REJECTED';
  readonly retryable = false;

  /**
   * @param to - the webhook's name
   * @param status - the HTTP status, e.g. 400
   * @param reason - Chat's own first line, secrets removed; '' when it gave none
   * @param advice - what to do next
   */
  constructor(
    readonly to: string,
    readonly status: number,
    readonly reason: string,
    advice: string,
  ) {
    super(
      'RejectedError',
      `Chat refused the message to "${to}" (HTTP ${status}${reason === '' ? '' : `: ${reason}`}). ${advice}`,
    );
  }
}

/** Chat answered 429 or 5xx, or did not answer. */
export class UnavailableError extends CourierError {
  readonly code = 'UNAVAILABLE';
  readonly retryable = true;

  /**
   * @param to - the webhook's name
   * @param status - the HTTP status of the last attempt; undefined when there was no answer
   * @param retryAfterMs - the wait that Chat asked for, milliseconds; undefined when it asked for none
   * @param message - what happened and what it means
   * @param cause - what led to it, secrets removed
   */
  constructor(
    readonly to: string,
    readonly status: number | undefined,
    readonly retryAfterMs: number | undefined,
    message: string,
    cause?: unknown,
  ) {
    super('UnavailableError', message, cause);
  }
}

/**
 * The message may be in the space and could not be stored for another attempt; or it was refused, and the store did not
 * give its record back, so that a tick may send it yet.
 */
export class DeliveryUnknownError extends CourierError {
  readonly code = 'DELIVERY_UNKNOWN';
  readonly retryable = true;

  /**
   * @param to - the webhook's name
   * @param id - the delivery's id: send again with it, and Chat is asked with the same requestId
   * @param message - what happened
   * @param cause - what led to it, secrets removed
   */
  constructor(
    readonly to: string,
    readonly id: string,
    message: string,
    cause?: unknown,
  ) {
    super('DeliveryUnknownError', `${message} Send it again with the id "${id}": that makes no second message.`, cause);
  }
}

/** The outbox has no room; the message was not accepted. */
export class OutboxFullError extends CourierError {
  readonly code = 'OUTBOX_FULL';
  readonly retryable = false;

  /**
   * @param usedBytes - what the waiting deliveries take
   * @param capacityBytes - what they may take
   * @param neededBytes - what the refused deliveries would have taken
   * @param oldestAt - when the oldest waiting delivery was accepted, ISO time; '' when none waits
   * @param whose - whose room is used up: the whole outbox's, or one webhook's share
   */
  constructor(
    readonly usedBytes: number,
    readonly capacityBytes: number,
    readonly neededBytes: number,
    readonly oldestAt: string,
    whose: string,
  ) {
    super(
      'OutboxFullError',
      `The outbox is full: ${whose} uses ${usedBytes} of ${capacityBytes} bytes, and ${neededBytes} more were needed. ` +
        'The message was not accepted. Wait until deliveries have left, or discard some: see listDeliveries().',
    );
  }
}
