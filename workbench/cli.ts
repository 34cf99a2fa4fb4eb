import { commandLine, helpOf, parseCall, type AnyCommand } from './command';
import { command as bench } from './commands/bench';
import { command as build } from './commands/build';
import { command as chat } from './commands/chat';
import { command as deploy } from './commands/deploy';
import { command as doctor } from './commands/doctor';
import { command as emulate } from './commands/emulate';
import { command as send } from './commands/send';
import { command as simulate } from './commands/simulate';
import { command as start } from './commands/start';
import { command as test } from './commands/test';
import { exitCodes, Failure } from './failure';
import { nearest } from './nearest';
import { createTerminal, type Terminal } from './terminal';

/** Every command, by the name that people type. */
export const commands: Readonly<Record<string, AnyCommand>> = {
  start,
  test,
  chat,
  emulate,
  send,
  build,
  simulate,
  bench,
  doctor,
  deploy,
};

function findCommand(name: string): AnyCommand {
  const command = commands[name];
  if (command !== undefined) return command;
  const names = Object.keys(commands);
  const meant = nearest(name, names);
  throw new Failure(
    'usage',
    `There is no command "${name}".`,
    meant === undefined ? `The commands are: ${names.join(', ')}.` : `Did you mean \`${commandLine(meant)}\`?`,
  );
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
      terminal.print(overview());
      return exitCodes.ok;
    }
    const command = findCommand(name);
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

function overview(): string {
  const width = Math.max(...Object.keys(commands).map((name) => commandLine(name).length));
  const lines = Object.entries(commands).map(
    ([name, { summary }]) => `  ${commandLine(name).padEnd(width)}  ${summary}`,
  );
  return ['Chat Courier, on your machine:', '', ...lines, '', 'Each explains itself: npm run send -- --help'].join(
    '\n',
  );
}
