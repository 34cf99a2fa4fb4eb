/** Bytes, as Chat counts them. Apps Script has no TextEncoder. */

/**
 * How many bytes a text takes in UTF-8. Half a surrogate pair counts as the three bytes of the replacement character
 * that it becomes on the way.
 */
export function utf8Length(text: string): number {
  let bytes = text.length;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (unit < 0x80) continue;
    if (unit < 0x800) bytes += 1;
    else if (isHigh(unit) && isLow(text.charCodeAt(i + 1))) {
      bytes += 2; // four bytes for two units
      i++;
    } else bytes += 2;
  }
  return bytes;
}

/**
 * The longest beginning of a text that takes at most so many bytes in UTF-8 and does not end inside a character: an
 * emoji made of several parts stays whole or goes.
 *
 * @param maxBytes - UTF-8 bytes, 0 or more
 */
export function truncateUtf8(text: string, maxBytes: number): string {
  if (text.length * 3 <= maxBytes || utf8Length(text) <= maxBytes) return text;
  let end = 0;
  let bytes = 0;
  while (end < text.length) {
    const next = end + unitsAt(text, end);
    bytes += utf8Length(text.slice(end, next));
    if (bytes > maxBytes) break;
    end = next;
  }
  return text.slice(0, characterStart(text, end));
}

/**
 * The start of the character that reaches over a position; the position itself when it lies between two characters.
 * A character is what a reader takes for one: a surrogate pair, a letter with its combining marks, an emoji with its
 * skin tone, a family joined by zero-width joiners, a flag of two letters.
 */
export function characterStart(text: string, position: number): number {
  const end = Math.min(position, text.length);
  for (let at = end; end - at < LONGEST_CHARACTER_UNITS; at--) {
    if (at <= 0 || at === text.length || isBoundary(text, at)) return Math.max(0, at);
  }
  return end > 0 && end < text.length && isLow(text.charCodeAt(end)) && isHigh(text.charCodeAt(end - 1))
    ? end - 1
    : end;
}

/** What is joined for longer than this is no character any more, and may be cut between its parts. */
const LONGEST_CHARACTER_UNITS = 64;

/** Whether a cut here leaves whole characters on both sides. */
function isBoundary(text: string, at: number): boolean {
  const before = text.charCodeAt(at - 1);
  if (isHigh(before) && isLow(text.charCodeAt(at))) return false;
  if (before === ZERO_WIDTH_JOINER) return false;
  if (CONTINUES.test(text.slice(at, at + 2))) return false;
  return !(isFlagLetter(text, at) && flagLettersBefore(text, at) % 2 === 1);
}

const ZERO_WIDTH_JOINER = 0x200d;
/** Combining marks, joiners, variation selectors and tag characters: they belong to what stands before. */
const CONTINUES = /^(?:\p{M}|\p{Emoji_Modifier}|\u200d|[\u{e0020}-\u{e007f}])/u;

const isHigh = (unit: number): boolean => unit >= 0xd800 && unit < 0xdc00;
const isLow = (unit: number): boolean => unit >= 0xdc00 && unit < 0xe000;
const unitsAt = (text: string, at: number): number =>
  isHigh(text.charCodeAt(at)) && isLow(text.charCodeAt(at + 1)) ? 2 : 1;

const isFlagLetter = (text: string, at: number): boolean =>
  text.charCodeAt(at) === 0xd83c && text.charCodeAt(at + 1) >= 0xdde6 && text.charCodeAt(at + 1) <= 0xddff;

function flagLettersBefore(text: string, at: number): number {
  let count = 0;
  for (let i = at - 2; i >= 0 && isFlagLetter(text, i); i -= 2) count++;
  return count;
}
