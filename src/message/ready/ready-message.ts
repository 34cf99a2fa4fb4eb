import type { Message } from '../types';

/** A message to start from: a template, and data that shows it. */
export interface ReadyMessage {
  /** "order-late": its file's name. */
  readonly id: string;
  /** "Order late" */
  readonly title: string;
  /** When it is of use, one sentence. */
  readonly purpose: string;
  /** What {@link renderMessage} fills in. */
  readonly template: Message;
  /** Fields and values for a preview; the fields are those that the template knows. */
  readonly sample: Readonly<Record<string, unknown>>;
}
