import { cardsAsText } from '../message/summary';
import type { Message } from '../message/types';

/** What a message says, as a text: its own, or that of its cards. */
export const messageText = (message: Message): string =>
  message.text !== undefined && message.text !== '' ? message.text : cardsAsText(message);
