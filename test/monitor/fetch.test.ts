import { makeChecks, type Check } from '../../src/monitor/fetch';
import type { Monitor } from '../../src/monitor/monitor';
import { requestOf } from '../../src/monitor/request';
import { Desk, Internet, type System } from './desk';

const monitor = (n: number, changes: Partial<Monitor> = {}): Monitor => ({
  id: `m${n}`,
  url: `https://m${n}.example.com/`,
  to: 'ops',
  ...changes,
});

function check(monitors: readonly Monitor[], systems: Record<string, System>, alone: readonly string[] = []) {
  let now = 0;
  const internet = new Internet((ms) => (now += ms));
  for (const [id, system] of Object.entries(systems)) internet.systems.set(`https://${id}.example.com/`, system);
  const checks = monitors.map((one): Check => ({
    monitor: one,
    request: requestOf(one, {}) as Check['request'],
    alone: alone.includes(one.id),
  }));
  const { outcomes } = makeChecks(checks, internet, {
    now: () => now,
    startedAt: now,
    sleep: () => undefined,
    timeZone: () => 'Etc/UTC',
  });
  const kinds: Record<string, string> = {};
  for (const [{ monitor: one }, outcome] of outcomes)
    kinds[one.id] = outcome.kind === 'failed' ? outcome.reason : outcome.kind;
  return { kinds, calls: internet.calls.map((urls) => urls.length), tookMs: now };
}

const hundred = Array.from({ length: 100 }, (_, n) => monitor(n));

describe('makeChecks', () => {
  test('asks a hundred in two calls', () => {
    const { kinds, calls } = check(hundred, { m7: { status: 500 } });
    expect(calls).toEqual([50, 50]);
    expect(Object.values(kinds).filter((kind) => kind === 'ok')).toHaveLength(99);
    expect(kinds.m7).toBe('HTTP 500 instead of 2xx');
  });

  test('finds those that do not answer by the address in the exception, and judges the others all the same', () => {
    const { kinds, calls } = check(hundred, { m7: { error: 'DNS error' }, m70: { error: 'Timeout' } });
    expect(kinds.m7).toBe('no answer: its name is not known');
    expect(kinds.m70).toBe('no answer: it took too long');
    expect(Object.values(kinds).filter((kind) => kind === 'ok')).toHaveLength(98);
    // Each half once, each half again without the silent one, and the control.
    expect(calls).toEqual([50, 49, 50, 49, 1]);
  });

  test('does not take an address for one that it is the beginning of', () => {
    const short = monitor(1, { id: 'short', url: 'https://m1.example.com/' });
    const long = monitor(2, { id: 'long', url: 'https://m1.example.com/long' });
    let now = 0;
    const internet = new Internet((ms) => (now += ms));
    internet.systems.set('https://m1.example.com/long', { error: 'Address unavailable' });
    const checks = [short, long].map((one) => ({
      monitor: one,
      request: requestOf(one, {}) as Check['request'],
      alone: false,
    }));
    const { outcomes } = makeChecks(checks, internet, {
      now: () => now,
      startedAt: now,
      sleep: () => undefined,
      timeZone: () => '',
    });
    expect([...outcomes].map(([one, outcome]) => `${one.monitor.id} ${outcome.kind}`).sort()).toEqual([
      'long failed',
      'short ok',
    ]);
  });

  test('halves the batch when the exception names nobody', () => {
    const { kinds } = check(hundred.slice(0, 8), { m5: { exception: 'Something went wrong' } });
    expect(kinds.m5).toBe('no answer');
    expect(Object.values(kinds).filter((kind) => kind === 'ok')).toHaveLength(7);
  });

  test('stays within its calls when many are silent; the rest is unknown, not down', () => {
    const silent = Object.fromEntries(hundred.map(({ id }) => [id, { error: 'DNS error' }]));
    const { kinds, calls } = check(hundred, silent);
    expect(calls.length).toBeLessThanOrEqual(9);
    expect(Object.values(kinds).filter((kind) => kind === 'unknown').length).toBeGreaterThan(80);
  });

  test('stops asking when calls take long', () => {
    const slow = Object.fromEntries(hundred.map(({ id }) => [id, { error: 'Timeout', latencyMs: 40_000 }]));
    expect(check(hundred, slow).tookMs).toBeLessThan(140_000);
  });

  test('asks alone those that held up others', () => {
    const { kinds, calls } = check(hundred.slice(0, 10), { m3: { error: 'Timeout', latencyMs: 20_000 } }, ['m3']);
    expect(calls).toEqual([9, 1, 1]);
    expect(kinds.m3).toContain('no answer');
  });

  test('a batch that was fast enough proves it of each; otherwise each is measured alone', () => {
    const limited = Array.from({ length: 4 }, (_, n) => monitor(n, { maxLatencyMs: 1_000 }));
    expect(check(limited, {}).calls).toEqual([4]);
    const { kinds, calls } = check(limited, { m2: { status: 200, latencyMs: 1_500 } });
    expect(calls).toEqual([4, 1, 1, 1, 1]);
    expect(kinds).toEqual({ m0: 'ok', m1: 'ok', m2: 'it took 1,500 ms, more than 1,000', m3: 'ok' });
  });

  test('a slow one without a limit does not make those with a limit look slow', () => {
    const { calls } = check(
      [monitor(0, { maxLatencyMs: 500 }), monitor(1, { maxLatencyMs: 500 }), monitor(2), monitor(3)],
      { m3: { latencyMs: 9_000 } },
    );
    expect(calls).toEqual([2, 2]);
  });
});

test.each([
  ['DNS error: https://m0.example.com/', 'no answer: its name is not known'],
  ['SSL Error https://m0.example.com/', 'no answer: its certificate is not valid'],
  ['Timeout: https://m0.example.com/', 'no answer: it took too long'],
  ['Address unavailable: https://m0.example.com/', 'no answer: no connection'],
  ['Something else: https://m0.example.com/', 'no answer'],
])('"%s" is told as "%s"', (exception, reason) => {
  expect(check([monitor(0)], { m0: { exception } }).kinds.m0).toBe(reason);
});

test('a mass outage converges: all that are silent are found within some ticks, by at most twelve service calls each', () => {
  const desk = new Desk();
  desk.monitors = hundred.map((one) => ({ ...one, everyMinutes: 1, failuresBeforeDown: 1 }));
  for (const { url = '' } of hundred.slice(0, 20)) desk.internet.systems.set(url, { error: 'DNS error' });
  for (let tick = 0; tick < 8; tick += 1) {
    desk.internet.calls.length = 0;
    const { writes } = desk;
    desk.run();
    // Reading the store, the calls, and writing it.
    expect(1 + desk.internet.calls.length + desk.writes - writes).toBeLessThanOrEqual(12);
  }
  expect(new Set(desk.sent.map(({ id = '' }) => id.split('/')[1])).size).toBe(20);
});
