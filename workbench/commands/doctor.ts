import { isStale } from '../build-if-stale.cjs';
import { root } from '../build';
import { findChromium } from '../chromium';
import { claspIn } from '../clasp';
import { defineCommand } from '../command';
import { lookAtFiles, lookAtGoogle, lookAtWorkbench, type Surroundings } from '../doctor';
import { exitCodes } from '../failure';

/** `npm run doctor`: what is right and wrong here. */
export const command = defineCommand({
  summary: 'Checks this machine and this checkout, and says how to mend each thing.',
  usage: '[--json]',
  examples: [
    ['npm run doctor', 'one line a check; safe to paste in public'],
    ['npm run --silent doctor -- --json', '[{ level, text, fix }], for programs'],
  ],
  options: { json: { type: 'boolean', about: 'print the findings as JSON' } },
  takesPositionals: false,
  async run({ values }, terminal) {
    const at = surroundings();
    const findings = [...lookAtFiles(at), ...(await lookAtGoogle(at)), ...(await lookAtWorkbench(at))];
    if (values.json) terminal.print(JSON.stringify(findings));
    else {
      for (const { level, text, fix } of findings) {
        terminal.print(`${{ ok: '✓', warning: '!', problem: '✗' }[level]}  ${text}`);
        if (fix !== '') terminal.print(`     ${fix}`);
      }
    }
    return findings.some(({ level }) => level === 'problem') ? exitCodes.configuration : exitCodes.ok;
  },
});

/** This machine, as the doctor sees it. */
export function surroundings(): Surroundings {
  return {
    folder: root,
    nodeVersion: process.versions.node,
    timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
    clasp: claspIn(root),
    isBuildStale: isStale,
    findChromium,
  };
}
