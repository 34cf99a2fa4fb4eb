/**
 * Makes untrusted values harmless where they are written into a text: a cell, a form answer, another system's event.
 * Google documents no escaping for a message's text, and entities and backslashes show there as they stand; so what
 * could act as markup is replaced by a character that looks like it.
 *
 * @see https://developers.google.com/workspace/chat/format-messages, read 2026-11-24
 */

/** What stands in for a character of Chat's markup. */
export const STAND_INS: Readonly<Record<string, string>> = {
  '<': '＜',
  '>': '＞',
  '*': '∗',
  _: 'ˍ',
  '~': '∼',
  '`': 'ˋ',
};

/**
 * A value for a message's `text`: it can neither forge a link or a mention nor start or end bold, italic, struck or
 * code. What cannot act as markup stays: `snake_case`, `2 * 3`, and the meaning of a value that is one
 * web address.
 *
 * @example escapeText('<users/all> *now*') // '＜users/all＞ ∗now∗'
 */
export function escapeText(value: string): string {
  const isAddress = /^https?:\/\/[^\s<>|`]+$/i.test(value);
  const harmless = isAddress ? percentEncoded : standIn;
  return value
    .replace(/[<>`]/g, standIn)
    .replace(/[*_~]/g, (marker, at: number) => (isInert(value, at) ? marker : harmless(marker)))
    .replace(/\]\(/g, isAddress ? ']%28' : '] (');
}

/**
 * A value for a card's HTML: `textParagraph.text`, `decoratedText.text`, a section's `header`.
 *
 * @example escapeHtml('a < b & "c"') // 'a &lt; b &amp; &quot;c&quot;'
 */
export function escapeHtml(value: string): string {
  return value.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? character);
}

/**
 * A value for a text that Chat reads as Markdown: a message with `MARKUP_SYNTAX_MARKDOWN`, a `textParagraph` with
 * `textSyntax: 'MARKDOWN'`. Angle brackets are replaced, because Chat's mentions may be read there too.
 *
 * @example escapeMarkdown('[a](b) <users/all>') // '\\[a\\]\\(b\\) ＜users/all＞'
 */
export function escapeMarkdown(value: string): string {
  return value.replace(/[<>]/g, standIn).replace(/[\\`*_{}[\]()#+!|~-]/g, '\\$&');
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

const standIn = (character: string): string => STAND_INS[character] ?? character;

/** `_` and `~` mean the same in an address either way. */
const percentEncoded = (character: string): string => `%${character.charCodeAt(0).toString(16).toUpperCase()}`;

/** Chat's markers act at the edge of a word. Between two letters or two spaces they are only characters. */
function isInert(text: string, at: number): boolean {
  const around = text.slice(Math.max(0, at - 1), at) + text.slice(at + 1, at + 2);
  return /^(?:[\p{L}\p{N}]{2}| {2})$/u.test(around);
}
