import { InvalidSettingsError, type Issue } from '../errors';
import type { Message } from '../message/types';
import type { Hold } from './quiet';
import type { SendOptions } from './types';

/** One message on its way through one webhook. Never changed once it is made: every attempt sends the same bytes. */
export interface Delivery {
  /** The caller's id, or a random one. */
  readonly id: string;
  /** The webhook's name. */
  readonly to: string;
  /** The body of every attempt. */
  readonly message: Message;
  readonly messageReplyOption: 'REPLY_MESSAGE_FALLBACK_TO_NEW_THREAD' | 'REPLY_MESSAGE_OR_FAIL';
  readonly priority: 'critical' | 'normal' | 'low';
  /** Epoch milliseconds; 0 when the caller set none. */
  readonly notBefore: number;
  /** Epoch milliseconds; 0 when the caller set none. */
  readonly expiresAt: number;
  readonly ordered: boolean;
  /** '' when folding is not allowed. */
  readonly digestKey: string;
  /** Quiet hours or a mute held it when it was accepted, until then: epoch milliseconds, 0 when nothing did. */
  readonly heldUntil: number;
  /** Whether it is told in one message with the others that were held. */
  readonly isHeldForDigest: boolean;
  /** Of a digest: the places of what it tells, which is done once the digest is stored. Segment to indexes, as bits. */
  readonly standsFor: Readonly<Record<string, string>>;
  /** Whether it tells of another delivery's failure: its own failure is then told to nobody. */
  readonly notice: boolean;
}

/** The longest id a caller may give, characters. */
export const MAX_ID_LENGTH = 200;

/**
 * What must arrive in the order it was accepted: the deliveries of one webhook with the same thread, or with none. An
 * unordered delivery is a lane of its own.
 */
export function laneOf({ to, message, ordered, id }: Delivery): string {
  if (!ordered) return `${to}\nunordered\n${id}`;
  const { thread } = message;
  return `${to}\n${thread?.name ?? (thread?.threadKey === undefined ? '' : `key\n${thread.threadKey}`)}`;
}

/** What a caller may put off, milliseconds: ten years. */
const MAX_AHEAD_MS = 10 * 366 * 86_400_000;

const OPTION_NAMES: readonly (keyof SendOptions)[] = [
  'threadKey', 'messageReplyOption', 'id', 'onFailure', 'priority', 'notBefore', 'expiresAt', 'ordered', 'durable',
  'digestKey', 'whenTooLong', 'notificationText',
]; // prettier-ignore

/** Chat's limit on a thread key, characters. @see https://developers.google.com/workspace/chat/api/reference/rest/v1/spaces.messages#Thread, read 2026-11-24 */
export const MAX_THREAD_KEY_LENGTH = 4000;

/**
 * Checks the options of a send, all of them at once.
 *
 * @param now - epoch milliseconds, for `expiresAt`
 * @throws {@link InvalidSettingsError} an option is unknown, of the wrong type, or out of its range
 */
export function checkOptions(options: SendOptions, now: number): void {
  if (typeof options !== 'object' || options === null || Array.isArray(options)) {
    throw new InvalidSettingsError([
      issue('options', 'are no options', 'an object such as { threadKey: "order-1042" }', options),
    ]);
  }
  const issues: Issue[] = [];
  for (const name of Object.keys(options)) {
    if (!(OPTION_NAMES as string[]).includes(name)) {
      issues.push(issue(`options.${name}`, 'is no option of send', `one of ${OPTION_NAMES.join(', ')}`, name));
    }
  }
  checkText(issues, options, 'threadKey', MAX_THREAD_KEY_LENGTH);
  checkText(issues, options, 'id', MAX_ID_LENGTH);
  checkText(issues, options, 'digestKey', MAX_ID_LENGTH);
  checkChoice(issues, options, 'messageReplyOption', ['REPLY_MESSAGE_FALLBACK_TO_NEW_THREAD', 'REPLY_MESSAGE_OR_FAIL']);
  checkChoice(issues, options, 'onFailure', ['queue', 'throw', 'ignore']);
  checkChoice(issues, options, 'priority', ['critical', 'normal', 'low']);
  checkChoice(issues, options, 'ordered', [true, false]);
  checkChoice(issues, options, 'durable', [true, false]);
  checkChoice(issues, options, 'whenTooLong', ['refuse', 'cut', 'split']);
  checkChoice(issues, options, 'notificationText', ['card', 'text', 'text+card']);
  const notBefore = checkTime(issues, options, 'notBefore', now);
  const expiresAt = checkTime(issues, options, 'expiresAt', now);
  if (expiresAt !== undefined && expiresAt <= Math.max(now, notBefore ?? 0)) {
    const expected = (notBefore ?? 0) > now ? 'a time after notBefore' : 'a time in the future';
    issues.push(issue('options.expiresAt', 'is too early', expected, options.expiresAt));
  }
  if (issues.length > 0) throw new InvalidSettingsError(issues);
}

function checkText(
  issues: Issue[],
  options: SendOptions,
  name: 'threadKey' | 'id' | 'digestKey',
  maxLength: number,
): void {
  const value: unknown = options[name];
  if (value === undefined) return;
  if (typeof value !== 'string' || value === '') {
    issues.push(issue(`options.${name}`, 'is no usable text', `a text of 1 to ${maxLength} characters`, value));
  } else if (value.length > maxLength) {
    issues.push({
      path: `options.${name}`,
      problem: 'is too long',
      expected: `at most ${maxLength} characters`,
      received: `${value.length}`,
    });
  } else if (/^(?:[^\ud800-\udfff]|[\ud800-\udbff][\udc00-\udfff])*$/.test(value) === false) {
    issues.push(issue(`options.${name}`, 'holds half a character', 'text that was not cut inside an emoji', value));
  }
}

function checkChoice(
  issues: Issue[],
  options: SendOptions,
  name: keyof SendOptions,
  choices: readonly unknown[],
): void {
  const value = options[name];
  if (value === undefined || choices.includes(value)) return;
  const expected = choices.map((choice) => JSON.stringify(choice)).join(' or ');
  issues.push(issue(`options.${name}`, 'is not one of its values', expected, value));
}

/** The moment that an option names, epoch milliseconds; undefined when it names none. */
function checkTime(
  issues: Issue[],
  options: SendOptions,
  name: 'notBefore' | 'expiresAt',
  now: number,
): number | undefined {
  const value: unknown = options[name];
  if (value === undefined) return undefined;
  const at = typeof value === 'string' && /^\d{4}-\d\d-\d\d/.test(value) ? Date.parse(value) : NaN;
  if (at <= now + MAX_AHEAD_MS) return at;
  const isNone = Number.isNaN(at);
  const expected = isNone ? 'an ISO time such as "2026-03-02T09:00:00Z"' : 'a time in the next ten years';
  issues.push(issue(`options.${name}`, isNone ? 'is no time' : 'is too far ahead', expected, value));
  return undefined;
}

function issue(path: string, problem: string, expected: string, received: unknown): Issue {
  const shown =
    typeof received === 'string' ? JSON.stringify(received.slice(0, 80)) : received === null ? 'null' : typeof received;
  return { path, problem, expected, received: shown };
}

/** A delivery that may be in the space, so that no digest may tell it once more. */
export const unfolded = (delivery: Delivery): Delivery => ({ ...delivery, digestKey: '', isHeldForDigest: false });

/**
 * Makes the delivery of one checked message to one webhook.
 *
 * @param options - through {@link checkOptions}
 * @param fallbackId - the id when the caller gave none
 * @param hold - what quiet hours and mutes say of it
 */
export function createDelivery(
  to: string,
  message: Message,
  options: SendOptions,
  fallbackId: string,
  hold: Hold = { kind: 'deliver' },
): Delivery {
  const { threadKey } = options;
  return {
    id: options.id ?? fallbackId,
    to,
    message: threadKey === undefined ? message : { ...message, thread: { threadKey } },
    messageReplyOption: options.messageReplyOption ?? 'REPLY_MESSAGE_FALLBACK_TO_NEW_THREAD',
    priority: options.priority ?? 'normal',
    notBefore: options.notBefore === undefined ? 0 : Date.parse(options.notBefore),
    expiresAt: options.expiresAt === undefined ? 0 : Date.parse(options.expiresAt),
    ordered: options.ordered ?? true,
    digestKey: options.digestKey ?? '',
    heldUntil: hold.kind === 'deliver' ? 0 : hold.until,
    isHeldForDigest: hold.kind === 'digest',
    standsFor: {},
    notice: false,
  };
}
