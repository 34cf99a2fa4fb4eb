import { type Refusal, REFUSALS, invalidArgument } from './answers';
import type { Assumptions } from './assume';
import type { Space, Thread, Webhook } from './space';

/** `messageReplyOption`, as a webhook may send it. */
export type ReplyOption =
  'MESSAGE_REPLY_OPTION_UNSPECIFIED' | 'REPLY_MESSAGE_FALLBACK_TO_NEW_THREAD' | 'REPLY_MESSAGE_OR_FAIL';

/**
 * The longest thread key, characters.
 * @see https://developers.google.com/workspace/chat/api/reference/rest/v1/spaces.messages#thread, read 2026-11-24
 */
export const MAX_THREAD_KEY_CHARACTERS = 4_000;

/** Which thread a message asks for; '' for what it does not say. */
export interface ThreadRequest {
  readonly option: ReplyOption;
  readonly name: string;
  readonly key: string;
}

/** Where a message goes: into `thread`, or into a new one, which then gets `bindKey` ('' for none). */
export type ThreadChoice =
  { readonly thread: Thread; readonly bindKey: '' } | { readonly thread: undefined; readonly bindKey: string };

const NEW_THREAD: ThreadChoice = { thread: undefined, bindKey: '' };

/** Decides where a message goes, or why it goes nowhere. Changes nothing. */
export function chooseThread(
  request: ThreadRequest,
  space: Space,
  keys: ReadonlyMap<string, Thread>,
  assume: Assumptions,
): ThreadChoice | { readonly refusal: Refusal } {
  const { option, name, key } = request;
  if (key.length > MAX_THREAD_KEY_CHARACTERS) {
    const limit = MAX_THREAD_KEY_CHARACTERS.toLocaleString('en');
    return { refusal: invalidArgument(`[emulator] thread.thread_key is longer than ${limit} characters.`) };
  }
  if (option === 'MESSAGE_REPLY_OPTION_UNSPECIFIED') return NEW_THREAD;
  if (name === '' && key === '') {
    if (assume.optionWithoutThread === 'accept') return NEW_THREAD;
    return { refusal: invalidArgument('[emulator] message_reply_option is set, but the message names no thread.') };
  }
  const mayFail = option === 'REPLY_MESSAGE_OR_FAIL';
  if (name !== '') {
    if (!isThreadOf(space, name)) return { refusal: REFUSALS.badThreadName };
    const thread = space.threads.get(name);
    if (thread) return { thread, bindKey: '' };
    return mayFail ? { refusal: REFUSALS.notFound } : NEW_THREAD;
  }
  const thread = keys.get(key);
  if (thread) return { thread, bindKey: '' };
  if (mayFail && assume.orFailNewKey === 'refuse') return { refusal: REFUSALS.notFound };
  return { thread: undefined, bindKey: key };
}

/** Where the thread keys of a webhook are kept. */
export function threadKeysOf(space: Space, webhook: Webhook, assume: Assumptions): Map<string, Thread> {
  return assume.threadKeyScope === 'space' ? space.threadKeys : webhook.threadKeys;
}

function isThreadOf(space: Space, name: string): boolean {
  const prefix = `${space.name}/threads/`;
  return name.startsWith(prefix) && /^[\w-]+$/.test(name.slice(prefix.length));
}
