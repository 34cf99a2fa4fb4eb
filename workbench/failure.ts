/** What a command's exit code says. npm passes it on. */
export const exitCodes = {
  ok: 0,
  /** It ran, and the answer is no: a test failed, a message was refused, a script threw. */
  failed: 1,
  /** The command line was wrong. */
  usage: 2,
  /** A file, a setting or this machine must be changed first. */
  configuration: 3,
  /** Someone must sign in first. */
  signIn: 4,
  /** Something did not answer. */
  network: 5,
} as const;

/** A key of {@link exitCodes}. */
export type ExitName = keyof typeof exitCodes;

/** A command cannot go on, for a reason that a person can mend. Anything else thrown is a bug. */
export class Failure extends Error {
  /**
   * @param exit - which exit code the process ends with
   * @param message - what happened
   * @param fix - what to do next; '' when nothing can be done
   */
  constructor(
    readonly exit: Exclude<ExitName, 'ok'>,
    message: string,
    readonly fix = '',
  ) {
    super(message);
    this.name = 'Failure';
  }
}
