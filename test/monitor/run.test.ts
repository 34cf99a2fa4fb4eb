import type { Monitor } from '../../src/monitor/monitor';
import { noteHeartbeat } from '../../src/monitor/heartbeat';
import { Desk, shop } from './desk';

function deskWith(changes: Partial<Monitor> = {}): Desk {
  const desk = new Desk();
  desk.monitors = [{ ...shop, ...changes }];
  return desk;
}

const url = shop.url ?? '';
const down = { status: 503 };

/** Runs minutes during which the shop is up or down as the letters say. */
function play(desk: Desk, minutes: string): void {
  for (const letter of minutes) {
    desk.internet.systems.set(url, letter === 'd' ? down : { status: 200 });
    desk.run();
  }
}

describe('an incident', () => {
  test('is one thread: down after two failures, recovered with its duration, nothing else', () => {
    const desk = deskWith();
    play(desk, 'uudddddddddddduuu');
    expect(desk.texts).toEqual([
      '🔴 *shop.example.com/health* is down: HTTP 503 instead of 2xx. It began Tue 24 Nov 2026 09:02 UTC.',
      '🟢 *shop.example.com/health* is up again after 12 min. It had been down since Tue 24 Nov 2026 09:02 UTC: HTTP 503 instead of 2xx.',
    ]);
    expect(new Set(desk.sent.map(({ threadKey }) => threadKey)).size).toBe(1);
    expect(desk.sent.map(({ to, priority }) => [to, priority])).toEqual([
      ['ops', 'critical'],
      ['ops', 'critical'],
    ]);
  });

  test('does not begin by a single failure', () => {
    const desk = deskWith();
    play(desk, 'ududududu');
    expect(desk.events).toEqual([]);
  });

  test.each([
    [1, 'ud', ['down']],
    [3, 'uddudd', []],
    [3, 'uddd', ['down']],
  ])('begins after %s failures in a row', (failuresBeforeDown, minutes, events) => {
    const desk = deskWith({ failuresBeforeDown });
    play(desk, minutes);
    expect(desk.events).toEqual(events);
  });

  test('ends after as many successes as asked for, and is not begun anew by a failure between', () => {
    const desk = deskWith({ successesBeforeUp: 3, flapsBeforeSilence: 0 });
    play(desk, 'udduuduuu');
    expect(desk.events).toEqual(['down', 'recovered']);
    expect(desk.texts[1]).toContain('after 5 min');
  });

  test('the next one is another thread', () => {
    const desk = deskWith();
    play(desk, 'udduudduu');
    expect(desk.events).toEqual(['down', 'recovered', 'down', 'recovered']);
    expect(new Set(desk.sent.map(({ threadKey }) => threadKey)).size).toBe(2);
  });

  test('reminders back off: after one, three, seven hours, then daily', () => {
    const desk = deskWith({ everyMinutes: 5, remindAfterMinutes: 60 });
    desk.internet.systems.set(url, down);
    const startedAt = desk.now;
    const at: number[] = [];
    for (let minute = 0; minute < 4 * 24 * 60; minute += 1) {
      const { length } = desk.sent;
      desk.run();
      if (desk.sent.length > length) at.push(Math.round((desk.now - startedAt) / 3_600_000));
    }
    expect(desk.events).toEqual(['down', ...[1, 2, 3, 4, 5, 6, 7].map((n) => `still-down-${n}`)]);
    expect(at).toEqual([0, 1, 3, 7, 15, 31, 55, 79]);
    expect(desk.sent[1]?.priority).toBe('normal');
  });

  test('can have no reminders', () => {
    const desk = deskWith({ remindAfterMinutes: 0 });
    play(desk, 'd'.repeat(200));
    expect(desk.events).toEqual(['down']);
  });

  test('flapping is told once, then kept quiet until it is steady', () => {
    const desk = deskWith();
    play(desk, `${'dduu'.repeat(12)}${'u'.repeat(31)}`);
    expect(desk.events).toEqual(['down', 'recovered', 'down', 'recovered', 'flapping', 'steady-up']);
    expect(desk.texts[4]).toContain('goes up and down, 3 times within an hour');
    expect(desk.sent[4]?.threadKey).toBe(desk.sent[5]?.threadKey);
    play(desk, 'ddu');
    expect(desk.events.slice(6)).toEqual(['down', 'recovered']);
  });

  test('flapping that ends down goes on as an incident', () => {
    const desk = deskWith();
    play(desk, `dduudduudd${'d'.repeat(31)}u`);
    expect(desk.events.slice(4)).toEqual(['flapping', 'steady-down', 'recovered']);
    expect(new Set(desk.sent.slice(4).map(({ threadKey }) => threadKey)).size).toBe(1);
  });

  test('messages may be ones of one’s own', () => {
    const desk = deskWith({
      name: 'The shop',
      messages: { down: 'Alarm: {{name}} since {{sinceText}}', recovered: { text: 'Calm after {{durationMinutes}}' } },
      timeZone: 'Asia/Ho_Chi_Minh',
    });
    play(desk, 'ddu');
    expect(desk.texts).toEqual(['Alarm: The shop since Tue 24 Nov 2026 16:00', 'Calm after 2']);
  });

  test('no key or token is told, logged or stored', () => {
    const desk = deskWith({ headers: { Authorization: 'Bearer {{secret.shop}}' } });
    desk.store.set('secret.shop', 'EXAMPLE_TOKEN');
    desk.internet.systems.set(url, { error: 'Address unavailable' });
    desk.run(3);
    expect(desk.internet.requests[0]?.headers).toEqual({ Authorization: 'Bearer EXAMPLE_TOKEN' });
    expect(desk.texts).toEqual([
      '🔴 *shop.example.com/health* is down: no answer: no connection. It began Tue 24 Nov 2026 09:00 UTC.',
    ]);
    desk.store.delete('secret.shop');
    expect(JSON.stringify([desk.sent, desk.log, [...desk.store]])).not.toMatch(/EXAMPLE_/);
  });
});

describe('a kill or an overlap', () => {
  test('makes the same messages again', () => {
    const desk = deskWith();
    play(desk, 'ud');
    const before = new Map(desk.store);
    play(desk, 'd');
    desk.store.clear();
    for (const [key, value] of before) desk.store.set(key, value);
    play(desk, 'd');
    expect(desk.sent).toHaveLength(2);
    expect(desk.sent[1]?.id).toBe(desk.sent[0]?.id);
    expect(desk.sent[1]?.threadKey).toBe(desk.sent[0]?.threadKey);
  });

  test('a monitor that is removed and made again repeats no id', () => {
    const desk = deskWith();
    play(desk, 'dd');
    desk.monitors = [];
    desk.run();
    desk.monitors = [shop];
    play(desk, 'dd');
    expect(new Set(desk.sent.map(({ id }) => id)).size).toBe(2);
  });

  test('what could not be told for lack of room is told later', () => {
    const desk = deskWith();
    desk.refuse = () => ({ code: 'OUTBOX_FULL', message: 'full' });
    play(desk, 'uddd');
    expect(desk.sent).toEqual([]);
    desk.refuse = () => undefined;
    play(desk, 'd');
    expect(desk.events).toEqual(['down']);
  });
});

describe('when it is checked', () => {
  test('every so many minutes, and a minute after a first failure', () => {
    const desk = deskWith({ everyMinutes: 5, failuresBeforeDown: 3 });
    desk.run(11);
    expect(desk.internet.calls).toHaveLength(3);
    desk.internet.systems.set(url, down);
    desk.run(10);
    // The next regular check, and two repeats.
    expect(desk.internet.calls).toHaveLength(6);
    expect(desk.events).toEqual(['down']);
  });

  test('nothing is read or written while nothing is due', () => {
    const desk = deskWith({ everyMinutes: 60 });
    desk.run();
    const { writes } = desk;
    desk.run(50);
    expect(desk.writes).toBe(writes);
  });

  test('not in a maintenance window, whose end is looked at at once', () => {
    const desk = deskWith({ maintenance: [{ from: '10:05', until: '11:00' }], timeZone: 'Europe/Paris' });
    desk.run(5);
    desk.internet.systems.set(url, down);
    desk.run(55);
    expect(desk.events).toEqual([]);
    expect(desk.internet.calls).toHaveLength(5);
    desk.run(2);
    expect(desk.events).toEqual(['down']);
  });

  test('not while it is paused; afterwards it is new', () => {
    const desk = deskWith();
    play(desk, 'dd');
    desk.monitors = [{ ...shop, paused: true }];
    play(desk, 'uu');
    desk.monitors = [shop];
    play(desk, 'uu');
    expect(desk.events).toEqual(['down']);
  });

  test('a changed definition is checked at once and keeps its incident', () => {
    const desk = deskWith({ everyMinutes: 60 });
    play(desk, 'dd');
    desk.monitors = [{ ...shop, everyMinutes: 60, url: 'https://shop.example.com/healthz' }];
    desk.run();
    expect(desk.events).toEqual(['down', 'recovered']);
  });

  test('a definition without its secret is not checked, and that is told', () => {
    const desk = deskWith({ url: 'https://shop.example.com/{{secret.path}}' });
    expect(desk.run()[0]).toEqual({
      key: 'monitor/shop',
      text: 'The monitor "shop" is not checked: the script property "secret.path" is missing. Add it in Project settings.',
    });
    desk.store.set('secret.path', 'a b');
    expect(desk.run()).toEqual([]);
    expect(desk.internet.calls).toEqual([['https://shop.example.com/a%20b']]);
  });
});

describe('when Google stands in the way', () => {
  test.each([
    ['quota', "Google's daily quota"],
    ['permission', 'permission'],
  ] as const)('a refusal for %s is no incident, and is told', (kind, text) => {
    const desk = deskWith();
    play(desk, 'u');
    desk.internet.systems.set(url, { error: 'Service invoked too many times for one day: urlfetch.', kind });
    const troubles = desk.run(5);
    expect(troubles[0]?.key).toBe('monitors');
    expect(troubles[0]?.text).toContain(text);
    expect(desk.events).toEqual([]);
  });

  test('nobody is down when Google reaches nobody', () => {
    const desk = deskWith();
    desk.monitors = [shop, { ...shop, id: 'other', url: 'https://other.example.com/' }];
    desk.run();
    desk.internet.usual = { error: 'Address unavailable' };
    desk.internet.systems.delete(url);
    desk.run(5);
    expect(desk.events).toEqual([]);
    expect(desk.log).toContain('monitor.unknown');
    desk.internet.usual = { status: 200 };
    desk.internet.systems.set(url, { error: 'Address unavailable' });
    desk.run(2);
    expect(desk.events).toEqual(['down']);
  });
});

describe('a job that must call in', () => {
  const backup: Monitor = { id: 'backup', heartbeat: { everyMinutes: 60, graceMinutes: 10 }, to: 'ops' };

  function jobDesk(changes: Partial<Monitor> = {}): Desk {
    const desk = new Desk();
    desk.monitors = [{ ...backup, ...changes }];
    return desk;
  }
  const callIn = (desk: Desk, failure = '') => {
    desk.write(noteHeartbeat('backup', desk.now, failure));
  };

  test('is told of when it has never called in, and when it does', () => {
    const desk = jobDesk();
    desk.run(70);
    expect(desk.events).toEqual([]);
    desk.run(2);
    expect(desk.texts).toEqual(['🔴 *backup* is down: it has never called in. It began Tue 24 Nov 2026 10:11 UTC.']);
    callIn(desk);
    desk.run(2);
    expect(desk.events).toEqual(['down', 'recovered']);
  });

  test('is left alone while it calls in, however long', () => {
    const desk = jobDesk();
    for (let hour = 0; hour < 48; hour += 1) {
      callIn(desk);
      desk.run(69);
    }
    expect(desk.events).toEqual([]);
    const { writes } = desk;
    callIn(desk);
    desk.run(60);
    // One write by the job, at most one to note its next deadline.
    expect(desk.writes - writes).toBeLessThanOrEqual(2);
  });

  test('may be expected at the times of a cron line, summer time included', () => {
    const desk = new Desk('2026-03-28T00:00:00Z');
    desk.monitors = [{ ...backup, heartbeat: { cron: '30 2 * * *', graceMinutes: 15 }, timeZone: 'Europe/Paris' }];
    desk.run(100);
    callIn(desk); // 02:40 in Paris, in time
    desk.run(23 * 60 + 34); // until 03:14 of the 29th: the time of the 29th is 03:00, and the grace is not over
    expect(desk.events).toEqual([]);
    desk.run(3);
    expect(desk.events).toEqual(['down']);
  });

  test('is told of when it says that it failed while a tick is at work', () => {
    const desk = jobDesk();
    callIn(desk);
    desk.monitors = [...desk.monitors, { id: 'shop', url: 'https://shop.example.com/', everyMinutes: 1, to: 'ops' }];
    desk.run(2);
    let hasCalled = false;
    const fetchAll = desk.internet.fetchAll.bind(desk.internet);
    desk.internet.fetchAll = (requests) => {
      if (!hasCalled) callIn(desk, 'disk full');
      hasCalled = true;
      return fetchAll(requests);
    };
    desk.run(3);
    expect(hasCalled).toBe(true);
    expect(desk.events).toEqual(['down']);
  });

  test('is told of at once when it says that it failed', () => {
    const desk = jobDesk();
    callIn(desk);
    desk.run(5);
    callIn(desk, 'disk full\non backup-1');
    desk.run(1);
    expect(desk.texts[0]).toContain('it reported: disk full on backup-1');
    callIn(desk);
    desk.run(2);
    expect(desk.events).toEqual(['down', 'recovered']);
  });
});

test.each([
  ['the header', 'cc/m/h', 'x'],
  ['the rows', 'cc/m/s0', '{"not":"rows"}'],
  ['a row', 'cc/m/s0', '[["shop",5]]'],
])('damage to %s does not stop the monitors', (_what, key, value) => {
  const desk = deskWith();
  desk.run();
  desk.store.set(key, value);
  play(desk, 'dd');
  expect(desk.events).toEqual(['down']);
});
