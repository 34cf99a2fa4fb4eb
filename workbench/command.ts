import { parseArgs } from 'node:util';
import { Failure } from './failure';
import { nearest } from './nearest';
import type { Terminal } from './terminal';

/** One option of a command, as `node:util`'s parseArgs takes it, with words for the help. */
export interface Option {
  readonly type: 'string' | 'boolean';
  readonly multiple?: boolean;
  readonly short?: string;
  /** What the help calls its value: "NAME". */
  readonly value?: string;
  /** What it does, one line. */
  readonly about: string;
}

/** The options of a command, by name. */
export type Options = Readonly<Record<string, Option>>;

type Values<O extends Options> = {
  readonly [Name in keyof O]?: O[Name]['type'] extends 'boolean'
    ? boolean
    : O[Name]['multiple'] extends true
      ? readonly string[]
      : string;
};

/** What a person typed, sorted. */
export interface Call<O extends Options> {
  readonly values: Values<O>;
  readonly positionals: readonly string[];
}

/** One command of the workbench. */
export interface Command<O extends Options = Options> {
  /** What it does, one line. */
  readonly summary: string;
  /** What follows the command's name: "--to NAME_OR_URL TEXT". */
  readonly usage: string;
  /** Whole command lines with what they do; the help begins with them. */
  readonly examples: readonly (readonly [line: string, does: string])[];
  readonly options: O;
  /** Whether words without an option may stand on the line. */
  readonly takesPositionals: boolean;
  /** @returns the exit code */
  readonly run: (call: Call<O>, terminal: Terminal) => Promise<number> | number;
}

/** A command whose options are not known: what the table of commands holds. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- a command takes only calls of its own options
export type AnyCommand = Command<any>;

/** Gives a command's options to the type of its `run`. */
export function defineCommand<const O extends Options>(command: Command<O>): Command<O> {
  return command;
}

/**
 * Reads a command line.
 *
 * @throws {@link Failure} `usage`: an option is unknown, lacks its value, or a word is too many
 */
export function parseCall<O extends Options>(name: string, command: Command<O>, words: readonly string[]): Call<O> {
  try {
    const { values, positionals } = parseArgs({
      args: [...words],
      options: command.options,
      allowPositionals: command.takesPositionals,
    });
    return { values: values, positionals };
  } catch (error) {
    if (!isParseError(error)) throw error;
    const unknown = /^Unknown option '(--?[^']+)'/.exec(error.message)?.[1];
    const meant = unknown === undefined ? undefined : nearest(unknown.replace(/^-+/, ''), Object.keys(command.options));
    throw new Failure(
      'usage',
      unknown === undefined ? firstSentence(error.message) : `There is no option ${unknown}.`,
      meant === undefined ? `See \`${commandLine(name)} -- --help\`.` : `Did you mean --${meant}?`,
    );
  }
}

/** How a command is typed: "npm start", "npm run chat". */
export function commandLine(name: string): string {
  return name === 'start' || name === 'test' ? `npm ${name}` : `npm run ${name}`;
}

/** The help of a command, examples first. */
export function helpOf(name: string, command: AnyCommand): string {
  const width = Math.max(0, ...command.examples.map(([line]) => line.length));
  const options = Object.entries(command.options as Options).map(([option, { type, value, about }]) => {
    return [`--${option}${type === 'string' ? ` ${value ?? 'VALUE'}` : ''}`, about] as const;
  });
  const column = Math.max(0, ...options.map(([option]) => option.length));
  return [
    command.summary,
    '',
    ...command.examples.map(([line, does]) => `  ${line.padEnd(width)}   ${does}`),
    '',
    `Usage: ${commandLine(name)}${command.usage === '' ? '' : ` -- ${command.usage}`}`,
    ...(options.length === 0 ? [] : ['', ...options.map(([option, about]) => `  ${option.padEnd(column)}   ${about}`)]),
  ].join('\n');
}

const isParseError = (error: unknown): error is Error & { code: string } =>
  String((error as { code?: unknown }).code).startsWith('ERR_PARSE_ARGS');

const firstSentence = (text: string) => `${text.split(/\. |\n/)[0]}.`;
