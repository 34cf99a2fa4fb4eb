import { createWorld, type World } from '../world';

const MINUTE = 60_000;

type Result = { status: string; id: string; reason?: string; error?: { code: string; message: string } };

const texts = (world: World, space?: string) =>
  world.chat.messages.filter((message) => space === undefined || message.space === space).map(({ text }) => text);
const events = (world: World) => world.log.flatMap((line) => /"event":"delivery\.([^"]+)"/.exec(line)?.slice(1) ?? []);
const ours = (world: World) => [...world.properties.keys()].filter((key) => /^cc\/[ospLxbqd]/.test(key));
const sendAll = (world: World, items: unknown[]) => world.run('sendAll', items) as Result[];
const list = (world: World, filter?: unknown) =>
  world.run('listDeliveries', filter) as (Result & { to: string; attempts: number; lastStatus: number })[];

function createWorldWith(webhooks: readonly string[], options: Parameters<typeof createWorld>[0] = {}): World {
  const world = createWorld(options);
  for (const name of webhooks) world.setWebhook(name);
  return world;
}

/** Accepts messages without sending them: that execution has no time to. */
function queue(world: World, items: readonly Record<string, unknown>[]): void {
  world.properties.set('delivery.policy', '{"drainMs":0}');
  world.run('sendAll', items);
  world.properties.delete('delivery.policy');
}

describe('sendAll', () => {
  test('delivers a burst to one space in order, a second apart, and without a single 429', () => {
    const world = createWorldWith(['ops']);
    const results = sendAll(
      world,
      Array.from({ length: 30 }, (_, index) => ({ to: 'ops', message: `m${index}` })),
    );
    expect(results.map(({ status }) => status)).toEqual(Array(30).fill('sent'));
    expect(texts(world)).toEqual(Array.from({ length: 30 }, (_, index) => `m${index}`));
    expect(world.chat.requests.map(({ status }) => status)).toEqual(Array(30).fill(200));
    expect(ours(world)).toEqual([]);
  });

  test('gives the same result to each of two items with one id', () => {
    const twins = [1, 2].map(() => ({ to: 'ops', message: 'm', id: 'a' }));
    const world = createWorldWith(['ops']);
    expect(sendAll(world, twins)).toMatchObject([{ status: 'sent' }, { status: 'sent' }]);
    expect(texts(world)).toEqual(['m']);
    const refusing = createWorldWith(['ops']);
    refusing.chat.setFaults('ops', [{ status: 400 }]);
    expect(sendAll(refusing, twins)).toMatchObject([{ status: 'refused' }, { status: 'refused' }]);
  });

  test('paces two webhooks of one space as one', () => {
    const world = createWorld();
    world.setWebhook('a', 'shared');
    world.setWebhook('b', 'shared');
    sendAll(
      world,
      Array.from({ length: 10 }, (_, index) => ({ to: index % 2 ? 'a' : 'b', message: `m${index}` })),
    );
    expect(texts(world)).toHaveLength(10);
    expect(world.chat.requests.filter(({ status }) => status === 429)).toEqual([]);
  });

  test('serves all spaces in the same rounds: ten spaces take no longer than one', () => {
    const names = Array.from({ length: 10 }, (_, index) => `s${index}`);
    const world = createWorldWith(names);
    const startedAt = world.clock.now();
    sendAll(
      world,
      names.flatMap((to) => ['a', 'b', 'c'].map((message) => ({ to, message }))),
    );
    expect(world.clock.now() - startedAt).toBeLessThan(3_000);
    expect(world.calls.filter((call) => call === 'UrlFetchApp.fetchAll')).toHaveLength(3);
  });

  test('refuses a bad item with its reason, in its place, and sends the others', () => {
    const world = createWorldWith(['ops']);
    const results = sendAll(world, [
      { to: 'ops', message: 'a' },
      { to: 'nope', message: 'b' },
      { to: 'ops', message: '' },
      null,
      { to: ['ops'], message: 'c' },
    ]);
    expect(results).toMatchObject([
      { status: 'sent' },
      { status: 'refused', error: { code: 'UNKNOWN_WEBHOOK' } },
      { status: 'refused', error: { code: 'INVALID_MESSAGE' } },
      { status: 'refused', error: { code: 'INVALID_SETTINGS' } },
      [{ status: 'sent' }],
    ]);
    expect(texts(world)).toEqual(['a', 'c']);
  });

  test('stores a thousand messages with one write', () => {
    const world = createWorldWith(['a', 'b', 'c'], { chat: { quota: 'off' } });
    world.properties.set('delivery.policy', '{"drainMs":0}');
    const items = Array.from({ length: 1000 }, (_, index) => ({ to: 'abc'[index % 3], message: 'x'.repeat(250) }));
    expect(new Set(sendAll(world, items).map(({ status }) => status))).toEqual(new Set(['queued']));
    expect(world.calls.slice(0, 2)).toEqual(['PropertiesService.getProperties', 'PropertiesService.setProperties']);
  });

  test('splits a long text into numbered messages of one thread when asked', () => {
    const world = createWorldWith(['ops']);
    expect(world.run('send', 'ops', 'word '.repeat(2_000), { whenTooLong: 'split' })).toMatchObject({ status: 'sent' });
    expect(world.chat.messages.length).toBeGreaterThan(1);
    expect(new Set(world.chat.messages.map(({ thread }) => thread)).size).toBe(1);
  });

  test('takes a message of Chat’s full size, in parts', () => {
    const world = createWorldWith(['ops']);
    world.chat.setFaults('ops', [{ status: 503, times: 3 }]);
    const text = '€'.repeat(10_600);
    world.run('send', 'ops', text);
    expect(ours(world).length).toBeGreaterThan(3);
    world.run('tick');
    expect(texts(world)).toEqual([text]);
    expect(ours(world)).toEqual([]);
  });
});

describe('tick', () => {
  test('costs one call when nothing waits', () => {
    const world = createWorldWith(['ops']);
    // A project's first tick begins its books.
    world.run('tick');
    world.run('tick');
    expect(world.calls).toEqual(['PropertiesService.getProperties']);
  });

  test('goes on where an execution was killed, and nothing arrives twice', () => {
    let fetches = 0;
    const world = createWorldWith(['ops'], {
      interceptor: {
        decide: ({ service }) => (service === 'UrlFetchApp' && ++fetches === 4 ? { outcome: 'kill' } : {}),
      },
    });
    const items = Array.from({ length: 8 }, (_, index) => ({ to: 'ops', message: `m${index}` }));
    expect(() => sendAll(world, items)).toThrow();
    expect(texts(world)).toHaveLength(4);
    world.run('tick');
    expect(events(world)).toContain('lease-busy');
    world.advance(2 * MINUTE);
    world.run('tick');
    expect(texts(world)).toEqual(items.map(({ message }) => message));
    expect(ours(world)).toEqual([]);
  });

  test('gives up a message that Chat will never take, keeps it with the reason, and goes on with its thread', () => {
    const world = createWorldWith(['ops']);
    queue(world, [
      { to: 'ops', message: 'bad', id: 'bad' },
      { to: 'ops', message: 'good' },
    ]);
    world.chat.setFaults('ops', [{ status: 400, times: 1 }]);
    world.run('tick');
    expect(texts(world)).toEqual(['good']);
    expect(list(world, { status: 'failed' })).toMatchObject([{ id: 'bad', to: 'ops', attempts: 1, lastStatus: 400 }]);
    expect(events(world)).toContain('poison');
  });

  test('sends a failed message again when asked, with the requestId it had', () => {
    const world = createWorldWith(['ops']);
    queue(world, [{ to: 'ops', message: 'bad', id: 'bad' }]);
    world.chat.setFaults('ops', [{ status: 400, times: 1 }]);
    world.run('tick');
    expect(world.run('retryDelivery', 'bad')).toEqual({ id: 'bad', queued: 1 });
    expect(texts(world)).toEqual(['bad']);
    expect(new Set(world.chat.requests.map(({ requestId }) => requestId)).size).toBe(1);
    expect(list(world, { status: 'failed' })).toEqual([]);
    expect(events(world)).toContain('redriven');
  });

  test('says which deliveries there are when asked to retry one that is not there', () => {
    const world = createWorldWith(['ops']);
    expect(() => world.run('retryDelivery', 'nope')).toThrow(/there is none now/);
    expect(() => world.run('discardDelivery', 'nope')).toThrow(/"nope"/);
  });

  test('discards what waits, and what failed', () => {
    const world = createWorldWith(['ops']);
    queue(world, [
      { to: 'ops', message: 'a', id: 'a' },
      { to: 'ops', message: 'b', id: 'b' },
    ]);
    expect(world.run('discardDelivery', 'a')).toEqual({ id: 'a', discarded: 1 });
    world.run('tick');
    expect(texts(world)).toEqual(['b']);
    expect(list(world, { id: 'a' })).toMatchObject([{ status: 'discarded' }]);
    expect(ours(world)).toEqual([]);
  });

  test('gives up a message whose expiresAt has passed without a post', () => {
    const world = createWorldWith(['ops']);
    queue(world, [
      { to: 'ops', message: 'old', id: 'old', expiresAt: new Date(world.clock.now() + MINUTE).toISOString() },
    ]);
    world.advance(2 * MINUTE);
    world.run('tick');
    expect(world.chat.requests).toEqual([]);
    expect(list(world, { status: 'failed' })).toMatchObject([{ id: 'old', reason: 'expired' }]);
    expect(events(world)).toContain('aged-out');
  });

  test('gives up nothing as expired that another drain has sent while this one was held up', () => {
    const world: World = createWorldWith(['ops']);
    world.project.interceptor = {
      decide: ({ method }) => {
        if (method !== 'sleep') return {};
        world.project.interceptor = undefined;
        world.advance(2 * MINUTE);
        world.run('tick');
        return { latencyMs: 30_000 };
      },
    };
    const expiresAt = new Date(world.clock.now() + 2 * MINUTE + 10_000).toISOString();
    const results = world.run('sendAll', [
      { to: 'ops', message: 'a' },
      { to: 'ops', message: 'b', expiresAt },
      { to: 'ops', message: 'c' },
    ]);
    expect(texts(world)).toEqual(['a', 'b', 'c']);
    expect(results).not.toContainEqual(expect.objectContaining({ status: 'refused' }));
    expect(list(world, { status: 'failed' })).toEqual([]);
  });

  test('gives up what has waited for three days', () => {
    const world = createWorldWith(['ops']);
    queue(world, [{ to: 'ops', message: 'old', id: 'old' }]);
    world.properties.delete('webhook.ops');
    world.advance(73 * 60 * MINUTE);
    world.run('tick');
    expect(list(world, { status: 'failed' })).toMatchObject([{ id: 'old', reason: 'too-old' }]);
  });

  test('gives up a message that alone fails while its space works, after an hour and twelve attempts', () => {
    const world = createWorldWith(['ops']);
    queue(world, [{ to: 'ops', message: 'bad', id: 'bad', threadKey: 't' }]);
    world.chat.setFaults('ops', [{ status: 500 }]);
    for (let minute = 0; minute < 75; minute++) {
      world.run('tick');
      if (minute % 20 === 10) {
        world.chat.setFaults('ops', []);
        sendAll(world, [{ to: 'ops', message: 'fine' }]);
        world.chat.setFaults('ops', [{ status: 500 }]);
      }
      world.advance(MINUTE);
    }
    const [letter] = list(world, { status: 'failed' });
    expect(letter).toMatchObject({ id: 'bad', lastStatus: 500 });
    expect(letter?.reason).toMatch(/^attempts/);
    expect(letter?.attempts).toBeGreaterThanOrEqual(12);
    expect(events(world)).toContain('slow-poison');
  });

  test('keeps a message that waits alone through an outage of hours: nothing says that it is to blame', () => {
    const world = createWorldWith(['ops']);
    world.chat.setFaults('ops', [{ status: 503 }]);
    queue(world, [{ to: 'ops', message: 'alone', id: 'alone' }]);
    for (let minute = 0; minute < 150; minute++) {
      world.run('tick');
      world.advance(MINUTE);
    }
    expect(list(world)).toMatchObject([{ id: 'alone', status: 'queued' }]);
    world.chat.setFaults('ops', []);
    world.advance(2 * MINUTE);
    world.run('tick');
    expect(texts(world)).toEqual(['alone']);
  });

  test('sends critical messages of a space first, and keeps the order inside each thread', () => {
    const world = createWorldWith(['ops']);
    queue(world, [
      { to: 'ops', message: 'low', priority: 'low', threadKey: 'l' },
      { to: 'ops', message: 'n1', threadKey: 'n' },
      { to: 'ops', message: 'n2', threadKey: 'n' },
      { to: 'ops', message: 'critical', priority: 'critical', threadKey: 'c' },
    ]);
    world.run('tick');
    expect(texts(world)).toEqual(['critical', 'n1', 'n2', 'low']);
  });

  test('folds a long backlog of one thread into one message, only where the senders allowed it', () => {
    const world = createWorldWith(['ops']);
    const many = (digestKey?: string) =>
      Array.from({ length: 25 }, (_, index) => ({
        to: 'ops',
        message: `m${index}`,
        threadKey: digestKey ?? 'plain',
        ...(digestKey && { digestKey }),
      }));
    queue(world, [...many('orders'), ...many()]);
    world.run('tick');
    const folded = texts(world).filter((text) => text.includes('in one message'));
    expect(folded).toHaveLength(1);
    expect(folded[0]).toContain('24 notifications');
    expect(folded[0]).toContain('• m24');
    expect(texts(world).filter((text) => /^m\d+$/.test(text))).toHaveLength(1 + 25);
    expect(events(world)).toContain('folded');
  });

  test('folds nothing that is due later, has expired, or may be in the space already', () => {
    const world = createWorldWith(['ops'], { chat: { quota: 'off' } });
    world.properties.set('delivery.policy', '{"foldAbove":99,"drainMs":0}');
    const item = (id: string, more: object = {}) => ({
      to: 'ops',
      message: id,
      id,
      threadKey: 't',
      digestKey: 'd',
      ...more,
    });
    world.chat.setFaults('ops', [
      { afterCreate: 'drop', times: 1 },
      { status: 503, times: 2 },
    ]);
    world.run('send', 'ops', 'seen', { id: 'seen', threadKey: 't', digestKey: 'd' });
    sendAll(world, [item('expired', { expiresAt: '2026-03-02T09:02:00Z' })]);
    sendAll(
      world,
      ['a', 'b', 'c', 'e'].map((id) => item(id)),
    );
    sendAll(world, [item('later', { notBefore: '2026-03-02T18:00:00Z' })]);
    world.properties.set('delivery.policy', '{"foldAbove":2}');
    world.clock.advance(5 * MINUTE);
    world.run('tick');
    const [seen, digest, ...others] = texts(world);
    expect(seen).toBe('seen');
    expect(digest).toMatch(/^4 notifications waited[^]*:\n• a\n• b\n• c\n• e$/);
    expect(others).toEqual([]);
    expect(list(world, { status: 'failed' })).toMatchObject([{ id: 'expired', reason: 'expired' }]);
    world.clock.advance(10 * 60 * MINUTE);
    world.run('tick');
    expect(texts(world).slice(2)).toEqual(['later']);
  });

  test('lists what was folded, and does not tell it again', () => {
    const world = createWorldWith(['ops']);
    const items = ['a', 'b', 'c', 'd'].map((id) => ({ to: 'ops', message: id, id, digestKey: 'd' }));
    queue(world, items);
    world.properties.set('delivery.policy', '{"foldAbove":2}');
    world.run('tick');
    const told = texts(world);
    expect(told).toEqual(['a', expect.stringMatching(/^3 notifications waited/)]);
    expect(list(world, { status: 'folded' }).map(({ id }) => id)).toEqual(expect.arrayContaining(['b', 'c', 'd']));
    expect(world.run('send', 'ops', 'c', { id: 'c', digestKey: 'd' })).toMatchObject({
      status: 'sent',
      name: world.chat.messages[1]?.name,
    });
    expect(texts(world)).toEqual(told);
  });

  test('says that what was folded waits as long as its digest does', () => {
    const world = createWorldWith(['ops']);
    queue(
      world,
      ['a', 'b', 'c', 'd'].map((id) => ({ to: 'ops', message: id, id, digestKey: 'd' })),
    );
    world.properties.set('delivery.policy', '{"foldAbove":2}');
    world.chat.setFaults('ops', [{ status: 503 }]);
    world.run('tick');
    expect(list(world, { status: 'folded' })).toHaveLength(3);
    expect(world.run('send', 'ops', 'c', { id: 'c', digestKey: 'd' })).toMatchObject({ status: 'queued' });
    expect(list(world, { status: 'queued' }).map(({ id }) => id)).toEqual(expect.arrayContaining(['a', 'digest/3/b']));
  });

  test('tells in no digest what a drain that was killed may have posted', () => {
    let posts = 0;
    const world: World = createWorldWith(['ops'], {
      interceptor: {
        decide: ({ service }) =>
          service === 'UrlFetchApp' && ++posts === 4 ? { effect: 'whole', outcome: 'kill' } : {},
      },
    });
    const item = (id: string) => ({ to: 'ops', message: id, id, threadKey: 't', digestKey: 'd' });
    queue(
      world,
      ['a', 'b', 'c', 'd', 'e', 'f'].map((id) => item(id)),
    );
    world.properties.set('delivery.policy', '{"foldAbove":9}');
    expect(() => world.run('tick')).toThrow();
    expect(texts(world)).toEqual(['a', 'b', 'c', 'd']);
    world.properties.set('delivery.policy', '{"foldAbove":2,"drainMs":0}');
    world.clock.advance(2 * MINUTE);
    sendAll(
      world,
      ['g', 'h', 'i'].map((id) => item(id)),
    );
    world.properties.set('delivery.policy', '{"foldAbove":2}');
    world.run('tick');
    const [digest = ''] = texts(world).slice(-1);
    expect(texts(world).slice(0, -1)).toEqual(['a', 'b', 'c', 'd', 'e', 'f']);
    expect(digest).toMatch(/^3 notifications waited[^]*:\n• g\n• h\n• i$/);
  });

  test('keeps the lease when its last notes were refused: the next one knows that they are missing', () => {
    const refusal = { effect: 'none' as const, outcome: { throws: 'Service invoked too many times' } };
    const world = createWorldWith(['ops'], {
      interceptor: {
        decide: ({ method, args }) =>
          method === 'setProperties' && JSON.stringify(args).includes('"cc/h"') ? refusal : {},
      },
    });
    queue(world, [{ to: 'ops', message: 'x' }]);
    world.run('tick');
    expect(texts(world)).toEqual(['x']);
    expect([...world.properties.keys()]).toContain('cc/L');
  });

  test('does not tell in a digest what may be in the space by itself', () => {
    let hasOverlapped = false;
    const world: World = createWorldWith(['ops'], {
      interceptor: {
        decide: ({ method }) => {
          if (method === 'sleep' && !hasOverlapped) {
            hasOverlapped = true;
            world.run('send', 'ops', 'B', { id: 'B', digestKey: 'd', threadKey: 't' });
          }
          return {};
        },
      },
    });
    world.properties.set('delivery.policy', '{"foldAbove":0}');
    world.chat.setFaults('ops', [{ afterCreate: 'drop', times: 6 }]);
    world.run('send', 'ops', 'A', { id: 'A', digestKey: 'd', threadKey: 't' });
    expect(list(world, { status: 'queued' })).toHaveLength(2);
    world.advance(MINUTE);
    world.run('tick');
    expect([...texts(world)].sort()).toEqual(['A', 'B']);
  });

  test('hands the pace over to the drain that goes on', () => {
    const world = createWorldWith(['ops'], { chat: { quota: 'off' } });
    queue(world, [
      { to: 'ops', message: 'later', notBefore: '2026-03-02T18:00:00Z' },
      { to: 'ops', message: 'now' },
    ]);
    world.run('tick');
    sendAll(world, [{ to: 'ops', message: 'next', threadKey: 't' }]);
    const at = world.chat.messages.map(({ createdAt }) => createdAt);
    expect(texts(world)).toEqual(['now', 'next']);
    expect((at[1] ?? 0) - (at[0] ?? 0)).toBeGreaterThanOrEqual(1_000);
  });
});

describe('messages for one instant', () => {
  test('are all kept, and go in the order in which they were accepted, call after call', () => {
    const world = createWorldWith(['ops']);
    const wanted = ['a', 'b', 'c', 'd', 'e', 'f'];
    for (const text of wanted) world.run('send', 'ops', text, { notBefore: '2026-03-02T09:10:00Z' });
    const places = [...world.properties.keys()].filter((key) => key.startsWith('cc/s/'));
    expect(new Set(places.map((key) => key.split('/')[2])).size).toBe(wanted.length);
    world.clock.advance(11 * MINUTE);
    world.run('tick');
    expect(texts(world)).toEqual(wanted);
  });
});

describe('the time of an execution', () => {
  test('counts from its beginning, whatever ran before the first send', () => {
    const script = `function late() {
      Utilities.sleep(200000);
      const items = Array.from({ length: 400 }, (_, index) => ({ to: 'ops', message: 'm' + index }));
      return sendAll(items).filter(({ status }) => status === 'queued').length;
    }`;
    const world = createWorldWith(['ops'], { script });
    expect(world.run('late')).toBeGreaterThan(200);
    const { startedAt, endedAt } = world.project.lastExecution ?? { startedAt: 0, endedAt: 0 };
    expect((endedAt ?? 0) - startedAt).toBeLessThan(340_000);
  });

  test('ends before it does, when Chat hangs and there are many webhooks', () => {
    const names = Array.from({ length: 20 }, (_, index) => `w${index}`);
    const world = createWorldWith(names);
    for (const name of names) world.chat.setFaults(name, [{ latencyMs: 59_000 }]);
    const results = world.run('send', names, 'x', { onFailure: 'queue' }) as Result[];
    expect(results).toHaveLength(20);
    expect(results.at(-1)).toMatchObject({ status: 'queued', reason: 'time' });
    const { startedAt, endedAt } = world.project.lastExecution ?? { startedAt: 0, endedAt: 0 };
    expect((endedAt ?? 0) - startedAt).toBeLessThan(360_000);
  });

  test.each([
    ['queue', { status: 'queued', reason: 'time' }],
    ['ignore', { status: 'ignored' }],
    ['throw', { code: 'UNAVAILABLE' }],
  ])('is too short for one more send near its end: %s', (onFailure, expected) => {
    const script = `function late() {
      Utilities.sleep(300000);
      Utilities.sleep(30000);
      try { return send('ops', 'x', { onFailure: '${onFailure}' }); } catch (error) { return { code: error.code }; }
    }`;
    const world = createWorldWith(['ops'], { script });
    expect(world.run('late')).toMatchObject(expected);
    expect(texts(world)).toEqual([]);
  });

  test('is not spent by a message in parts on what others wait for', () => {
    const world = createWorldWith(['ops', 'other']);
    queue(
      world,
      Array.from({ length: 300 }, (_, index) => ({ to: 'other', message: `${index}` })),
    );
    world.run('send', 'ops', 'long '.repeat(2_000), { whenTooLong: 'split' });
    const { startedAt, endedAt } = world.project.lastExecution ?? { startedAt: 0, endedAt: 0 };
    expect((endedAt ?? 0) - startedAt).toBeLessThan(60_000);
  });
});

describe('a quota that Google says is used up', () => {
  test('is one refusal, however many requests of a round it refuses', () => {
    const names = Array.from({ length: 10 }, (_, index) => `w${index}`);
    const refusal = { throws: 'Service invoked too many times for one day: urlfetch.' };
    const world = createWorldWith(names, {
      interceptor: { decide: ({ service }) => (service === 'UrlFetchApp' ? { effect: 'none', outcome: refusal } : {}) },
    });
    sendAll(
      world,
      names.map((to) => ({ to, message: 'x' })),
    );
    const stop = JSON.parse(world.properties.get('cc/q') ?? '{}') as { probes?: number; probeAt?: number };
    expect(stop.probes).toBe(0);
    expect((stop.probeAt ?? 0) - world.clock.now()).toBeLessThanOrEqual(15 * MINUTE);
    expect(events(world).filter((event) => event === 'quota-stop')).toHaveLength(1);
  });
});

describe('a webhook that Chat refuses', () => {
  function worldWithDeadWebhook(): World {
    const world = createWorldWith(['ops', 'fine', 'alerts']);
    world.properties.set('notices.to', 'alerts');
    queue(world, [
      { to: 'ops', message: 'a' },
      { to: 'ops', message: 'b' },
      { to: 'fine', message: 'c' },
    ]);
    world.chat.setFaults('ops', [{ status: 404 }]);
    world.run('tick');
    return world;
  }

  test('is left alone after one attempt, tells once where the owner chose, and holds nobody else up', () => {
    const world = worldWithDeadWebhook();
    for (let minute = 0; minute < 10; minute++) {
      world.advance(MINUTE);
      world.run('tick');
    }
    expect(world.chat.requests.filter(({ space }) => space === 'ops')).toHaveLength(1);
    expect(texts(world, 'fine')).toEqual(['c']);
    expect(texts(world, 'alerts')).toEqual([expect.stringContaining('no longer accepts the webhook "ops"')]);
    expect(list(world, { status: 'queued' })).toMatchObject([{ reason: 'webhook-down' }, { reason: 'webhook-down' }]);
    expect(world.run('send', 'ops', 'd')).toMatchObject({ status: 'queued', reason: 'webhook-down' });
  });

  test('is tried again after a quarter of an hour, and sends everything once it works', () => {
    const world = worldWithDeadWebhook();
    world.advance(16 * MINUTE);
    world.run('tick');
    expect(events(world)).toContain('breaker-half-open');
    world.chat.setFaults('ops', []);
    world.advance(31 * MINUTE);
    world.run('tick');
    expect(texts(world, 'ops')).toEqual(['a', 'b']);
    expect(events(world)).toContain('breaker-closed');
    expect(ours(world)).toEqual([]);
  });

  test('sends everything at once when its link is replaced', () => {
    const world = worldWithDeadWebhook();
    world.run('setWebhook', 'ops', world.chat.addSpace('new'));
    world.run('tick');
    expect(texts(world, 'new')).toEqual(['a', 'b']);
  });

  test('keeps what waits when it is removed, and says how much', () => {
    const world = worldWithDeadWebhook();
    expect(world.run('removeWebhook', 'ops')).toEqual({ name: 'ops', waiting: 2 });
    world.run('tick');
    expect(list(world, { status: 'queued' })).toHaveLength(2);
  });

  test('is never told of its own failure, and a notice that fails is told to nobody', () => {
    const world = createWorldWith(['ops']);
    world.properties.set('notices.to', 'ops');
    queue(world, [{ to: 'ops', message: 'a' }]);
    world.chat.setFaults('ops', [{ status: 403 }]);
    world.run('tick');
    expect(ours(world).filter((key) => /^cc\/[os]/.test(key))).toHaveLength(1);
  });
});

describe('a space that is down', () => {
  test('opens its breaker after five failures of several messages, and recovers within minutes', () => {
    const world = createWorldWith(['ops']);
    queue(
      world,
      Array.from({ length: 6 }, (_, index) => ({ to: 'ops', message: `m${index}`, threadKey: `t${index}` })),
    );
    world.chat.setFaults('ops', [{ status: 503 }]);
    world.run('tick');
    expect(events(world)).toContain('breaker-open');
    const requests = world.chat.requests.length;
    world.chat.setFaults('ops', []);
    for (let minute = 0; minute < 3; minute++) {
      world.advance(MINUTE);
      world.run('tick');
    }
    expect(requests).toBeLessThan(12);
    expect(texts(world)).toHaveLength(6);
  });

  test('does not hold up the others when it is slow', () => {
    const world = createWorldWith(['slow', 'a', 'b']);
    world.chat.setFaults('slow', [{ latencyMs: 30_000 }]);
    const startedAt = world.clock.now();
    queue(
      world,
      ['slow', 'a', 'b'].flatMap((to) => Array.from({ length: 20 }, (_, index) => ({ to, message: `m${index}` }))),
    );
    world.chat.setFaults('slow', [{ latencyMs: 30_000 }]);
    world.run('tick');
    const lastOfOthers = Math.max(
      ...world.chat.messages.filter(({ space }) => space !== 'slow').map(({ createdAt }) => createdAt),
    );
    expect(lastOfOthers - startedAt).toBeLessThan(20_000 * 1.05 + 2 * 25_000 + 5_000);
    expect(events(world)).toContain('slow-space');
  });
});

describe('Google’s quotas', () => {
  test.each([
    'Specified permissions are not sufficient to call UrlFetchApp.fetchAll. Required permissions: https://www.googleapis.com/auth/other',
    'You do not have permission to call UrlFetchApp.fetch. Required permissions: https://www.googleapis.com/auth/script.external_request',
  ])('stop everything likewise when a permission is missing: %s', (text) => {
    const world = createWorldWith(['ops']);
    world.project.interceptor = {
      decide: ({ service }) => (service === 'UrlFetchApp' ? { effect: 'none', outcome: { throws: text } } : {}),
    };
    expect(world.run('send', 'ops', 'a')).toMatchObject({ status: 'queued', reason: 'quota' });
    expect(world.calls.filter((call) => call.startsWith('UrlFetchApp'))).toHaveLength(1);
    world.project.interceptor = undefined;
    world.advance(20 * MINUTE);
    world.run('tick');
    expect(texts(world)).toEqual(['a']);
  });

  test('stop everything at once, are tried again after a quarter of an hour, and lose nothing', () => {
    const world = createWorldWith(['ops'], { quotas: { urlFetchCalls: 5 } });
    sendAll(
      world,
      Array.from({ length: 8 }, (_, index) => ({ to: 'ops', message: `m${index}` })),
    );
    expect(texts(world)).toHaveLength(5);
    expect(events(world)).toContain('quota-stop');
    expect(world.run('send', 'ops', 'm8')).toMatchObject({ status: 'queued', reason: 'quota' });
    world.run('tick');
    world.run('tick');
    expect(world.calls).toEqual(['PropertiesService.getProperties']);
    world.advance(25 * 60 * MINUTE);
    world.run('tick');
    expect(texts(world)).toHaveLength(9);
    expect(events(world)).toContain('quota-resumed');
  });

  test('of properties: a send that cannot read its webhook says so', () => {
    const world = createWorldWith(['ops'], { quotas: { propertyReadsAndWrites: 0 } });
    expect(() => world.run('send', 'ops', 'x')).toThrow(/script properties could not be read, so nothing was sent/);
  });
});

describe('trouble', () => {
  test('garbage among our properties is reported and left, and the rest goes on', () => {
    const world = createWorldWith(['ops']);
    queue(world, [{ to: 'ops', message: 'a' }]);
    const garbage = {
      'cc/o/garbage': 'x',
      'cc/o/0m5kq3z9c000/x7f2': '{"m":[1]}',
      'cc/p': '{',
      'cc/L': '7',
      'cc/h': '{}',
      'cc/b/ops': '[',
      'cc/q': 'x',
    };
    for (const [key, value] of Object.entries(garbage)) world.properties.set(key, value);
    world.run('tick');
    expect(texts(world)).toEqual(['a']);
    expect(world.properties.get('cc/o/garbage')).toBe('x');
    expect(events(world)).toContain('garbage-skipped');
  });

  test('a segment that was never written whole is collected once it is old', () => {
    const world = createWorldWith(['ops']);
    const key = `cc/o/${world.clock.now().toString(36).padStart(9, '0')}000/aaaa#1/2`;
    world.properties.set(key, '{"m":[');
    world.run('tick');
    expect(world.properties.has(key)).toBe(true);
    world.advance(11 * MINUTE);
    world.run('tick');
    expect(world.properties.has(key)).toBe(false);
    expect(events(world)).toContain('group-collected');
  });

  test('a lock that the user’s own code holds only delays the drain', () => {
    let held = true;
    const world = createWorldWith(['ops'], {
      interceptor: {
        decide: ({ service, method }) =>
          held && service === 'LockService' && method === 'tryLock'
            ? { effect: 'none', outcome: { returns: false } }
            : {},
      },
    });
    const [result] = sendAll(world, [{ to: 'ops', message: 'a' }]);
    expect(result).toMatchObject({ status: 'queued' });
    expect(events(world)).toContain('lock-busy');
    held = false;
    world.run('tick');
    expect(texts(world)).toEqual(['a']);
  });

  test('an outbox that is full says so with numbers, and keeps what it has', () => {
    const world = createWorldWith(['ops']);
    world.properties.set('delivery.policy', '{"drainMs":0}');
    const items = Array.from({ length: 2_000 }, (_, index) => ({ to: 'ops', message: `${index} ${'x'.repeat(250)}` }));
    const results = sendAll(world, items);
    const queued = results.filter(({ status }) => status === 'queued');
    const refused = results.filter(({ status }) => status === 'refused');
    expect(queued.length).toBeGreaterThanOrEqual(1_200);
    expect(refused[0]?.error).toMatchObject({
      code: 'OUTBOX_FULL',
      message: expect.stringMatching(/\d+ of \d+ bytes/) as string,
    });
    expect(queued.length + refused.length).toBe(2_000);
    expect(() => world.run('send', 'ops', 'y'.repeat(20_000), { notBefore: '2026-03-03T00:00:00Z' })).toThrow(
      /outbox is full/,
    );
  });

  test('a refused webhook may not fill the outbox', () => {
    const world = createWorldWith(['dead', 'fine']);
    queue(world, [{ to: 'dead', message: 'x' }]);
    world.chat.setFaults('dead', [{ status: 403 }]);
    world.run('tick');
    const results = sendAll(
      world,
      Array.from({ length: 2_000 }, () => ({ to: 'dead', message: 'x'.repeat(250) })),
    );
    expect(results.some(({ status }) => status === 'refused')).toBe(true);
    expect(world.run('send', 'fine', 'y', { notBefore: '2026-03-03T00:00:00Z' })).toMatchObject({ status: 'queued' });
  });

  test('a webhook that holds is not asked twice: the message is kept as failed, or the caller told', () => {
    const world = createWorldWith(['ops']);
    queue(world, [{ to: 'ops', message: 'a', id: 'a' }]);
    world.properties.set('delivery.policy', '{"holdWhenUnknown":["ops"]}');
    world.chat.setFaults('ops', [{ afterCreate: 'drop' }]);
    world.run('tick');
    expect(list(world, { status: 'failed' })).toMatchObject([
      { id: 'a', reason: expect.stringMatching(/^unknown/) as string },
    ]);
    expect(() => world.run('send', 'ops', 'b')).toThrow(/neither repeated nor stored/);
    expect(world.chat.requests).toHaveLength(2);
  });
});

describe('a long backlog', () => {
  test('is taken over by the tick that stood by when a drain’s time was up', () => {
    let stoodBy = false;
    const world: World = createWorldWith(['ops'], {
      interceptor: {
        decide({ method, execution }) {
          if (method === 'sleep' && !stoodBy && world.clock.now() - execution.startedAt > 168_000) {
            stoodBy = true;
            world.run('tick');
          }
          return {};
        },
      },
    });
    const wanted = Array.from({ length: 320 }, (_, index) => `Message ${index}`);
    const items = wanted.map((message) => ({ to: 'ops', message }));
    // Here the drain stands still while the tick runs inside it, and is past its six minutes then.
    expect(() => world.run('sendAll', items)).toThrow('Exceeded maximum execution time');
    expect(events(world)).toContain('standby-takeover');
    expect(texts(world)).toEqual(wanted);
  });

  test('keeps to what was noted while it stood by, not to what it had read before', () => {
    let noted = false;
    const world: World = createWorldWith(['ops'], {
      interceptor: {
        decide({ method }) {
          if (method !== 'sleep' || noted) return {};
          noted = true;
          world.properties.delete('cc/L');
          world.properties.set('cc/p', JSON.stringify({ s: {}, c: { ops: world.clock.now() + 40_000 } }));
          return {};
        },
      },
    });
    queue(
      world,
      Array.from({ length: 90 }, (_, index) => ({ to: 'ops', message: `${index}` })),
    );
    const now = world.clock.now();
    world.properties.set('cc/p', JSON.stringify({ s: {}, c: { ops: now + 8_000 } }));
    world.properties.set('cc/L', JSON.stringify({ owner: 'o', startedAt: now - 230_000, expiresAt: now + 60_000 }));
    world.run('tick');
    expect(events(world)).toContain('standby-takeover');
    world.clock.advance(MINUTE);
    world.run('tick');
    expect((world.chat.messages[0]?.createdAt ?? 0) - now).toBeGreaterThanOrEqual(40_000);
  });

  test('frees its ballast when other code has filled the store, and goes on', () => {
    const world = createWorldWith(['ops']);
    const wanted = Array.from({ length: 1_200 }, (_, index) => `Message ${index} ${'x'.repeat(200)}`);
    const items = wanted.map((message) => ({ to: 'ops', message }));
    world.run('sendAll', items);
    expect([...world.properties.keys()]).toContain('cc/r0');
    const STORE_BYTES = 500 * 1024;
    for (let key = 0; world.properties.sizeBytes < STORE_BYTES - 1_000; key++)
      world.properties.set(`own.${key}`, 'x'.repeat(400));
    world.properties.set('own', 'x'.repeat(STORE_BYTES - 3 - world.properties.sizeBytes));
    expect(world.properties.sizeBytes).toBe(STORE_BYTES);
    // Parts of the tick that want to write, and can wait, are refused; it says so.
    expect(() => world.run('tick')).toThrow(/quota/);
    expect(events(world)).toContain('ballast-freed');
    expect([...world.properties.keys()]).not.toContain('cc/r0');
    for (const key of [...world.properties.keys()]) if (key.startsWith('own')) world.properties.delete(key);
    for (let minute = 0; minute < 40 && ours(world).length > 0; minute++) {
      world.clock.advance(MINUTE);
      world.run('tick');
    }
    expect(texts(world)).toEqual(wanted);
  });
});
