import { Chat } from '../emulator/chat/chat';
import { chatNetwork } from '../emulator/chat/network';
import { VirtualClock } from '../emulator/clock';
import type { Network } from '../emulator/network';
import type { ProjectOptions } from '../emulator/project';
import { dist } from './build';
import { rehearsalProject } from './rehearsal-project';

/** A message of the morning. */
export interface MorningMessage {
  /** On the zone's clocks: "09:00". */
  readonly at: string;
  /** The webhook's name. */
  readonly to: string;
  readonly text: string;
  readonly thread: string;
}

/** What became of a morning in virtual time. */
export interface Morning {
  /** The schedule in plain words, with its next occurrence. */
  readonly schedule: string;
  /** The monitor in plain words. */
  readonly monitor: string;
  readonly messages: readonly MorningMessage[];
  /** What did not arrive exactly once and in its thread, as sentences; empty when all is well. */
  readonly problems: readonly string[];
}

const TIME_ZONE = 'Europe/Paris';
const STARTS_AT = '2026-03-02T07:50:00Z';
const DOWN_FROM = Date.parse('2026-03-02T08:12:00Z');
const UP_FROM = Date.parse('2026-03-02T08:43:00Z');
const MINUTES = 70;
const MINUTE_MS = 60_000;

const CONFIGURATION = {
  schedules: {
    standup: { at: '09:00', on: 'weekdays', timeZone: TIME_ZONE, to: 'team', message: 'Stand-up in five minutes' },
  },
  monitors: {
    shop: { url: 'https://shop.example.com/health', everyMinutes: 5, timeZone: TIME_ZONE, to: 'ops' },
  },
};

/** A server that is down for half an hour. */
const shop = (clock: VirtualClock): Network => ({
  exchange: (batch) =>
    batch.map(() => {
      const isDown = clock.now() >= DOWN_FROM && clock.now() < UP_FROM;
      return { kind: 'answer', status: isDown ? 503 : 200, headers: [], body: Buffer.from(''), tookMs: 120 };
    }),
});

/**
 * A morning in virtual time, through the shipped script: setUp makes the clock trigger, which then sends what a schedule
 * says, and finds a server down and up again.
 *
 * @param folder - where the script is
 */
export function liveThroughMorning(folder: string = dist): Morning {
  const clock = new VirtualClock(STARTS_AT);
  const chat = new Chat({ quota: 'strict' });
  const options: ProjectOptions = {
    clock,
    network: chatNetwork(chat, { latencyMs: 150, elsewhere: shop(clock) }),
    latencyMs: ({ service }) => (service === 'PropertiesService' ? 50 : 5),
  };
  const project = rehearsalProject(options, folder);
  for (const name of ['team', 'ops']) project.properties.set(`webhook.${name}`, chat.addSpace(name));
  project.run('configure', [CONFIGURATION]);
  project.run('setUp');
  const { schedules, monitors } = project.run('getConfiguration') as Record<
    keyof typeof CONFIGURATION,
    Record<string, { words: string }>
  >;
  project.advance(MINUTES * MINUTE_MS);
  const messages = chat.messages.map(({ createdAt, space, text, thread }) => ({
    at: new Date(createdAt).toLocaleTimeString('en-GB', { timeZone: TIME_ZONE, hour: '2-digit', minute: '2-digit' }),
    to: space,
    text,
    thread,
  }));
  return {
    schedule: schedules['standup']?.words ?? '',
    monitor: monitors['shop']?.words ?? '',
    messages,
    problems: problemsOf(messages),
  };
}

function problemsOf(messages: readonly MorningMessage[]): string[] {
  const problems: string[] = [];
  const some = (what: string, to: string, pattern: RegExp, earliest: string, latest: string): MorningMessage[] => {
    const found = messages.filter((message) => message.to === to && pattern.test(message.text));
    if (found.length !== 1) problems.push(`${what} was told ${found.length} times.`);
    for (const { at } of found) if (at < earliest || at > latest) problems.push(`${what} was told at ${at}.`);
    return found;
  };
  some('The stand-up', 'team', /Stand-up/, '09:00', '09:02');
  const incident = [
    ...some('The outage', 'ops', / is down: /, '09:12', '09:22'),
    ...some('The recovery', 'ops', / is up again after 3\d min/, '09:43', '09:50'),
  ];
  if (new Set(incident.map(({ thread }) => thread)).size > 1) problems.push('The incident is not one thread.');
  if (problems.length === 0 && messages.length > 3)
    problems.push(`${messages.length - 3} messages arrived that nobody sent.`);
  return problems;
}
