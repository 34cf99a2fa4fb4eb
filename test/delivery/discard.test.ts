import type { CallInterceptor } from '../../emulator/interceptor';
import { createWorld, type World } from '../world';

const MINUTE = 60_000;

type Info = { id: string; to: string; status: string; at: string };
type Result = { status: string; id: string; error?: { code: string; message: string } };

const texts = (world: World, space?: string) =>
  world.chat.messages.filter((message) => space === undefined || message.space === space).map(({ text }) => text);
const notes = (world: World) => [...world.properties.keys()].filter((key) => key.startsWith('cc/d/'));
const list = (world: World, filter?: unknown) => world.run('listDeliveries', filter) as Info[];

function createWorldWith(webhooks: readonly string[], interceptor?: CallInterceptor): World {
  const world = createWorld(interceptor === undefined ? {} : { interceptor });
  for (const name of webhooks) world.setWebhook(name);
  return world;
}

function ticks(world: World, count: number): void {
  for (let at = 0; at < count; at++) {
    world.clock.advance(MINUTE);
    world.run('tick');
  }
}

/** Accepts messages without sending them: that execution has no time to. */
function queue(world: World, items: readonly Record<string, unknown>[]): Result[] {
  world.properties.set('delivery.policy', '{"drainMs":0}');
  const results = world.run('sendAll', items) as Result[];
  world.properties.delete('delivery.policy');
  return results;
}

describe('discardDelivery', () => {
  test('leaves a delivery alone that is accepted later under the same id', () => {
    const world = createWorldWith(['ops']);
    queue(world, [
      { to: 'ops', message: 'first', id: 'a' },
      { to: 'ops', message: 'other', id: 'other' },
    ]);
    world.run('discardDelivery', 'a');
    queue(world, [{ to: 'ops', message: 'again', id: 'a' }]);
    expect(
      list(world, { id: 'a' })
        .map(({ status }) => status)
        .sort(),
    ).toEqual(['discarded', 'queued']);
    ticks(world, 3);
    expect(texts(world)).toEqual(['other', 'again']);
    expect(notes(world)).toEqual([]);
  });

  test('leaves a delivery for another time alone that is accepted later under the same id', () => {
    const world = createWorldWith(['ops']);
    world.run('send', 'ops', 'first', { id: 'a', notBefore: '2026-03-02T10:00:00Z' });
    world.run('discardDelivery', 'a');
    expect(world.run('send', 'ops', 'again', { id: 'a', notBefore: '2026-03-02T09:05:00Z' })).toMatchObject({
      status: 'queued',
    });
    ticks(world, 10);
    expect(texts(world)).toEqual(['again']);
  });

  test('says nothing of a delivery that is accepted later under the same id', () => {
    const world = createWorldWith(['ops']);
    world.chat.setFaults('ops', [{ status: 503 }]);
    queue(world, [
      { to: 'ops', message: 'first', id: 'a' },
      { to: 'ops', message: 'other', id: 'b' },
    ]);
    world.run('discardDelivery', 'a');
    expect(world.run('sendAll', [{ to: 'ops', message: 'again', id: 'a' }])).toMatchObject([{ status: 'queued' }]);
  });

  test('ends a failed delivery whose drain could not note that it is done', () => {
    const refusal = { effect: 'none' as const, outcome: { throws: 'Service invoked too many times' } };
    let isRefusing = false;
    const world: World = createWorldWith(['ops'], {
      decide: ({ method, args }) =>
        isRefusing && method === 'setProperties' && JSON.stringify(args).includes('"cc/p"') ? refusal : {},
    });
    queue(world, [
      { to: 'ops', message: 'bad', id: 'a' },
      { to: 'ops', message: 'later', id: 'b', threadKey: 't', notBefore: '2026-03-02T10:00:00Z' },
      { to: 'ops', message: 'good', id: 'c', threadKey: 't' },
    ]);
    world.chat.setFaults('ops', [
      { status: 400, times: 1 },
      { status: 503, times: 9 },
    ]);
    isRefusing = true;
    world.run('tick');
    isRefusing = false;
    world.run('discardDelivery', 'a');
    world.chat.setFaults('ops', []);
    ticks(world, 5);
    expect(texts(world)).toEqual(['good']);
    expect(list(world, { id: 'a' }).map(({ status }) => status)).toEqual(['discarded']);
    expect(notes(world)).toEqual([]);
  });

  test('leaves a failed delivery alone that is retried after another of its id was discarded', () => {
    const world = createWorldWith(['ops']);
    world.chat.setFaults('ops', [{ status: 400, times: 1 }]);
    queue(world, [{ to: 'ops', message: 'bad', id: 'a' }]);
    world.run('tick');
    const [letter = ''] = [...world.properties.keys()].filter((key) => key.startsWith('cc/x/'));
    const kept = world.properties.get(letter) ?? '';
    queue(world, [
      { to: 'ops', message: 'bad', id: 'a' },
      { to: 'ops', message: 'later', id: 'b', notBefore: '2026-03-02T10:00:00Z' },
    ]);
    world.run('discardDelivery', 'a');
    world.properties.set(letter, kept);
    world.run('retryDelivery', 'a');
    expect(texts(world)).toEqual(['bad']);
  });

  test('discards every delivery of the id, of several webhooks and in several places', () => {
    const world = createWorldWith(['ops', 'dev']);
    queue(world, [
      { to: ['ops', 'dev'], message: 'a', id: 'a' },
      { to: 'ops', message: 'b', id: 'b' },
    ]);
    // A second one of the same webhook: accepted while another call had the first in hand.
    const [segment = ''] = [...world.properties.keys()].filter((key) => key.startsWith('cc/o/'));
    world.properties.set(segment.replace(/.{4}$/, 'zzzz'), '{"m":[["a","ops",{"text":"a"}]]}');
    expect(world.run('discardDelivery', 'a')).toEqual({ id: 'a', discarded: 3 });
    ticks(world, 3);
    expect(texts(world)).toEqual(['b']);
    expect(notes(world)).toEqual([]);
  });

  test('keeps what was discarded from being sent while its segment is stored, whatever becomes of the progress', () => {
    const world = createWorldWith(['ops']);
    world.chat.setFaults('ops', [{ status: 503 }]);
    queue(world, [
      { to: 'ops', message: 'waits', id: 'waits', threadKey: 'k' },
      { to: 'ops', message: 'a', id: 'a' },
    ]);
    world.run('discardDelivery', 'a');
    ticks(world, 3);
    // As an execution leaves it that had read the store before the discard.
    world.properties.delete('cc/p');
    world.chat.setFaults('ops', []);
    ticks(world, 3);
    expect(texts(world)).toEqual(['waits']);
    expect(notes(world)).toEqual([]);
  });

  test('says that a message may be in the space of which an attempt was made before', () => {
    let isDone = false;
    const world: World = createWorldWith(['ops'], {
      decide: ({ method }) => {
        if (method === 'sleep' && !isDone) {
          isDone = true;
          world.run('discardDelivery', 'a');
        }
        return {};
      },
    });
    world.chat.setFaults('ops', [{ afterCreate: 500, times: 1 }, { status: 503 }]);
    expect(world.run('sendAll', [{ to: 'ops', message: 'a', id: 'a' }])).toMatchObject([
      {
        status: 'refused',
        error: { code: 'DELIVERY_UNKNOWN', message: expect.stringMatching(/may be in the space/) as string },
      },
    ]);
    expect(texts(world)).toEqual(['a']);
  });

  test('leaves its trace while a drain is at work, and the sendAll that holds it says so', () => {
    let isDone = false;
    const world: World = createWorldWith(['ops'], {
      decide: ({ method }) => {
        if (method === 'sleep' && !isDone && world.chat.messages.length === 3) {
          isDone = true;
          world.run('discardDelivery', 'm40');
        }
        return {};
      },
    });
    const results = world.run(
      'sendAll',
      Array.from({ length: 45 }, (_, index) => ({ to: 'ops', message: `m${index}`, id: `m${index}` })),
    ) as Result[];
    expect(results[40]).toMatchObject({
      status: 'refused',
      error: { message: expect.stringMatching(/discarded/) as string },
    });
    expect(results.filter(({ status }) => status === 'sent')).toHaveLength(44);
    expect(texts(world)).not.toContain('m40');
    expect(list(world, { id: 'm40' })).toMatchObject([{ status: 'discarded' }]);
    ticks(world, 2);
    expect(list(world, { id: 'm40' })).toMatchObject([{ status: 'discarded' }]);
    expect(notes(world)).toEqual([]);
  });
});
