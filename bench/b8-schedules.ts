import { Chat } from '../emulator/chat/chat';
import { chatNetwork } from '../emulator/chat/network';
import { VirtualClock } from '../emulator/clock';
import type { Network } from '../emulator/network';
import { compile, Project, type ProjectOptions } from '../emulator/project';
import { RandomStream } from '../emulator/random';
import { median, type Benchmark } from './benchmark';
import { callMs, manifest, sources } from './shipped';

const RUNS = 31;
const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MINUTES = 1_440;

/** A Tuesday, between two minutes. */
const NOW = '2026-11-24T10:00:30Z';

/** What the clock trigger costs: with nothing due, with messages due, with monitors, over a day. */
export const benchmark: Benchmark = {
  title: 'The clock trigger: service calls and computing time of a tick, its runtime in a day',
  run() {
    const columns = [
      'what the tick finds',
      'service calls',
      'of them before sending',
      'CPU ms until then, median',
      'slowest',
    ];
    return {
      columns,
      rows: [
        tick('no schedules', 0, 0),
        tick('100 schedules, nothing due', 100, 0),
        tick('1,000 schedules, nothing due', 1_000, 0),
        tick('1,000 schedules, 1 due', 1_000, 1),
        tick('1,000 schedules, 10 due', 1_000, 10),
        tick('1,000 schedules, 100 due', 1_000, 100),
        tick('1,000 schedules, all due', 1_000, 1_000),
        monitors('100 monitors, all up', []),
        monitors('100 monitors, 1 of them silent', ['m7']),
        ...[1, 5].map(day),
      ],
      notes: [
        `CPU: of this process from the start of the execution until messages are stored or checks are noted, the emulated services and compiling the script's globals included; ${String(RUNS)} ticks a minute apart.`,
        'A day: two virtual hours of an empty outbox with 100 schedules of which none is due, service calls as slow as others have measured them, times twelve. Google allows 90 minutes, 6 hours with Workspace.',
      ],
    };
  },
};

type Row = [what: string, calls: string | number, before: string | number, cpu: string, slowest: string];

const program = compile(sources);

const elsewhere: Network = {
  exchange: (batch) =>
    batch.map(({ url }) =>
      url.startsWith('https://m7.silent')
        ? { kind: 'unreachable', tookMs: 0 }
        : { kind: 'answer', status: 200, headers: [], body: Buffer.from('ok'), tookMs: 0 },
    ),
};

function projectWith(changes: object, options: Partial<ProjectOptions> = {}): Project {
  const chat = new Chat();
  const project = new Project({
    manifest,
    program,
    clock: new VirtualClock(NOW),
    network: chatNetwork(chat, { elsewhere }),
    ...options,
  });
  project.properties.set('webhook.ops', chat.addSpace('ops'));
  project.run('setUp');
  project.run('configure', [changes]);
  project.run('tick');
  return project;
}

/** Runs a tick as far as the drain, which is not measured here. */
function measureTick(project: Project): { calls: number; before: number; ms: number } {
  const startedAt = performance.now();
  let before = 0;
  let ms = Number.NaN;
  project.interceptor = {
    decide({ service }) {
      if (service === 'LockService' && Number.isNaN(ms)) ms = performance.now() - startedAt;
      if (Number.isNaN(ms)) before += 1;
      // The first thing a drain does; refused, it leaves the messages to the next tick.
      return service === 'LockService' ? { effect: 'none', outcome: { returns: false } } : {};
    },
  };
  project.run('tick');
  project.interceptor = undefined;
  if (Number.isNaN(ms)) ms = performance.now() - startedAt;
  return { calls: project.lastExecution?.calls.length ?? 0, before, ms };
}

function row(what: string, measured: readonly { calls: number; before: number; ms: number }[]): Row {
  const span = (values: readonly number[]): string => {
    const [least, most] = [Math.min(...values), Math.max(...values)];
    return least === most ? String(least) : `${String(least)} to ${String(most)}`;
  };
  const times = measured.map(({ ms }) => ms);
  return [
    what,
    span(measured.map(({ calls }) => calls)),
    span(measured.map(({ before }) => before)),
    median(times).toFixed(1),
    Math.max(...times).toFixed(1),
  ];
}

function tick(what: string, count: number, due: number): Row {
  const schedules = Object.fromEntries(
    Array.from({ length: count }, (_, n) => [
      `schedule-${String(n)}`,
      // Those that are due are due every minute; the others at night.
      {
        cron: n < due ? '* * * * *' : `${String(n % 60)} ${String(n % 7)} * * *`,
        timeZone: 'Etc/UTC',
        to: 'ops',
        message: 'Report {{schedule}} of {{localTime}}',
      },
    ]),
  );
  const measured = [];
  // A fresh project for each tick with messages: the outbox would fill.
  const runs = due > 100 ? 5 : RUNS;
  let project = projectWith({ schedules });
  for (let run = 0; run < runs; run += 1) {
    if (due > 0 && run > 0) project = projectWith({ schedules });
    project.clock.waitUntil(project.clock.now() + MINUTE_MS);
    measured.push(measureTick(project));
  }
  return row(what, measured);
}

function monitors(what: string, silent: readonly string[]): Row {
  const all = Array.from({ length: 100 }, (_, n) => {
    const id = `m${String(n)}`;
    return [
      id,
      { url: `https://${id}.${silent.includes(id) ? 'silent' : 'example'}.com/`, everyMinutes: 1, to: 'ops' },
    ];
  });
  const project = projectWith({ monitors: Object.fromEntries(all) as object });
  const measured = Array.from({ length: RUNS }, () => {
    project.clock.waitUntil(project.clock.now() + MINUTE_MS);
    return measureTick(project);
  });
  return row(what, measured);
}

function day(everyMinutes: number): Row {
  const random = new RandomStream('a day');
  const schedules = Object.fromEntries(
    Array.from({ length: 100 }, (_, n) => [
      `s${String(n)}`,
      { cron: `0 ${String(n % 7)} * * *`, timeZone: 'Etc/UTC', to: 'ops', message: 'x' },
    ]),
  );
  const project = projectWith({ schedules }, { latencyMs: (call) => callMs(call, random) });
  project.properties.set('tick.everyMinutes', String(everyMinutes));
  project.run('setUp');
  const used = (): number => project.quotas.used('triggerRuntimeMs', project.clock.now());
  const before = used();
  project.advance(2 * HOUR_MS);
  const minutes = ((used() - before) * 12) / MINUTE_MS;
  return [
    `a day of ticks, one every ${String(everyMinutes)} min: ${minutes.toFixed(1)} min of runtime`,
    `${String(DAY_MINUTES / everyMinutes)} ticks`,
    '',
    '',
    '',
  ];
}
