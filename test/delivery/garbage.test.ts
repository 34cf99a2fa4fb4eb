import fc from 'fast-check';
import { createWorld, type World } from '../world';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

const texts = (world: World) => world.chat.messages.map(({ text }) => text);

function worldWith(properties: Readonly<Record<string, string>>): World {
  const world = createWorld();
  world.setWebhook('ops');
  for (const [key, value] of Object.entries(properties)) world.properties.set(key, value);
  return world;
}

/** What a call came to: our own errors are an answer, anything else is not. */
function outcomeOf(world: World, functionName: string, ...args: unknown[]): unknown {
  try {
    return world.run(functionName, ...args);
  } catch (error) {
    if ((error as { code?: unknown }).code === undefined) throw error;
    return undefined;
  }
}

/** Everything still works: a new message arrives, by itself and through the outbox. */
function expectToWork(world: World): void {
  outcomeOf(world, 'listDeliveries');
  outcomeOf(world, 'send', 'ops', 'direct', { threadKey: 'fresh' });
  outcomeOf(world, 'sendAll', [{ to: 'ops', message: 'stored', threadKey: 'fresh' }]);
  outcomeOf(world, 'discardDelivery', 'nobody');
  outcomeOf(world, 'retryDelivery', 'nobody');
  for (let minute = 0; minute < 90 && texts(world).length < 2; minute++) {
    world.clock.advance(MINUTE);
    outcomeOf(world, 'tick');
  }
  outcomeOf(world, 'listDeliveries');
  expect(texts(world)).toEqual(['direct', 'stored']);
}

const WILD: readonly (readonly [what: string, key: string, value: string])[] = [
  ['a part of a number of parts that cannot be', 'cc/o/0mm000000000/aaaa#1/9999999999', 'x'],
  ['a part beyond its count', 'cc/o/0mm000000000/aaaa#7/2', 'x'],
  ['a clock as far ahead as a key can name', 'cc/o/zzzzzzzzzzzz/aaaa', 'x'],
  ['the same with a message of ours', 'cc/o/zzzzzzzzzzzz/aaab', '{"m":[["far","gone",{"text":"x"}]]}'],
  ['a message whose text is a number', 'cc/o/0m5kq3z9c000/x7f2', '{"m":[["i","ops",{"text":5}]]}'],
  ['a message with a wild time', 'cc/o/0m5kq3z9c000/x7f2', '{"m":[["i","ops",{"text":"x"},{"b":1e300}]]}'],
  ['a row of history that is too short', 'cc/h', '[[1,"ops"]]'],
  ['a row of history without a detail', 'cc/h', '[[1,"ops","i","s",200,1,null]]'],
  ['a row of history of a wild time', 'cc/h', '[[1e300,"ops","i","s",200,1,""]]'],
  ['a dead letter without a message', 'cc/x/foo', '{"delivery":{"id":"i","to":"ops"},"diedAt":1}'],
  ['a dead letter of a wild time', 'cc/x/foo', '{"delivery":{"id":"i","to":"ops","message":{}},"diedAt":1e300}'],
  ['a stop that never ends', 'cc/q', '{"cause":"quota","since":0,"probeAt":1e300}'],
  ['a stop that is far ahead', 'cc/q', '{"cause":"quota","since":0,"probeAt":8e15,"probes":1e9}'],
  ['a breaker that never closes', 'cc/b/ops', '{"kind":"refused","openedAt":0,"probeAt":1e300}'],
  ['a breaker that is far ahead', 'cc/b/ops', '{"kind":"refused","openedAt":8e15,"probeAt":8e15}'],
  ['a space that rests for ever', 'cc/p', '{"c":{"ops":8e15}}'],
  ['notes of another shape', 'cc/p', '{"s":{"x":{"d":7,"a":5}},"c":7}'],
  ['a lease without end', 'cc/L', '{"owner":"x","startedAt":0,"expiresAt":8e15}'],
  ['a policy beyond all measure', 'delivery.policy', '{"marginMs":9000000000,"idleMs":1e15,"drainMs":-1}'],
];

describe('what stands in our properties', () => {
  test.each(WILD)('does not stop anything when it is %s', (_, key, value) => {
    const world = worldWith({ [key]: value });
    expect(() => expectToWork(world)).not.toThrow();
  });

  test('does not hide a message in parts behind a part of another count', () => {
    const world = worldWith({ 'delivery.policy': '{"drainMs":0}' });
    const long = 'x'.repeat(20_000);
    world.run('sendAll', [{ to: 'ops', message: long }]);
    world.properties.delete('delivery.policy');
    const [first = ''] = [...world.properties.keys()].filter((key) => key.startsWith('cc/o/'));
    for (const stray of ['#1/9', '#01/3']) world.properties.set(first.replace(/#.*/, stray), 'x');
    world.run('tick');
    expect(texts(world)).toEqual([long]);
  });

  test('stops nothing, whatever it is', () => {
    const keys = [
      ...WILD.map(([, key]) => key),
      'cc/s/0m5kq3z9c000/x7f2',
      'cc/o/0m5kq3z9c000/x7f2#1/2',
      'cc/d/x',
      'cc/r0',
    ];
    const number = fc.constantFrom(-1, 0, 1, 1e9, 8e15, 1e300);
    const leaf = fc.oneof(number, fc.string({ maxLength: 6 }), fc.constant(null), fc.boolean());
    const names =
      'm v s c d a at owner expiresAt startedAt delivery diedAt kind probeAt openedAt since cause probes text'.split(
        ' ',
      );
    const { value: tree } = fc.letrec((tie) => ({
      value: fc.oneof({ maxDepth: 4 }, leaf, fc.array(tie('value'), { maxLength: 4 }), tie('object')),
      object: fc.dictionary(fc.constantFrom(...names, 'ops', 'id', 'to', 'message'), tie('value'), { maxKeys: 5 }),
    }));
    const value = fc.oneof(
      fc.string(),
      tree.map((one) => JSON.stringify(one)),
    );
    fc.assert(
      fc.property(fc.dictionary(fc.constantFrom(...keys), value, { minKeys: 1, maxKeys: 6 }), (properties) => {
        expectToWork(worldWith(properties));
      }),
      { numRuns: 60 },
    );
  });

  test('is told by doctor where it cannot be read', () => {
    const world = worldWith({ 'cc/o/garbage': 'x' });
    expect(JSON.stringify(world.run('doctor'))).toContain('1 value that cannot be read');
  });
});

describe('a clock that was wrong', () => {
  /** What an execution leaves behind whose clock is five hours ahead, and then the clock is right. */
  function after(run: (world: World) => void): World {
    const ahead = createWorld({ now: '2026-03-02T14:00:00Z' });
    ahead.setWebhook('ops');
    run(ahead);
    const stored = [...ahead.properties.keys()].filter((key) => /^cc\/[opqbL]/.test(key));
    return worldWith(Object.fromEntries(stored.map((key) => [key, ahead.properties.get(key) ?? ''])));
  }

  function minutesUntilSent(world: World): number {
    for (let minute = 0; minute < 400; minute++) {
      if (texts(world).includes('m')) return minute;
      world.clock.advance(MINUTE);
      world.run('tick');
    }
    return Infinity;
  }

  const tick = (world: World, times: number) => {
    for (; times > 0; times--) {
      world.clock.advance(MINUTE);
      world.run('tick');
    }
  };

  test.each([
    ['a 429 with a long wait', [{ status: 429, retryAfter: 500 }], 12],
    ['errors', [{ status: 503 }], 17],
    ['a refused webhook', [{ status: 403 }], 62],
  ])('holds nothing up for longer than it may after %s', (_, faults, atMost) => {
    const world = after((ahead) => {
      ahead.properties.set('delivery.policy', '{"drainMs":0}');
      ahead.run('sendAll', [{ to: 'ops', message: 'm' }]);
      ahead.properties.delete('delivery.policy');
      ahead.chat.setFaults('ops', faults);
      tick(ahead, 3);
    });
    expect(minutesUntilSent(world)).toBeLessThanOrEqual(atMost);
  });

  test('is told', () => {
    const world = worldWith({ 'cc/p': JSON.stringify({ c: { ops: Date.parse('2026-03-02T20:00:00Z') } }) });
    world.run('sendAll', [{ to: 'ops', message: 'm' }]);
    expect(world.log.join('\n')).toContain('"delivery.clock-went-back"');
  });

  test('ends the hold of a call that was killed with a durable message in hand', () => {
    const world = after((ahead) => {
      ahead.project.interceptor = {
        decide: ({ service }) => (service === 'UrlFetchApp' ? { effect: 'none', outcome: 'kill' } : {}),
      };
      expect(() => ahead.run('send', 'ops', 'm', { durable: true })).toThrow();
    });
    expect(minutesUntilSent(world)).toBeLessThanOrEqual(5);
  });

  test('does not keep a message that nobody takes for ever', () => {
    const world = worldWith({ 'cc/o/zzzzzzzzz000/aaaa': 'x' });
    world.chat.setFaults('ops', [{ status: 503 }]);
    world.run('sendAll', [{ to: 'ops', message: 'm', id: 'm' }]);
    const [listed] = world.run('listDeliveries', { status: 'queued' }) as { acceptedAt: string }[];
    expect(listed?.acceptedAt.slice(0, 13)).toBe('2026-03-02T09');
    for (let hour = 0; hour < 100; hour++) {
      world.clock.advance(HOUR);
      world.run('tick');
    }
    expect(world.run('listDeliveries', { status: 'failed' })).toHaveLength(1);
  });
});

describe('what a caller gives', () => {
  const half = 'a\udc00\udc00';
  const cases: [what: string, options: object, path: RegExp][] = [
    ['an id with half a character', { id: half }, /options\.id holds half a character/],
    ['a thread key with half a character', { threadKey: '\ud800' }, /options\.threadKey holds half a character/],
    ['a notBefore after all time', { notBefore: '9999-12-31T00:00:00Z' }, /notBefore is too far ahead.*ten years/],
    ['an expiresAt at the beginning of time', { expiresAt: '1970-01-01T00:00:00Z' }, /expiresAt is too early/],
    ['a time in words', { notBefore: 'March 7, 2027' }, /notBefore is no time.*ISO/],
  ];
  test.each(cases)('is refused before anything is stored: %s', (_, options, message) => {
    const world = worldWith({});
    expect(() => world.run('send', 'ops', 'x', options)).toThrow(message);
    expect(world.run('sendAll', [{ to: 'ops', message: 'x', ...options }])).toMatchObject([{ status: 'refused' }]);
    expect([...world.properties.keys()]).toEqual(['webhook.ops']);
    expect(texts(world)).toEqual([]);
  });

  test('may be any whole character: the id of a message in emoji', () => {
    const world = worldWith({});
    expect(world.run('send', 'ops', 'x', { id: '🚚🚚', threadKey: '🚚' })).toMatchObject({
      status: 'sent',
      id: '🚚🚚',
    });
  });

  test.each([
    ['nothing', null, /filter is not what/],
    ['a limit below 0', { limit: -1 }, /filter\.limit.*a whole number from 0/],
    ['a status that is none', { status: 'gone' }, /filter\.status.*"queued", "sent"/],
    ['a field that is none', { state: 'queued' }, /filter\.state.*status, to, id, limit/],
  ])('does not list by %s', (_, filter, message) => {
    expect(() => worldWith({}).run('listDeliveries', filter)).toThrow(message);
  });
});
