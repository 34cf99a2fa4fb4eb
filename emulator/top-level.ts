import type { Pattern } from 'acorn';
import { SavingParser } from './refused-syntax';
import type { SourceFile } from './program';

/**
 * The names Apps Script can call: top-level functions, and top-level variables, which may hold one.
 *
 * @throws {@link SyntaxError} in Google's form: "Unexpected token (line: 3, file: Code)"
 */
export function topLevelNames(sources: readonly SourceFile[]): string[] {
  const names = new Set<string>();
  for (const { name: file, code } of sources) {
    for (const statement of parsed(code, file).body) {
      if (statement.type === 'FunctionDeclaration' || statement.type === 'ClassDeclaration')
        names.add(statement.id.name);
      if (statement.type === 'VariableDeclaration') {
        for (const { id } of statement.declarations) for (const name of boundNames(id)) names.add(name);
      }
    }
  }
  return [...names];
}

function parsed(code: string, file: string) {
  try {
    return SavingParser.parse(code, { ecmaVersion: 'latest', sourceType: 'script', allowHashBang: true });
  } catch (error) {
    const { message, loc } = error as SyntaxError & { loc?: { line: number } };
    throw new SyntaxError(`${message.replace(/ \(\d+:\d+\)$/, '')} (line: ${String(loc?.line ?? 1)}, file: ${file})`, {
      cause: error,
    });
  }
}

function boundNames(pattern: Pattern): string[] {
  switch (pattern.type) {
    case 'Identifier':
      return [pattern.name];
    case 'ObjectPattern':
      return pattern.properties.flatMap((property) =>
        boundNames(property.type === 'Property' ? property.value : property.argument),
      );
    case 'ArrayPattern':
      return pattern.elements.flatMap((element) => (element ? boundNames(element) : []));
    case 'AssignmentPattern':
      return boundNames(pattern.left);
    case 'RestElement':
      return boundNames(pattern.argument);
    default:
      return [];
  }
}
