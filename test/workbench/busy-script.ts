import { cpSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { dist } from '../../workbench/build';

/**
 * A folder with the shipped script in which somebody has removed the slashes before every example of notifications.ts,
 * and wants quiet in the spaces of the demo. Whoever makes one removes it.
 */
export function busyScript(): { folder: string; code: string } {
  const folder = mkdtempSync(join(tmpdir(), 'chat-courier-busy-'));
  cpSync(join(dist, 'appsscript.json'), join(folder, 'appsscript.json'));
  const quiet = ['default', 'ops', 'sales'].map(
    (webhook) =>
      `{ webhook: '${webhook}', timeZone: 'UTC', windows: [{ from: '00:00', until: '12:00' }, { from: '12:00', until: '00:00' }] },`,
  );
  const code = readFileSync(join(dist, 'Code.js'), 'utf8')
    .replace(/^( +)\/\/ (\{ (?:id|webhook): '.*\},)$/gm, '$1$2')
    .replace(/^ +quietHours: \[$/m, (line) => [line, ...quiet].join('\n'));
  writeFileSync(join(folder, 'Code.js'), code);
  return { folder, code };
}
