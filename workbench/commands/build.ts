import { buildBundle, builtFiles } from '../build';
import { defineCommand } from '../command';
import { exitCodes } from '../failure';

/** `npm run build`: makes what is pushed to Apps Script. */
export const command = defineCommand({
  summary: 'Builds dist/, which is what Apps Script gets.',
  usage: '[--json]',
  examples: [
    ['npm run build', 'writes dist/Code.js and dist/appsscript.json'],
    ['npm run --silent build -- --json', 'names and sizes, for programs'],
  ],
  options: { json: { type: 'boolean', about: 'print [{ name, sizeBytes }]' } },
  takesPositionals: false,
  async run({ values }, terminal) {
    await buildBundle(terminal, { onlyIfStale: false });
    if (values.json) terminal.print(JSON.stringify(builtFiles()));
    else for (const { name, sizeBytes } of builtFiles()) terminal.print(`dist/${name}  ${sizeBytes} bytes`);
    return exitCodes.ok;
  },
});
