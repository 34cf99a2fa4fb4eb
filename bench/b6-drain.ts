import type { ChatOptions } from '../emulator/chat/chat';
import type { Benchmark } from './benchmark';
import { percent, tally } from './tally';
import { type Latency, LATENCY_NOTE, sentTo, serviceCalls, VirtualRun } from './virtual';

const MESSAGES = 1_000;
const SEEDS = ['1', '2', '3'];
const SERVERS: Readonly<Record<string, ChatOptions>> = {
  strict: { quota: 'strict' },
  'burst of 2': { quota: 'burst', assume: { burst: 2 } },
};
const CASES: readonly (readonly [server: string, latency: Latency, spaces: readonly number[]])[] = [
  ['strict', 'skewed', [1, 5, 10, 20, 40]],
  ['strict', 'together', [1, 5, 10, 20, 40]],
  ['strict', 'even', [1, 10]],
  ['burst of 2', 'skewed', [1, 5, 10, 20, 40]],
  ['burst of 2', 'even', [1, 10]],
];

/** How close to Chat's limit the outbox drains, and what that costs in calls of Google's services. */
export const benchmark: Benchmark = {
  title: 'Draining 1,000 messages of 250 bytes, in virtual time on the emulator',
  run: () => ({
    columns: [
      'server', 'latency', 'spaces', 'lost', 'duplicated', 'out of order', 'HTTP/msg', '429 share', 'ratio',
      'ratio, mean space', 'service calls/msg',
    ], // prettier-ignore
    rows: CASES.flatMap(([server, latency, spaces]) => spaces.map((count) => row(server, latency, count))),
    notes: [
      `Each row is the mean of ${SEEDS.length} runs with latencies of their own; lost, duplicated and out of order are the sums.`,
      'Ratio: the time that one message a second and space takes, (messages / spaces - 1) s, to the time from the first message created to the last: the slowest space counts. Mean space: the same for each space by itself.',
      'Service calls: all executions, sleeps not counted. A tick comes every minute, up to 15 s late, also while another drains.',
      LATENCY_NOTE,
    ],
  }),
};

function row(server: string, latency: Latency, spaces: number) {
  const drains = SEEDS.map((seed) => drain(server, latency, spaces, seed));
  const mean = (of: (one: (typeof drains)[number]) => number) =>
    drains.reduce((sum, one) => sum + of(one), 0) / drains.length;
  const total = (of: (one: (typeof drains)[number]) => number) => drains.reduce((sum, one) => sum + of(one), 0);
  return [
    server,
    latency,
    spaces,
    total(({ lost }) => lost),
    total(({ duplicated }) => duplicated),
    total(({ outOfOrder }) => outOfOrder),
    mean(({ requestsPerMessage }) => requestsPerMessage).toFixed(3),
    percent(mean(({ refused }) => refused)),
    mean(({ ratio }) => ratio).toFixed(3),
    mean(({ meanRatio }) => meanRatio).toFixed(3),
    mean(({ callsPerMessage }) => callsPerMessage).toFixed(3),
  ];
}

function drain(server: string, latency: Latency, spaces: number, seed: string) {
  const run = new VirtualRun({ spaces, latency, seed, chat: SERVERS[server] ?? {} });
  run.fill(MESSAGES);
  run.everyMinute();
  run.start('tick');
  run.runUntil(() => run.isDelivered(MESSAGES));
  const result = tally(run.chat, sentTo(spaces, MESSAGES));
  const idealMs = (MESSAGES / spaces - 1) * 1000;
  const startedAt = run.chat.messages[0]?.createdAt ?? 0;
  const ratios = [...result.endedAtOf.values()].map((endedAt) => idealMs / (endedAt - startedAt));
  return {
    ...result,
    ratio: idealMs / (result.endedAt - startedAt),
    meanRatio: ratios.reduce((sum, ratio) => sum + ratio, 0) / ratios.length,
    callsPerMessage: serviceCalls(run.executions) / MESSAGES,
  };
}
