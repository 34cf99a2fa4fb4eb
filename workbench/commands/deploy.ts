import { buildBundle, root } from '../build';
import { claspIn, renamedClaspCommand } from '../clasp';
import { defineCommand } from '../command';
import { deploy } from '../deploy';
import { lookAtFiles } from '../doctor';
import { exitCodes, Failure } from '../failure';
import { surroundings } from './doctor';

/** `npm run deploy`: brings the bundle to Google. */
export const command = defineCommand({
  summary: 'Pushes dist/ to your Apps Script project; makes a sheet with a script when there is none.',
  usage: '[--new] [--json]',
  examples: [
    ['npm run deploy', 'to the script that .clasp.json names, or to a new one'],
    ['npm run deploy -- --new', 'to a new sheet, although .clasp.json names a script'],
  ],
  options: {
    new: { type: 'boolean', about: 'make a new sheet with a script', isNeverMeant: true },
    json: { type: 'boolean', about: 'print { scriptId, parentId, isNew, pushed, webAppUrl }' },
  },
  takesPositionals: true,
  refuse: refuseOldNames,
  async run({ values, positionals }, terminal) {
    if (positionals.length > 0)
      throw new Failure(
        'usage',
        `There is nothing to do with "${positionals.join(' ')}".`,
        'See `npm run deploy -- --help`.',
      );
    for (const { level, text, fix } of lookAtFiles(surroundings())) {
      if (level === 'problem') throw new Failure('configuration', text, fix);
    }
    const tools = {
      folder: root,
      clasp: claspIn(root),
      terminal,
      build: () => buildBundle(terminal, { onlyIfStale: false }),
    };
    const done = await deploy(tools, { isNew: values.new === true });
    if (values.json) {
      terminal.print(JSON.stringify(done));
      return exitCodes.ok;
    }
    terminal.print(`Script: https://script.google.com/d/${done.scriptId}/edit`);
    if (done.parentId !== undefined)
      terminal.print(`Sheet:  https://docs.google.com/spreadsheets/d/${done.parentId}/edit`);
    if (done.webAppUrl !== undefined) terminal.print(`Relay:  ${done.webAppUrl}`);
    if (done.isNew) {
      terminal.note('');
      terminal.note('Three clicks are left, in the script:');
      terminal.note(
        '  1. Project settings → Script properties: add webhook.default with the link from your Chat space.',
      );
      terminal.note('  2. Editor: choose quickstart, then Run.');
      terminal.note('  3. Give the permissions that Google asks for ("unverified" is normal: the script is your own).');
    }
    return exitCodes.ok;
  },
});

/** People type what clasp 2 called things. */
function refuseOldNames(words: readonly string[]): void {
  const renamed = renamedClaspCommand(words);
  if (renamed !== undefined)
    throw new Failure('usage', `clasp 3 renamed "${renamed.old}".`, `Use \`npx clasp ${renamed.now}\`.`);
}
