import type { ServiceCall } from '../../emulator/interceptor';
import { createWorld, type World } from '../world';

const MINUTE = 60_000;

const texts = (world: World) => world.chat.messages.map(({ text }) => text);
const isFetch = ({ service }: ServiceCall) => service === 'UrlFetchApp';
const isDigestWrite = (call: ServiceCall) =>
  call.method === 'setProperties' && JSON.stringify(call.args).includes('notifications waited');

/** How often each message is told, by itself or in a digest. */
function tellings(world: World): Record<string, number> {
  const told: Record<string, number> = {};
  for (const [id] of texts(world)
    .join('\n')
    .matchAll(/\bm\d+\b/g))
    told[id] = (told[id] ?? 0) + 1;
  return told;
}

function tickFor(world: World, minutes: number): void {
  for (let minute = 0; minute < minutes; minute++) {
    world.clock.advance(MINUTE);
    try {
      world.run('tick');
    } catch {
      // It was killed.
    }
  }
}

const messages = (first: number, count: number) =>
  Array.from({ length: count }, (_, index) => ({
    to: 'ops',
    message: `m${first + index}`,
    id: `m${first + index}`,
    digestKey: 'd',
  }));

/** Accepts messages without sending them: that execution has no time to. */
function queue(world: World, items: readonly object[], policy: object = {}): void {
  world.properties.set('delivery.policy', '{"drainMs":0}');
  world.run('sendAll', items);
  world.properties.set('delivery.policy', JSON.stringify({ foldAbove: 5, ...policy }));
}

describe('a digest', () => {
  test('stands for what it tells as soon as it is stored, whenever its execution is killed', () => {
    for (let kill = 0; kill < 6; kill++) {
      let calls = -1;
      const world = createWorld({
        interceptor: {
          decide: (call) => {
            if (isDigestWrite(call)) calls = 0;
            else if (calls >= 0) calls++;
            if (calls !== kill) return {};
            calls = -2;
            return { effect: 'whole', outcome: 'kill' };
          },
        },
      });
      world.setWebhook('ops');
      queue(world, messages(0, 12));
      tickFor(world, 6);
      expect(tellings(world)).toEqual(Object.fromEntries(messages(0, 12).map(({ id }) => [id, 1])));
      const left = [...world.properties.keys()].filter((key) => /^cc\/[osxLp]/.test(key));
      expect(left).toEqual([]);
    }
  });

  test.each(['whole', 'none'] as const)('that a store has perhaps taken is not told twice: effect %s', (effect) => {
    let thrown = 0;
    const world = createWorld({
      interceptor: {
        decide: (call) =>
          isDigestWrite(call) && thrown++ === 0
            ? { effect, outcome: { throws: 'Service error: PropertiesService' } }
            : {},
      },
    });
    world.setWebhook('ops');
    queue(world, messages(0, 12));
    tickFor(world, 6);
    expect(thrown).toBeGreaterThan(0);
    expect(tellings(world)).toEqual(Object.fromEntries(messages(0, 12).map(({ id }) => [id, 1])));
  });

  test('is stored as long as what it tells, so that a lost note changes nothing', () => {
    const world = createWorld();
    world.setWebhook('ops');
    world.setWebhook('slow', 'other');
    world.chat.setFaults('other', [{ status: 503, times: 30 }]);
    queue(world, [{ to: 'slow', message: 'waits' }, ...messages(0, 12)]);
    tickFor(world, 2);
    expect(texts(world)).toHaveLength(2);
    world.properties.delete('cc/p');
    world.properties.set('delivery.policy', '{"foldAbove":99}');
    tickFor(world, 3);
    expect(texts(world)).toHaveLength(2);
    world.chat.setFaults('other', []);
    tickFor(world, 20);
    expect(texts(world)).toHaveLength(3);
    expect([...world.properties.keys()].filter((key) => /^cc\/[osp]/.test(key))).toEqual([]);
  });

  test('tells every message by name: of many there are several', () => {
    const world = createWorld();
    world.setWebhook('ops');
    queue(world, messages(0, 131));
    tickFor(world, 3);
    expect(texts(world).map((text) => text.split(' ')[0])).toEqual(['m0', '44', '44', '42']);
    expect(tellings(world)).toEqual(Object.fromEntries(messages(0, 131).map(({ id }) => [id, 1])));
  });
});

describe('a drain whose lease has lapsed, since one call took minutes', () => {
  test('does not take the drain back from another that was killed meanwhile', () => {
    let stalled = false;
    let posts = 0;
    const world: World = createWorld({
      interceptor: {
        decide: (call) => {
          if (call.execution.functionName === 'sendAll' && isFetch(call) && !stalled) {
            stalled = true;
            queueMore();
            world.clock.advance(95_000);
            try {
              world.run('tick');
            } catch {
              // It was killed.
            }
            return {};
          }
          if (call.execution.functionName === 'tick' && stalled && posts < 4 && isFetch(call) && ++posts === 4)
            return { effect: 'whole', outcome: 'kill' };
          return {};
        },
      },
    });
    const queueMore = () => {
      for (const item of messages(4, 12)) world.run('send', 'ops', item.message, { id: item.id, digestKey: 'd' });
    };
    world.setWebhook('ops');
    world.properties.set('delivery.policy', '{"foldAbove":5}');
    world.run('sendAll', messages(0, 4));
    tickFor(world, 6);
    expect(tellings(world)).toEqual(Object.fromEntries(messages(0, 16).map(({ id }) => [id, 1])));
  });
});
