import { Chat } from '../../../emulator/chat/chat';
import { VirtualClock } from '../../../emulator/clock';
import { Execution } from '../../../emulator/execution';
import type { Answer, ServiceCall } from '../../../emulator/interceptor';
import { Watch } from '../../../emulator/simulation/watch';

const START = '2026-03-02T09:00:00Z';

/** A watch over a Chat with two spaces, and the means to make calls in its sight. */
function world({ clocksAgree = true } = {}) {
  const clock = new VirtualClock(START);
  const chat = new Chat({ quota: 'burst', seed: '1' });
  const links: Record<string, string> = { ops: chat.addSpace('ops'), dev: chat.addSpace('dev') };
  const breaches: string[] = [];
  const watch = new Watch(chat, clock, clocksAgree, (breach) => breaches.push(breach));
  const call = (id: number, service: string, method: string, args: readonly unknown[] = []): ServiceCall => ({
    execution: new Execution(id, 'tick', clock.now(), '1', 'user@example.com', {}),
    service,
    method,
    args,
    issuedAt: clock.now(),
  });
  const make = (made: ServiceCall, answer: Answer = { value: true }, effect: () => void = () => undefined) => {
    watch.before(made);
    effect();
    watch.after(made, answer);
  };
  return {
    clock,
    chat,
    watch,
    breaches,
    lock: (id: number, isGot = true) => make(call(id, 'LockService', 'tryLock', [1000]), { value: isGot }),
    release: (id: number) => make(call(id, 'LockService', 'releaseLock')),
    sleep: (id: number) => make(call(id, 'Utilities', 'sleep', [100])),
    /** Posts one message to each space in one fetchAll. */
    post: (id: number, spaces: readonly string[], answer: Answer = { value: [] }) => {
      const requests = spaces.map((space) => ({ url: links[space] ?? '', method: 'post' }));
      make(call(id, 'UrlFetchApp', 'fetchAll', [requests]), answer, () => {
        for (const { url } of requests)
          chat.handle(
            {
              method: 'POST',
              url,
              headers: [['Content-Type', 'application/json']],
              body: Buffer.from('{"text":"Disk is full"}'),
            },
            clock.now(),
          );
      });
    },
    /** The next requests to a space are answered with 429 and this wait. */
    refuse: (space: string, waitMs: number) => {
      chat.setFaults(space, [{ status: 429, retryAfter: waitMs / 1000 }], clock.now());
      watch.waitIs(space, waitMs);
    },
  };
}

describe('the watch over the lock', () => {
  test('tells of a post while the lock is held', () => {
    const { lock, post, breaches } = world();
    lock(1);
    post(1, ['ops']);
    expect(breaches).toEqual(['I6 UrlFetchApp.fetchAll while the lock is held']);
  });

  test('tells of a sleep while the lock is held', () => {
    const { lock, sleep, breaches } = world();
    lock(1);
    sleep(1);
    expect(breaches).toEqual(['I6 Utilities.sleep while the lock is held']);
  });

  test('allows both once the lock is given back, and to one that did not get it', () => {
    const { lock, release, post, sleep, breaches } = world();
    lock(1);
    release(1);
    post(1, ['ops']);
    lock(2, false);
    sleep(2);
    expect(breaches).toEqual([]);
  });

  test('tells executions apart', () => {
    const { lock, sleep, breaches } = world();
    lock(1);
    sleep(2);
    expect(breaches).toEqual([]);
  });
});

describe('the watch over the pace', () => {
  test('tells of two posts to one space within a second', () => {
    const { clock, post, breaches } = world();
    post(1, ['ops']);
    clock.advance(999);
    post(1, ['ops']);
    expect(breaches).toEqual(['I5 a post to ops 999 ms after the one before was taken']);
  });

  test('allows the next post after a second, and another space at once', () => {
    const { clock, post, breaches } = world();
    post(1, ['ops']);
    post(1, ['dev']);
    clock.advance(1000);
    post(1, ['ops']);
    expect(breaches).toEqual([]);
  });

  test('tells of a batch that posts twice to one space', () => {
    const { post, breaches } = world();
    post(1, ['ops', 'dev', 'ops']);
    expect(breaches).toEqual(['I5 a batch posts twice to one space: ops, dev, ops']);
  });

  test('does not count a post of which the script saw no answer', () => {
    const { post, breaches } = world();
    post(1, ['ops'], { thrown: { name: 'Exception', message: 'Address unavailable' } });
    post(1, ['ops']);
    expect(breaches).toEqual([]);
  });
});

describe('the watch over the waits that Chat asks for', () => {
  test('tells of a post before the end of a wait', () => {
    const { clock, refuse, post, breaches } = world();
    refuse('ops', 10_000);
    post(1, ['ops']);
    clock.advance(9_000);
    post(1, ['ops']);
    expect(breaches).toEqual(['I5 a post to ops 1000 ms before the end of the wait that Chat asked for']);
  });

  test('allows a post at the end of the wait, and to others before', () => {
    const { clock, refuse, post, breaches } = world();
    refuse('ops', 10_000);
    post(1, ['ops']);
    post(1, ['dev']);
    clock.advance(10_000);
    post(1, ['ops']);
    expect(breaches).toEqual([]);
  });

  test('holds an execution only to what it was told itself', () => {
    const { refuse, post, breaches } = world();
    refuse('ops', 10_000);
    post(1, ['ops']);
    post(2, ['ops']);
    expect(breaches).toEqual([]);
  });

  test('says nothing of waits where clocks differ', () => {
    const { clock, refuse, post, breaches } = world({ clocksAgree: false });
    refuse('ops', 10_000);
    post(1, ['ops']);
    clock.advance(2_000);
    post(1, ['ops']);
    expect(breaches).toEqual([]);
  });
});
