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
  /** Whether it is never offered for a word that is like it: to give it by mistake costs something. @default false */
  readonly isNeverMeant?: boolean;
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
  /** Looks at the words before they are sorted. @throws {@link Failure} `usage`: they are another program's */
  readonly refuse?: (words: readonly string[]) => void;
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
  command.refuse?.(words);
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
    if (unknown === undefined)
      throw new Failure('usage', firstSentence(error.message), `See \`${commandLine(name)} -- --help\`.`);
    // Of "-json" the parser names "-j" alone.
    const word = words.find((each) => each.startsWith(unknown)) ?? unknown;
    throw new Failure('usage', `There is no option ${unknown}.`, adviceFor(word, name, command));
  }
}

/** What to do about a word that looks like an option and is none. */
function adviceFor(word: string, name: string, { options, takesPositionals }: AnyCommand): string {
  const offered = Object.entries(options as Options).flatMap(([option, { isNeverMeant }]) =>
    isNeverMeant === true ? [] : [option],
  );
  // "-5" and "-5 degrees" are texts: they are like any short option, and meant as none.
  const isName = /^(?:--|-[a-z]{2})[\w-]*$/i.test(word);
  const meant = isName ? nearest(word.replace(/^-+/, ''), offered) : undefined;
  if (meant !== undefined) return `Did you mean --${meant}?`;
  if (takesPositionals && !(isName && word.startsWith('--'))) return 'Put -- before a text that begins with a hyphen.';
  return `See \`${commandLine(name)} -- --help\`.`;
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
