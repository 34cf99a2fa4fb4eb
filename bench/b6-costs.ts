import type { Benchmark } from './benchmark';
import { nameOf, sentTo, serviceCalls, textOf, VirtualRun } from './virtual';
import { tally } from './tally';

const BACKLOGS = [100, 300, 600, 900, 1_200];
/** Enough for a drain of one execution, so that no waiting tick is counted with it. */
const SPACES = 10;

/** What single operations cost in calls of Google's services, and how the cost of a message grows with the backlog. */
export const benchmark: Benchmark = {
  title: 'What operations cost in calls of Google’s services, and what the outbox takes',
  run: () => ({
    columns: ['what', 'result', 'the calls'],
    rows: [
      operation('a tick with nothing to do', (run) => run.call('tick')),
      operation('send', (run) => run.call('send', nameOf(0), textOf(0))),
      operation('send, durable', (run) => run.call('send', nameOf(0), textOf(0), { durable: true })),
      operation('sendAll of 1,000, up to the first claim', (run) => run.fill(1_000)),
      ...BACKLOGS.map(backlog),
      capacity(1),
      capacity(10),
    ],
    notes: [
      'A drain of a backlog: 10 spaces, a Chat that tolerates a burst of 2, skewed latency; sleeps not counted.',
      'The outbox takes: messages of 250 bytes that sendAll accepts before it answers OUTBOX_FULL.',
    ],
  }),
};

function operation(what: string, measure: (run: VirtualRun) => { readonly calls: readonly string[] }) {
  const { calls } = measure(new VirtualRun({ spaces: SPACES }));
  const names = calls.map((call) => call.replace(/^.*\./, ''));
  return [what, names.length === 1 ? '1 call' : `${names.length} calls`, names.join(', ')];
}

function backlog(messages: number) {
  const run = new VirtualRun({ spaces: SPACES, chat: { quota: 'burst' } });
  run.fill(messages);
  run.everyMinute();
  run.start('tick');
  run.runUntil(() => run.isDelivered(messages));
  const { lost } = tally(run.chat, sentTo(SPACES, messages));
  const calls = serviceCalls(run.executions);
  return [`draining a backlog of ${messages}`, `${(calls / messages).toFixed(3)} calls/msg`, `${calls}; ${lost} lost`];
}

function capacity(spaces: number) {
  const run = new VirtualRun({ spaces });
  run.fill(2_000);
  const stored = [...run.project.properties]
    .filter(([key]) => key.startsWith('cc/o/'))
    .reduce((sum, [, value]) => sum + (JSON.parse(value) as { m: unknown[] }).m.length, 0);
  return [`the outbox takes, ${spaces === 1 ? 'one space' : `${spaces} spaces`}`, `${stored} messages`, ''];
}
