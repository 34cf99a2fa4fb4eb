import type { Hold } from '../../src/delivery/quiet';
import { countDropped, planDroppedNotices } from '../../src/schedule/dropped';
import { planMute } from '../../src/schedule/mute';
import { QuietBook, quietHoursPart, type QuietHours } from '../../src/schedule/quiet';

const night: QuietHours = { webhook: 'ops', timeZone: 'Europe/Paris', windows: [{ from: '22:00', until: '07:00' }] };

const now = Date.parse('2026-11-24T12:00:00Z');

function book(quietHours: QuietHours[], snapshot: Record<string, string> = {}): QuietBook {
  const all = () => new Map(quietHours.map((entry) => [entry.webhook, entry]));
  return new QuietBook(snapshot, { fingerprint: '', all, valid: all, storedAt: () => 0 }, now);
}

const at = (text: string) => Date.parse(text);
const tonight = at('2026-11-24T22:30:00Z');
const morning = at('2026-11-25T06:00:00Z');

const mute = (to: string | string[], until: string | null, options = {}, snapshot = {}) => {
  const { entries } = planMute(snapshot, to, until, options, ['ops', 'team'], 'Asia/Tokyo', now);
  return entries;
};

describe('QuietBook', () => {
  test.each<[string, QuietHours[], string, Hold]>([
    [
      'holds what comes in quiet hours until they end',
      [night],
      'ops',
      { kind: 'hold', because: 'quiet-hours', until: morning },
    ],
    [
      'folds it where that is the choice',
      [{ ...night, meanwhile: 'digest' }],
      'ops',
      { kind: 'digest', because: 'quiet-hours', until: morning },
    ],
    [
      'drops it where that is the choice',
      [{ ...night, meanwhile: 'drop' }],
      'ops',
      { kind: 'drop', because: 'quiet-hours', until: morning },
    ],
    ['leaves other webhooks alone', [night], 'team', { kind: 'deliver' }],
    [
      'takes "*" for all that have none of their own',
      [{ ...night, webhook: '*' }],
      'team',
      { kind: 'hold', because: 'quiet-hours', until: morning },
    ],
    [
      'prefers their own',
      [
        { ...night, webhook: '*' },
        { ...night, windows: [{ from: '01:00', until: '02:00' }] },
      ],
      'ops',
      { kind: 'deliver' },
    ],
  ])('%s', (_what, quietHours, to, expected) => {
    expect(book(quietHours).decide(to, 'normal', tonight)).toEqual(expected);
  });

  test('lets critical messages pass, always', () => {
    expect(book([night], mute('*', '2026-11-30T00:00Z')).decide('ops', 'critical', tonight)).toEqual({
      kind: 'deliver',
    });
  });

  test('asks about the time at which it would be delivered', () => {
    expect(book([night]).decide('ops', 'normal', now).kind).toBe('deliver');
    expect(book([night]).decide('ops', 'low', tonight).kind).toBe('hold');
    expect(book([night]).decide('ops', 'low', morning).kind).toBe('deliver');
  });

  test.each<[string, Record<string, string>, QuietHours[], Partial<Hold>]>([
    [
      'holds until it ends',
      mute('ops', '2026-11-25T01:00Z'),
      [],
      { kind: 'hold', because: 'mute', until: at('2026-11-25T01:00Z') },
    ],
    ['of all webhooks too', mute('*', '2026-11-25T01:00Z'), [], { kind: 'hold', until: at('2026-11-25T01:00Z') }],
    ['of another webhook does nothing', mute('team', '2026-11-25T01:00Z'), [], { kind: 'deliver' }],
    ['that is over does nothing', mute('ops', '2026-11-24T22:30Z'), [], { kind: 'deliver' }],
    [
      'that ends in quiet hours goes on to their end',
      mute('ops', '2026-11-25T01:00Z'),
      [night],
      { kind: 'hold', until: morning },
    ],
    [
      'that ends after them goes on by itself',
      mute('ops', '2026-11-25T12:00Z'),
      [night],
      { kind: 'hold', until: at('2026-11-25T12:00Z') },
    ],
    [
      'does as the quiet hours do',
      mute('ops', '2026-11-25T12:00Z'),
      [{ ...night, meanwhile: 'drop' }],
      { kind: 'drop' },
    ],
    [
      'or as it says itself',
      mute('ops', '2026-11-25T12:00Z', { meanwhile: 'digest' }),
      [{ ...night, meanwhile: 'drop' }],
      { kind: 'digest' },
    ],
    ['that is damaged does nothing', { 'cc/u/m/ops': 'x' }, [], { kind: 'deliver' }],
  ])('a mute %s', (_what, snapshot, quietHours, expected) => {
    expect(book(quietHours, snapshot).decide('ops', 'normal', tonight)).toMatchObject(expected);
  });
});

describe('planMute', () => {
  test('takes a local time in the given zone, and several webhooks', () => {
    const { entries, until } = planMute(
      {},
      ['ops', 'team'],
      '2026-11-25T10:00',
      {},
      ['ops', 'team'],
      'Asia/Tokyo',
      now,
    );
    expect(new Date(until).toISOString()).toBe('2026-11-25T01:00:00.000Z');
    expect(Object.keys(entries)).toEqual(['cc/u/m/ops', 'cc/u/m/team']);
  });

  test('ends with null, and tidies up what is over', () => {
    const snapshot = { ...mute(['ops', 'team'], '2026-11-25T01:00Z'), 'cc/u/m/*': '{"u":5}' };
    expect(planMute(snapshot, 'ops', null, {}, ['ops'], 'Etc/UTC', now)).toMatchObject({
      entries: {},
      removals: ['cc/u/m/ops', 'cc/u/m/*'],
    });
  });

  test.each([
    ['nobody', '2026-11-25T01:00Z', {}, /"\*" or one of ops, team/],
    [[], '2026-11-25T01:00Z', {}, /to is empty/],
    ['ops', 'tomorrow', {}, /until is no time/],
    ['ops', 5, {}, /until is no time/],
    ['ops', '2026-11-24T12:00Z', {}, /until is past/],
    ['ops', '2027-11-24T12:00Z', {}, /until is too far away: expected a time of the next 31 days/],
    ['ops', '2026-11-25T01:00Z', { meanwhile: 'later' }, /"send-later" or "digest" or "drop"/],
  ])('refuses %j until %j', (to, until, options, text) => {
    expect(() => mute(to as string, until as string, options)).toThrow(text);
  });
});

describe('what is dropped', () => {
  const hold = { kind: 'drop', because: 'mute', until: morning } as const;

  test('is counted, and told when the quiet is over, once', () => {
    const first = countDropped(
      {},
      [
        { to: 'ops', hold },
        { to: 'ops', hold },
        { to: 'team', hold },
      ],
      tonight,
    );
    const snapshot = { ...first, ...countDropped(first, [{ to: 'ops', hold }], tonight + 1) };
    const quiet = book([night, { ...night, webhook: 'team' }]);
    expect(planDroppedNotices(snapshot, quiet, morning - 1)).toEqual([]);
    const notices = planDroppedNotices(snapshot, quiet, morning);
    expect(notices.map(({ item: { to, id, message } }) => [to, id, message])).toEqual([
      [
        'ops',
        `quiet/ops/${tonight}`,
        '🔕 3 messages for this space were dropped while it was quiet, the first at 2026-11-24T22:30:00Z.',
      ],
      [
        'team',
        `quiet/team/${tonight}`,
        '🔕 1 message for this space was dropped while it was quiet, the first at 2026-11-24T22:30:00Z.',
      ],
    ]);
    expect(notices.map(({ key }) => key)).toEqual(['cc/u/d/ops', 'cc/u/d/team']);
  });
});

describe('quietHoursPart', () => {
  const context = { now, entries: {}, isNew: true, ownUrl: '', tickEveryMinutes: 1 };

  test('takes quiet hours and says them in words', () => {
    expect(quietHoursPart.check({ ...night, meanwhile: 'digest' }, context)).toEqual([]);
    expect(quietHoursPart.describe?.({ ...night, meanwhile: 'digest' }, context)).toBe(
      'ops is quiet 22:00–07:00 every day, Europe/Paris: messages are told in one at the end; critical ones pass',
    );
  });

  test.each([
    [{ ...night, timeZone: 'CET' }, 'timeZone'],
    [{ ...night, windows: [] }, 'windows'],
    [{ ...night, windows: [{ from: '22:00' }] }, 'windows[0].until'],
    [{ ...night, windows: [{ from: '22:00', until: '22:00' }] }, 'windows[0]'],
    [{ ...night, meanwhile: 'later' }, 'meanwhile'],
    [{ ...night, webhook: '' }, 'webhook'],
  ])('refuses %j', (entry, path) => {
    expect(quietHoursPart.check(entry, context).map((issue) => issue.path)).toEqual([path]);
  });
});
