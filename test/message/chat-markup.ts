/**
 * Reads Chat's markup as Chat does, as far as is known: a block of code, then code, links and mentions, then what a
 * marker at the edge of a word opens and closes on the same line. Written for the tests, apart from what they test.
 */
export interface Span {
  readonly kind: 'block' | 'code' | 'link' | 'mention' | 'bold' | 'italic' | 'strike';
  /** What is shown; for a link "address|label". */
  readonly content: string;
}

/** Every span of a text, outer ones first. */
export function spansOf(text: string): Span[] {
  return text.split(/(```[\s\S]*?```)/).flatMap((part, index) => {
    if (index % 2 === 1) return [{ kind: 'block', content: part.slice(3, -3).replace(/^\n|\n$/g, '') } as const];
    return part.split('\n').flatMap((line) => inline(line.replace(/^(?:\s*[*-] |> )/, '')));
  });
}

const KINDS = { '*': 'bold', _: 'italic', '~': 'strike' } as const;

function inline(line: string): Span[] {
  const spans: Span[] = [];
  for (let at = 0; at < line.length; at++) {
    const rest = line.slice(at);
    const code = /^`([^`]+)`/.exec(rest);
    const link = /^<((?:https?|mailto):[^<>|\s]+)(?:\|([^<>]*))?>/.exec(rest);
    const mention = /^<users\/([^<>\s]+)>/.exec(rest);
    const span = formatted(line, at);
    if (code) spans.push({ kind: 'code', content: code[1] ?? '' });
    else if (link) spans.push({ kind: 'link', content: `${link[1] ?? ''}|${link[2] ?? ''}` });
    else if (mention) spans.push({ kind: 'mention', content: mention[1] ?? '' });
    else if (span) spans.push(span, ...inline(span.content));
    else continue;
    at += (code ?? link ?? mention)?.[0].length ?? (span ? span.content.length + 2 : 1);
    at--;
  }
  return spans;
}

const isWord = (character: string | undefined): boolean => /[\p{L}\p{N}]/u.test(character ?? '');
const isSpace = (character: string | undefined): boolean => character === undefined || /\s/.test(character);

function formatted(line: string, at: number): Span | undefined {
  const marker = line[at] as keyof typeof KINDS;
  if (!(marker in KINDS)) return undefined;
  const before = line[at - 1];
  if (isWord(before) || before === marker || isSpace(line[at + 1])) return undefined;
  for (let end = at + 1; end < line.length; end++) {
    const opaque = /^(?:`[^`]+`|<[^<>]*>)/.exec(line.slice(end));
    if (opaque) end += opaque[0].length - 1;
    else if (line[end] === marker && end > at + 1 && !isSpace(line[end - 1]) && !isWord(line[end + 1])) {
      return { kind: KINDS[marker], content: line.slice(at + 1, end) };
    }
  }
  return undefined;
}
