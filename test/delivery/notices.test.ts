import { createWorld, type World } from '../world';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** What a space received, but for what the daily look at the health says. */
const texts = (world: World, space: string) =>
  world.chat.messages
    .filter((message) => message.space === space && !message.text?.includes('needs attention'))
    .map(({ text }) => text);
const events = (world: World) => world.log.flatMap((line) => /"event":"delivery\.([^"]+)"/.exec(line)?.slice(1) ?? []);
const breaker = (world: World, name: string) => world.properties.get(`cc/b/${name}`);

function createWorldWith(webhooks: readonly string[], options: Parameters<typeof createWorld>[0] = {}): World {
  const world = createWorld(options);
  for (const name of webhooks) world.setWebhook(name);
  world.properties.set('notices.to', 'alerts');
  return world;
}

/** Accepts messages without sending them: that execution has no time to. */
function queue(world: World, items: readonly Record<string, unknown>[]): void {
  world.properties.set('delivery.policy', '{"drainMs":0}');
  world.run('sendAll', items);
  world.properties.delete('delivery.policy');
}

function ticks(world: World, count: number, everyMs = MINUTE): void {
  for (let tick = 0; tick < count; tick++) {
    world.clock.advance(everyMs);
    world.run('tick');
  }
}

/** A world in which the execution is killed at its first pause after Chat has refused something with that status. */
function worldKilledAfter(status: number): World {
  let killed = false;
  const world: World = createWorldWith(['ops', 'busy', 'alerts'], {
    interceptor: {
      decide: ({ method }) => {
        if (killed || method !== 'sleep' || !world.chat.requests.some((request) => request.status === status))
          return {};
        killed = true;
        return { outcome: 'kill' };
      },
    },
  });
  world.chat.setFaults('ops', [{ status, times: 1 }]);
  queue(world, [{ to: 'ops', message: 'x', id: 'x' }, ...[1, 2, 3, 4].map((n) => ({ to: 'busy', message: `m${n}` }))]);
  expect(() => world.run('tick')).toThrow();
  ticks(world, 5);
  expect(texts(world, 'busy')).toEqual(['m1', 'm2', 'm3', 'm4']);
  return world;
}

describe('a notice', () => {
  test('that a webhook is refused comes although the execution is killed right after', () => {
    const world = worldKilledAfter(403);
    expect(texts(world, 'alerts')).toEqual([expect.stringContaining('no longer accepts the webhook "ops"')]);
  });

  test('that a message failed comes although the execution is killed right after', () => {
    const world = worldKilledAfter(400);
    expect(texts(world, 'alerts')).toEqual([expect.stringContaining('"x" to "ops": rejected')]);
  });

  test('comes once although a kill let it be written without the dead letter that it tells of', () => {
    const world: World = createWorldWith(['ops', 'alerts'], {
      interceptor: {
        decide: ({ method, args }) => {
          if (method !== 'setProperties' || !JSON.stringify(args).includes('notice/failed')) return {};
          world.project.interceptor = undefined;
          return { effect: { first: 1 }, outcome: 'kill' };
        },
      },
    });
    world.chat.setFaults('ops', [{ status: 400, times: 2 }]);
    queue(world, [{ to: 'ops', message: 'x', id: 'x' }]);
    expect(() => world.run('tick')).toThrow();
    ticks(world, 5);
    expect(texts(world, 'alerts')).toEqual([expect.stringContaining('"x" to "ops": rejected')]);
  });

  test('of many failures at once is two: the first at once, the others together', () => {
    const world = createWorldWith(['ops', 'alerts']);
    world.chat.setFaults('ops', [{ status: 400 }]);
    queue(
      world,
      Array.from({ length: 12 }, (_, n) => ({ to: 'ops', message: `m${n}`, id: `m${n}` })),
    );
    ticks(world, 3);
    expect(texts(world, 'alerts')).toEqual([
      expect.stringMatching(/^⚠️ A message could not[^]*• "m0" to "ops": rejected/),
      expect.stringMatching(/^⚠️ 11 more messages could not/),
    ]);
  });

  test('comes once more when a message that was retried fails again', () => {
    const world = createWorldWith(['ops', 'alerts']);
    world.chat.setFaults('ops', [{ status: 400 }]);
    queue(world, [{ to: 'ops', message: 'x', id: 'x' }]);
    ticks(world, 2);
    world.run('retryDelivery', 'x');
    ticks(world, 2);
    expect(texts(world, 'alerts')).toHaveLength(2);
  });

  test('of one message is not taken for that of another whose long id begins alike', () => {
    const world = createWorldWith(['ops', 'alerts']);
    world.chat.setFaults('ops', [{ status: 400 }]);
    for (const end of ['a', 'b']) queue(world, [{ to: 'ops', message: end, id: 'x'.repeat(199) + end }]);
    ticks(world, 1);
    queue(world, [{ to: 'ops', message: 'c', id: `${'x'.repeat(199)}c` }]);
    ticks(world, 2);
    expect(texts(world, 'alerts')).toHaveLength(3);
  });

  test('of a message that failed goes through its own webhook when that is chosen; one that fails itself is told to nobody', () => {
    const world = createWorldWith(['alerts']);
    world.chat.setFaults('alerts', [{ status: 400, times: 2 }]);
    queue(world, [{ to: 'alerts', message: 'x', id: 'x' }]);
    ticks(world, 3);
    queue(world, [{ to: 'alerts', message: 'y', id: 'y' }]);
    world.chat.setFaults('alerts', [{ status: 400, times: 1 }]);
    ticks(world, 3);
    expect(texts(world, 'alerts')).toEqual([expect.stringContaining('"y" to "alerts": rejected')]);
  });

  test('that a webhook stays refused comes once after five days', () => {
    const world = createWorldWith(['ops', 'alerts']);
    world.chat.setFaults('ops', [{ status: 403 }]);
    queue(world, [{ to: 'ops', message: 'x', expiresAt: '2026-04-01T00:00:00Z' }]);
    ticks(world, 7 * 24, HOUR);
    expect(texts(world, 'alerts')).toEqual([
      expect.stringContaining('no longer accepts the webhook "ops"'),
      expect.stringContaining('"ops" has taken no message since 2026-03-02T10:00'),
    ]);
    expect(events(world)).toContain('breaker-disabled');
  });

  test('waits for somebody who can be told: a webhook that is named later hears of it with the next probe', () => {
    const world = createWorldWith(['ops', 'alerts']);
    world.properties.delete('notices.to');
    world.chat.setFaults('ops', [{ status: 403 }]);
    queue(world, [{ to: 'ops', message: 'x' }]);
    ticks(world, 5);
    world.properties.set('notices.to', 'alerts');
    ticks(world, 90);
    expect(texts(world, 'alerts')).toEqual([expect.stringContaining('no longer accepts the webhook "ops"')]);
  });
});

describe('a webhook that refuses what is sent at once', () => {
  function refusingWorld(): World {
    const world = createWorldWith(['ops', 'alerts']);
    world.chat.setFaults('ops', [{ status: 404 }]);
    expect(() => world.run('send', 'ops', 'a')).toThrow(/Copy the link again/);
    return world;
  }

  test('rests, is told once, and what is sent meanwhile waits', () => {
    const world = refusingWorld();
    ticks(world, 2);
    expect(world.run('send', 'ops', 'b')).toMatchObject({ status: 'queued', reason: 'webhook-down' });
    ticks(world, 40);
    expect(texts(world, 'alerts')).toEqual([expect.stringContaining('no longer accepts the webhook "ops"')]);
    world.chat.setFaults('ops', []);
    ticks(world, 60);
    expect(texts(world, 'ops')).toEqual(['b']);
    expect(breaker(world, 'ops')).toBeUndefined();
  });

  test('is tried by the next message after its rest; one that is taken ends it', () => {
    const world = refusingWorld();
    ticks(world, 20);
    expect(() => world.run('send', 'ops', 'b')).toThrow(/Copy the link again/);
    world.chat.setFaults('ops', []);
    ticks(world, 40);
    expect(world.run('send', 'ops', 'c')).toMatchObject({ status: 'sent' });
    expect(breaker(world, 'ops')).toBeUndefined();
    expect(texts(world, 'alerts')).toHaveLength(1);
    world.advance(MINUTE);
    world.run('send', 'ops', 'd');
    expect(world.calls.filter((call) => /^(PropertiesService|UrlFetchApp)/.test(call))).toHaveLength(2);
  });
});

describe('a breaker', () => {
  test('is not about a link that was replaced by hand', () => {
    const world = createWorldWith(['ops', 'alerts']);
    world.chat.setFaults('ops', [{ status: 404 }]);
    queue(world, [{ to: 'ops', message: 'm' }]);
    ticks(world, 50);
    world.properties.set('webhook.ops', world.chat.addSpace('new'));
    ticks(world, 1);
    expect(texts(world, 'new')).toEqual(['m']);
    expect(breaker(world, 'ops')).toBeUndefined();
  });

  test('of the old link does not come back when the link is replaced while it is posted to', () => {
    let replaced = false;
    const world: World = createWorldWith(['ops', 'alerts'], {
      interceptor: {
        decide: () => ({}),
        answered: ({ method }) => {
          if (!/^fetch/.test(method) || replaced) return;
          replaced = true;
          world.run('setWebhook', 'ops', world.chat.addSpace('new'));
        },
      },
    });
    world.chat.setFaults('ops', [{ status: 404 }]);
    queue(world, [{ to: 'ops', message: 'm' }]);
    world.run('tick');
    ticks(world, 2);
    expect(texts(world, 'new')).toEqual(['m']);
    expect(breaker(world, 'ops')).toBeUndefined();
  });

  test('holds nothing of the link', () => {
    const world = createWorldWith(['ops', 'alerts']);
    world.chat.setFaults('ops', [{ status: 404 }]);
    queue(world, [{ to: 'ops', message: 'm' }]);
    ticks(world, 1);
    const [, key, token] = /key=([^&]+)&token=([^&]+)/.exec(world.properties.get('webhook.ops') ?? '') ?? [];
    expect(breaker(world, 'ops')).toMatch(/"link":"[0-9a-f]{10}"/);
    for (const secret of [key, token]) expect(breaker(world, 'ops')).not.toContain(secret);
  });
});
