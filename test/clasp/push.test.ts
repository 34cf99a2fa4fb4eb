import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ChatClient } from '../../emulator/chat/client';
import { RealClock } from '../../emulator/clock';
import { httpNetwork } from '../../emulator/http-network';
import { Project, type Manifest } from '../../emulator/project';
import { startChatThread } from '../../workbench/chat-thread';
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

  test('brings a script that sends a message when it runs as it arrived', async () => {
    await project.clasp('push', '--force');
    const arrived = project.api.files(project.scriptId);
    const chat = await startChatThread({ port: 0, page: '' });
    const network = httpNetwork({ chatUrl: chat.url });
    const script = new Project({
      sources: arrived.filter(({ type }) => type === 'SERVER_JS').map(({ name, source }) => ({ name, code: source })),
      manifest: JSON.parse(arrived.find(({ name }) => name === 'appsscript')?.source ?? '') as Manifest,
      clock: new RealClock(),
      network,
    });
    try {
      const link = 'https://chat.googleapis.com/v1/spaces/ops/messages?key=EXAMPLE_KEY&token=EXAMPLE_TOKEN';
      script.run('setWebhook', ['ops', link]);
      const result = script.run('send', ['ops', 'Order 1042 is late', { threadKey: 'order-1042' }]);
      const [message, ...more] = await new ChatClient(chat.url).messages();
      expect(message).toMatchObject({ text: 'Order 1042 is late', thread: { threadKey: 'order-1042' } });
      expect(result).toMatchObject({ status: 'sent', name: message?.name });
      expect(more).toEqual([]);
    } finally {
      network.close();
      await chat.close();
    }
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
