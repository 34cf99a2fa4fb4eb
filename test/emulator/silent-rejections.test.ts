import { execFileSync } from 'node:child_process';
import { join } from 'node:path';

const root = join(__dirname, '..', '..');

const run = (code: string): string => {
  try {
    return execFileSync(join(root, 'node_modules/.bin/tsx'), ['--eval', code], {
      cwd: root,
      encoding: 'utf8',
      stdio: 'pipe',
    });
  } catch (error) {
    return String((error as { stderr: string }).stderr);
  }
};

const START = "const { Project } = require('./emulator/project');";

describe('silenceRejections', () => {
  test('lets a promise that a script rejects pass in silence, as in Apps Script', () => {
    const code = `${START} new Project({ sources: [{ name: 'Code', code: "function main() { Promise.reject(new Error('nobody')); }" }] }).run('main');
      setTimeout(() => console.log('alive'), 20);`;
    expect(run(code)).toBe('alive\n');
  });

  test('lets every other rejection end the process as it would', () => {
    const code = `${START} new Project({ sources: [{ name: 'Code', code: 'function main() {}' }] }).run('main');
      Promise.reject(new Error('a defect of ours')); setTimeout(() => console.log('alive'), 20);`;
    expect(run(code)).toContain('a defect of ours');
  });
});
