import { parse, type Node, type Options, type Program } from 'acorn';

/**
 * Parses a file as Apps Script's save-time parser is known to take it: one script, ES2019 syntax. That parser is older
 * than the engine which runs the code.
 *
 * @throws SyntaxError with the line: "Unexpected token (12:4)"
 */
export function parseAppsScript(source: string): Program {
  return parse(source, { ...asScript, ecmaVersion: 2019 });
}

const asScript = { sourceType: 'script', locations: true } satisfies Partial<Options>;

/** What Apps Script's parser refuses, whatever the year of the rest. */
const refused: Readonly<Record<string, string>> = {
  PrivateIdentifier: 'a private name',
  PropertyDefinition: 'a class field',
  StaticBlock: 'a static block',
  ChainExpression: 'optional chaining',
  ImportExpression: 'a dynamic import',
  ImportDeclaration: 'an import',
  ExportNamedDeclaration: 'an export',
};

/** Syntax that Apps Script's parser refuses, each as "line 12: a private name", in order. */
export function refusedSyntax(source: string): string[] {
  const found: { line: number; what: string }[] = [];
  const note = (node: Node, what: string) => found.push({ line: node.loc?.start.line ?? 0, what });
  const program = parse(source, { ...asScript, ecmaVersion: 'latest' });
  for (const node of nodesOf(program)) {
    const what = refused[node.type];
    if (what !== undefined) note(node, what);
    if (isOf(node, 'Literal') && typeof node['bigint'] === 'string') note(node, 'a BigInt literal');
    if (isOf(node, 'Literal') && hasFlag(node['regex'], 'v')) note(node, 'the regular expression flag v');
    if (isOf(node, 'LogicalExpression') && node['operator'] === '??') note(node, 'the operator ??');
    if (isOf(node, 'AssignmentExpression') && ['??=', '||=', '&&='].includes(String(node['operator']))) {
      note(node, `the operator ${String(node['operator'])}`);
    }
  }
  return found.sort((a, b) => a.line - b.line).map(({ line, what }) => `line ${line}: ${what}`);
}

/** A function that Apps Script's editor, triggers and library users can see. */
export interface TopLevelFunction {
  readonly name: string;
  /** As written: "...items". */
  readonly parameters: readonly string[];
  /** Whether a doc comment stands directly before it. */
  readonly isDocumented: boolean;
}

/** The functions and function-valued variables at the top level, without those that a trailing underscore hides. */
export function topLevelFunctions(source: string): TopLevelFunction[] {
  const comments: { block: boolean; text: string; end: number }[] = [];
  const program = parse(source, {
    ...asScript,
    ecmaVersion: 2019,
    onComment: (block, text, _start, end) => comments.push({ block, text, end }),
  });
  const isDocumented = (start: number) =>
    comments.some(
      ({ block, text, end }) => block && text.startsWith('*') && end <= start && /^\s*$/.test(source.slice(end, start)),
    );
  return program.body
    .flatMap((statement): (TopLevelFunction | undefined)[] => {
      if (statement.type === 'FunctionDeclaration') {
        const parameters = statement.params.map(({ start, end }) => source.slice(start, end));
        return [{ name: statement.id.name, parameters, isDocumented: isDocumented(statement.start) }];
      }
      if (statement.type !== 'VariableDeclaration') return [];
      return statement.declarations.map(({ id, init }) => {
        if (id.type !== 'Identifier' || !init || !/^(Arrow)?FunctionExpression$/.test(init.type)) return undefined;
        const { params } = init as Extract<typeof init, { params: unknown }>;
        return {
          name: id.name,
          parameters: params.map(({ start, end }) => source.slice(start, end)),
          isDocumented: isDocumented(statement.start),
        };
      });
    })
    .filter((found): found is TopLevelFunction => found !== undefined && !found.name.endsWith('_'));
}

/** A node and everything below it, names included. */
function* nodesOf(node: Node): Generator<Node> {
  yield node;
  for (const value of Object.values(node).flat()) if (isNode(value)) yield* nodesOf(value);
}

const isNode = (value: unknown): value is Node =>
  typeof value === 'object' && value !== null && typeof (value as { type?: unknown }).type === 'string';

function isOf(node: Node, type: string): node is Node & Record<string, unknown> {
  return node.type === type;
}

const hasFlag = (regex: unknown, flag: string) =>
  typeof regex === 'object' && regex !== null && String((regex as { flags?: unknown }).flags).includes(flag);
