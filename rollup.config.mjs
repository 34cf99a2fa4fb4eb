// Builds what is pushed to Apps Script (dist/) from src/main.ts: one readable script whose top-level functions
// are main.ts's exports, in the ES2019 syntax that Apps Script's save-time parser takes.
import { copyFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import commonjs from '@rollup/plugin-commonjs';
import nodeResolve from '@rollup/plugin-node-resolve';
import typescript from '@rollup/plugin-typescript';
import ts from 'typescript';

/** Lowers packages to ES2019, module by module, so that TypeScript's helpers come from tslib and stay inside the bundle. */
function lowerPackages() {
  return {
    name: 'lower-packages',
    transform(code, id) {
      const fileName = id.replace('\0', '').replace(/\?.*$/, '');
      if (!/[\\/]node_modules[\\/]/.test(fileName) || /[\\/]tslib[\\/]/.test(fileName)) return null;
      if (!/\.[cm]?js$/.test(fileName)) return null;
      const { outputText, sourceMapText } = ts.transpileModule(code, {
        fileName,
        compilerOptions: {
          target: ts.ScriptTarget.ES2019,
          module: ts.ModuleKind.ESNext,
          allowJs: true,
          importHelpers: true,
          removeComments: false,
          useDefineForClassFields: false,
          sourceMap: true,
        },
      });
      return { code: outputText.replace(/\n\/\/# sourceMappingURL=.*\s*$/, '\n'), map: sourceMapText ?? null };
    },
  };
}

/**
 * Puts off marked, whose tables of expressions take most of the time that loading the script takes, to the first Markdown
 * that is read: few executions read any.
 */
const markedWhenUsed = {
  name: 'marked-when-used',
  transform(code, id) {
    if (!/[\\/]marked[\\/]lib[\\/]marked\.esm\.js$/.test(id)) return null;
    const exported = /export\s*\{[^}]*?\b(\w+) as Lexer\b[^}]*\};?/.exec(code);
    if (!exported) this.error('marked no longer exports Lexer in the form that this build looks for.');
    const body = code.replace(exported[0], '').replace(/\n\/\/# sourceMappingURL=.*\s*$/, '\n');
    return {
      code: `let lexer;\nfunction load() {\n${body}\nreturn ${exported[1]};\n}
export const Lexer = { lex: (source, options) => (lexer = lexer || load()).lex(source, options) };\n`,
      map: null,
    };
  },
};

/**
 * Appends one documented top-level function per exported function of the entry module. Apps Script finds Run-menu
 * entries, trigger handlers and library functions only by such declarations; the bundle itself stays in `lib_`,
 * which the trailing underscore hides.
 */
function appsScriptGlobals() {
  return {
    name: 'apps-script-globals',
    outputOptions: (options) => ({
      ...options,
      format: 'iife',
      name: 'lib_',
      exports: 'named',
      strict: true,
      extend: false,
    }),
    renderChunk(code, chunk) {
      if (!chunk.isEntry) return null;
      const entry = chunk.facadeModuleId;
      const source = ts.sys.readFile(entry);
      const file = ts.createSourceFile(entry, source, ts.ScriptTarget.Latest, true);
      const stubs = file.statements.filter(isExported).map((statement) => stub(statement, file, this));
      if (stubs.length === 0) this.error(`${entry} exports no function: Apps Script would show none.`);
      return { code: `${code}\n${stubs.join('\n\n')}\n`, map: null };
    },
  };
}

const isExported = (statement) =>
  ts.canHaveModifiers(statement) &&
  (ts.getModifiers(statement) ?? []).some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword);

function stub(statement, file, plugin) {
  const where = `${file.fileName}: ${statement.getText(file).split('\n')[0]}`;
  if (ts.isInterfaceDeclaration(statement) || ts.isTypeAliasDeclaration(statement)) return '';
  if (!ts.isFunctionDeclaration(statement) || !statement.name || !statement.body) {
    plugin.error(`The entry may export named functions only, each with its body and no overloads. ${where}`);
  }
  const parameters = statement.parameters.map((parameter) => {
    if (!ts.isIdentifier(parameter.name))
      plugin.error(`The entry's functions may not destructure a parameter. ${where}`);
    return `${parameter.dotDotDotToken ? '...' : ''}${parameter.name.text}`;
  });
  const doc = ts.getJSDocCommentsAndTags(statement).filter(ts.isJSDoc).at(-1);
  if (!doc) plugin.error(`Every function of the entry needs a doc comment: people read it in the editor. ${where}`);
  const { text: name } = statement.name;
  return `${doc.getText(file)}\nfunction ${name}(${parameters.join(', ')}) {\n  return lib_.${name}(${parameters.join(', ')});\n}`;
}

const copyManifest = {
  name: 'copy-manifest',
  writeBundle({ file }) {
    copyFileSync('appsscript.json', join(dirname(file), 'appsscript.json'));
  },
};

const plugins = [
  nodeResolve({ browser: true }),
  commonjs(),
  typescript({ include: ['src/**/*.ts'], noEmitOnError: true }),
  markedWhenUsed,
  lowerPackages(),
];

const script = {
  input: 'src/main.ts',
  output: { file: 'dist/Code.js' },
  plugins: [...plugins, appsScriptGlobals(), copyManifest],
};

/** For `npm pack`: the same modules for projects that bundle their own script. */
const modules = { input: 'src/package.ts', output: { file: 'build/package/main.mjs', format: 'es' }, plugins };

/** The script that is pushed, or with `--configPackage` the npm package. */
export default ({ configPackage }) => (configPackage === undefined ? script : modules);
