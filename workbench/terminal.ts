import { styleText } from 'node:util';

/** Where a command speaks: results to stdout, talk to stderr, so that results can be piped. */
export interface Terminal {
  /** One line of the result. */
  print(line: string): void;
  /** One line of talk. */
  note(line: string): void;
  /**
   * Runs something that may take a while, and says so: a line when it takes longer than a second, and one when it is
   * done, with the time it took.
   *
   * @param doing - "Building"
   * @param done - what the last line says: "Built", or a function of what the work gave
   */
  step<T>(doing: string, done: string | ((result: T) => string), work: () => Promise<T> | T): Promise<T>;
  /** The line of something that was fine: a tick before it. */
  ok(line: string): void;
  /** The line of something to look at. */
  warn(line: string): void;
  /** The line of something that failed. */
  fail(line: string): void;
}

const slowAfterMs = 1000;

/** The time a step took, for people: "0.4 s", "12 s". */
export function seconds(durationMs: number): string {
  return `${(durationMs / 1000).toFixed(durationMs < 10_000 ? 1 : 0)} s`;
}

type Stream = Pick<NodeJS.WriteStream, 'write'> & { readonly isTTY?: boolean };

/** A terminal over two streams. Colours only where a person watches. */
export function createTerminal(out: Stream = process.stdout, talk: Stream = process.stderr): Terminal {
  const coloured = talk.isTTY === true && !process.env['NO_COLOR'];
  const mark = (style: 'green' | 'yellow' | 'red' | 'dim', text: string) =>
    // Whether to colour is decided above, for the stream that is written to.
    coloured ? styleText(style, text, { validateStream: false }) : text;
  const note = (line: string) => void talk.write(`${line}\n`);
  const ok = (line: string) => note(`${mark('green', 'OK')}  ${line}`);
  const fail = (line: string) => note(`${mark('red', 'x')}   ${line}`);
  return {
    print: (line) => void out.write(`${line}\n`),
    note,
    ok,
    warn: (line) => note(`${mark('yellow', '!')}   ${line}`),
    fail,
    async step(doing, done, work) {
      const startedAt = performance.now();
      const slow = setTimeout(() => note(`${mark('dim', '..')}  ${doing}`), slowAfterMs);
      try {
        const result = await work();
        const took = seconds(performance.now() - startedAt);
        ok(`${typeof done === 'string' ? done : done(result)} (${took})`);
        return result;
      } catch (error) {
        fail(`${doing}: failed`);
        throw error;
      } finally {
        clearTimeout(slow);
      }
    },
  };
}
