/** What can be said of a template without data: its tags, and what a message made of it would look like. */
import { own } from './own';
import { chatSchema, ENUMS, fieldName } from './schema';
import { sectionOf, tokensOf } from './template-fill';

/** A tag of a template, or what is wrong with the text it stands in. */
export interface FoundTag {
  readonly path: string;
  /** What stands between the brackets, without `#` and the like. */
  readonly source: string;
  /** mustache's complaint; undefined when there is none. */
  readonly problem: string | undefined;
  /** Inside a section a name may be one of its entry's. */
  readonly isInSection: boolean;
}

const MAX_DEPTH = 60;

/** Every tag of a message's template. */
export function tagsOf(template: unknown): FoundTag[] {
  const found: FoundTag[] = [];
  walk(template, '', false, 0, found);
  return found;
}

function walk(node: unknown, path: string, isInSection: boolean, depth: number, found: FoundTag[]): void {
  if (typeof node === 'string') addTags(node, path, isInSection, found);
  if (typeof node !== 'object' || node === null || depth > MAX_DEPTH) return;
  const section = sectionOf(node);
  if (section !== undefined) {
    found.push({ path, source: section.name, problem: undefined, isInSection });
    walk(section.content, path, isInSection || !section.isInverted, depth + 1, found);
    return;
  }
  for (const [key, value] of Object.entries(node)) {
    const at = Array.isArray(node) ? `${path}[${key}]` : path === '' ? key : `${path}.${key}`;
    walk(value, at, isInSection, depth + 1, found);
  }
}

function addTags(text: string, path: string, isInSection: boolean, found: FoundTag[]): void {
  if (!text.includes('{{')) return;
  try {
    addTokens(tokensOf(text), path, isInSection, found);
  } catch (error) {
    const problem = error instanceof Error ? error.message : String(error);
    found.push({ path, source: '', problem, isInSection });
  }
}

function addTokens(tokens: readonly unknown[][], path: string, isInSection: boolean, found: FoundTag[]): void {
  for (const [kind, value, , , inner] of tokens) {
    if (kind === 'text' || kind === '!' || kind === '=') continue;
    const problem = kind === '>' ? `{{> ${String(value)}}}: a template cannot take in another` : undefined;
    found.push({ path, source: String(value), problem, isInSection });
    if (Array.isArray(inner)) addTokens(inner as unknown[][], path, isInSection || kind === '#', found);
  }
}

/** A message as the template might make it: every section once, every tag a value that fits its field. */
export function sampleMessage(template: unknown): unknown {
  return sample(template, 'Message', 0);
}

function sample(node: unknown, kind: string, depth: number): unknown {
  if (typeof node === 'string') return node.includes('{{') ? sampleText(node, kind) : node;
  if (typeof node !== 'object' || node === null || depth > MAX_DEPTH) return node;
  if (Array.isArray(node)) {
    const entry = kind.replace(/\[\]$/, '');
    return node.flatMap((inner: unknown): unknown[] => {
      const section = sectionOf(inner);
      if (section === undefined) return [sample(inner, entry, depth + 1)];
      const content: unknown[] = Array.isArray(section.content) ? section.content : [section.content];
      return sample(content, kind, depth + 1) as unknown[];
    });
  }
  const section = sectionOf(node);
  if (section !== undefined) return sample(section.content, kind, depth + 1);
  const fields = chatSchema()[kind] ?? {};
  return Object.fromEntries(
    Object.entries(node).map(([key, value]) => [
      key,
      sample(value, own(fields, fieldName(key, fields) ?? key) ?? 'any', depth + 1),
    ]),
  );
}

const SAMPLES: Readonly<Record<string, unknown>> = { boolean: true, int: 1, number: 1 };

function sampleText(template: string, kind: string): unknown {
  const values = ENUMS[kind];
  if (values !== undefined) return values[0];
  if (kind in SAMPLES) return SAMPLES[kind];
  if ((kind === 'link' || kind === 'image') && template.trimStart().startsWith('{{')) return 'https://example.com';
  return template.replace(/\{\{[{&]?[^{}]*\}?\}\}/g, 'x');
}
