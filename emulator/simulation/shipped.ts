import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { compile } from '../project';
import type { Program } from '../program';
import { ThreadPool } from '../threads/pool';

/** A script as executions in this thread and in others run it. */
export interface Script {
  readonly program: Program;
  readonly pool: ThreadPool;
}

/** The script that is pushed to Apps Script, byte for byte. */
export const shippedCode = (): string => readFileSync(join(__dirname, '..', '..', 'dist', 'Code.js'), 'utf8');

/** A user's own file of the project: it sends in a loop, and catches what a send throws. */
const USER_CODE = `
function sendEach(sends, pauseMs) {
  return sends.map(function (one, index) {
    if (index > 0) Utilities.sleep(pauseMs);
    try {
      return send(one.to, one.message, one.options);
    } catch (error) {
      if (error.code === undefined) throw error;
      return { status: 'threw', error: { code: error.code } };
    }
  });
}
`;

/** Compiles a script for many executions: they share a realm of each thread. */
export function compileForVolume(code: string): Script {
  const sources = [
    { name: 'Code', code },
    { name: 'User', code: USER_CODE },
  ];
  return { program: compile(sources, { realm: 'reused' }), pool: new ThreadPool({ sources, realm: 'reused' }) };
}

/** The first digits of a script's SHA-256, to say which one a report is about. */
export const hashOfCode = (code: string): string => createHash('sha256').update(code).digest('hex').slice(0, 12);
