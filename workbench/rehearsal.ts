import { Chat } from '../emulator/chat/chat';
import { chatNetwork } from '../emulator/chat/network';
import { VirtualClock } from '../emulator/clock';
import type { ProjectOptions } from '../emulator/project';
import { RandomStream } from '../emulator/random';
import { dist } from './build';
import { rehearsalProject } from './rehearsal-project';

/** What became of a burst in virtual time. */
export interface Rehearsal {
  readonly messages: number;
  readonly spaces: number;
  /** Requests that Chat answered with 429. */
  readonly refused: number;
  /** Executions that were ended in the middle. */
  readonly kills: number;
  /** From the first call to the last message, virtual milliseconds. */
  readonly tookMs: number;
  /** What did not arrive exactly once and in order, as sentences; empty when all is well. */
  readonly problems: readonly string[];
}

const SPACES = ['ops', 'sales', 'support', 'weekly'];
const PER_SPACE = 30;
const MINUTE_MS = 60_000;
const MAX_MINUTES = 15;

/** The execution is killed at this post: in the middle of the burst. */
const KILLED_AT_POST = 12;

/**
 * The hard case, in virtual time: a burst of 120 messages to four spaces of a strict Chat, whose answers take 80 to 500 ms,
 * and an execution that Google ends in the middle. The minute trigger's tick does the rest.
 *
 * @param folder - where the script is
 */
export function rehearseBurst(folder: string = dist): Rehearsal {
  const clock = new VirtualClock('2026-03-02T09:00:00Z');
  const chat = new Chat({ quota: 'strict' });
  const chance = new RandomStream(7);
  let posts = 0;
  let kills = 0;
  const options: ProjectOptions = {
    clock,
    network: chatNetwork(chat, { latencyMs: () => 80 + chance.next() * 420 }),
    latencyMs: ({ service }) => (service === 'PropertiesService' ? 50 : 5),
    interceptor: {
      decide({ service }) {
        if (service !== 'UrlFetchApp' || ++posts !== KILLED_AT_POST) return {};
        kills++;
        return { outcome: 'kill' };
      },
    },
  };
  const project = rehearsalProject(options, folder);
  for (const name of SPACES) project.properties.set(`webhook.${name}`, chat.addSpace(name));
  const items = Array.from({ length: SPACES.length * PER_SPACE }, (_, index) => ({
    to: SPACES[index % SPACES.length],
    message: `Message ${Math.floor(index / SPACES.length) + 1}`,
  }));
  const startedAt = clock.now();
  try {
    project.run('sendAll', [items]);
  } catch {
    // The execution that was ended: nobody learns what it would have returned.
  }
  for (let minute = 0; minute < MAX_MINUTES && chat.messages.length < items.length; minute++) {
    clock.advance(MINUTE_MS);
    project.run('tick');
  }
  project.run('tick');
  return {
    messages: items.length,
    spaces: SPACES.length,
    refused: chat.requests.filter(({ status }) => status === 429).length,
    kills,
    tookMs: Math.max(0, ...chat.messages.map(({ createdAt }) => createdAt)) - startedAt,
    problems: SPACES.flatMap((space) => problemsOf(space, chat)),
  };
}

function problemsOf(space: string, chat: Chat): string[] {
  const arrived = chat.messages.filter((message) => message.space === space).map(({ text }) => text);
  const wanted = Array.from({ length: PER_SPACE }, (_, index) => `Message ${index + 1}`);
  const missing = wanted.filter((text) => !arrived.includes(text)).length;
  const problems: string[] = [];
  if (missing > 0) problems.push(`${missing} messages to ${space} did not arrive.`);
  if (new Set(arrived).size < arrived.length) problems.push(`Some messages to ${space} arrived twice.`);
  if (missing === 0 && arrived.join() !== wanted.join()) problems.push(`The messages to ${space} are out of order.`);
  return problems;
}
