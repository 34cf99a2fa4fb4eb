/** A card's HTML: read as text, and divided without breaking a tag, an entity or a character. */
import { characterStart } from './bytes';
import { jsonBytes } from './long-text';
import { own } from './own';

/** How formatted text is written: Chat's markup, or plain. */
export interface TextStyle {
  bold(text: string): string;
  italic(text: string): string;
  strike(text: string): string;
  code(text: string): string;
  link(url: string, label: string): string;
  escape(text: string): string;
}

/** A card's HTML as text. */
export function htmlToText(html: string, style: TextStyle): string {
  const open: { tag: string; href: string; text: string }[] = [{ tag: '', href: '', text: '' }];
  const add = (text: string): void => {
    const inner = open[open.length - 1];
    if (inner) inner.text += text;
  };
  const close = (): void => {
    const { tag, href, text } = open.pop() ?? { tag: '', href: '', text: '' };
    // A link's label is plain.
    const isInLink = open.some((entry) => entry.href !== '');
    add(isInLink ? text : written(tag, href, text, style));
  };
  for (const token of html.split(TAG)) {
    const [, slash, name = ''] = TAG_PARTS.exec(token) ?? [];
    const tag = name.toLowerCase();
    if (slash === undefined) add(style.escape(decodeEntities(token)));
    else if (tag === 'br' || tag === 'p') add('\n');
    else if (slash === '/') {
      if (open.some((entry, depth) => depth > 0 && entry.tag === tag)) {
        while (open.length > 1 && open[open.length - 1]?.tag !== tag) close();
        close();
      }
    } else open.push({ tag, href: decodeEntities(HREF.exec(token)?.[1] ?? ''), text: '' });
  }
  while (open.length > 1) close();
  return (open[0]?.text ?? '').replace(/\n{3,}/g, '\n\n').trim();
}

function written(tag: string, href: string, text: string, style: TextStyle): string {
  switch (tag) {
    case 'b':
    case 'strong':
      return style.bold(text);
    case 'i':
    case 'em':
      return style.italic(text);
    case 's':
    case 'strike':
      return style.strike(text);
    case 'code':
      return style.code(text);
    case 'li':
      return `• ${text.trim()}\n`;
    case 'ul':
    case 'ol':
      return `\n${text}`;
    case 'a':
      return href === '' ? text : style.link(href, text);
    default:
      return text;
  }
}

const TAG = /(<\/?[a-z][a-z0-9]*\b[^<>]*>)/i;
const TAG_PARTS = /^<(\/?)([a-z][a-z0-9]*)/i;
const HREF = /\bhref\s*=\s*["']([^"']*)["']/i;

/** The characters that HTML entities stand for: `&amp;`, `&#39;`, `&#x2026;`. */
export function decodeEntities(text: string): string {
  return text.replace(/&(?:#x([\da-f]{1,6})|#(\d{1,7})|([a-z]{2,8}));/gi, (whole, hex, decimal, name) => {
    if (typeof name === 'string') return own(ENTITIES, name.toLowerCase()) ?? whole;
    const point = typeof hex === 'string' ? parseInt(hex, 16) : Number(decimal);
    return point > 0 && point <= 0x10ffff && (point < 0xd800 || point > 0xdfff) ? String.fromCodePoint(point) : whole;
  });
}

const ENTITIES: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: '\u00a0',
  hellip: '…',
  ndash: '–',
  mdash: '—',
  bull: '•',
  middot: '·',
  copy: '©',
  reg: '®',
  trade: '™',
  euro: '€',
  rarr: '→',
  larr: '←',
  times: '×',
};

/**
 * The parts of a card's HTML, each at most so many bytes of JSON; a tag that is open at a cut is closed there and
 * opened again in the next part.
 *
 * @param maxBytes - at least 200, so that tags have room
 */
export function splitHtml(html: string, maxBytes: number): string[] {
  const parts: string[] = [];
  let open: string[] = [];
  let part = '';
  const finish = (): void => {
    if (part !== open.join('')) parts.push(part.replace(/\s+$/, '') + closing(open));
    part = open.join('');
  };
  for (const atom of atoms(html, Math.floor(maxBytes / 2))) {
    const [, slash, name = ''] = TAG_PARTS.exec(atom) ?? [];
    const isVoid = name.toLowerCase() === 'br';
    const after = slash === undefined || isVoid ? open : slash === '/' ? withoutLast(open, name) : [...open, atom];
    if (jsonBytes(part + atom + closing(after)) > maxBytes) finish();
    if (slash === '/' && !isVoid && after.length === open.length) continue;
    part += atom;
    open = after;
  }
  finish();
  return parts;
}

const closing = (open: readonly string[]): string =>
  open
    .map((tag) => `</${TAG_PARTS.exec(tag)?.[2] ?? ''}>`)
    .reverse()
    .join('');

/** A closing tag that closes nothing changes nothing. */
function withoutLast(open: readonly string[], name: string): string[] {
  const index = open.map((tag) => (TAG_PARTS.exec(tag)?.[2] ?? '').toLowerCase()).lastIndexOf(name.toLowerCase());
  return index < 0 ? [...open] : [...open.slice(0, index), ...open.slice(index + 1)];
}

/** Tags, and words with the space after them; a word that is too long comes in pieces of whole characters. */
function* atoms(html: string, maxBytes: number): Generator<string> {
  for (const token of html.split(TAG)) {
    if (TAG_PARTS.test(token)) yield token;
    else for (const word of token.match(/\S*\s+|\S+/g) ?? []) yield* pieces(word, maxBytes);
  }
}

function* pieces(word: string, maxBytes: number): Generator<string> {
  let rest = word;
  while (jsonBytes(rest) > maxBytes) {
    const wanted = Math.floor(maxBytes / 6);
    const entity = rest.lastIndexOf('&', wanted);
    const isInEntity = entity > 0 && wanted - entity < 10 && /^&[#\w]*;/.test(rest.slice(entity, entity + 12));
    const at = isInEntity ? entity : characterStart(rest, wanted) || wanted;
    yield rest.slice(0, at);
    rest = rest.slice(at);
  }
  if (rest !== '') yield rest;
}
