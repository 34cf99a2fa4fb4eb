import { InvalidMessageError, type Issue } from '../errors';
import { inspectMessage } from './check';
import { MAX_MESSAGE_BYTES, SAFE_TEXT_CHARACTERS } from './limits';
import { cutCards, splitCard } from './long-card';
import { cutText, splitText, type Room } from './long-text';
import { messageBytes } from './size';
import { cardsAsText, summarize } from './summary';
import type { CardWithId, Message } from './types';

/** How a message is made ready. */
export interface PrepareOptions {
  /**
   * What happens to a message that is too long for Chat: `refuse` throws, `cut` shortens it at a sensible place with a
   * note, `split` makes several numbered messages, which belong in one thread. Too long is more than 32,000 bytes or
   * 100 widgets in a card; and when cutting or splitting, a `text` longer than `textLimit`.
   * @default 'refuse'
   */
  readonly whenTooLong?: 'refuse' | 'cut' | 'split';
  /**
   * What a phone's notification of a message with cards and no `text` has to show: `card` adds `fallbackText`, which
   * Google documents for it, but which Android was seen to leave out; `text+card` adds a `text`, which Android shows,
   * but iOS was seen to show twice; `text` sends the cards as text.
   * @default 'card'
   */
  readonly notificationText?: 'card' | 'text' | 'text+card';
  /**
   * How long a `text` may be before it is cut or split, in characters (UTF-16 units), 100 to 32,000. Chat refused more
   * than 4,096 in 2018 to 2020, and today's pages give only the 32,000 bytes of the whole message: so 4,096 is where
   * texts are cut and split and where the check warns, while only the 32,000 bytes are an error.
   * @default 4096
   */
  readonly textLimit?: number;
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
  const { whenTooLong = 'refuse', notificationText = 'card', textLimit = SAFE_TEXT_CHARACTERS } = options;
  const {
    message: checked,
    errors,
    sizeErrors,
    warnings,
  } = inspectMessage(typeof message === 'string' ? { text: message } : message);
  const isFatal = errors.length > 0 || (whenTooLong === 'refuse' && sizeErrors.length > 0);
  if (isFatal) throw new InvalidMessageError([...errors, ...sizeErrors]);
  const whole = withNotificationText(checked, notificationText);
  const messages = fitted(whole, whenTooLong, textLimit).map(withFallbackText);
  const left = messages.flatMap((part) => inspectMessage(part)).flatMap((part) => [...part.errors, ...part.sizeErrors]);
  if (left.length > 0) throw new InvalidMessageError(left);
  return { messages, warnings };
}

function withNotificationText(message: Message, mode: 'card' | 'text' | 'text+card'): Message {
  if (mode === 'card' || (message.text ?? '').trim() !== '' || (message.cardsV2 ?? []).length === 0) return message;
  if (mode === 'text+card') return { ...message, text: message.fallbackText ?? summarize(message) };
  const { thread } = message;
  const text = cardsAsText(message);
  return text === '' ? message : { text, ...(thread !== undefined && { thread }) };
}

/** Where cards cannot be shown, Chat shows the text or this; when the message has no room for it, it goes without. */
function withFallbackText(message: Message): Message {
  const hasCards = (message.cardsV2 ?? []).length > 0;
  if (!hasCards || message.fallbackText !== undefined || (message.text ?? '').trim() !== '') return message;
  const fallbackText = summarize(message);
  const added = { ...message, fallbackText };
  return fallbackText === '' || messageBytes(added) > MAX_MESSAGE_BYTES ? message : added;
}

function fitted(message: Message, whenTooLong: 'refuse' | 'cut' | 'split', textLimit: number): Message[] {
  if (whenTooLong === 'refuse' || isShort(message, textLimit)) return [message];
  return whenTooLong === 'cut' ? [cut(message, textLimit)] : split(message, textLimit);
}

function isShort(message: Message, textLimit: number): boolean {
  return (message.text ?? '').length <= textLimit && inspectMessage(message).sizeErrors.length === 0;
}

/** Bytes that are kept free for fallbackText and numbers. */
const SPARE_BYTES = 1_200;

/** What a text may take in a message with nothing else. */
const textRoom = (textLimit: number): Room => ({ characters: textLimit, bytes: MAX_MESSAGE_BYTES - SPARE_BYTES });

/** The text is cut first, for the cards carry the details; then the cards, from the end. */
function cut(message: Message, textLimit: number): Message {
  const { text, cardsV2, ...rest } = message;
  const short = { ...rest, ...(text !== undefined && { text: cutText(text, textRoom(textLimit)) }) };
  if (cardsV2 === undefined) return short;
  const room = MAX_MESSAGE_BYTES - SPARE_BYTES - messageBytes({ ...short, cardsV2: [] });
  return { ...short, cardsV2: cutCards(cardsV2, room) };
}

/** First the text, in as many messages as it takes, then the cards; the first card goes with the last text. */
function split({ text, cardsV2 = [], fallbackText, ...rest }: Message, textLimit: number): Message[] {
  const frame = fallbackText === undefined ? rest : { ...rest, fallbackText };
  const parts: Message[] = (text === undefined ? [] : splitText(text, textRoom(textLimit))).map((part) => ({
    ...rest,
    text: part,
  }));
  const room = MAX_MESSAGE_BYTES - SPARE_BYTES - messageBytes(frame);
  for (const entry of cardsV2) {
    splitCard(entry, room).forEach((piece, index) => {
      const last = parts[parts.length - 1];
      const joined = last && { ...last, cardsV2: [...(last.cardsV2 ?? []), piece] };
      // Each piece of one card gets a message of its own, whose number its title bears.
      const hasRoom = joined !== undefined && index === 0 && messageBytes(joined) <= MAX_MESSAGE_BYTES - SPARE_BYTES;
      if (hasRoom) parts[parts.length - 1] = joined;
      else parts.push({ ...rest, cardsV2: [piece] });
    });
  }
  const numbered = parts.map((part, index) => withNumber(part, index + 1, parts.length));
  return fallbackText === undefined ? numbered : withOwnFallback(numbered, fallbackText);
}

/** The caller's own fallbackText goes with the first message that has cards; the others get one made of theirs. */
function withOwnFallback(messages: readonly Message[], fallbackText: string): Message[] {
  const first = messages.findIndex((message) => message.cardsV2 !== undefined);
  return messages.map((message, index) => (index === first ? { ...message, fallbackText } : message));
}

function withNumber(message: Message, number: number, of: number): Message {
  if (of === 1) return message;
  const label = `(${number}/${of})`;
  if (message.text !== undefined) return { ...message, text: `${message.text}\n${label}` };
  const [first, ...others] = message.cardsV2 ?? [];
  return first === undefined ? message : { ...message, cardsV2: [numberedCard(first, label), ...others] };
}

function numberedCard(entry: CardWithId, label: string): CardWithId {
  const { header, ...card } = entry.card ?? {};
  const title = header === undefined ? label : `${header.title} ${label}`;
  return { ...entry, card: { header: { ...header, title }, ...card } };
}
