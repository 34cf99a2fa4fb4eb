import { createWorld, type World } from '../world';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

type Result = { status: string; reason?: string; dueAt?: string };

const texts = (world: World) => world.chat.messages.map(({ text }) => text);

/** A world at nine in which `ops` is quiet until ten, and `team` never is. */
function quietWorld(meanwhile?: string, script?: string): World {
  const world = createWorld(script === undefined ? {} : { script });
  for (const name of ['ops', 'team']) world.setWebhook(name);
  world.run('configure', {
    quietHours: {
      ops: {
        timeZone: 'Etc/UTC',
        windows: [{ from: '09:00', until: '10:00' }],
        ...(meanwhile !== undefined && { meanwhile }),
      },
    },
  });
  return world;
}

function tickFor(world: World, minutes: number): void {
  for (let minute = 0; minute < minutes; minute++) {
    world.clock.advance(MINUTE);
    world.run('tick');
  }
}

describe('quiet hours', () => {
  test.each(['queue', 'throw', 'ignore'])('hold what is sent until they end, under onFailure %s', (onFailure) => {
    const world = quietWorld();
    expect(world.run('send', 'ops', 'a', { onFailure })).toMatchObject({
      status: 'queued',
      reason: 'requested',
      dueAt: '2026-03-02T10:00:00.000Z',
    });
    expect(world.run('listDeliveries', { status: 'queued' })).toMatchObject([
      { reason: 'requested', at: '2026-03-02T10:00:00.000Z' },
    ]);
    tickFor(world, 59);
    expect(texts(world)).toEqual([]);
    tickFor(world, 2);
    expect(texts(world)).toEqual(['a']);
  });

  test('hold the items of sendAll, in their order, and nothing of another webhook', () => {
    const world = quietWorld();
    const items = ['a', 'b', 'c'].map((message) => ({ to: ['ops', 'team'], message, threadKey: 't' }));
    const results = world.run('sendAll', items) as Result[][];
    expect(results.map((ofItem) => ofItem.map(({ status }) => status))).toEqual(Array(3).fill(['queued', 'sent']));
    tickFor(world, 61);
    expect(world.chat.messages.map(({ space, text }) => `${space} ${text}`)).toEqual([
      'team a',
      'team b',
      'team c',
      'ops a',
      'ops b',
      'ops c',
    ]);
  });

  test('let critical messages pass, and what is sent before them or after', () => {
    const world = quietWorld();
    expect(world.run('send', 'ops', 'down', { priority: 'critical' })).toMatchObject({ status: 'sent' });
    world.clock.advance(HOUR);
    expect(world.run('send', 'ops', 'after')).toMatchObject({ status: 'sent' });
  });

  test('leave a later wish alone that is outside of them, and move one that is inside', () => {
    const world = quietWorld();
    const later = (notBefore: string) => (world.run('send', 'ops', notBefore, { notBefore }) as Result).dueAt;
    expect(later('2026-03-02T11:00:00Z')).toBe('2026-03-02T11:00:00.000Z');
    expect(later('2026-03-02T09:30:00Z')).toBe('2026-03-02T10:00:00.000Z');
  });

  test('tell all in one message at the end where that is the choice, whatever their threads', () => {
    const world = quietWorld('digest');
    for (const text of ['a', 'b', 'c']) world.run('send', 'ops', text, { threadKey: text });
    tickFor(world, 61);
    expect(texts(world)).toEqual([expect.stringMatching(/^3 notifications waited[^]*:\n• a\n• b\n• c$/)]);
    tickFor(world, 60);
    expect(texts(world)).toHaveLength(1);
  });

  test('tell all in one message at the end also when a drain is under way then', () => {
    const world = quietWorld('digest');
    for (const text of ['a', 'b', 'c']) world.run('send', 'ops', text, { threadKey: text });
    world.clock.advance(HOUR - 20_000);
    world.run(
      'sendAll',
      Array.from({ length: 40 }, (_, index) => ({ to: 'team', message: `${index}` })),
    );
    const ofOps = world.chat.messages.filter(({ space }) => space === 'ops').map(({ text }) => text);
    expect(ofOps).toEqual([expect.stringMatching(/^3 notifications waited/)]);
  });

  test('tell one that waited alone by itself, in its thread', () => {
    const world = quietWorld('digest');
    world.run('send', 'ops', 'alone', { threadKey: 't' });
    tickFor(world, 61);
    expect(texts(world)).toEqual(['alone']);
    world.run('send', 'ops', 'next', { threadKey: 't' });
    expect(new Set(world.chat.messages.map(({ thread }) => thread)).size).toBe(1);
  });

  test('drop where that is the choice, say so, and tell at the end how many', () => {
    const world = quietWorld('drop');
    expect(world.run('send', 'ops', 'a')).toMatchObject({
      status: 'ignored',
      reason: 'dropped: "ops" has quiet hours until 2026-03-02T10:00:00.000Z',
    });
    const results = world.run(
      'sendAll',
      ['b', 'c'].map((message) => ({ to: 'ops', message })),
    ) as Result[];
    expect(results.map(({ status }) => status)).toEqual(['ignored', 'ignored']);
    world.run('send', 'ops', 'long '.repeat(2_000), { whenTooLong: 'split' });
    tickFor(world, 59);
    expect(texts(world)).toEqual([]);
    tickFor(world, 60);
    expect(texts(world)).toEqual([expect.stringMatching(/^🔕 4 messages for this space were dropped/)]);
  });

  test('keep the count of what was dropped as long as the message about it finds no room', () => {
    const world = quietWorld('drop');
    world.run('send', 'ops', 'a');
    for (let key = 0; world.properties.sizeBytes < 497_000; key++)
      world.properties.set(`own.${key}`, 'x'.repeat(1_000));
    tickFor(world, 62);
    expect(texts(world)).toEqual([]);
    for (const key of [...world.properties.keys()]) if (key.startsWith('own.')) world.properties.delete(key);
    tickFor(world, 2);
    expect(texts(world)).toEqual([expect.stringMatching(/^🔕 1 message for this space was dropped/)]);
  });

  test('hold what schedules send', () => {
    const world = quietWorld();
    world.run('configure', {
      schedules: { standup: { at: '09:15', on: 'weekdays', timeZone: 'Etc/UTC', to: 'ops', message: 'Stand-up' } },
    });
    tickFor(world, 59);
    expect(texts(world)).toEqual([]);
    tickFor(world, 2);
    expect(texts(world)).toEqual(['Stand-up']);
  });
});

describe('a mute', () => {
  test('holds until it ends by itself', () => {
    const world = quietWorld();
    world.run('muteUntil', 'team', '2026-03-02T09:30:00Z');
    expect(world.run('send', 'team', 'a')).toMatchObject({ status: 'queued', dueAt: '2026-03-02T09:30:00.000Z' });
    tickFor(world, 31);
    expect(texts(world)).toEqual(['a']);
    expect(world.run('send', 'team', 'b')).toMatchObject({ status: 'sent' });
  });

  test('lets go at once what it holds when it is ended, in order, but for what quiet hours hold', () => {
    const world = quietWorld();
    world.run('muteUntil', '*', '2026-03-02T18:00:00Z');
    for (const text of ['a', 'b', 'c']) world.run('send', ['team', 'ops'], text, { threadKey: 't' });
    tickFor(world, 5);
    expect(texts(world)).toEqual([]);
    world.run('muteUntil', '*', null);
    tickFor(world, 1);
    expect(world.chat.messages.map(({ space, text }) => `${space} ${text}`)).toEqual(['team a', 'team b', 'team c']);
    tickFor(world, 60);
    expect(texts(world)).toEqual(['a', 'b', 'c', 'a', 'b', 'c']);
    tickFor(world, 10 * 60);
    expect(texts(world)).toHaveLength(6);
    const kept = [...world.properties.keys()].filter((key) => /^cc\/[osdpLux]\//.test(key));
    expect(kept).toEqual([]);
  });

  test('counts for a send that is not ordered, in the same execution', () => {
    const world = quietWorld(
      undefined,
      `function both() {
        const before = send('team', 'a', { ordered: false }).status;
        muteUntil('team', '2026-03-02T18:00:00Z');
        return [before, send('team', 'b', { ordered: false }).status];
      }`,
    );
    expect(world.run('both')).toEqual(['sent', 'queued']);
  });

  test('counts for a send that is not ordered after a critical one', () => {
    const world = quietWorld(
      undefined,
      `function both() {
        return [send('ops', 'a', { priority: 'critical' }).status, send('ops', 'b', { ordered: false }).status];
      }`,
    );
    expect(world.run('both')).toEqual(['sent', 'queued']);
  });
});
