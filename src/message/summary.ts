/** What a phone's notification says. */
import { characterStart } from './bytes';
import { cardLines, CHAT_STYLE, PLAIN_STYLE } from './card-text';
import type { Message } from './types';

/** What fits on a lock screen with several lines; our own choice. */
const SUMMARY_CHARACTERS = 240;

/** The cards in one short plain text, the title first: "Order 1042 is late · Due: Monday". */
export function summarize(message: Message): string {
  const lines = cardLines(message, PLAIN_STYLE).map((line) => line.replace(/\s+/g, ' '));
  return shorten(lines.join(' · '), SUMMARY_CHARACTERS);
}

/** The cards as a text in Chat's markup, links included, for a message without cards. */
export function cardsAsText(message: Message): string {
  return cardLines(message, CHAT_STYLE).join('\n');
}

/** What two kinds of phone show of a message. */
export interface Preview {
  /** '' is an empty notification. */
  readonly android: string;
  readonly ios: string;
}

/**
 * What a phone's notification of a message will read. Google documents `fallbackText` for it; but people have seen
 * Android leave it out, and iOS show it besides the text. So Android's preview is the text alone, iOS's is both.
 *
 * @see https://github.com/louislam/uptime-kuma/issues/5776, read 2026-11-24; last seen 2025-08
 */
export function preview(message: Message): Preview {
  const text = plain(message.text ?? '');
  const fallback = (message.fallbackText ?? '').trim();
  return { android: text, ios: [text, fallback].filter((part) => part !== '').join('\n') };
}

/** A message's text without its markup, as a notification has it. */
function plain(text: string): string {
  return text
    .replace(/```\n?([\s\S]*?)\n?```/g, '$1')
    .replace(/<(?:https?|mailto):[^<>|\n]*\|([^<>\n]*)>/g, '$1')
    .replace(/<users\/all>/g, '@all')
    .replace(/<users\/\d+>/g, '@someone')
    .replace(/<((?:https?|mailto):[^<>|\n]*)>/g, '$1')
    .replace(/(?<![\p{L}\p{N}*_~`])([*_~`])(?=\S)([^\n]*?)(?<=\S)\1(?![\p{L}\p{N}*_~`])/gu, '$2')
    .trim();
}

function shorten(text: string, characters: number): string {
  if (text.length <= characters) return text;
  const head = text.slice(0, characterStart(text, characters - 1));
  const space = head.lastIndexOf(' ');
  return `${head.slice(0, space > characters / 2 ? space : head.length).replace(/[\s·:,;]+$/, '')}…`;
}
