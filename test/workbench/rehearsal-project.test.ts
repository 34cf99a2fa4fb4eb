import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ChatClient } from '../../emulator/chat/client';
import { httpNetwork } from '../../emulator/http-network';
import { compile, Project } from '../../emulator/project';
import { startChatThread, type ChatThread } from '../../workbench/chat-thread';
import { addWebhooks, runDemo } from '../../workbench/demo';
import { liveThroughMorning } from '../../workbench/morning';
import { Orders, ORDERS_ID } from '../../workbench/orders';
import { rehearseBurst } from '../../workbench/rehearsal';
import { rehearsalProject } from '../../workbench/rehearsal-project';
import { busyScript } from './busy-script';

let folder: string;
let code: string;
beforeAll(() => ({ folder, code } = busyScript()));
afterAll(() => rmSync(folder, { recursive: true }));

const configured = (project: Project) =>
  Object.fromEntries(
    Object.entries(project.run('getConfiguration') as Record<string, object>).flatMap(([kind, entries]) => {
      const ids = Object.keys(entries);
      return ids.length === 0 ? [] : [[kind, ids]];
    }),
  );

describe('a script whose notifications.ts holds every example', () => {
  test('has them, and takes the entries of the example sheet beside its own', () => {
    const project = new Project({ program: compile([{ name: 'Code', code }]), boundTo: ORDERS_ID });
    new Orders(project);
    expect(configured(project)).toMatchObject({
      schedules: ['standup', 'timesheets', 'mailbox'],
      monitors: ['shop', 'backup'],
      rules: ['late', 'example-order-late'],
      sources: ['alerts', 'builds'],
    });
  });

  test('has none of them in a rehearsal', () => {
    expect(configured(rehearsalProject({}, folder))).toEqual({});
  });

  test('lives through the morning as any other', () => {
    const { messages, ...morning } = liveThroughMorning(folder);
    expect(morning).toMatchObject({ problems: [], schedule: expect.stringContaining('Europe/Paris') as string });
    expect(messages).toEqual(liveThroughMorning().messages);
  });

  test('rehearses the burst as any other', () => {
    expect(rehearseBurst(folder)).toEqual(rehearseBurst());
  });

  describe('in the demo', () => {
    let chat: ChatThread;
    beforeAll(async () => {
      chat = await startChatThread({ port: 0, page: '' });
    });
    afterAll(() => chat.close());

    test('sends what the demo sends and nothing else, though its own project is there', async () => {
      const network = httpNetwork({ chatUrl: chat.url });
      const client = new ChatClient(chat.url);
      const project = new Project({ program: compile([{ name: 'Code', code }]), boundTo: ORDERS_ID, network });
      await addWebhooks(project, client);
      const orders = new Orders(project);
      const { problems, arrived } = await runDemo(project, orders, client, folder);
      network.close();
      expect(problems).toEqual([]);
      expect(arrived).toHaveLength(5);
      expect(orders.values[3]).toEqual(['1044', 'Mia', 'Late', '3200', 'sales']);
    });
  });
});

test('a script that hands over its notifications in another way is refused', () => {
  const other = busyScript();
  writeFileSync(join(other.folder, 'Code.js'), 'function tick() {}');
  expect(() => rehearsalProject({}, other.folder)).toThrow('Expected Code.js to hand over');
  rmSync(other.folder, { recursive: true });
});
