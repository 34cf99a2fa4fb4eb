/**
 * Makes a long text fit: cut with a note, or split into parts. Both end a part where a reader would, at a paragraph, a
 * line, a sentence or a word, and never inside a code block, a link, a mention, a formatted word or a character.
 */
import { characterStart, utf8Length } from './bytes';
import { countOf } from './wording';

/** How much a text may take; both hold. */
export interface Room {
  /** UTF-16 units, as JavaScript and Chat's old limit count. */
  readonly characters: number;
  /** UTF-8 bytes of its JSON, without the quotation marks. */
  readonly bytes: number;
}

/** The bytes a text takes inside a message's JSON. */
export const jsonBytes = (text: string): number => utf8Length(JSON.stringify(text)) - 2;

/** Whether a text has room. */
export const fits = (text: string, room: Room): boolean =>
  text.length <= room.characters && (text.length * 6 <= room.bytes || jsonBytes(text) <= room.bytes);

/** Room for the note or the number that a part ends with. */
const RESERVED = 60;

/** The text itself when it fits; otherwise its beginning and a note that says how much was left out. */
export function cutText(text: string, room: Room): string {
  if (fits(text, room)) return text;
  const { part, rest } = takePart(text, less(room, RESERVED));
  return `${part}\n… (${countOf(rest.length, 'more character')} left out)`;
}

/** The parts of a text, each with room for a number after it; one when it fits. */
export function splitText(text: string, room: Room): string[] {
  if (fits(text, less(room, RESERVED))) return [text];
  const parts: string[] = [];
  let rest = text;
  while (rest !== '') {
    const taken = takePart(rest, less(room, RESERVED));
    if (taken.part !== '') parts.push(taken.part);
    rest = taken.rest;
  }
  return parts;
}

const less = (room: Room, characters: number): Room => ({
  characters: Math.max(1, room.characters - characters),
  bytes: Math.max(6, room.bytes - characters),
});

const FENCE = '```';

function takePart(text: string, room: Room): { part: string; rest: string } {
  if (fits(text, room)) return { part: text, rest: '' };
  const end = longestPrefix(text, room);
  const whole = wholeSpanAround(text, end);
  if (whole === undefined || whole.start > 0) {
    const limit = whole === undefined ? end : whole.start;
    const at = readableEnd(text, limit);
    const part = text.slice(0, at);
    // The space at the cut goes, the indentation of a line stays.
    const gap = /\s$/.test(part) ? /^\n+/ : /^(?: ?\n)+|^ /;
    return { part: part.replace(/\s+$/, ''), rest: text.slice(at).replace(gap, '') };
  }
  // A span longer than a part: a code block is closed and opened again, anything else is cut between characters.
  if (!text.startsWith(FENCE)) return cutAt(text, characterStart(text, end) || end);
  const inner = longestPrefix(text, less(room, FENCE.length + 1));
  const line = text.lastIndexOf('\n', inner);
  const at = line > FENCE.length ? line : characterStart(text, inner) || inner;
  const next = text.slice(at).replace(/^\n/, '');
  return { part: `${text.slice(0, at)}\n${FENCE}`, rest: `${FENCE}\n${next}` };
}

const cutAt = (text: string, at: number): { part: string; rest: string } => ({
  part: text.slice(0, at),
  rest: text.slice(at),
});

/** How long a beginning may be, in UTF-16 units, at least one. */
function longestPrefix(text: string, room: Room): number {
  let low = 1;
  let high = Math.min(text.length, room.characters);
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (fits(text.slice(0, middle), room)) low = middle;
    else high = middle - 1;
  }
  return Math.max(low, 1);
}

/**
 * What is not cut: a code block, a link or mention, code, an address, a formatted word. None reaches over a line but
 * the block.
 */
const WHOLE =
  /```[\s\S]*?```|<[^<>\n]+>|`[^`\n]+`|https?:\/\/[^\s<>|]+|\[[^\]\n]*\]\([^)\s]*\)|(?<![\p{L}\p{N}*_~])([*_~]{1,2})(?=\S)[^\n]*?(?<=\S)\1(?![\p{L}\p{N}*_~])/gu;

function wholeSpanAround(text: string, at: number): { start: number } | undefined {
  for (const match of text.matchAll(WHOLE)) {
    const start = match.index ?? 0;
    if (start >= at) return undefined;
    if (start + match[0].length > at) return { start };
  }
  return undefined;
}

/** Where a reader would stop, best first; the first of them in the second half of the part is taken. */
const STOPS: readonly RegExp[] = [/\n\s*\n/g, /\n/g, /[.!?;:]\s/g, /\s/g];

function readableEnd(text: string, limit: number): number {
  const head = text.slice(0, limit);
  // Right before a span that must stay whole, or exactly at a space, the limit itself is a good place.
  if (/\s/.test(text[limit] ?? ' ')) return outsideSpans(text, bestStop(head) ?? limit);
  return outsideSpans(text, bestStop(head) ?? (characterStart(text, limit) || limit));
}

function bestStop(head: string): number | undefined {
  for (const stop of STOPS) {
    let best = -1;
    for (const match of head.matchAll(stop)) best = (match.index ?? 0) + match[0].length;
    if (best >= head.length / 2) return best;
  }
  return undefined;
}

function outsideSpans(text: string, at: number): number {
  const span = wholeSpanAround(text, at);
  return span === undefined || span.start === 0 ? at : span.start;
}
