import type { Network, OutgoingRequest, Outcome } from '../../emulator/network';
import { createWorld, type World, type WorldOptions } from '../world';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** Systems on the internet, by host: a status, or no answer. */
class Systems implements Network {
  readonly down = new Map<string, number | 'dns' | 'unreachable' | 'timeout'>();
  requests: OutgoingRequest[] = [];

  exchange(batch: readonly OutgoingRequest[]): Outcome[] {
    this.requests.push(...batch);
    return batch.map(({ url }) => {
      const state = this.down.get(new URL(url).host) ?? 200;
      if (typeof state === 'string') return { kind: state, tookMs: 200 };
      return { kind: 'answer', status: state, headers: [], body: Buffer.from('{"status":"ok"}'), tookMs: 200 };
    });
  }
}

function worldWith(monitors: Record<string, object>, options: WorldOptions = {}): World & { systems: Systems } {
  const systems = new Systems();
  const world = createWorld({ now: '2026-11-24T09:00:00Z', network: { elsewhere: systems }, ...options });
  world.setWebhook('ops');
  world.run('setUp');
  world.run('configure', { monitors });
  world.advance(5 * MINUTE);
  return Object.assign(world, { systems });
}

const shop = {
  url: 'https://shop.example.com/health',
  everyMinutes: 1,
  to: 'ops',
  expectJson: { path: 'status', equals: 'ok' },
};

const texts = (world: World): string[] => world.chat.messages.map(({ text }) => text);

describe('a monitor, through the shipped bundle', () => {
  test('tells down and recovered in one thread, and nothing else', () => {
    const world = worldWith({ shop });
    world.systems.down.set('shop.example.com', 503);
    world.advance(12 * MINUTE);
    world.systems.down.delete('shop.example.com');
    world.advance(5 * MINUTE);
    expect(texts(world)).toEqual([
      expect.stringMatching(/^🔴 \*shop\.example\.com\/health\* is down: HTTP 503 instead of 2xx\./),
      expect.stringMatching(/^🟢 \*shop\.example\.com\/health\* is up again after 12 min\./),
    ]);
    expect(new Set(world.chat.messages.map(({ thread }) => thread)).size).toBe(1);
  });

  describe('in quiet hours', () => {
    const windows = [{ from: '22:00', until: '07:00' }];
    const night = (to: string | string[], meanwhile: string) => {
      const world = worldWith(
        { shop: { ...shop, everyMinutes: 15, failuresBeforeDown: 1, to } },
        { now: '2026-11-24T22:40:00Z' },
      );
      world.properties.set('tick.everyMinutes', '15');
      world.run('setUp');
      world.setWebhook('oncall');
      world.run('configure', { quietHours: { ops: { timeZone: 'Etc/UTC', windows, meanwhile } } });
      world.advance(10 * MINUTE);
      world.systems.down.set('shop.example.com', 503);
      return world;
    };
    const kinds = (world: World, space = 'ops') =>
      world.chat.messages
        .filter((message) => message.space === space)
        .map(({ text }) => /is down|still down after \d+ h|up again|dropped/.exec(text)?.[0]);

    test.each(['send-later', 'digest', 'drop'])(
      'is told down and recovered, and reminds of nothing (%s)',
      (meanwhile) => {
        const world = night('ops', meanwhile);
        world.advance(4 * HOUR);
        world.systems.down.delete('shop.example.com');
        world.advance(8 * HOUR);
        expect(kinds(world)).toEqual(['is down', 'up again']);
      },
    );

    test.each(['send-later', 'digest', 'drop'])('reminds once at their end of what is still down (%s)', (meanwhile) => {
      const world = night('ops', meanwhile);
      world.advance(9 * HOUR);
      expect(kinds(world)).toEqual(['is down', 'still down after 8 h']);
    });

    test('reminds those of its webhooks that are not quiet', () => {
      const world = night(['ops', 'oncall'], 'send-later');
      world.advance(4 * HOUR);
      world.systems.down.delete('shop.example.com');
      world.advance(8 * HOUR);
      expect(kinds(world)).toEqual(['is down', 'up again']);
      expect(kinds(world, 'oncall')).toEqual(['is down', 'still down after 1 h', 'still down after 3 h', 'up again']);
    });
  });

  test('tells a host that does not answer from Google’s own trouble', () => {
    const world = worldWith({ shop });
    world.systems.down.set('shop.example.com', 'dns');
    world.advance(5 * MINUTE);
    expect(texts(world)).toEqual([expect.stringContaining('no answer: its name is not known')]);
    const quiet = worldWith({ shop }, { quotas: { urlFetchCalls: 4 } });
    quiet.systems.down.set('shop.example.com', 'dns');
    quiet.advance(30 * MINUTE);
    expect(texts(quiet)).toEqual([]);
    expect(quiet.log.join()).toContain("Google's daily quota");
  });

  test('a kill at any service call of the tick that finds it down makes one message', () => {
    const whole = worldWith({ shop: { ...shop, failuresBeforeDown: 1 } });
    whole.systems.down.set('shop.example.com', 500);
    whole.clock.advance(MINUTE);
    whole.run('tick');
    const calls = whole.calls.length;
    const outcomes = [];
    for (let call = 1; call <= calls; call += 1) {
      const world = worldWith({ shop: { ...shop, failuresBeforeDown: 1 } });
      world.systems.down.set('shop.example.com', 500);
      world.clock.advance(MINUTE);
      let made = 0;
      world.project.interceptor = { decide: () => ((made += 1) === call ? { effect: 'whole', outcome: 'kill' } : {}) };
      expect(() => world.run('tick')).toThrow();
      world.project.interceptor = undefined;
      world.advance(8 * MINUTE);
      outcomes.push(texts(world).length);
    }
    expect(outcomes).toEqual(outcomes.map(() => 1));
  });

  test('a hundred are checked in one tick by at most twelve service calls', () => {
    const world = worldWith(
      Object.fromEntries(
        Array.from({ length: 100 }, (_, n) => [`m${n}`, { ...shop, url: `https://m${n}.example.com/` }]),
      ),
    );
    world.systems.requests = [];
    world.clock.advance(MINUTE);
    world.run('tick');
    expect(world.systems.requests).toHaveLength(100);
    expect(world.calls.length).toBeLessThanOrEqual(12);
    world.systems.down.set('m7.example.com', 'unreachable');
    world.systems.down.set('m70.example.com', 404);
    world.clock.advance(MINUTE);
    world.run('tick');
    expect(world.calls.length).toBeLessThanOrEqual(12);
    world.advance(10 * MINUTE);
    expect(texts(world)).toHaveLength(2);
  });

  test('is refused when it cannot be checked, and the reason is given', () => {
    const world = worldWith({}, { webAppUrl: 'https://script.google.com/macros/s/EXAMPLE/exec' });
    const refuse = (url: string) => () => world.run('configure', { monitors: { m: { url, to: 'ops' } } });
    expect(refuse('ftp://example.com')).toThrow('is no web address');
    expect(refuse('http://localhost:8080/')).toThrow('cannot be checked from Google');
    expect(refuse('https://script.google.com/macros/s/EXAMPLE/exec?health=1')).toThrow('is this script itself');
  });
});
