/** A fenced block of a Markdown page. */
export interface CodeBlock {
  /** "README.md" */
  readonly page: string;
  /** The line of its first code, counted from 1. */
  readonly line: number;
  /** "sh"; '' when the fence names none. */
  readonly language: string;
  readonly code: string;
}

/** The fenced blocks of a page, in order; those inside a list without the list's indent. */
export function codeBlocks(page: string, markdown: string): CodeBlock[] {
  const blocks: CodeBlock[] = [];
  let open: { indent: string; language: string; line: number; lines: string[] } | undefined;
  for (const [index, line] of markdown.split('\n').entries()) {
    const fence = /^(\s*)```(\w*)\s*$/.exec(line);
    if (open === undefined) {
      if (fence) open = { indent: fence[1] ?? '', language: fence[2] ?? '', line: index + 2, lines: [] };
    } else if (fence && fence[1] === open.indent) {
      blocks.push({ page, line: open.line, language: open.language, code: open.lines.join('\n') });
      open = undefined;
    } else {
      open.lines.push(line.startsWith(open.indent) ? line.slice(open.indent.length) : line);
    }
  }
  if (open !== undefined) throw new Error(`${page}:${open.line - 1} opens a code block that never ends.`);
  return blocks;
}

/** One command line as a shell would take it apart: quotes and `&&`, without variables. */
export function splitCommands(code: string): string[][] {
  return code
    .split('\n')
    .flatMap((line) => line.split('&&'))
    .map((command) => [...command.matchAll(/"([^"]*)"|'([^']*)'|(\S+)/g)].map(([, a, b, c]) => a ?? b ?? c ?? ''))
    .filter((words) => words.length > 0 && !words[0]?.startsWith('#'));
}
