import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Chat } from '../emulator/chat/chat';
import { chatNetwork } from '../emulator/chat/network';
import { VirtualClock } from '../emulator/clock';
import { compile, Project, type Manifest } from '../emulator/project';
import type { ConfigurationView } from '../src/settings/view';

const UNTIL_MORNING_MS = 5 * 3_600_000;

const DIST = join(__dirname, '..', 'dist');
const read = (name: string) => readFileSync(join(DIST, name), 'utf8');

/** The shipped script as it is after someone took the slashes away before every example. */
function withExamples(change: (examples: string) => string = (examples) => examples): string {
  const code = read('Code.js');
  const start = code.indexOf('const notifications = {');
  const end = code.indexOf('};', start);
  const examples = code.slice(start, end).replace(/^(\s*)\/\/ (\{ .*\},)$/gm, '$1$2');
  return code.slice(0, start) + change(examples) + code.slice(end);
}

function projectOf(code: string): { project: Project; chat: Chat } {
  const chat = new Chat();
  const project = new Project({
    manifest: JSON.parse(read('appsscript.json')) as Manifest,
    program: compile([{ name: 'Code', code }]),
    clock: new VirtualClock('2026-11-24T01:50:00Z'),
    network: chatNetwork(chat),
  });
  for (const name of ['team', 'ops']) project.properties.set(`webhook.${name}`, chat.addSpace(name));
  project.run('setUp');
  return { project, chat };
}

const examplesIn = (code: string): number =>
  code
    .slice(code.indexOf('const notifications = {'))
    .split('};')[0]
    ?.match(/^\s*\{ (id|webhook):/gm)?.length ?? 0;

describe('notifications.ts', () => {
  test('ships empty, with examples for every kind', () => {
    const { project } = projectOf(read('Code.js'));
    const view = project.run('getConfiguration') as ConfigurationView;
    expect(Object.values(view).map((entries) => Object.keys(entries).length)).toEqual(Object.keys(view).map(() => 0));
    expect(examplesIn(read('Code.js'))).toBe(0);
    expect(examplesIn(withExamples())).toBeGreaterThanOrEqual(Object.keys(view).length);
  });

  test('has examples that are in order as they stand', () => {
    const { project } = projectOf(withExamples());
    const view = project.run('getConfiguration') as ConfigurationView;
    const entries = Object.entries(view).flatMap(([kind, ofKind]) =>
      Object.entries(ofKind).map(([id, entry]) => ({ at: `${kind} ${id}`, ...entry })),
    );
    expect(entries.filter(({ issues, readOnly }) => issues.length > 0 || !readOnly)).toEqual([]);
    expect(entries).toHaveLength(examplesIn(withExamples()));
    expect(new Set(entries.map(({ at }) => at.split(' ')[0])).size).toBe(Object.keys(view).length);
  });

  test('sends what stands in it, functions too', () => {
    const code = withExamples((examples) =>
      examples
        .replace(
          /cron: '0 9-17 \* \* 1-5', timeZone: 'Europe\/Paris', to: 'ops'/,
          "cron: '0 3 * * *', timeZone: 'Europe/Paris', to: 'ops'",
        )
        .replace(/monitors: \[[\s\S]*?\],\n/, 'monitors: [],\n'),
    );
    const { project, chat } = projectOf(code);
    project.advance(15 * 60_000);
    const sent = () => chat.messages.map(({ space, text }) => `${space}: ${text}`);
    expect(sent()).toEqual(['ops: It is 2026-11-24T03:00.']);
    // It is night in Paris: the quiet hours of team end at seven.
    project.advance(UNTIL_MORNING_MS);
    expect(sent()).toEqual(['ops: It is 2026-11-24T03:00.', 'team: Stand-up in five minutes.']);
  });

  test('a mistake in one entry leaves the others running, and is told', () => {
    const code = withExamples((examples) =>
      examples.replace(/'0 9-17 \* \* 1-5'/, "'61 9 * * *'").replace(/monitors: \[[\s\S]*?\],\n/, 'monitors: [],\n'),
    );
    const { project, chat } = projectOf(code);
    project.properties.set('notices.to', 'ops');
    project.advance(UNTIL_MORNING_MS);
    const sent = chat.messages.map(({ space, text }) => `${space}: ${text}`);
    expect(sent).toContain('team: Stand-up in five minutes.');
    expect(sent.join()).toContain('schedules["mailbox"].cron isn\'t a valid time');
  });
});
