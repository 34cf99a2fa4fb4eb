import { createWorld, type World } from '../world';

const MINUTE = 60_000;

type Result = { status: string; reason?: string; dueAt?: string; error?: { code: string } };

const texts = (world: World) => world.chat.messages.map(({ text }) => text);

const queued = (world: World) => world.run('listDeliveries', { status: 'queued', limit: 10_000 }) as unknown[];

function tickFor(world: World, minutes: number): void {
  for (let minute = 0; minute < minutes; minute++) {
    world.clock.advance(MINUTE);
    world.run('tick');
  }
}

/** A world at nine, with a webhook that is muted until noon, or not. */
function mutedWorld(meanwhile?: string, script = ''): World {
  const world = createWorld({ script });
  world.setWebhook('ops');
  mute(world, '2026-03-02T12:00:00Z', meanwhile);
  return world;
}

const mute = (world: World, until: string | null, meanwhile?: string) =>
  world.run('muteUntil', 'ops', until, meanwhile === undefined ? {} : { meanwhile });

const quietHours = (world: World, windows: unknown, meanwhile = 'send-later') =>
  world.run('configure', {
    quietHours: { ops: windows === null ? null : { timeZone: 'Etc/UTC', windows, meanwhile } },
  });

describe('what a quiet time holds', () => {
  test('goes when it ends early, all of it and in order, however much of the outbox it fills', () => {
    const world = mutedWorld();
    const items = Array.from({ length: 900 }, (_, index) => ({ to: 'ops', message: `${index} ${'x'.repeat(240)}` }));
    world.run('sendAll', items);
    mute(world, null);
    expect(world.run('send', 'ops', 'newer')).toMatchObject({ status: 'queued', reason: 'order' });
    tickFor(world, 20);
    expect(texts(world)).toEqual([...items.map(({ message }) => message), 'newer']);
  });

  test('goes when quiet hours are changed or removed', () => {
    const world = createWorld();
    world.setWebhook('ops');
    quietHours(world, [{ from: '08:00', until: '20:00' }]);
    expect(world.run('send', 'ops', 'a')).toMatchObject({ dueAt: '2026-03-02T20:00:00.000Z' });
    quietHours(world, [{ from: '08:00', until: '09:30' }]);
    expect(queued(world)).toMatchObject([{ reason: 'requested', at: '2026-03-02T09:30:00.000Z' }]);
    quietHours(world, null);
    world.run('send', 'ops', 'b');
    tickFor(world, 1);
    expect(texts(world)).toEqual(['a', 'b']);
  });

  test('keeps the time that its sender asked for', () => {
    const world = mutedWorld();
    world.run('send', 'ops', 'at noon', { notBefore: '2026-03-02T12:00:00Z' });
    mute(world, null);
    world.run('send', 'ops', 'now');
    tickFor(world, 170);
    expect(texts(world)).toEqual(['now']);
    tickFor(world, 15);
    expect(texts(world)).toEqual(['now', 'at noon']);
  });

  test('may have been accepted before it began', () => {
    const world = createWorld();
    world.setWebhook('ops');
    world.run('send', 'ops', 'at ten', { notBefore: '2026-03-02T10:00:00Z' });
    mute(world, '2026-03-02T12:00:00Z', 'drop');
    tickFor(world, 175);
    expect(texts(world)).toEqual([]);
    tickFor(world, 10);
    expect(texts(world)).toEqual(['at ten']);
  });

  test('is not too old when it ends, also when it was accepted before it began', () => {
    const world = createWorld();
    world.setWebhook('ops');
    world.run('send', 'ops', 'a', { notBefore: '2026-03-02T09:05:00Z' });
    mute(world, '2026-03-08T09:00:00Z');
    world.clock.advance(6 * 24 * 60 * MINUTE);
    tickFor(world, 2);
    expect(texts(world)).toEqual(['a']);
  });

  test('is not too old when it ends, and may still fail for a while', () => {
    const world = createWorld();
    world.setWebhook('ops');
    mute(world, '2026-03-08T09:00:00Z');
    world.run('send', 'ops', 'a');
    world.clock.advance(6 * 24 * 60 * MINUTE);
    world.chat.setFaults('ops', [{ status: 503, times: 4 }]);
    tickFor(world, 10);
    expect(texts(world)).toEqual(['a']);
  });

  test('expires when its sender said so, and is kept as failed', () => {
    const world = mutedWorld();
    world.run('send', 'ops', 'a', { id: 'a', expiresAt: '2026-03-02T09:30:00Z' });
    tickFor(world, 32);
    expect(world.run('listDeliveries', { id: 'a' })).toMatchObject([{ status: 'failed', reason: 'expired' }]);
  });

  test('is passed by what is critical, sent and stored', () => {
    const world = mutedWorld();
    world.run('send', 'ops', 'held', { threadKey: 't' });
    expect(world.run('send', 'ops', 'critical', { threadKey: 't', priority: 'critical' })).toMatchObject({
      status: 'sent',
    });
    // What went through the outbox stands in the list.
    expect(world.run('listDeliveries', { status: 'sent' })).toEqual([]);
    const notBefore = '2026-03-02T09:10:00Z';
    world.run('send', 'ops', 'critical later', { threadKey: 't', priority: 'critical', notBefore });
    tickFor(world, 12);
    expect(texts(world)).toEqual(['critical', 'critical later']);
  });

  test('is told by its id as what it is, not dropped', () => {
    const world = mutedWorld();
    world.run('send', 'ops', 'a', { id: 'a' });
    mute(world, '2026-03-02T12:00:00Z', 'drop');
    expect(world.run('send', 'ops', 'a', { id: 'a' })).toMatchObject({ status: 'queued', reason: 'requested' });
    expect(world.run('sendAll', [{ to: 'ops', message: 'a', id: 'a' }])).toMatchObject([{ status: 'queued' }]);
    expect([...world.properties.keys()].filter((key) => key.startsWith('cc/u/d/'))).toEqual([]);
  });

  test('is nothing that a tick stands by for while another execution drains', () => {
    const world = mutedWorld();
    world.run(
      'sendAll',
      Array.from({ length: 90 }, (_, index) => ({ to: 'ops', message: `${index}` })),
    );
    world.setWebhook('team');
    world.properties.set('delivery.policy', '{"drainMs":0}');
    world.run('sendAll', [{ to: 'team', message: 'waits' }]);
    world.properties.delete('delivery.policy');
    const now = world.clock.now();
    const lease = { owner: 'another', startedAt: now - 200_000, expiresAt: now + 60_000 };
    world.properties.set('cc/L', JSON.stringify(lease));
    world.run('tick');
    expect(world.clock.now() - now).toBeLessThan(1_000);
  });

  test('is not reported by doctor as a backlog', () => {
    const world = mutedWorld();
    world.run('send', 'ops', 'a');
    world.clock.advance(150 * MINUTE);
    const rows = world.run('doctor') as { check: string; state: string; found: string }[];
    expect(rows.find(({ check }) => check === 'Outbox')).toMatchObject({
      state: 'ok',
      found: expect.stringMatching(/^0 messages waiting, 1 held for later/) as string,
    });
  });

  test('is told in digests that name all of it, before what is newer in its threads', () => {
    const world = mutedWorld('digest');
    const items = Array.from({ length: 120 }, (_, index) => ({ to: 'ops', message: `m${index}.`, threadKey: 't' }));
    world.run('sendAll', items);
    mute(world, null);
    world.run('send', 'ops', 'newer', { threadKey: 't' });
    tickFor(world, 1);
    const found = texts(world);
    expect(found.map((text) => text.split(' ')[0])).toEqual(['40', '40', '40', 'newer']);
    expect(found.join('\n').match(/m\d+\./g)).toEqual(items.map(({ message }) => message));
  });

  test('loses nothing of a long text in a digest of a few', () => {
    const world = mutedWorld('digest');
    const long = 'word '.repeat(300).trim();
    for (const text of [long, 'b']) world.run('send', 'ops', text);
    mute(world, null);
    tickFor(world, 1);
    expect(texts(world)).toEqual([expect.stringContaining(long)]);
  });
});

describe('windows that leave no time free', () => {
  test('are refused', () => {
    const world = createWorld();
    world.setWebhook('ops');
    const windows = [
      { from: '00:00', until: '12:00' },
      { from: '12:00', until: '24:00' },
    ];
    expect(() => quietHours(world, windows)).toThrow(/windows never end: expected windows that leave some time free/);
  });
});

describe('a send that is not ordered', () => {
  test('is held by quiet hours that begin in the same execution', () => {
    const world = createWorld({
      script: `function both() {
        const before = send('ops', 'a', { ordered: false }).status;
        Utilities.sleep(150000);
        return [before, send('ops', 'b', { ordered: false }).status];
      }`,
    });
    world.setWebhook('ops');
    quietHours(world, [{ from: '09:02', until: '10:00' }]);
    expect(world.run('both')).toEqual(['sent', 'queued']);
  });
});

describe('what is dropped', () => {
  test('is told although the mute is made longer, once it is over', () => {
    const world = mutedWorld('drop');
    for (const text of ['a', 'b', 'c']) world.run('send', 'ops', text);
    mute(world, '2026-03-02T13:00:00Z', 'drop');
    world.run('send', 'ops', 'd');
    tickFor(world, 235);
    expect(texts(world)).toEqual([]);
    tickFor(world, 10);
    expect(texts(world)).toEqual([expect.stringMatching(/^🔕 4 messages/)]);
  });

  test('is told when the mute is ended early, and again after the next one', () => {
    const world = mutedWorld('drop');
    world.run('send', 'ops', 'a');
    mute(world, null);
    tickFor(world, 1);
    mute(world, '2026-03-02T12:00:00Z', 'drop');
    world.run('send', 'ops', 'b');
    mute(world, null);
    tickFor(world, 1);
    expect(texts(world)).toEqual(Array(2).fill(expect.stringMatching(/^🔕 1 message/)));
  });

  test('is counted whole where several parts of a tick drop', () => {
    const world = createWorld();
    world.setWebhook('ops');
    const often = { timeZone: 'Etc/UTC', to: 'ops' };
    mute(world, '2026-03-02T10:00:00Z', 'drop');
    world.run('configure', {
      schedules: { one: { ...often, cron: '* * * * *', message: 'm' } },
      monitors: { job: { heartbeat: { everyMinutes: 1, graceMinutes: 1 }, to: 'ops', priority: 'normal' } },
    });
    tickFor(world, 10);
    const { n } = JSON.parse(world.properties.get('cc/u/d/ops') ?? '{}') as { n: number };
    expect(n).toBe(11);
  });

  test('leaves the other items of a sendAll alone where the store takes no writes', () => {
    const world = mutedWorld('drop');
    world.setWebhook('team');
    world.properties.set('own', 'x'.repeat(8_000));
    for (let key = 0; world.properties.sizeBytes < 499_000; key++) world.properties.set(`own.${key}`, 'x'.repeat(500));
    const results = world.run('sendAll', [
      { to: 'ops', message: 'a' },
      { to: 'team', message: 'b', onFailure: 'throw' },
    ]) as Result[];
    expect(results.map(({ status }) => status)).toEqual(['ignored', 'sent']);
  });
});

describe('a mute that nobody can have made', () => {
  test.each(['1e300', '8.64e15', '1.9e12', '"x"', '-5', 'null'])('counts as none: %s', (until) => {
    const world = createWorld();
    world.setWebhook('ops');
    world.properties.set('cc/u/m/ops', `{"u":${until}}`);
    expect(world.run('send', 'ops', 'a')).toMatchObject({ status: 'sent' });
  });
});
