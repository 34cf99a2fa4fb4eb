import { posix } from 'node:path';
import ts from 'typescript';
import { googleServices } from './bare-context';

/** A source file: where it is, from the root of the checkout with forward slashes, and what stands in it. */
export interface SourceFile {
  readonly path: string;
  readonly text: string;
}

/**
 * The parts of src/ in the order in which they may look: each at those after it, none back. A folder's files may look
 * at each other.
 */
const order = [
  'pages', 'package', 'main', 'app', 'notifications', 'setup', 'probe', 'settings', 'relay', 'sheet', 'monitor', 'schedule',
  'delivery', 'message', 'platform', 'errors', 'redact', 'lazily',
]; // prettier-ignore

/** Folders of src/ that decide and do nothing: they know no port. */
const pure = ['message'];

/** The packages that may be in the bundle, and those that may be in the pages. */
const bundled = ['croner', 'mustache', 'marked', 'valibot', '@noble/hashes'];
const shown = ['preact'];

/** What each tool folder may import besides itself. */
const toolFolders: Readonly<Record<string, readonly string[]>> = {
  emulator: [],
  workbench: ['emulator/', 'src/pages/'],
};

/** Everything in these files that the architecture forbids, as "src/a.ts:12 imports …", in order. */
export function violations(files: readonly SourceFile[]): string[] {
  return files.flatMap(({ path, text }) => {
    const file = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
    const at = (node: ts.Node) => `${path}:${file.getLineAndCharacterOfPosition(node.getStart(file)).line + 1}`;
    const imported = importsOf(file).map(({ node, name, isTypeOnly }) => {
      const problem = importProblem(path, name, isTypeOnly);
      return problem === undefined ? undefined : `${at(node)} ${problem}`;
    });
    const used = path.startsWith('src/') && !path.startsWith('src/pages/') ? usesOf(file, path, at) : [];
    return [...imported.filter((line) => line !== undefined), ...used];
  });
}

interface Import {
  readonly node: ts.Node;
  /** As written: "../errors", "node:fs". */
  readonly name: string;
  readonly isTypeOnly: boolean;
}

function importsOf(file: ts.SourceFile): Import[] {
  const found: Import[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node) && ts.isStringLiteral(node.moduleSpecifier)) {
      found.push({ node, name: node.moduleSpecifier.text, isTypeOnly: isTypeOnly(node.importClause) });
    } else if (ts.isExportDeclaration(node) && node.moduleSpecifier && ts.isStringLiteral(node.moduleSpecifier)) {
      found.push({ node, name: node.moduleSpecifier.text, isTypeOnly: node.isTypeOnly });
    } else if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)) {
      found.push({ node, name: node.argument.literal.getText(file).slice(1, -1), isTypeOnly: true });
    } else if (ts.isCallExpression(node) && /^(import|require)$/.test(node.expression.getText(file))) {
      const [argument] = node.arguments;
      if (argument && ts.isStringLiteral(argument)) found.push({ node, name: argument.text, isTypeOnly: false });
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
  return found;
}

function isTypeOnly(clause: ts.ImportClause | undefined): boolean {
  if (clause === undefined) return false;
  if (clause.phaseModifier === ts.SyntaxKind.TypeKeyword) return true;
  const { namedBindings } = clause;
  return (
    clause.name === undefined &&
    namedBindings !== undefined &&
    ts.isNamedImports(namedBindings) &&
    namedBindings.elements.every((element) => element.isTypeOnly)
  );
}

function importProblem(path: string, name: string, isType: boolean): string | undefined {
  const [folder = ''] = path.split('/');
  const target = name.startsWith('.') ? posix.normalize(posix.join(posix.dirname(path), name)) : undefined;
  const allowed = toolFolders[folder];
  if (allowed !== undefined) {
    if (target === undefined || [`${folder}/`, ...allowed].some((start) => target.startsWith(start))) return undefined;
    return `imports ${target}: ${folder}/ may import ${['itself', ...allowed].join(', ')}`;
  }
  if (folder !== 'src') return undefined;
  const from = partOf(path);
  if (target === undefined) {
    const packages = from === 'pages' ? shown : bundled;
    if (packages.some((allowedName) => name === allowedName || name.startsWith(`${allowedName}/`))) return undefined;
    return `imports the package ${name}: only ${packages.join(', ')} may be used here`;
  }
  const to = partOf(target);
  if (!target.startsWith('src/') || !order.includes(to)) return `imports ${target}, which is no part of src/`;
  if (to === from) return undefined;
  if (order.indexOf(to) < order.indexOf(from)) return `imports ${target}: ${to} stands before ${from}`;
  if (from === 'pages' && !isType) return `imports ${target}: pages take only types from the server`;
  if (to === 'platform' && pure.includes(from)) return `imports ${target}: ${from} is pure and knows no port`;
  if (/^src\/platform\/google/.test(target) && from !== 'main') return `imports ${target}: only main knows Google`;
  return undefined;
}

/** "src/delivery/retry.ts" and "src/delivery" are of the part "delivery", "src/app" of "app". */
const partOf = (path: string) => (path.split('/')[1] ?? '').replace(/\.tsx?$/, '');

function usesOf(file: ts.SourceFile, path: string, at: (node: ts.Node) => string): string[] {
  const knowsGoogle = path === 'src/main.ts' || path.startsWith('src/platform/google');
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isIdentifier(node) && googleServices.includes(node.text) && !knowsGoogle && !isName(node)) {
      found.push(`${at(node)} names ${node.text}: only main.ts and platform/google may`);
    }
    const impure = impureCall(node, file);
    if (impure !== undefined && !path.startsWith('src/platform/')) {
      found.push(`${at(node)} calls ${impure}: time and chance come through the ports`);
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
  return found;
}

/** A field of a type or an object that is called like a service is not the service. */
const isName = ({ parent }: ts.Identifier) => ts.isPropertySignature(parent) || ts.isPropertyAssignment(parent);

function impureCall(node: ts.Node, file: ts.SourceFile): string | undefined {
  if (ts.isNewExpression(node) && node.expression.getText(file) === 'Date' && !node.arguments?.length)
    return 'new Date()';
  if (!ts.isCallExpression(node)) return undefined;
  const called = node.expression.getText(file);
  return ['Date.now', 'Date', 'Math.random'].includes(called) ? `${called}()` : undefined;
}
