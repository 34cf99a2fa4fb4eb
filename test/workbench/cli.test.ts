import { commands, main } from '../../workbench/cli';
import { captureTerminal } from './captured-terminal';

describe('main', () => {
  test('lists every command without a name, on stdout', async () => {
    const terminal = captureTerminal();
    expect(await main([], terminal)).toBe(0);
    for (const [name, { summary }] of Object.entries(commands)) {
      expect(terminal.out()).toMatch(new RegExp(`npm (run )?${name} `));
      expect(terminal.out()).toContain(summary);
    }
    expect(terminal.talk()).toBe('');
  });

  test.each(Object.keys(commands))('explains %s, examples before the usage', async (name) => {
    const terminal = captureTerminal();
    expect(await main([name, '--help'], terminal)).toBe(0);
    const help = terminal.out();
    const [example] = commands[name]?.examples[0] ?? [''];
    expect(help.indexOf(example)).toBeGreaterThan(0);
    expect(help.indexOf(example)).toBeLessThan(help.indexOf('Usage:'));
    for (const option of Object.keys(commands[name]?.options as object)) expect(help).toContain(`--${option}`);
  });

  test('ends with 2 at an unknown command and suggests the nearest', async () => {
    const terminal = captureTerminal();
    expect(await main(['biuld'], terminal)).toBe(2);
    expect(terminal.talk()).toContain('There is no command "biuld".');
    expect(terminal.talk()).toContain('Did you mean `npm run build`?');
    expect(terminal.out()).toBe('');
  });

  test('lists the commands when none is near', async () => {
    const terminal = captureTerminal();
    expect(await main(['xylophone'], terminal)).toBe(2);
    expect(terminal.talk()).toContain('The commands are:');
  });

  test('ends with 2 at an unknown option and suggests the nearest', async () => {
    const terminal = captureTerminal();
    expect(await main(['build', '--jsno'], terminal)).toBe(2);
    expect(terminal.talk()).toContain('There is no option --jsno.');
    expect(terminal.talk()).toContain('Did you mean --json?');
  });

  test('knows an option that was written with one hyphen', async () => {
    const terminal = captureTerminal();
    expect(await main(['emulate', 'Code.js', '-function', 'main'], terminal)).toBe(2);
    expect(terminal.talk()).toContain('Did you mean --function?');
  });

  test('ends with 2 at a word too many', async () => {
    const terminal = captureTerminal();
    expect(await main(['build', 'now'], terminal)).toBe(2);
    expect(terminal.talk()).toContain("Unexpected argument 'now'");
  });

  test.each([
    [['apis', 'enable'], 'apis enable', 'enable-api'],
    [['open'], 'open', 'open-script'],
    [['open', '--web'], 'open --web', 'open-web-app'],
    [['open', '--addon', 'here'], 'open --addon', 'open-container'],
    [['logs', '--open'], 'logs --open', 'open-logs'],
    [['deploy', '-i', 'AKfy'], 'deploy -i', 'update-deployment'],
    [['login', '--creds', 'creds.json'], 'login --creds', 'login -u NAME --creds'],
  ])('tells the new name of the old clasp command %j', async (words, old, now) => {
    const terminal = captureTerminal();
    expect(await main(['deploy', ...words], terminal)).toBe(2);
    expect(terminal.talk()).toContain(`clasp 3 renamed "${old}".`);
    expect(terminal.talk()).toContain(`npx clasp ${now}`);
  });

  test.each(['--web', '--ne', '--nwe', '--newest'])(
    'never offers --new for %s: it makes a second script',
    async (word) => {
      const terminal = captureTerminal();
      expect(await main(['deploy', word], terminal)).toBe(2);
      expect(terminal.talk()).toContain(`There is no option ${word}.`);
      expect(terminal.talk()).not.toContain('--new?');
    },
  );

  test('says that there is nothing to do with a word that clasp never knew', async () => {
    const terminal = captureTerminal();
    expect(await main(['deploy', 'everything'], terminal)).toBe(2);
    expect(terminal.talk()).toContain('There is nothing to do with "everything".');
  });
});
