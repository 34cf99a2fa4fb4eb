import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { build } from 'esbuild';

const folder = join(__dirname, 'page');

/** The workbench's page as one HTML text that needs no other file and no other host. */
export async function buildPage(): Promise<string> {
  const [html, css, script] = await Promise.all([
    readFile(join(folder, 'index.html'), 'utf8'),
    readFile(join(folder, 'style.css'), 'utf8'),
    bundleScript(),
  ]);
  // A function as replacement: a `$` in the texts means nothing.
  return html
    .replace('/* style.css */', () => css)
    .replace('/* main.tsx */', () => script.replace(/<\/script|<!--/gi, (end) => `\\x3C${end.slice(1)}`));
}

async function bundleScript(): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [join(folder, 'main.tsx')],
    bundle: true,
    write: false,
    minify: true,
    format: 'iife',
    target: 'es2020',
    charset: 'utf8',
    jsx: 'automatic',
    jsxImportSource: 'preact',
    logLevel: 'silent',
  });
  return outputFiles[0]?.text ?? '';
}
