import type { Occurrence, Schedule } from '../../src/schedule/schedule';
import { refusalsOf } from '../../src/delivery/requests';
import type { Trouble } from '../../src/schedule/run';
import { Desk } from './desk';

const schedule = (changes: Partial<Schedule> = {}): Schedule => ({
  id: 'standup',
  cron: '0 9 * * *',
  timeZone: 'Asia/Ho_Chi_Minh',
  to: 'team',
  message: 'Stand-up!',
  ...changes,
});

/** A desk that has ticked once at 08:59:30 in Ho Chi Minh City, so that what follows is not new. */
function deskWith(...schedules: Schedule[]): Desk {
  const desk = new Desk('2026-11-24T01:59:30Z');
  desk.schedules = schedules;
  desk.tick();
  return desk;
}

describe('a tick', () => {
  test('sends what has come due, once, under the id of schedule and occurrence', () => {
    const desk = deskWith(schedule());
    for (const at of ['2026-11-24T01:59:59Z', '2026-11-24T02:00:20Z', '2026-11-24T02:01:20Z', '2026-11-24T02:02:20Z'])
      desk.tick(at);
    expect(desk.sent).toEqual([
      { to: 'team', message: { text: 'Stand-up!' }, id: 'schedule/standup/2026-11-24T02:00:00Z' },
    ]);
  });

  test('writes nothing and reads no definition while nothing is due', () => {
    const desk = deskWith(schedule());
    const { writes } = desk;
    for (let minute = 0; minute < 30; minute += 1)
      desk.tick(new Date(Date.parse('2026-11-24T03:00:00Z') + minute * 60_000).toISOString());
    // The first of these is due; the rest are not.
    expect(desk.writes - writes).toBe(1);
    expect(desk.ids).toHaveLength(1);
  });

  test('gives the message what it knows of the occurrence', () => {
    const seen: Occurrence[] = [];
    const desk = deskWith(
      schedule({ message: (occurrence) => (seen.push(occurrence), `It is ${occurrence.localTime}`) }),
    );
    desk.tick('2026-11-24T02:00:40Z');
    expect(seen).toEqual([
      {
        schedule: 'standup',
        at: new Date('2026-11-24T02:00:00Z'),
        localTime: '2026-11-24T09:00',
        localDate: '2026-11-24',
        timeZone: 'Asia/Ho_Chi_Minh',
        missed: 0,
      },
    ]);
    expect(desk.sent.map(({ message }) => message)).toEqual(['It is 2026-11-24T09:00']);
  });

  test.each([
    [{}, undefined],
    [{ thread: 'none' }, undefined],
    [{ thread: 'schedule' }, 'schedule-standup'],
    [{ thread: 'day' }, 'schedule-standup-2026-11-24'],
    [{ thread: 'occurrence' }, 'schedule-standup-2026-11-24T09:00'],
    [{ threadKey: 'mornings' }, 'mornings'],
  ] as [Partial<Schedule>, string | undefined][])('puts the message of %j into the thread %s', (changes, threadKey) => {
    const desk = deskWith(schedule(changes));
    desk.tick('2026-11-24T02:00:40Z');
    expect(desk.sent[0]?.threadKey).toBe(threadKey);
  });

  test('passes on webhooks, priority and expiry', () => {
    const desk = deskWith(schedule({ to: ['team', 'ops'], priority: 'critical', expiresAfterMinutes: 30 }));
    desk.tick('2026-11-24T02:00:40Z');
    expect(desk.sent[0]).toMatchObject({
      to: ['team', 'ops'],
      priority: 'critical',
      expiresAt: '2026-11-24T02:30:00Z',
    });
  });

  test('sends nothing for a paused schedule, and does not make up for it later', () => {
    const desk = deskWith(schedule({ paused: true }));
    desk.tick('2026-11-24T02:00:40Z');
    desk.schedules = [schedule()];
    desk.tick('2026-11-24T03:00:00Z');
    desk.tick('2026-11-25T02:00:40Z');
    expect(desk.ids).toEqual(['schedule/standup/2026-11-25T02:00:00Z']);
  });

  test('a schedule that is new counts from its first tick when it is in code', () => {
    const desk = new Desk('2026-11-24T02:00:40Z');
    desk.schedules = [schedule()];
    desk.tick();
    desk.tick('2026-11-24T02:01:40Z');
    expect(desk.ids).toEqual([]);
  });

  test('… and from when it was stored otherwise, so that what came due before the first tick is not lost', () => {
    const desk = new Desk('2026-11-24T02:00:40Z');
    desk.schedules = [schedule()];
    desk.storedAt = Date.parse('2026-11-24T01:59:50Z');
    desk.tick();
    expect(desk.ids).toEqual(['schedule/standup/2026-11-24T02:00:00Z']);
  });

  test('a change of the message alone changes nothing of the times', () => {
    const desk = deskWith(schedule());
    desk.schedules = [schedule({ message: 'New words' })];
    desk.tick('2026-11-24T02:00:40Z');
    expect(desk.sent.map(({ message }) => message)).toEqual([{ text: 'New words' }]);
  });

  test('a change of the times starts anew', () => {
    const desk = deskWith(schedule());
    desk.schedules = [schedule({ cron: '30 9 * * *' })];
    desk.tick('2026-11-24T02:00:40Z');
    expect(desk.ids).toEqual([]);
    desk.tick('2026-11-24T02:30:40Z');
    expect(desk.ids).toEqual(['schedule/standup/2026-11-24T02:30:00Z']);
  });

  test('keeps nothing of a schedule that is no more', () => {
    const desk = deskWith(schedule());
    desk.schedules = [];
    desk.tick('2026-11-24T02:00:40Z');
    expect(desk.ids).toEqual([]);
    expect([...desk.store.keys()]).toEqual(['cc/t/h']);
  });
});

describe('occurrences that passed while nothing ran', () => {
  // 09:00 to 13:00, hourly: five occurrences from the last tick at 08:59 to the next at 13:10.
  const late = (changes: Partial<Schedule>) => {
    const desk = deskWith(schedule({ cron: '0 * * * *', ...changes }));
    desk.tick('2026-11-24T06:10:00Z');
    return desk;
  };

  test('latest sends the newest and says how many are missing', () => {
    const desk = late({ message: '{{missed}} missed' });
    expect(desk.ids).toEqual(['schedule/standup/2026-11-24T06:00:00Z']);
    expect(desk.log).toEqual([
      {
        event: 'schedule.missed',
        data: { schedule: 'standup', count: 4, first: '2026-11-24T02:00:00Z', last: '2026-11-24T05:00:00Z' },
      },
    ]);
  });

  test('all sends every one, oldest first', () => {
    expect(late({ catchUp: 'all' }).ids.map((id) => id.slice(-9, -4))).toEqual([
      '02:00',
      '03:00',
      '04:00',
      '05:00',
      '06:00',
    ]);
  });

  test('all keeps to its bound and drops the oldest', () => {
    const desk = late({ catchUp: 'all', catchUpMax: 2 });
    expect(desk.ids.map((id) => id.slice(-9, -4))).toEqual(['05:00', '06:00']);
    expect(desk.log[0]?.data).toMatchObject({ count: 3, last: '2026-11-24T04:00:00Z' });
  });

  test('skip sends only what is less than a quarter of an hour late', () => {
    expect(late({ catchUp: 'skip' }).ids.map((id) => id.slice(-9, -4))).toEqual(['06:00']);
    const desk = deskWith(schedule({ catchUp: 'skip' }));
    desk.tick('2026-11-24T02:15:01Z');
    expect(desk.ids).toEqual([]);
    expect(desk.log[0]?.data).toMatchObject({ count: 1, first: '2026-11-24T02:00:00Z' });
  });

  test('nothing is sent that would have expired', () => {
    expect(late({ catchUp: 'all', expiresAfterMinutes: 90 }).ids.map((id) => id.slice(-9, -4))).toEqual([
      '05:00',
      '06:00',
    ]);
  });

  test('a month of minutes is made up for by one message, in bounded time', () => {
    const desk = deskWith(schedule({ cron: '* * * * *' }));
    desk.tick('2026-12-24T02:00:30Z');
    expect(desk.ids).toEqual(['schedule/standup/2026-12-24T02:00:00Z']);
    desk.tick('2026-12-24T02:01:30Z');
    expect(desk.ids).toHaveLength(2);
  });
});

describe('a kill', () => {
  const killed = new Error('killed');

  test.each(['accept', 'write'] as const)('before the %s repeats the same delivery and loses none', (moment) => {
    const desk = deskWith(schedule());
    desk.beforeEffect = (what) => {
      if (what === moment) throw killed;
    };
    expect(() => desk.tick('2026-11-24T02:00:40Z')).toThrow(killed);
    desk.beforeEffect = () => undefined;
    desk.tick('2026-11-24T02:01:40Z');
    expect(new Set(desk.ids)).toEqual(new Set(['schedule/standup/2026-11-24T02:00:00Z']));
  });

  test('with a part of the state written loses and repeats nothing', () => {
    const many = Array.from({ length: 400 }, (_, n) => schedule({ id: `schedule-number-${n}` }));
    const desk = deskWith(...many);
    const before = new Map(desk.store);
    desk.tick('2026-11-24T02:00:40Z');
    // Only the first of the values reached the store.
    const [first = ''] = [...desk.store.keys()].filter((key) => before.get(key) !== desk.store.get(key));
    const value = desk.store.get(first) ?? '';
    desk.store.clear();
    for (const [key, text] of before) desk.store.set(key, text);
    desk.store.set(first, value);
    desk.sent.length = 0;
    desk.tick('2026-11-24T02:01:40Z');
    expect(desk.sent.length).toBeGreaterThan(100);
    expect(desk.sent.length).toBeLessThan(400);
    desk.sent.length = 0;
    desk.tick('2026-11-25T02:00:40Z');
    expect(new Set(desk.ids).size).toBe(400);
  });

  test('two ticks that read the same store make the same delivery', () => {
    const desk = deskWith(schedule());
    const before = new Map(desk.store);
    desk.tick('2026-11-24T02:00:40Z');
    const after = new Map(desk.store);
    desk.store.clear();
    for (const [key, text] of before) desk.store.set(key, text);
    desk.tick('2026-11-24T02:00:41Z');
    expect(desk.ids[0]).toBe(desk.ids[1]);
    expect(desk.store).toEqual(after);
  });
});

describe('a function that makes the message', () => {
  const failing = (message: Schedule['message']) => deskWith(schedule({ message }), schedule({ id: 'other' }));

  test('may say that there is nothing to send', () => {
    const desk = deskWith(schedule({ message: () => null }));
    expect(desk.tick('2026-11-24T02:00:40Z')).toEqual([]);
    desk.tick('2026-11-24T02:01:40Z');
    expect(desk.sent).toEqual([]);
  });

  test('is called again on the next tick when it throws, and holds up no other', () => {
    let calls = 0;
    const desk = failing(() => {
      calls += 1;
      if (calls === 1) throw new Error('the sheet is busy');
      return 'at last';
    });
    expect(desk.tick('2026-11-24T02:00:40Z')).toEqual([]);
    expect(desk.ids).toEqual(['schedule/other/2026-11-24T02:00:00Z']);
    desk.tick('2026-11-24T02:01:40Z');
    expect(desk.ids[1]).toBe('schedule/standup/2026-11-24T02:00:00Z');
  });

  test('is given up after three failures, and a person is told why', () => {
    const desk = failing(() => {
      throw new Error(
        'no such sheet at https://chat.googleapis.com/v1/spaces/A/messages?key=EXAMPLE_KEY&token=EXAMPLE_TOKEN',
      );
    });
    desk.tick('2026-11-24T02:00:40Z');
    desk.tick('2026-11-24T02:01:40Z');
    const [trouble] = desk.tick('2026-11-24T02:02:40Z');
    expect(trouble?.key).toBe('schedule/standup');
    expect(trouble?.text).toContain('failed 3 times');
    expect(trouble?.text).not.toContain('EXAMPLE_TOKEN');
    expect(desk.tick('2026-11-24T02:03:40Z')).toEqual([]);
    desk.tick('2026-11-25T02:00:40Z');
    expect(desk.ids.filter((id) => id.includes('other'))).toHaveLength(2);
  });

  test('that never ends kills three executions and is then given up; others are sent meanwhile', () => {
    const killed = new Error('killed');
    const desk = deskWith(
      schedule({ id: 'endless', message: () => 'never' }),
      schedule({ id: 'fine', message: () => 'fine' }),
      schedule({ id: 'plain' }),
    );
    let calls = 0;
    desk.schedules = [
      schedule({
        id: 'endless',
        message: () => {
          calls += 1;
          desk.beforeEffect = () => {
            throw killed;
          };
          throw killed;
        },
      }),
      ...desk.schedules.slice(1),
    ];
    const troubles: Trouble[] = [];
    const survive = (minute: number): void => {
      desk.beforeEffect = () => undefined;
      try {
        troubles.push(...desk.tick(`2026-11-24T02:0${minute}:40Z`));
      } catch (error) {
        if (error !== killed) throw error;
      }
    };
    [0, 1, 2, 3, 4, 5].forEach(survive);
    expect(calls).toBe(3);
    expect(new Set(desk.ids)).toEqual(
      new Set(['schedule/plain/2026-11-24T02:00:00Z', 'schedule/fine/2026-11-24T02:00:00Z']),
    );
    expect(troubles.map(({ text }) => text)).toEqual([
      expect.stringContaining('was not done when Apps Script ended the execution'),
    ]);
  });

  test('leaves the rest to the next tick when functions take long', () => {
    const slow = (id: string) => schedule({ id, message: () => ((desk.now += 70_000), 'slow') });
    const desk = new Desk('2026-11-24T01:59:30Z');
    desk.schedules = [slow('a'), slow('b'), slow('c')];
    desk.tick();
    desk.tick('2026-11-24T02:00:40Z');
    expect(desk.ids.map((id) => id.slice(9, 10))).toEqual(['a', 'b']);
    desk.tick('2026-11-24T02:04:40Z');
    expect(desk.ids.map((id) => id.slice(9, 10))).toEqual(['a', 'b', 'c']);
  });
});

describe('a refused message', () => {
  test('for lack of room stays due until there is room', () => {
    const desk = deskWith(schedule());
    desk.refuse = () => ({ code: 'OUTBOX_FULL', message: 'full' });
    expect(desk.tick('2026-11-24T02:00:40Z')).toEqual([
      { key: 'schedule/standup', text: expect.stringContaining('no room') as string },
    ]);
    desk.refuse = () => undefined;
    desk.tick('2026-11-24T02:09:40Z');
    desk.tick('2026-11-24T02:10:40Z');
    expect(desk.ids).toEqual(['schedule/standup/2026-11-24T02:00:00Z']);
  });

  test('for any other reason is told of once', () => {
    const desk = deskWith(schedule({ to: 'nobody' }));
    desk.refuse = () => ({ code: 'UNKNOWN_WEBHOOK', message: 'No webhook is called "nobody".' });
    expect(desk.tick('2026-11-24T02:00:40Z')[0]?.text).toBe(
      'The schedule "standup" was not sent to "nobody": No webhook is called "nobody".',
    );
    expect(desk.tick('2026-11-24T02:01:40Z')).toEqual([]);
  });
});

test('refusals are told by item and webhook', () => {
  const error = { code: 'OUTBOX_FULL' as const, message: 'full' };
  const sent = { status: 'sent' as const, id: 'b', name: '', threadName: '' };
  expect(
    refusalsOf(
      [
        { id: 'a', to: 'ops', message: 'x' },
        { id: 'b', to: ['ops', 'team'], message: 'x' },
        { id: 'c', to: ['ops', 'team'], message: '' },
      ],
      [sent, [sent, { status: 'refused', error }], { status: 'refused', error }],
    ),
  ).toEqual([
    { id: 'b', to: 'team', error, isTold: true },
    { id: 'c', to: 'ops, team', error, isTold: false },
  ]);
});

describe('damaged state', () => {
  test.each([
    ['the header', 'cc/t/h', 'x'],
    ['the rows', 'cc/t/s0', '{"not":"rows"}'],
    ['a row', 'cc/t/s0', '[["standup",5]]'],
  ])('of %s does not stop the schedules', (_what, key, value) => {
    const desk = deskWith(schedule());
    desk.store.set(key, value);
    desk.tick('2026-11-24T02:00:10Z');
    desk.tick('2026-11-25T02:00:10Z');
    expect(desk.ids).toContain('schedule/standup/2026-11-25T02:00:00Z');
  });
});

test('a thousand schedules fit into values of less than 9,000 bytes', () => {
  const desk = deskWith(...Array.from({ length: 1_000 }, (_, n) => schedule({ id: `lịch-${n}-${'x'.repeat(50)}` })));
  const sizes = [...desk.store.values()].map((value) => Buffer.byteLength(value));
  expect(Math.max(...sizes)).toBeLessThan(9_000);
  expect(sizes.length).toBeGreaterThan(5);
  desk.schedules = desk.schedules.slice(0, 3);
  desk.tick('2026-11-24T02:00:40Z');
  expect([...desk.store.keys()].sort()).toEqual(['cc/t/h', 'cc/t/s0']);
  expect(desk.ids).toHaveLength(3);
});
