import { commandLine, helpOf, parseCall, type Command } from './command';
import { exitCodes, Failure } from './failure';
import { nearest } from './nearest';
import { createTerminal, type Terminal } from './terminal';

/** Every command, loaded when it is asked for. The keys are the names that people type. */
const commands: Readonly<Record<string, () => Promise<{ command: unknown }>>> = {
  test: () => import('./commands/test'),
  build: () => import('./commands/build'),
};

/** The names of all commands. */
export const commandNames = Object.keys(commands);

/** Loads one command. @throws {@link Failure} `usage`: there is none of that name */
export async function loadCommand(name: string): Promise<Command> {
  const load = commands[name];
  if (load === undefined) {
    const meant = nearest(name, commandNames);
    throw new Failure(
      'usage',
      `There is no command "${name}".`,
      meant === undefined ? `The commands are: ${commandNames.join(', ')}.` : `Did you mean \`${commandLine(meant)}\`?`,
    );
  }
  // Each command's options have a type of their own, which the table cannot keep.
  return (await load()).command as Command;
}

/**
 * Runs one command line. Says what went wrong and what to do, never a stack unless the environment has DEBUG=1.
 *
 * @param words - the command's name and what follows it
 * @returns the exit code
 */
export async function main(words: readonly string[], terminal: Terminal = createTerminal()): Promise<number> {
  const [name = 'help', ...rest] = words;
  try {
    if (name === 'help' || name === '--help') {
      terminal.print(await overview());
      return exitCodes.ok;
    }
    const command = await loadCommand(name);
    if (rest.includes('--help')) {
      terminal.print(helpOf(name, command));
      return exitCodes.ok;
    }
    return await command.run(parseCall(name, command, rest), terminal);
  } catch (error) {
    return report(error, terminal);
  }
}

function report(error: unknown, terminal: Terminal): number {
  const debug = process.env['DEBUG'] === '1';
  if (error instanceof Failure) {
    terminal.fail(error.message);
    if (error.fix !== '') terminal.note(`    ${error.fix}`);
    if (debug) terminal.note(String(error.stack));
    return exitCodes[error.exit];
  }
  const { message, stack } = error instanceof Error ? error : new Error(String(error));
  terminal.fail(debug ? String(stack) : message);
  if (!debug)
    terminal.note('    This was not expected. Run it again with DEBUG=1 in the environment to see where it happened.');
  return exitCodes.failed;
}

async function overview(): Promise<string> {
  const width = Math.max(...commandNames.map((name) => commandLine(name).length));
  const lines = await Promise.all(
    commandNames.map(
      async (name) => `  ${commandLine(name).replace(/ --$/, '').padEnd(width)}  ${(await loadCommand(name)).summary}`,
    ),
  );
  return ['Chat Courier, on your machine:', '', ...lines, '', 'Each explains itself: npm run send -- --help'].join(
    '\n',
  );
}
