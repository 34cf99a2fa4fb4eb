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

  test('ends with 2 at a word too many', async () => {
    const terminal = captureTerminal();
    expect(await main(['build', 'now'], terminal)).toBe(2);
    expect(terminal.talk()).toContain("Unexpected argument 'now'");
  });

  test('tells the new name of an old clasp command', async () => {
    const terminal = captureTerminal();
    expect(await main(['deploy', 'apis', 'enable'], terminal)).toBe(2);
    expect(terminal.talk()).toContain('npx clasp enable-api');
  });
});
