import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ServiceCall } from '../emulator/interceptor';
import type { Manifest } from '../emulator/project';
import type { RandomStream } from '../emulator/random';

const DIST = join(__dirname, '..', 'dist');

/** What is pushed to Apps Script. */
export const sources = [{ name: 'Code', code: readFileSync(join(DIST, 'Code.js'), 'utf8') }];
export const manifest = JSON.parse(readFileSync(join(DIST, 'appsscript.json'), 'utf8')) as Manifest;

/**
 * How long a call of a service takes, milliseconds: reads of properties 20 to 84, 33 on average; writes 43 to 231, 81 on
 * average; what others have measured. Fetches take what the network takes.
 */
export function callMs({ service, method }: ServiceCall, random: RandomStream): number {
  if (service === 'UrlFetchApp' || service === 'Utilities') return 0;
  const draw = random.next() ** 4;
  return Math.round(/^(set|delete)/.test(method) ? 43 + 188 * draw : 20 + 64 * draw);
}
