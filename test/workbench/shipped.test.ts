import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { VirtualClock } from '../../emulator/clock';
import { projectOf } from '../../workbench/shipped';

test('a project ends a loop without end in Google’s words', () => {
  const folder = mkdtempSync(join(tmpdir(), 'chat-courier-shipped-'));
  const path = join(folder, 'Code.js');
  writeFileSync(path, 'function main() { for (;;) {} }');
  const project = projectOf([path], {
    network: { exchange: () => [] },
    clock: new VirtualClock(),
    stuckAfterMs: 50,
  });
  expect(() => project.run('main')).toThrow('Exceeded maximum execution time');
  expect(project.log).toMatchObject([{ severity: 'ERROR', message: 'Exceeded maximum execution time' }]);
  rmSync(folder, { recursive: true });
});
