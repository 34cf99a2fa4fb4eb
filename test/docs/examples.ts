import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createContext, Script } from 'node:vm';
import ts from 'typescript';

/** An example of a page, and what the page says comes of it. */
export interface Example {
  /** "docs/messages.md:12" */
  readonly place: string;
  readonly code: string;
  /** The JSON block right below it; undefined when there is none. */
  readonly json: string | undefined;
}

/** What one line of an example says: `escapeText('<') // → '＜'`. */
export interface Shown {
  readonly place: string;
  readonly value: unknown;
  readonly expected: unknown;
}

const PAGES = join(__dirname, '..', '..', 'docs');

export const pageText = (name: string): string => readFileSync(join(PAGES, name), 'utf8');

/** The JavaScript blocks of a page. */
export function examplesOf(name: string): Example[] {
  const text = pageText(name);
  const blocks = text.matchAll(/^(`{3,})(?:js|ts)\n([\s\S]*?)^\1\n(?:\n```json\n([\s\S]*?)^```)?/gm);
  return [...blocks].map((match) => ({
    place: `docs/${name}:${text.slice(0, match.index).split('\n').length}`,
    code: match[2] ?? '',
    json: match[3],
  }));
}

/**
 * Runs an example with these names in reach, as JavaScript in a context of its own. Each statement that ends in a
 * comment `// → value` is compared with that value, `// → throws "text"` with the error it throws, and the last
 * expression with the JSON block below the example.
 */
export function runExample({ place, code, json }: Example, scope: object): Shown[] {
  const shown: Shown[] = [];
  const file = ts.createSourceFile('example.ts', code, ts.ScriptTarget.Latest, true);
  const check = (line: number, read: () => unknown, readExpected: () => unknown): void => {
    shown.push({ place: `${place}, line ${line}`, value: plain(read()), expected: plain(readExpected()) });
  };
  const thrown = (line: number, run: () => unknown, expected: string): void => {
    let message = 'nothing was thrown';
    try {
      run();
    } catch (error) {
      message = error instanceof Error || isError(error) ? error.message : String(error);
    }
    shown.push({ place: `${place}, line ${line}`, value: message.includes(expected) ? expected : message, expected });
  };
  const statements = file.statements.map((statement, index) => {
    const text = statement.getText(file);
    if (!ts.isExpressionStatement(statement)) return text;
    const line = file.getLineAndCharacterOfPosition(statement.getStart(file)).line + 1;
    const expression = statement.expression.getText(file);
    const [comment] = ts.getTrailingCommentRanges(code, statement.end) ?? [];
    const says = comment === undefined ? '' : code.slice(comment.pos, comment.end);
    const [, message] = /^\/\/ → throws "(.*)"$/.exec(says) ?? [];
    if (message !== undefined) return `__thrown(${line}, () => (${expression}), ${JSON.stringify(message)});`;
    if (says.startsWith('// → ')) return `__check(${line}, () => (${expression}), () => (${says.slice(5)}));`;
    const isLast = index === file.statements.length - 1;
    return json !== undefined && isLast ? `__check(${line}, () => (${expression}), () => (${json}));` : text;
  });
  const js = ts.transpileModule(statements.join('\n'), { compilerOptions: { target: ts.ScriptTarget.ES2019 } });
  new Script(js.outputText, { filename: place }).runInContext(
    createContext({ ...scope, __check: check, __thrown: thrown }),
  );
  return shown;
}

const isError = (error: unknown): error is Error => typeof error === 'object' && error !== null && 'message' in error;

/** A value of another context, as one of ours. */
const plain = (value: unknown): unknown =>
  value === undefined ? undefined : (JSON.parse(JSON.stringify(value)) as unknown);

/** The rows of the table below a heading, each as its cells. */
export function tableBelow(page: string, heading: string): string[][] {
  const section = pageText(page).split(`\n## ${heading}\n`)[1]?.split('\n## ')[0] ?? '';
  return section
    .split('\n')
    .filter((line) => line.startsWith('|'))
    .slice(2)
    .map((line) =>
      line
        .split(/(?<!\\)\|/)
        .slice(1, -1)
        .map((cell) => cell.trim()),
    );
}
