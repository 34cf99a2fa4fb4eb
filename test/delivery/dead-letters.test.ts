import type { CallInterceptor, ServiceCall } from '../../emulator/interceptor';
import { createWorld, type World } from '../world';

const MINUTE = 60_000;

type Info = { id: string; status: string; reason: string; attempts: number };

const texts = (world: World) => world.chat.messages.map(({ text }) => text);
const keys = (world: World, prefix: string) => [...world.properties.keys()].filter((key) => key.startsWith(prefix));
const list = (world: World, filter?: unknown) => world.run('listDeliveries', filter) as Info[];
const statuses = (world: World, id: string) => list(world, { id }).map(({ status }) => status);

function ticks(world: World, count: number, stepMs = MINUTE): void {
  for (let at = 0; at < count; at++) {
    world.clock.advance(stepMs);
    world.run('tick');
  }
}

/** Runs what may be killed: the caller sees only whether it was. */
function runKilled(world: World, functionName: string, ...args: unknown[]): boolean {
  try {
    world.run(functionName, ...args);
    return false;
  } catch {
    return true;
  }
}

/** Accepts messages without sending them: that execution has no time to. */
function queue(world: World, items: readonly Record<string, unknown>[]): void {
  world.properties.set('delivery.policy', '{"drainMs":0}');
  world.run('sendAll', items);
  world.properties.delete('delivery.policy');
}

const writes = (call: ServiceCall, prefix: string) =>
  call.method === 'setProperties' &&
  Object.keys(call.args[1] as Record<string, string>).some((key) => key.startsWith(prefix));
const removes = (call: ServiceCall, prefix: string) =>
  call.method === 'deleteProperty' && String(call.args[1]).startsWith(prefix);

/** A world in which the next call that `isIt` accepts ends its execution, once `arm` was called. */
function worldWithKill(isIt: (call: ServiceCall) => boolean, effect: 'none' | { first: number }) {
  let armed = false;
  const interceptor: CallInterceptor = {
    decide: (call) => {
      if (!armed || !isIt(call)) return {};
      armed = false;
      return { effect, outcome: 'kill' };
    },
  };
  const world = createWorld({ interceptor });
  world.setWebhook('ops');
  return { world, arm: () => (armed = true) };
}

const refusal = (message: string) => ({
  status: 400,
  times: 1,
  body: JSON.stringify({ error: { code: 400, message, status: 'INVALID_ARGUMENT' } }),
});

describe('a dead letter', () => {
  test.each([
    ['small', 'x'],
    ['in parts', 'x'.repeat(20_000)],
  ])('that another execution writes anew while it is retried stays, %s', (_size, message) => {
    let isWritten = false;
    const world: World = createWorld({
      interceptor: {
        decide: (call) => {
          if (call.execution.functionName !== 'retryDelivery') return {};
          if (isWritten) {
            isWritten = false;
            world.run('tick');
          } else isWritten = writes(call, 'cc/o');
          return {};
        },
      },
    });
    world.setWebhook('ops');
    queue(world, [{ to: 'ops', message, id: 'a' }]);
    world.chat.setFaults('ops', [{ status: 400, times: 2 }]);
    world.run('tick');
    world.clock.advance(MINUTE);
    world.run('retryDelivery', 'a');
    expect(world.chat.requests).toHaveLength(2);
    expect(statuses(world, 'a')).toEqual(['failed']);
  });

  test('is listed and can be retried although a kill left an older one of another length', () => {
    const { world, arm } = worldWithKill((call) => removes(call, 'cc/x/'), 'none');
    world.chat.setFaults('ops', [refusal('no')]);
    queue(world, [{ to: 'ops', message: 'y'.repeat(8_300), id: 'big' }]);
    world.run('tick');
    world.properties.set('delivery.policy', '{"drainMs":0}');
    world.run('retryDelivery', 'big');
    world.properties.delete('delivery.policy');
    world.chat.setFaults('ops', [refusal('a longer reason '.repeat(20))]);
    arm();
    world.clock.advance(MINUTE);
    expect(runKilled(world, 'tick')).toBe(true);
    expect(keys(world, 'cc/x/')).toHaveLength(3);
    for (const key of keys(world, 'cc/o/')) world.properties.delete(key);
    expect(list(world, { id: 'big' })).toMatchObject([
      { status: 'failed', reason: expect.stringMatching(/longer/) as string },
    ]);
    ticks(world, 2);
    world.run('retryDelivery', 'big');
    expect(texts(world)).toEqual(['y'.repeat(8_300)]);
    expect(keys(world, 'cc/x/')).toEqual([]);
  });

  test('replaces an older one of its delivery, but not before it is stored', () => {
    const order: string[] = [];
    let watched = false;
    const world = createWorld({
      interceptor: {
        decide: (call) => {
          if (watched && writes(call, 'cc/x/')) order.push('stored');
          if (watched && removes(call, 'cc/x/'))
            order.push(`removed ${String(call.args[1]).includes('#') ? 'part' : 'whole'}`);
          return {};
        },
      },
    });
    world.setWebhook('ops');
    world.chat.setFaults('ops', [refusal('no')]);
    queue(world, [{ to: 'ops', message: 'y'.repeat(8_300), id: 'big' }]);
    world.run('tick');
    const [whole = ''] = keys(world, 'cc/x/');
    const left = world.properties.get(whole) ?? '';
    world.chat.setFaults('ops', [refusal('a longer reason '.repeat(20))]);
    world.properties.set('delivery.policy', '{"drainMs":0}');
    world.run('retryDelivery', 'big');
    world.properties.delete('delivery.policy');
    expect(world.properties.get(whole)).toBe(left);
    watched = true;
    ticks(world, 1);
    expect(order).toEqual(['stored', 'removed whole']);
    expect(keys(world, 'cc/x/')).toEqual([`${whole}#1/2`, `${whole}#2/2`]);
  });

  test('that was left by a killed retry goes when its message is in the space', () => {
    const { world, arm } = worldWithKill((call) => removes(call, 'cc/x/'), 'none');
    world.chat.setFaults('ops', [refusal('no')]);
    queue(world, [{ to: 'ops', message: 'm', id: 'm' }]);
    world.run('tick');
    arm();
    runKilled(world, 'retryDelivery', 'm');
    ticks(world, 3);
    expect(texts(world)).toEqual(['m']);
    expect(statuses(world, 'm')).toEqual(['sent']);
    expect(keys(world, 'cc/x/')).toEqual([]);
  });

  test('that was half written by a kill goes once its message is in the space', () => {
    const { world, arm } = worldWithKill((call) => writes(call, 'cc/x/'), { first: 1 });
    world.chat.setFaults('ops', [refusal('no')]);
    queue(world, [{ to: 'ops', message: 'z'.repeat(30_000), id: 'big' }]);
    arm();
    expect(runKilled(world, 'tick')).toBe(true);
    expect(keys(world, 'cc/x/')).toHaveLength(1);
    ticks(world, 4);
    expect(texts(world)).toHaveLength(1);
    expect(keys(world, 'cc/x/')).toEqual([]);
  });

  test('of which parts alone are left goes with the next drain, even when nothing waits', () => {
    const world = createWorld();
    world.setWebhook('ops');
    world.properties.set('cc/x/abc#1/3', 'zzz');
    ticks(world, 2);
    expect(keys(world, 'cc/x/')).toEqual([]);
  });

  test('that is half written stays while its delivery waits', () => {
    const { world, arm } = worldWithKill((call) => writes(call, 'cc/x/'), { first: 1 });
    world.chat.setFaults('ops', [refusal('no'), { status: 503 }]);
    queue(world, [{ to: 'ops', message: 'z'.repeat(30_000), id: 'big' }]);
    arm();
    runKilled(world, 'tick');
    ticks(world, 4);
    expect(keys(world, 'cc/x/')).toHaveLength(1);
    world.chat.setFaults('ops', [refusal('no')]);
    ticks(world, 10);
    expect(statuses(world, 'big')).toEqual(['failed']);
  });
});

describe('what has a dead letter', () => {
  test('is not posted again, although a kill left no other note of it', () => {
    const { world, arm } = worldWithKill(
      ({ method }) => method.startsWith('fetch') && world.chat.requests.length > 0,
      'none',
    );
    world.chat.setFaults('ops', [{ status: 400, times: 1 }]);
    queue(world, [
      { to: 'ops', message: 'refused', id: 'refused', threadKey: 'k' },
      { to: 'ops', message: 'next', id: 'next', threadKey: 'k' },
    ]);
    arm();
    expect(runKilled(world, 'tick')).toBe(true);
    ticks(world, 4);
    expect(texts(world)).toEqual(['next']);
    expect(statuses(world, 'refused')).toEqual(['failed']);
    expect(world.run('retryDelivery', 'refused')).toBeDefined();
    ticks(world, 2);
    expect(texts(world)).toEqual(['next', 'refused']);
  });

  test('goes before those behind it, while the store refuses the letter', () => {
    let isRefused = true;
    const interceptor: CallInterceptor = {
      decide: (call) =>
        isRefused && writes(call, 'cc/x/')
          ? { effect: 'none', outcome: { throws: 'Service invoked too many times' } }
          : {},
    };
    const world = createWorld({ interceptor });
    world.setWebhook('ops');
    world.chat.setFaults('ops', [{ status: 400, times: 1 }]);
    queue(world, [
      { to: 'ops', message: 'refused', id: 'refused', threadKey: 'k' },
      { to: 'ops', message: 'next', id: 'next', threadKey: 'k' },
    ]);
    world.clock.advance(1_000);
    world.run('tick');
    expect(texts(world)).toEqual([]);
    isRefused = false;
    ticks(world, 3);
    expect(texts(world)).toEqual(['refused', 'next']);
  });
});

describe('what is given up while there is no room for its dead letter', () => {
  const big = (index: number) => ({
    to: 'ops',
    message: String(index).repeat(30_000),
    id: `p${index}`,
    threadKey: 'k',
  });

  function fullWorld(): World {
    const world = createWorld();
    world.setWebhook('ops');
    world.chat.setFaults('ops', [{ status: 400, times: 3 }]);
    queue(world, [big(1), big(2), big(3), { to: 'ops', message: 'small', id: 's', threadKey: 'k' }]);
    return world;
  }

  test('does not hold its thread', () => {
    const world = fullWorld();
    ticks(world, 2);
    expect(texts(world)).toEqual(['small']);
    expect(list(world, { status: 'queued' })).toMatchObject([
      { id: 'p3', reason: 'rejected: there is no room for more failed deliveries' },
      { id: 'p2', reason: 'rejected: there is no room for more failed deliveries' },
    ]);
  });

  test('does not make a later send to its thread wait', () => {
    const world = fullWorld();
    ticks(world, 2);
    expect(world.run('send', 'ops', 'next', { threadKey: 'k' })).toMatchObject({ status: 'sent' });
  });

  test('is not posted again, and becomes a dead letter when there is room', () => {
    const world = fullWorld();
    ticks(world, 40);
    expect(world.chat.requests).toHaveLength(4);
    world.run('discardDelivery', 'p1');
    ticks(world, 20);
    expect(list(world, { status: 'failed' })).toMatchObject([
      { id: expect.stringMatching(/p[23]/) as string, attempts: 1 },
    ]);
    const [first] = list(world, { status: 'failed' });
    world.run('discardDelivery', first?.id);
    ticks(world, 20);
    expect(list(world, { status: 'failed' })).toHaveLength(1);
    expect(list(world, { status: 'queued' })).toEqual([]);
    expect(world.chat.requests).toHaveLength(4);
  });

  test('stays given up through a kill, so that nothing is sent in another order', () => {
    let posts = 0;
    const { world, arm } = worldWithKill(({ method }) => method.startsWith('fetch') && ++posts === 3, 'none');
    world.chat.setFaults('ops', [{ status: 400, times: 2 }]);
    queue(world, [big(1), big(2), { to: 'ops', message: 'small', id: 's', threadKey: 'k' }]);
    arm();
    expect(runKilled(world, 'tick')).toBe(true);
    ticks(world, 4);
    expect(texts(world)).toEqual(['small']);
    expect(statuses(world, 'p2')).toEqual(['queued']);
  });
});
