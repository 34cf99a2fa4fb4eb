import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { createBareContext } from './bare-context';
import { parseAppsScript, refusedSyntax, topLevelFunctions } from './script';

const root = join(__dirname, '..');
const bundle = readFileSync(join(root, 'dist', 'Code.js'), 'utf8');

/** What src/main.ts exports, as Apps Script should show it. */
function exportsOfMain(): { name: string; parameters: string[] }[] {
  const file = join(root, 'src', 'main.ts');
  const source = ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest, true);
  return source.statements.filter(ts.isFunctionDeclaration).flatMap((statement) => {
    const isExported = statement.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword);
    if (!isExported || !statement.name) return [];
    const parameters = statement.parameters.map(
      ({ dotDotDotToken, name }) => `${dotDotDotToken ? '...' : ''}${name.getText(source)}`,
    );
    return [{ name: statement.name.text, parameters }];
  });
}

describe('dist/Code.js', () => {
  test('has no syntax that Apps Script refuses', () => {
    expect(refusedSyntax(bundle)).toEqual([]);
  });

  test('is one script in ES2019', () => {
    expect(() => parseAppsScript(bundle)).not.toThrow();
  });

  test('shows exactly the functions that main.ts exports, with their parameters', () => {
    const shown = topLevelFunctions(bundle).map(({ name, parameters }) => ({ name, parameters }));
    expect(shown).toEqual(exportsOfMain());
    expect(shown.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['send', 'sendAll', 'setWebhook', 'quickstart']),
    );
  });

  test('documents every function it shows', () => {
    const undocumented = topLevelFunctions(bundle).filter(({ isDocumented }) => !isDocumented);
    expect(undocumented).toEqual([]);
  });

  test('declares nothing else that a library user would see', () => {
    const bare = createBareContext({ tripwires: false });
    const before = new Set(Object.keys(bare.context));
    bare.run(bundle);
    const visible = Object.keys(bare.context).filter((name) => !before.has(name) && !name.endsWith('_'));
    expect(visible.sort()).toEqual(
      exportsOfMain()
        .map(({ name }) => name)
        .sort(),
    );
  });

  test('touches no missing global and no service of Google while it loads', () => {
    const bare = createBareContext({ tripwires: true });
    bare.run(bundle);
    expect(bare.touched).toEqual([]);
  });

  test('loads where none of the missing globals exist and no code is made from strings', () => {
    const bare = createBareContext({ tripwires: false });
    expect(() => bare.run(bundle)).not.toThrow();
  });
});

describe('dist/appsscript.json', () => {
  const manifest = JSON.parse(readFileSync(join(root, 'dist', 'appsscript.json'), 'utf8')) as {
    readonly runtimeVersion: string;
    readonly timeZone: string;
    readonly oauthScopes: readonly string[];
  };

  test('asks for the V8 runtime, a real time zone and explicit scopes', () => {
    expect(manifest.runtimeVersion).toBe('V8');
    expect(() => new Intl.DateTimeFormat('en', { timeZone: manifest.timeZone })).not.toThrow();
    expect(manifest.oauthScopes).toContain('https://www.googleapis.com/auth/script.external_request');
  });

  test('asks for no scope that the README does not explain', () => {
    const readme = readFileSync(join(root, 'README.md'), 'utf8');
    const unexplained = manifest.oauthScopes.filter((scope) => !readme.includes(scope.replace(/.*\/auth\//, '')));
    expect(unexplained).toEqual([]);
  });
});
