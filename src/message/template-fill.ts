/** Fills in a whole message whose strings are templates, each by what Chat reads its field as. */
import Mustache from 'mustache';
import type { Issue } from '../errors';
import { escapeHtml, escapeMarkdown, escapeText } from './escape';
import { isBlankValue, isTrue, type Surroundings } from './formatters';
import { own } from './own';
import { chatSchema, ENUMS, fieldName } from './schema';
import { Scope, type Filling, type Lookup } from './template-scope';

/** A template's own tags: `{{#Rows}}` around an entry of a list repeats it, around a field's value makes it optional. */
const SECTION = /^\{\{\s*([#^])\s*(.+?)\s*\}\}$/;

/** A section of a message template: `{ '{{#Rows}}': widget }`. Undefined for what is none. */
export function sectionOf(node: unknown): { isInverted: boolean; name: string; content: unknown } | undefined {
  const entries = typeof node === 'object' && node !== null && !Array.isArray(node) ? Object.entries(node) : [];
  const [key, content] = entries.length === 1 ? (entries[0] ?? []) : [];
  const [, sign, name] = (key !== undefined && SECTION.exec(key)) || [];
  return name === undefined ? undefined : { isInverted: sign === '^', name, content };
}

/** How deep a message may be nested; what lies deeper is a mistake, and for the check to tell. */
const MAX_DEPTH = 60;

/**
 * What an object is no use without. When the data leaves one of these empty that the template has, the whole object
 * goes, and with it what is no use without it: an empty cell leaves out its line, not the message.
 */
const NEEDED: Readonly<Record<string, string>> = {
  CardHeader: 'title',
  Section: 'widgets',
  Widget: 'textParagraph image decoratedText buttonList grid columns carousel chipList',
  ColumnWidget: 'textParagraph image decoratedText buttonList chipList',
  CarouselWidget: 'textParagraph image buttonList',
  TextParagraph: 'text',
  Image: 'imageUrl',
  DecoratedText: 'text contentText',
  ButtonList: 'buttons',
  Button: 'onClick',
  Icon: 'knownIcon iconUrl materialIcon',
  MaterialIcon: 'name',
  OnClick: 'openLink overflowMenu',
  OpenLink: 'url',
  OverflowMenu: 'items',
  OverflowMenuItem: 'text onClick',
  Grid: 'items',
  ImageComponent: 'imageUri',
  Columns: 'columnItems',
  Column: 'widgets',
  Carousel: 'carouselCards',
  ChipList: 'chips',
};

/** One filling of one template. */
export class Filler {
  readonly issues: Issue[] = [];
  private readonly filling: Filling;

  constructor(around: Surroundings) {
    this.filling = { around, issues: this.issues, path: '' };
  }

  /** The message that a template and data make. What could not be filled in is in `issues`. */
  message(template: unknown, data: unknown): unknown {
    return this.fill(template, 'Message', '', new Scope(data, this.filling), 0) ?? {};
  }

  /** One text that a template and data make. */
  text(template: string, data: unknown, kind: string, path: string): string {
    return this.render(template, kind, path, new Scope(data, this.filling));
  }

  private fill(node: unknown, kind: string, path: string, scope: Lookup, depth: number): unknown {
    if (typeof node === 'string') return this.string(node, kind, path, scope);
    if (typeof node !== 'object' || node === null || depth > MAX_DEPTH) return node;
    if (Array.isArray(node)) return this.list(node, kind.replace(/\[\]$/, ''), path, scope, depth);
    const section = sectionOf(node);
    if (section === undefined) return this.object(node, kind, path, scope, depth);
    this.filling.path = path;
    const [inner] = scopesOf(section, scope);
    return inner === undefined ? undefined : this.fill(section.content, kind, path, inner, depth + 1);
  }

  private string(source: string, kind: string, path: string, scope: Lookup): unknown {
    if (!source.includes('{{')) return source;
    const text = this.render(source, kind, path, scope);
    if (kind === 'boolean') return isTrue(text);
    return text.trim() === '' ? undefined : text;
  }

  private list(entries: readonly unknown[], kind: string, path: string, scope: Lookup, depth: number): unknown {
    const filled: unknown[] = [];
    const add = (entry: unknown, inner: Lookup): void => {
      const section = sectionOf(entry);
      if (section === undefined) {
        const value = this.fill(entry, kind, `${path}[${filled.length}]`, inner, depth + 1);
        if (value !== undefined) filled.push(value);
        return;
      }
      this.filling.path = `${path}[${filled.length}]`;
      const content: unknown[] = Array.isArray(section.content) ? section.content : [section.content];
      for (const scopeOfEntry of scopesOf(section, inner)) content.forEach((inside) => add(inside, scopeOfEntry));
    };
    if (depth <= MAX_DEPTH) entries.forEach((entry) => add(entry, scope));
    return entries.length > 0 && filled.length === 0 ? undefined : filled;
  }

  private object(node: object, type: string, path: string, scope: Lookup, depth: number): unknown {
    const fields = chatSchema()[type] ?? {};
    const filled: Record<string, unknown> = {};
    const lost: string[] = [];
    for (const [key, value] of Object.entries(node)) {
      if (key === '__proto__') continue; // as a name it would be no name
      const name = fieldName(key, fields) ?? key;
      const kind = readsMarkdown(node, type) && name === 'text' ? 'markdown' : (own(fields, name) ?? 'any');
      const content = this.fill(value, kind, path === '' ? key : `${path}.${key}`, scope, depth + 1);
      if (content !== undefined) filled[key] = content;
      else if (value !== undefined) lost.push(name);
    }
    const needed = (NEEDED[type] ?? '').split(' ');
    if (type === 'Chip' ? lost.includes('label') && !('icon' in filled) : lost.some((name) => needed.includes(name))) {
      if (type === 'CardHeader')
        this.tell(`${path}.title`, 'came out empty, so the header is left out', 'a text', 'nothing');
      return undefined;
    }
    return filled;
  }

  private render(source: string, kind: string, path: string, scope: Lookup): string {
    this.filling.path = path;
    try {
      const tokens = writer.parse(source) as string[][];
      const config = { escape: escapeFor(kind) };
      return writer.renderTokens(tokens, scope as never, undefined, source, config as never);
    } catch (error) {
      const expected = 'every {{ closed by }}, and every {{#section}} ended by {{/section}}';
      this.tell(path, 'has a broken tag', expected, error instanceof Error ? error.message : String(error));
      return source;
    }
  }

  private tell(path: string, problem: string, expected: string, received: string): void {
    this.issues.push({ path, problem, expected, received });
  }
}

/** The scopes that a section's content is filled in with: one per entry of a list, one for a value, none for nothing. */
function scopesOf({ isInverted, name }: { isInverted: boolean; name: string }, scope: Lookup): Lookup[] {
  const value = scope.lookup(name);
  const isNothing = isBlankValue(value) || value === false || value === 0;
  if (isInverted) return isNothing ? [scope] : [];
  if (isNothing) return [];
  if (Array.isArray(value)) return value.map((entry) => scope.push(entry));
  return [typeof value === 'object' ? scope.push(value) : scope];
}

function readsMarkdown(node: object, type: string): boolean {
  if (type === 'Message') return (node as { markupSyntax?: unknown }).markupSyntax === 'MARKUP_SYNTAX_MARKDOWN';
  return type === 'TextParagraph' && (node as { textSyntax?: unknown }).textSyntax === 'MARKDOWN';
}

/** How values are made harmless, by what Chat reads the text as. @param at - where the tag stands in its template */
type Escape = (value: string, at: number) => string;

function escapeFor(kind: string): Escape {
  if (kind === 'chat') return escapeText;
  if (kind === 'html') return escapeHtml;
  if (kind === 'markdown') return escapeMarkdown;
  // A whole address may come from a cell; inside one, a value is a part of a path or of a query.
  if (kind === 'link' || kind === 'image') return (value, at) => (at === 0 ? value : encoded(value));
  if (kind in ENUMS)
    return (value) =>
      value
        .trim()
        .toUpperCase()
        .replace(/[\s-]+/g, '_');
  return (value) => value;
}

function encoded(value: string): string {
  try {
    return encodeURIComponent(value);
  } catch {
    return ''; // half a character
  }
}

/** mustache's own walk over a template, with our values and our escaping. Partials do not exist here. */
class TagWriter extends Mustache.Writer {
  override escapedValue(token: string[], context: unknown, config?: unknown): string {
    const { escape } = config as { escape: Escape };
    return escape((context as Lookup).display(token[1] ?? ''), Number(token[2]));
  }

  override unescapedValue(token: string[], context: unknown): string {
    return (context as Lookup).display(token[1] ?? '');
  }
}

const writer = new TagWriter();

/** mustache's tokens of a template: kind, value, start, end, and the tokens inside a section. @throws Error a broken tag */
export const tokensOf = (source: string): unknown[][] => writer.parse(source) as unknown[][];
