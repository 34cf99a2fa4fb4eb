import { Chat } from '../../emulator/chat/chat';
import { chatNetwork } from '../../emulator/chat/network';
import { RealClock, type Clock } from '../../emulator/clock';
import { httpNetwork } from '../../emulator/http-network';
import type { Network } from '../../emulator/network';
import type { LogEntry, Project } from '../../emulator/project';
import { defineCommand } from '../command';
import { exitCodes, Failure } from '../failure';
import { nearest } from '../nearest';
import { ReadClock } from '../read-clock';
import { warnOfRefused } from '../refused';
import { maskTokens } from '../secrets';
import { EXTENSIONS, foreignFiles, missingFiles, projectOf } from '../shipped';
import type { Terminal } from '../terminal';

/** Where waiting takes no time, a run that takes so many real milliseconds has a loop without end. */
const STUCK_AFTER_MS = 30_000;

/** `npm run emulate`: any Apps Script source, run here. */
export const command = defineCommand({
  summary: 'Runs a function of any Apps Script source here, and prints its execution log.',
  usage: 'FILE… --function NAME [--arg JSON]… [--property KEY=VALUE]… [--chat URL] [--json]',
  examples: [
    ['npm run emulate -- Code.js --function main', 'Google Chat is answered by a Chat of its own'],
    ['npm run emulate -- Code.js lib.gs --function add --arg 1 --arg 2', 'several files, arguments as JSON'],
    [
      'npm run emulate -- Code.js --function main --chat http://127.0.0.1:8765',
      'Google Chat is answered by a running workbench',
    ],
  ],
  options: {
    function: { type: 'string', value: 'NAME', about: 'the function to run' },
    arg: { type: 'string', multiple: true, value: 'JSON', about: 'an argument; once for each' },
    property: { type: 'string', multiple: true, value: 'KEY=VALUE', about: 'a script property that is there before' },
    chat: { type: 'string', value: 'URL', about: 'the local Chat that answers https://chat.googleapis.com' },
    json: { type: 'boolean', about: 'print { log, result, messages } instead of the log' },
  },
  takesPositionals: true,
  run({ values, positionals }, terminal) {
    const { function: name } = values;
    if (positionals.length === 0)
      throw new Failure('usage', 'No file to run.', 'Name the script files, manifest and pages included.');
    if (name === undefined) throw new Failure('usage', 'No function to run.', 'Add --function NAME.');
    const [missing] = missingFiles(positionals);
    if (missing !== undefined) throw new Failure('usage', `There is no file ${missing}.`);
    const [foreign] = foreignFiles(positionals);
    if (foreign !== undefined)
      throw new Failure(
        'usage',
        `There is nothing to run in ${foreign}.`,
        `Name files that end in ${EXTENSIONS.join(', ').replace(/, (?=[^,]*$)/, ' or ')}.`,
      );
    const args = (values.arg ?? []).map(parseArgument);
    const properties = (values.property ?? []).map(parseProperty);

    const google = pretendGoogle(values.chat, terminal);
    const onLog = (entry: LogEntry) => {
      if (!values.json) terminal.print(lineOf(entry));
    };
    try {
      const project = load(positionals, () => projectOf(positionals, { ...google, onLog }));
      requireFunction(project, name);
      for (const [key, value] of properties) project.properties.set(key, value);
      let result: unknown = null;
      let code: number = exitCodes.ok;
      try {
        result = project.run(name, args) ?? null;
      } catch (error) {
        code = exitCodes.failed;
        // What the script did wrong is in the log, as in Apps Script's own.
        const { status = 'running' } = project.lastExecution ?? {};
        if (status !== 'failed' && status !== 'timedOut')
          terminal.fail(`The emulator failed. ${maskTokens(String(error))}`);
      }
      const { messages } = google.chat;
      if (values.json) terminal.print(maskTokens(JSON.stringify({ log: project.log, result, messages })));
      else
        for (const { space, text } of messages)
          terminal.note(maskTokens(`->  ${space}  ${JSON.stringify(text || 'a card')}`));
      return code;
    } finally {
      google.close();
    }
  },
});

/** What answers a script's requests, and the time it lives in. */
interface Google {
  readonly network: Network;
  readonly clock: Clock;
  readonly stuckAfterMs?: number;
  /** The Chat of this run; it stays empty when another answers. */
  readonly chat: Chat;
  readonly close: () => void;
}

/**
 * Without an address Chat is in this process and waiting takes no time. With one, a Chat elsewhere answers, which has a
 * quota by the real clock.
 */
function pretendGoogle(chatUrl: string | undefined, terminal: Terminal): Google {
  const chat = new Chat();
  const loopback = httpNetwork({
    onRefused: warnOfRefused(terminal),
    ...(chatUrl === undefined ? {} : { chatUrl: originOf(chatUrl) }),
  });
  const close = () => loopback.close();
  if (chatUrl !== undefined) return { network: loopback, clock: new RealClock(), chat, close };
  return {
    network: chatNetwork(chat, { elsewhere: loopback }),
    clock: new ReadClock(Date.now()),
    stuckAfterMs: STUCK_AFTER_MS,
    chat,
    close,
  };
}

/** @throws {@link Failure} `failed`: a file does not parse, said in Google's words */
function load(files: readonly string[], make: () => Project): Project {
  try {
    return make();
  } catch (error) {
    if ((error as Error).name !== 'SyntaxError') throw error;
    throw new Failure(
      'failed',
      `Syntax error: ${(error as Error).message}`,
      `Apps Script would refuse to save ${files.join(', ')}.`,
    );
  }
}

function requireFunction({ program }: Project, name: string): void {
  const { names } = program;
  if (names.includes(name.split('.')[0] ?? '')) return;
  const meant = nearest(name, names);
  throw new Failure(
    'usage',
    `There is no function "${name}" in these files.`,
    meant === undefined
      ? `They have${names.length === 0 ? ' none' : `: ${names.join(', ')}`}.`
      : `Did you mean ${meant}?`,
  );
}

function parseArgument(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw new Failure('usage', `--arg ${text} is no JSON.`, `A text needs its quotes: --arg '"${text}"'.`);
  }
}

function parseProperty(text: string): readonly [string, string] {
  const at = text.indexOf('=');
  if (at < 1) throw new Failure('usage', `--property ${text} is not KEY=VALUE.`);
  return [text.slice(0, at), text.slice(at + 1)];
}

function originOf(url: string): string {
  try {
    return new URL(url).origin;
  } catch {
    throw new Failure('usage', `--chat ${url} is no address.`, 'It should look like http://127.0.0.1:8765.');
  }
}

/** A line as Apps Script's execution log shows it. Scripts of others may log whole webhook links. */
function lineOf({ at, severity, message }: LogEntry): string {
  return `${new Date(at).toISOString().slice(11, 23)}  ${severity.padEnd(7)}  ${maskTokens(message)}`;
}
