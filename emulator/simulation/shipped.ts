import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { compile } from '../project';
import type { Program } from '../program';

/** The script that is pushed to Apps Script, byte for byte. */
export const shippedCode = (): string => readFileSync(join(__dirname, '..', '..', 'dist', 'Code.js'), 'utf8');

/** Compiles a script for many executions; endless loops that make no call are ended after a second. */
export const compileForVolume = (code: string): Program => compile([{ name: 'Code', code }], { realm: 'reused' });

/** The first digits of a script's SHA-256, to say which one a report is about. */
export const hashOfCode = (code: string): string => createHash('sha256').update(code).digest('hex').slice(0, 12);
