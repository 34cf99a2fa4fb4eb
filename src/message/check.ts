import type { Issue } from '../errors';
import { Collector, MAX_ISSUES } from './findings';
import { readMessage } from './read';
import { applyRules } from './rules';
import { checkSize } from './size';
import type { Message } from './types';

/** What {@link checkMessage} found. */
export interface MessageCheck {
  /** What Chat would refuse, show blank, cut or lose. Empty when the message can be sent. */
  readonly errors: Issue[];
  /** What Chat takes, but perhaps not as it is meant. */
  readonly warnings: Issue[];
}

/** A message that was checked, for those who go on with it. */
export interface Inspection {
  /** A copy of its own, in Google's names, without what has no form in JSON or is Chat's to set. */
  readonly message: Message;
  /** Errors that no cutting or splitting removes. */
  readonly errors: Issue[];
  /** Too many bytes, too many widgets. */
  readonly sizeErrors: Issue[];
  readonly warnings: Issue[];
}

/**
 * Checks a message against every rule and limit of Chat's that concerns an incoming webhook, and names everything at
 * once: Chat itself would name one thing, or answer 200 and show a blank card.
 *
 * @param message - anything; never throws
 * @example checkMessage({ text: 'Disk is full' }) // { errors: [], warnings: [] }
 */
export function checkMessage(message: unknown): MessageCheck {
  const { errors, sizeErrors, warnings } = inspectMessage(message);
  return { errors: first([...errors, ...sizeErrors]), warnings: first(warnings) };
}

/** {@link checkMessage} with the copy that was checked. */
export function inspectMessage(message: unknown): Inspection {
  const reading = readMessage(message);
  // The shape is known by now: each field that is there has the type that the interface says.
  const copy = reading.message as Message;
  const found = new Collector(reading.errors);
  applyRules(copy, found);
  const size = checkSize(copy);
  return {
    message: copy,
    errors: [...reading.errors, ...found.errors],
    sizeErrors: size.errors,
    warnings: [...reading.warnings, ...found.warnings, ...size.warnings],
  };
}

function first(issues: readonly Issue[]): Issue[] {
  if (issues.length <= MAX_ISSUES) return [...issues];
  const more = {
    path: '',
    problem: 'has too many issues to list',
    expected: 'fewer',
    received: `more than ${MAX_ISSUES}`,
  };
  return [...issues.slice(0, MAX_ISSUES), more];
}
