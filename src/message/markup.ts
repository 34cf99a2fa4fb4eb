/**
 * Chat's markup for a message's `text`, from functions that their content cannot break: `bold('a*b')` is bold as a
 * whole. They take each other's results: `bold(link('https://example.com', 'the order'))`. For values that you do not
 * trust, {@link escapeText} goes first.
 *
 * Chat reads a marker only at the edge of a word: `un${bold('do')}` stays as it is written.
 *
 * @see https://developers.google.com/workspace/chat/format-messages#format-texts, read 2026-11-24
 */
import { InvalidMessageError } from '../errors';
import { escapeText, STAND_INS } from './escape';
import { show } from './wording';

/** Bold; each line on its own, as Chat's markers do not reach over a line's end. */
export const bold = (content: string): string => wrap(content, '*');

/** Italic. */
export const italic = (content: string): string => wrap(content, '_');

/** Struck through. */
export const strike = (content: string): string => wrap(content, '~');

/** Code within a line; line breaks become spaces. */
export function code(content: string): string {
  const inner = disarm(content)
    .replace(/`/g, 'ˋ')
    .replace(/\s*\n\s*/g, ' ');
  return inner.trim() === '' ? '' : `\`${inner}\``;
}

/** Code of several lines, as it stands. */
export function codeBlock(content: string): string {
  return `\`\`\`\n${disarm(content).replace(/```/g, 'ˋˋˋ').replace(/`$/, 'ˋ')}\n\`\`\``;
}

/** A quotation; every line of the content is one of it. */
export function quote(content: string): string {
  return content
    .split('\n')
    .map((line) => `> ${line}`)
    .join('\n');
}

/** An entry of a {@link list}: a text, or a list one level below the entry before it. */
export type ListEntry = string | readonly ListEntry[];

/** A bulleted list: `list(['milk', 'eggs', ['six', 'brown']])`. */
export function list(entries: readonly ListEntry[]): string {
  return entries.flatMap((entry) => listLines(entry, 0)).join('\n');
}

function listLines(entry: ListEntry, depth: number): string[] {
  if (typeof entry !== 'string') return entry.flatMap((inner) => listLines(inner, depth + 1));
  return [`${'    '.repeat(Math.max(0, depth))}* ${entry.trim().replace(/\s*\n\s*/g, ' ')}`];
}

/**
 * A link. What is no http, https or mailto address becomes plain text, so that a cell cannot forge one.
 *
 * @param label - what is shown; the address itself when left out
 */
export function link(url: string, label: string = ''): string {
  const shown = escapeText(label.trim().replace(/\s+/g, ' ')).replace(/\|/g, '¦');
  if (!isLinkable(url)) return [shown, shown === '' ? escapeText(url) : `(${escapeText(url)})`].join(' ').trim();
  const address = url.trim().replace(/[\s<>|`]/g, encodeURIComponent);
  return shown === '' ? address : `<${address}|${shown}>`;
}

/** Whether Chat may be given this as a link's address. */
export const isLinkable = (url: string): boolean => /^\s*(?:https?:\/\/[^\s/?#]+|mailto:\S+@)/i.test(url);

/**
 * Mentions one person, who is notified.
 *
 * @param userId - the numeric id, "123456789012345678901", with or without "users/" before it; a webhook cannot
 *   mention by e-mail address
 * @throws {@link InvalidMessageError} it is no numeric id
 */
export function mention(userId: string): string {
  const id = userId.replace(/^users\//, '');
  if (/^\d+$/.test(id)) return `<users/${id}>`;
  throw new InvalidMessageError([
    {
      path: 'userId',
      problem: 'is no user id',
      expected: 'digits, such as "123456789012345678901"',
      received: show(id),
    },
  ]);
}

/** Mentions everyone in the space. */
export const mentionAll = (): string => '<users/all>';

function wrap(content: string, marker: string): string {
  return content
    .split('\n')
    .map((line) => {
      const inner = line.trim();
      if (inner === '') return line;
      const start = line.indexOf(inner);
      return `${line.slice(0, start)}${marker}${without(inner, marker)}${marker}${line.slice(start + inner.length)}`;
    })
    .join('\n');
}

/** A text without a marker of its own, but in links, mentions and code, where it does not act. */
function without(text: string, marker: string): string {
  const parts = text.split(/(<[^<>\n]*>|`[^`\n]*`)/);
  return parts.map((part, index) => (index % 2 === 1 ? part : part.split(marker).join(STAND_INS[marker]))).join('');
}

/** Whether Chat looks for links and mentions inside code is not documented, so they get a harmless bracket there. */
const disarm = (content: string): string => content.replace(/<(?=users\/|[a-z][a-z0-9+.-]*:)/gi, '＜');
