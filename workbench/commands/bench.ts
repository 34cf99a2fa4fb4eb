import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { buildBundle, root } from '../build';
import { defineCommand } from '../command';

/** `npm run bench`: measures, in a process of its own. */
export const command = defineCommand({
  summary: 'Measures, and prints one table per benchmark.',
  usage: '[NAME…] [--json]',
  examples: [
    ['npm run bench', 'every benchmark'],
    ['npm run bench -- b7', 'only the bundle: size and time to load'],
  ],
  options: { json: { type: 'boolean', about: 'print { machine, results: [{ name, title, columns, rows, notes }] }' } },
  takesPositionals: true,
  async run({ values, positionals }, terminal) {
    await buildBundle(terminal, { onlyIfStale: true });
    const words = ['--require', 'tsx/cjs', join('bench', 'run.ts'), ...positionals, ...(values.json ? ['--json'] : [])];
    return new Promise((resolve, reject) => {
      const child = spawn(process.execPath, words, { cwd: root, stdio: 'inherit' });
      child.on('error', reject);
      child.on('close', (code) => resolve(code ?? 1));
    });
  },
});
