import { spawn } from 'node:child_process';
import { join } from 'node:path';

const root = join(__dirname, '..', '..');

/** A command of the workbench in a process of its own. */
export interface CommandProcess {
  /** Everything on stdout so far. */
  readonly out: () => string;
  /** Everything on stderr so far. */
  readonly talk: () => string;
  /** Resolves with what the pattern finds on stdout. Rejects when the process ends before. */
  readonly until: (pattern: RegExp) => Promise<RegExpExecArray>;
  /** Presses Ctrl-C. */
  readonly interrupt: () => void;
  /** The exit code, once it has ended. */
  readonly ended: Promise<number | null>;
}

/** Starts one: `startCommand(['start', '--once'])`. */
export function startCommand(words: readonly string[], environment: NodeJS.ProcessEnv = {}): CommandProcess {
  const child = spawn(process.execPath, [join(root, 'workbench', 'run.cjs'), ...words], {
    cwd: root,
    env: { ...process.env, ...environment },
  });
  let out = '';
  let talk = '';
  child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (talk += chunk.toString()));
  const ended = new Promise<number | null>((resolve) => child.on('close', resolve));
  return {
    out: () => out,
    talk: () => talk,
    until: (pattern) =>
      new Promise((resolve, reject) => {
        const look = () => {
          const found = pattern.exec(out);
          if (found) resolve(found);
        };
        look();
        child.stdout.on('data', look);
        void ended.then((code) => reject(new Error(`It ended with ${code} before it said ${pattern}. ${talk}`)));
      }),
    interrupt: () => void child.kill('SIGINT'),
    ended,
  };
}
