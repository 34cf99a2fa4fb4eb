import type { CallInterceptor } from '../../emulator/interceptor';
import { createWorld, type World, type WorldOptions } from '../world';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

function worldWith(schedules: Record<string, object>, options: WorldOptions = {}): World {
  const world = createWorld({ now: '2026-11-24T01:50:00Z', ...options });
  world.setWebhook('team');
  world.run('setUp');
  world.run('configure', { schedules });
  world.advance(5 * MINUTE);
  return world;
}

const standup = { at: '09:00', timeZone: 'Asia/Ho_Chi_Minh', to: 'team', message: 'Stand-up at {{localTime}}' };

const texts = (world: World): string[] => world.chat.messages.map(({ text }) => text);

/** Ends the execution at its n-th service call, before its effect or after it. */
function killAt(call: number, effect: 'none' | 'whole'): CallInterceptor {
  let calls = 0;
  return {
    decide() {
      calls += 1;
      return calls === call ? { effect, outcome: 'kill' } : {};
    },
  };
}

describe('a schedule, through the shipped bundle', () => {
  test('sends its message at its time, once, into its thread', () => {
    const world = worldWith({ standup: { ...standup, thread: 'day' } });
    world.advance(26 * HOUR - 10 * MINUTE);
    expect(texts(world)).toEqual(['Stand-up at 2026-11-24T09:00', 'Stand-up at 2026-11-25T09:00']);
    expect(new Set(world.chat.messages.map(({ thread }) => thread)).size).toBe(2);
    const [first] = world.chat.messages;
    const lateMs = (first?.createdAt ?? 0) - Date.parse('2026-11-24T02:00:00Z');
    expect(lateMs).toBeGreaterThanOrEqual(0);
    expect(lateMs).toBeLessThan(2 * MINUTE);
  }, 120_000);

  test('that was killed at any service call of its tick is sent exactly once', () => {
    // A tick that is not killed shows how many calls there are.
    const whole = worldWith({ standup });
    whole.clock.waitUntil(Date.parse('2026-11-24T02:00:10Z'));
    whole.run('tick');
    const calls = whole.calls.length;
    expect(calls).toBeGreaterThan(4);
    const outcomes = [];
    for (let call = 1; call <= calls; call += 1) {
      for (const effect of ['none', 'whole'] as const) {
        const world = worldWith({ standup });
        world.clock.waitUntil(Date.parse('2026-11-24T02:00:10Z'));
        world.project.interceptor = killAt(call, effect);
        expect(() => world.run('tick')).toThrow();
        world.project.interceptor = undefined;
        world.advance(8 * MINUTE);
        outcomes.push(texts(world).join());
      }
    }
    expect(outcomes).toEqual(outcomes.map(() => 'Stand-up at 2026-11-24T09:00'));
  });

  test.each([
    ['doubled', (_trigger: unknown, dueAt: number) => [dueAt, dueAt + 1]],
    ['late', (_trigger: unknown, dueAt: number) => [dueAt + 80_000]],
    [
      'missing for most of the time',
      (_trigger: unknown, dueAt: number) => (Math.floor(dueAt / MINUTE) % 20 === 0 ? [dueAt] : []),
    ],
  ])('keeps its promise with ticks that are %s', (_what, timing) => {
    const world = worldWith({
      standup,
      quarter: { everyMinutes: 30, timeZone: 'Etc/UTC', to: 'team', message: '{{localTime}}' },
    });
    world.project.triggers.timing = timing;
    world.advance(2 * HOUR + 25 * MINUTE);
    const sent = texts(world).sort();
    expect(sent.filter((text) => text.startsWith('Stand-up'))).toEqual(['Stand-up at 2026-11-24T09:00']);
    expect(sent.slice(0, -1)).toEqual([
      '2026-11-24T02:00',
      '2026-11-24T02:30',
      '2026-11-24T03:00',
      '2026-11-24T03:30',
      '2026-11-24T04:00',
    ]);
  });

  test('is made up for once after two hours without a clock', () => {
    const world = worldWith({
      hourly: { everyMinutes: 60, timeZone: 'Etc/UTC', to: 'team', message: '{{localTime}}, {{missed}} missed' },
    });
    const { timing } = world.project.triggers;
    world.project.triggers.timing = () => [];
    world.advance(3 * HOUR - 10 * MINUTE);
    world.project.triggers.timing = timing;
    world.advance(10 * MINUTE);
    expect(texts(world)).toEqual(['2026-11-24T04:00, 2 missed']);
  });

  test('keeps to the clock of its zone over the night on which summer time ends', () => {
    const world = worldWith(
      { night: { ...standup, at: '02:30', timeZone: 'Europe/Paris' } },
      { now: '2026-10-24T23:50:00Z' },
    );
    world.advance(3 * HOUR);
    expect(texts(world)).toEqual(['Stand-up at 2026-10-25T02:30']);
    expect(new Date(world.chat.messages[0]?.createdAt ?? 0).toISOString().slice(0, 15)).toBe('2026-10-25T00:3');
  });

  test('that is configured shortly before its time is not missed', () => {
    const world = worldWith({});
    world.clock.waitUntil(Date.parse('2026-11-24T01:59:55Z'));
    world.run('configure', { schedules: { standup } });
    world.advance(5 * MINUTE);
    expect(texts(world)).toEqual(['Stand-up at 2026-11-24T09:00']);
  });

  test('waits for an outbox that has no room, and is sent when there is', () => {
    const world = worldWith({ standup });
    world.properties.set('ballast', 'x'.repeat(8_000));
    for (let part = 0; part < 60; part += 1) world.properties.set(`ballast-${part}`, 'x'.repeat(8_000));
    world.advance(10 * MINUTE);
    expect(texts(world)).toEqual([]);
    for (const key of [...world.properties.keys()]) if (key.startsWith('ballast')) world.properties.delete(key);
    world.advance(5 * MINUTE);
    expect(texts(world)).toEqual(['Stand-up at 2026-11-24T09:00']);
  });

  test('that is wrong is refused with everything that is wrong, by name and code', () => {
    const world = worldWith({});
    let thrown: { name?: string; code?: string; message?: string } = {};
    try {
      world.run('configure', {
        schedules: { bad: { cron: '61 9 * * *', timeZone: 'Mars/Olympus', to: 'team', message: 'x' } },
      });
    } catch (error) {
      thrown = error as typeof thrown;
    }
    expect(thrown).toMatchObject({ name: 'InvalidSettingsError', code: 'INVALID_SETTINGS' });
    expect(thrown.message).toContain('"1 9 * * *"');
    expect(thrown.message).toContain('timeZone is no time zone');
  });

  test('has its next occurrences listed, and an unknown one is named', () => {
    const world = worldWith({ standup });
    expect(world.run('listOccurrences', 'standup', 2)).toEqual([
      { at: '2026-11-24T02:00:00Z', localTime: 'Tue 24 Nov 2026 09:00', window: '09:00–09:02', note: '' },
      { at: '2026-11-25T02:00:00Z', localTime: 'Wed 25 Nov 2026 09:00', window: '09:00–09:02', note: '' },
    ]);
    expect(() => world.run('listOccurrences', 'standpu')).toThrow('expected one of standup, got "standpu"');
  });
});

test('a tick with a thousand schedules and nothing due makes one service call, and now and then two', () => {
  const schedules = Object.fromEntries(
    Array.from({ length: 1_000 }, (_, n) => [
      `schedule-${n}`,
      { ...standup, at: `0${n % 8}:${String(n % 60).padStart(2, '0')}`, timeZone: 'Etc/UTC' },
    ]),
  );
  const world = worldWith(schedules, { now: '2026-11-24T12:00:00Z' });
  const counts: number[] = [];
  for (let minute = 0; minute < 20; minute += 1) {
    world.clock.advance(MINUTE);
    world.run('tick');
    counts.push(world.calls.length);
  }
  expect(Math.max(...counts)).toBe(2);
  expect(counts.filter((count) => count === 2).length).toBeLessThanOrEqual(4);
});
