/**
 * Turns Markdown into what Chat shows: its own markup for a message's `text`, and HTML for a card. Read by marked's
 * lexer as CommonMark with GitHub's tables, task lists and struck text; what Chat has no form for gets a readable one.
 */
import { Lexer, type Token, type Tokens } from 'marked';
import { CHAT_STYLE, PLAIN_STYLE } from './card-text';
import { escapeHtml } from './escape';
import { decodeEntities, htmlToText, type TextStyle } from './html';
import { codeBlock, isLinkable, link, quote } from './markup';
import { tableLines } from './table';

/** One Markdown source in Chat's two forms. */
export interface FromMarkdown {
  /** For a message's `text`. */
  readonly text: string;
  /** For a `textParagraph` and other card texts. */
  readonly html: string;
}

/**
 * Turns Markdown into Chat markup and card HTML. The source may be untrusted: it can link, but neither mention anybody
 * nor write tags of its own.
 *
 * Headings become bold lines; tables a block of aligned columns, or lists where they are wide; images links; task lists
 * boxes; raw HTML is reduced to its text.
 *
 * @example markdown('**Late** since [Monday](https://example.com)').text // '*Late* since <https://example.com|Monday>'
 */
export function markdown(source: string): FromMarkdown {
  try {
    const tokens = Lexer.lex(source, { gfm: true });
    return { text: blocks(tokens, CHAT), html: blocks(tokens, HTML) };
  } catch (error) {
    // Thousands of nested quotes exhaust the stack; nobody wrote them to be read.
    if (!(error instanceof RangeError)) throw error;
    return { text: CHAT.escape(source), html: HTML.escape(source) };
  }
}

/** One of the two forms: how spans and blocks are written. */
interface Form extends TextStyle {
  block(text: string): string;
  quote(text: string): string;
  list(items: readonly string[], ordered: readonly string[] | undefined): string;
  /** Whether a marker acts only at the edge of a word. */
  readonly needsWordEdge: boolean;
}

const CHAT: Form = {
  ...CHAT_STYLE,
  // An address that links itself.
  link: (url, label) => (label === CHAT_STYLE.escape(url) ? link(url) : CHAT_STYLE.link(url, label)),
  block: codeBlock,
  quote,
  list: (items, ordered) =>
    items.map((item, index) => `${ordered?.[index] ?? '*'} ${item.replace(/\n(?=.)/g, '\n    ')}`).join('\n'),
  needsWordEdge: true,
};

const HTML: Form = {
  bold: (text) => `<b>${text}</b>`,
  italic: (text) => `<i>${text}</i>`,
  strike: (text) => `<s>${text}</s>`,
  code: (text) => `<code>${escapeHtml(text)}</code>`,
  link: (url, label) => (isLinkable(url) ? `<a href="${escapeHtml(url.trim())}">${label}</a>` : label),
  escape: escapeHtml,
  block: (text) => `<pre><code>${escapeHtml(text)}</code></pre>`,
  quote: (text) => text.replace(/^/gm, '│ '),
  list: (items, ordered) => {
    const tag = ordered === undefined ? 'ul' : 'ol';
    return `<${tag}>${items.map((item) => `<li>${item}</li>`).join('')}</${tag}>`;
  },
  needsWordEdge: false,
};

function blocks(tokens: readonly Token[], form: Form): string {
  let text = '';
  let gap = '';
  for (const token of tokens) {
    const block = blockOf(token, form);
    if (block === '') continue;
    text += (text === '' ? '' : gap) + block;
    gap = token.type === 'heading' ? '\n' : '\n\n';
  }
  return text;
}

function blockOf(token: Token, form: Form): string {
  switch (token.type) {
    case 'heading':
      return form.bold(inline(token.tokens ?? [], { ...form, bold: same }));
    case 'paragraph':
      return inline(token.tokens ?? [], form);
    case 'text':
      return inline(token.tokens ?? [token], form);
    case 'code':
      return form.block((token as Tokens.Code).text);
    case 'blockquote':
      return form.quote(blocks(token.tokens ?? [], form));
    case 'list':
      return listOf(token as Tokens.List, form);
    case 'table':
      return tableOf(token as Tokens.Table, form);
    case 'hr':
      return '———';
    case 'html':
      return htmlToText((token as Tokens.HTML).text.replace(/<!--[\s\S]*?-->/g, ''), form);
    default:
      return '';
  }
}

function listOf({ items, ordered, start }: Tokens.List, form: Form): string {
  const first = start === '' ? 1 : start;
  const texts = items.map((item) => itemOf(item, form));
  return form.list(texts, ordered ? items.map((_, index) => `${first + index}.`) : undefined);
}

function itemOf({ tokens, task, checked }: Tokens.ListItem, form: Form): string {
  const parts = tokens.filter(({ type }) => type !== 'checkbox').map((token) => blockOf(token, form));
  const box = task ? (checked === true ? '☑ ' : '☐ ') : '';
  return box + parts.filter((part) => part !== '').join('\n');
}

function tableOf({ header, rows, align }: Tokens.Table, form: Form): string {
  const plain = (cell: Tokens.TableCell): string => inline(cell.tokens, PLAIN).replace(/\s+/g, ' ').trim();
  const lines = tableLines([header.map(plain), ...rows.map((row) => row.map(plain))], align);
  if (lines !== undefined) return form.block(lines.join('\n'));
  const item = (row: readonly Tokens.TableCell[]): string =>
    row
      .map((cell, column) => {
        const name = form.bold(inline(header[column]?.tokens ?? [], plainIn(form)));
        return `${name}: ${inline(cell.tokens, form)}`;
      })
      .join(', ');
  return form.list(rows.map(item), undefined);
}

/** No markup. */
const PLAIN: Form = {
  ...PLAIN_STYLE,
  block: same,
  quote: same,
  list: (items) => items.join(', '),
  needsWordEdge: false,
};

/** No markup, but harmless where a form puts it. */
const plainIn = (form: Form): Form => ({ ...PLAIN, escape: (text) => form.escape(text) });

function same(text: string): string {
  return text;
}

function inline(tokens: readonly Token[], form: Form): string {
  return tokens.reduce((before, token, index) => before + span(token, before, tokens[index + 1], form), '');
}

function span(token: Token, before: string, next: Token | undefined, form: Form): string {
  const inner = (): string => inline(('tokens' in token && token.tokens) || [], form);
  // In the middle of a word Chat's markers would be shown as they are.
  const isAtEdge = !form.needsWordEdge || !(LETTER_AT_END.test(before) || LETTER_AT_START.test(next?.raw ?? ''));
  switch (token.type) {
    case 'text':
      return 'tokens' in token ? inner() : form.escape(prose((token as Tokens.Text).text));
    case 'escape':
      return form.escape((token as Tokens.Escape).text);
    case 'strong':
      return isAtEdge ? form.bold(inner()) : inner();
    case 'em':
      return isAtEdge ? form.italic(inner()) : inner();
    case 'del':
      return isAtEdge ? form.strike(inner()) : inner();
    case 'codespan':
      return form.code((token as Tokens.Codespan).text);
    case 'br':
      return '\n';
    case 'link':
      return form.link((token as Tokens.Link).href, inline((token as Tokens.Link).tokens, plainIn(form)));
    case 'image': {
      const { href, text } = token as Tokens.Image;
      return form.link(href, form.escape(text === '' ? href : decodeEntities(text)));
    }
    case 'html':
      return /^<br\b/i.test(token.raw) ? '\n' : '';
    default:
      return '';
  }
}

const LETTER_AT_END = /[\p{L}\p{N}]$/u;
const LETTER_AT_START = /^[\p{L}\p{N}]/u;

/** A line's end inside a paragraph is a space. */
const prose = (text: string): string => decodeEntities(text).replace(/\n/g, ' ');
