import type { Fault } from '../emulator/chat/chat';
import { type Benchmark, median } from './benchmark';
import { percent, tally } from './tally';
import { nameOf, sentTo, VirtualRun } from './virtual';

const KILLS = 40;
const SPACES = 4;
const MESSAGES = 800;

/** How soon another execution goes on after a kill, and how much a sick space delays the others. */
export const benchmark: Benchmark = {
  title: 'A killed execution, and a sick space among four, in virtual time on the emulator',
  run() {
    const waits = Array.from({ length: KILLS }, (_, index) => recoveryMs(String(index), 20_000 + index * 5_000));
    const calm = others([]);
    const storm = others([{ status: 429 }]);
    const asked = others([{ status: 429, retryAfter: 30 }]);
    const failing = others([{ status: 503 }]);
    const silent = others([{ lost: true }]);
    const late = (endedMs: number) => [`${(endedMs / 1000).toFixed(1)} s`, `${percent(endedMs / calm - 1)} later`];
    return {
      columns: ['what', 'result', 'compared with calm'],
      rows: [
        ['a drain is killed: next post by another execution, median', `${(median(waits) / 1000).toFixed(1)} s`, ''],
        ['the same, the longest', `${(Math.max(...waits) / 1000).toFixed(1)} s`, ''],
        ['four spaces, all well: the last message', ...late(calm)],
        ['one answers only 429: the last message of the others', ...late(storm)],
        ['one answers only 429 with Retry-After 30 s: the others', ...late(asked)],
        ['one answers only 503: the others', ...late(failing)],
        ['one does not answer at all: the others', ...late(silent)],
      ],
      notes: [
        `Kills: ${KILLS}, each in a run of its own with one space and 300 messages, 20 to 215 s after the drain began. A tick comes every minute, up to 15 s late.`,
        `Four spaces of ${MESSAGES / SPACES} messages each; the first one is sick all the time; strict server, skewed latency.`,
      ],
    };
  },
};

function recoveryMs(seed: string, afterMs: number): number {
  const run = new VirtualRun({ spaces: 1, seed });
  run.fill(300);
  run.everyMinute();
  const drain = run.start('tick');
  const killAt = run.clock.now() + afterMs;
  run.runUntil(() => run.clock.now() >= killAt);
  run.threads.kill(drain);
  const killedAt = run.clock.now();
  const next = () =>
    run.executions.some((one) => one !== drain.execution && one.calls.some((call) => call.startsWith('UrlFetchApp')));
  run.runUntil(next);
  return run.clock.now() - killedAt;
}

/** How long the spaces but the first take, milliseconds. */
function others(faults: readonly Fault[]): number {
  const run = new VirtualRun({ spaces: SPACES });
  run.fill(MESSAGES);
  run.everyMinute();
  run.chat.setFaults(nameOf(0), faults);
  const startedAt = run.clock.now();
  run.start('tick');
  const sent = sentTo(SPACES, MESSAGES);
  sent.delete(nameOf(0));
  const wanted = (MESSAGES / SPACES) * (SPACES - 1);
  run.runUntil(() => run.chat.messages.filter(({ space }) => space !== nameOf(0)).length >= wanted);
  const { endedAt, lost } = tally(run.chat, sent);
  if (lost > 0) throw new Error(`${lost} messages of the other spaces were not delivered.`);
  return endedAt - startedAt;
}
