import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createBareContext } from '../bare-context';
import { createClaspProject, type ClaspProject } from './clasp-project';

const dist = join(__dirname, '..', '..', 'dist');

let project: ClaspProject;
beforeEach(async () => {
  project = await createClaspProject();
});
afterEach(() => project.remove());

describe('clasp push', () => {
  test('brings the built files to the project, byte for byte, and nothing else', async () => {
    const { code, stdout, stderr } = await project.clasp('push', '--force', '--json');
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect((JSON.parse(stdout) as string[]).sort()).toEqual(['dist/Code.js', 'dist/appsscript.json']);
    const files = [...project.api.files(project.scriptId)].sort((a, b) => a.name.localeCompare(b.name));
    expect(files.map(({ name, type }) => ({ name, type }))).toEqual([
      { name: 'appsscript', type: 'JSON' },
      { name: 'Code', type: 'SERVER_JS' },
    ]);
    expect(files.map(({ source }) => source)).toEqual(
      ['appsscript.json', 'Code.js'].map((name) => readFileSync(join(dist, name), 'utf8')),
    );
    expect(project.api.requests.filter((request) => request.startsWith('PUT'))).toEqual([
      `PUT /v1/projects/${project.scriptId}/content 200`,
    ]);
  });

  test('brings files that load as Apps Script loads them', async () => {
    await project.clasp('push', '--force');
    const bare = createBareContext({ tripwires: false });
    for (const { type, name, source } of project.api.files(project.scriptId)) {
      if (type === 'SERVER_JS') bare.run(source, name);
    }
    expect(bare.run('typeof send + typeof quickstart')).toBe('functionfunction');
  });

  test('sends nothing when nothing changed', async () => {
    await project.clasp('push', '--force');
    const { code, stdout } = await project.clasp('push', '--force', '--json');
    expect({ code, pushed: JSON.parse(stdout) as unknown }).toEqual({ code: 0, pushed: [] });
    expect(project.api.requests.filter((request) => request.startsWith('PUT'))).toHaveLength(1);
  });

  test('fails on syntax that Apps Script refuses, and leaves the project as it was', async () => {
    const before = project.api.files(project.scriptId);
    project.write('dist/Code.js', 'class A {\n  #secret = 1;\n}\n');
    const { code, stderr } = await project.clasp('push', '--force');
    expect(code).toBe(1);
    expect(stderr).toContain("Syntax error: Unexpected character '#' (2:2) line: 2 file: Code");
    expect(project.api.files(project.scriptId)).toBe(before);
  });
});
