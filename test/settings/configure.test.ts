import type { InvalidSettingsError } from '../../src/errors';
import type { ConfigurationChanges } from '../../src/settings/configure';
import { Desk, standup } from './desk';

function refusal(desk: Desk, changes: ConfigurationChanges): InvalidSettingsError {
  try {
    desk.configure(changes);
  } catch (error) {
    return error as InvalidSettingsError;
  }
  throw new Error('Nothing was refused.');
}

const paths = (desk: Desk, changes: ConfigurationChanges): string[] =>
  refusal(desk, changes).issues.map(({ path }) => path);

const ids = (desk: Desk): string[] => Object.keys(desk.view.schedules ?? {});

describe('configure', () => {
  test('adds, replaces and removes by id, and says which', () => {
    const desk = new Desk();
    expect(desk.configure({ schedules: { standup, 'order-late': standup } })).toEqual({
      added: ['schedules["standup"]', 'schedules["order-late"]'],
      replaced: [],
      removed: [],
    });
    expect(desk.configure({ schedules: { standup: { ...standup, at: '10:00' }, 'order-late': null } })).toEqual({
      added: [],
      replaced: ['schedules["standup"]'],
      removed: ['schedules["order-late"]'],
    });
    expect(desk.view.schedules).toEqual({
      standup: {
        definition: { id: 'standup', ...standup, at: '10:00' },
        readOnly: false,
        words: 'every weekday at 10:00, Asia/Ho_Chi_Minh; next Wed 25 Nov 2026 10:00 (Google runs it 10:00–10:02)',
        issues: [],
      },
    });
  });

  test('an entry that is the same already, and one that is gone already, change nothing', () => {
    const desk = new Desk();
    desk.configure({ schedules: { standup } });
    desk.now += 60_000;
    const before = new Map(desk.store);
    expect(desk.configure({ schedules: { standup, other: null } })).toEqual({ added: [], replaced: [], removed: [] });
    expect(desk.store).toEqual(before);
  });

  test('changes all or nothing, and names everything that is wrong', () => {
    const desk = new Desk();
    desk.configure({ schedules: { standup } });
    const before = new Map(desk.store);
    const found = paths(desk, {
      schedules: { fine: standup, 'no-zone': { ...standup, timeZone: 'Mars/Olympus' }, standup: null },
      calendars: { vn: { holidays: ['02-30'] } },
    });
    expect(found).toEqual(['schedules["no-zone"].timeZone', 'calendars["vn"].holidays[0]']);
    expect(desk.store).toEqual(before);
  });

  test.each<[string, unknown, string, RegExp]>([
    ['no object', 'schedules', '', /an object such as/],
    ['an unknown kind', { shedules: {} }, 'shedules', /"schedules"/],
    ['a list where ids belong', { schedules: [standup] }, 'schedules', /entries by id/],
    ['an entry that is none', { schedules: { standup: 5 } }, 'schedules["standup"]', /a schedule such as/],
    [
      'another id inside',
      { schedules: { standup: { ...standup, id: 'other' } } },
      'schedules["standup"].id',
      /expected "standup", got "other"/,
    ],
    ['a bad id', { schedules: { 'stand up': standup } }, 'schedules["stand up"].id', /letters, digits/],
    [
      'a function',
      { schedules: { standup: { ...standup, message: () => 'x' } } },
      'schedules["standup"].message',
      /functions only in notifications.ts/,
    ],
    [
      'what never runs',
      { schedules: { standup: { ...standup, end: '2020-01-01' } } },
      'schedules["standup"].end',
      /leaves no time/,
    ],
    [
      'an entry of more than 8,600 bytes',
      { schedules: { standup: { ...standup, message: 'é'.repeat(4_300) } } },
      'schedules["standup"]',
      /too large to store/,
    ],
  ])('refuses %s', (_what, changes, path, text) => {
    const error = refusal(new Desk(), changes as ConfigurationChanges);
    expect(error).toMatchObject({ name: 'InvalidSettingsError', code: 'INVALID_SETTINGS' });
    expect(error.issues.map((issue) => issue.path)).toContain(path);
    expect(error.message).toMatch(text);
  });

  test('an id in code wins and cannot be configured', () => {
    const desk = new Desk();
    desk.configure({ schedules: { standup } });
    desk.code = { schedules: [{ id: 'standup', ...standup, at: '08:00' }] };
    expect(desk.view.schedules?.standup).toMatchObject({ readOnly: true, definition: { at: '08:00' } });
    expect(refusal(desk, { schedules: { standup } }).message).toContain('is defined in notifications.ts');
    // What is stored under it can still be removed.
    expect(desk.configure({ schedules: { standup: null } }).removed).toEqual(['schedules["standup"]']);
  });

  test('refuses to take away what another entry needs, and says which', () => {
    const desk = new Desk();
    desk.configure({ calendars: { vn: { holidays: [] } }, schedules: { standup: { ...standup, calendar: 'vn' } } });
    expect(paths(desk, { calendars: { vn: null } })).toEqual(['schedules["standup"].calendar']);
    expect(desk.configure({ calendars: { vn: null }, schedules: { standup: null } }).removed).toHaveLength(2);
  });

  test('an entry that has become wrong does not stop the changes of others', () => {
    const desk = new Desk();
    desk.code = { schedules: [{ id: 'broken', at: '9' }] };
    expect(desk.configure({ schedules: { standup } }).added).toHaveLength(1);
  });

  test('takes a masked secret for the one that is stored', () => {
    const desk = new Desk();
    desk.configure({ doors: { front: { code: 'key 1234 of 5', notes: ['a'] } } });
    const shown = desk.view.doors?.front?.definition;
    expect(shown).toEqual({ door: 'front', code: 'key *** of ***', notes: ['a'] });
    desk.configure({ doors: { front: { ...shown, notes: ['b'] } } });
    expect(desk.configuration.entries('doors').all().get('front')).toEqual({
      door: 'front',
      code: 'key 1234 of 5',
      notes: ['b'],
    });
    desk.configure({ doors: { front: { code: 'lock ***' } } });
    expect(desk.configuration.entries('doors').all().get('front')).toEqual({ door: 'front', code: 'lock ***' });
  });

  test('waits for no one for ever', () => {
    const desk = new Desk();
    desk.locked = true;
    expect(refusal(desk, { schedules: { standup } }).message).toContain('Call configure again');
    expect(desk.store.size).toBe(0);
  });

  test('keeps values below 9,000 bytes, and changes only the piece that a change is in', () => {
    const desk = new Desk();
    const many = Object.fromEntries(
      Array.from({ length: 1_000 }, (_, n) => [`schedule-${n}`, { ...standup, message: 'Chào buổi sáng!' }]),
    );
    desk.configure({ schedules: many });
    expect(Math.max(...[...desk.store.values()].map((value) => Buffer.byteLength(value)))).toBeLessThan(9_000);
    expect(ids(desk)).toHaveLength(1_000);
    let written: string[] = [];
    desk.onWrite = (entries) => (written = Object.keys(entries));
    const pieces = desk.store.size;
    desk.configure({ schedules: { 'schedule-500': { ...standup, at: '07:00' } } });
    expect(written).toHaveLength(2);
    expect(written[1]).toBe('cc/c/m');
    expect(desk.store.size).toBe(pieces);
    expect(ids(desk)).toHaveLength(1_000);
  });

  test('refuses more than its share of the store', () => {
    const desk = new Desk();
    const many = Object.fromEntries(
      Array.from({ length: 200 }, (_, n) => [`s${n}`, { ...standup, message: 'x'.repeat(2_000) }]),
    );
    expect(refusal(desk, { schedules: many }).message).toMatch(
      /at most 250,000 bytes of stored configuration.*got 4\d\d,\d\d\d bytes/,
    );
    desk.store.set('other', 'x'.repeat(475_000));
    expect(refusal(desk, { schedules: Object.fromEntries(Object.entries(many).slice(0, 20)) }).message).toContain(
      'finds no room in the store',
    );
  });

  test('a kill while writing leaves the old configuration or the new one, whole', () => {
    const desk = new Desk();
    desk.configure({ schedules: { standup }, calendars: { vn: {} } });
    const change: ConfigurationChanges = {
      schedules: { standup: { ...standup, at: '10:00' } },
      calendars: { vn: { holidays: ['12-25'] } },
    };
    const before = new Map(desk.store);
    const outcomes = [0, 1, 2, 3].map((written) => {
      desk.store.clear();
      for (const [key, value] of before) desk.store.set(key, value);
      desk.onWrite = (entries) => {
        for (const [key, value] of Object.entries(entries).slice(0, written)) desk.store.set(key, value);
        throw new Error('killed');
      };
      expect(() => desk.configure(change)).toThrow('killed');
      const { schedules, calendars } = desk.view;
      return `${String(schedules?.standup?.definition.at)} ${JSON.stringify(calendars?.vn?.definition.holidays ?? [])}`;
    });
    expect(outcomes).toEqual(['09:00 []', '09:00 []', '09:00 []', '10:00 ["12-25"]']);
    // What the killed one left behind is gone after the next change.
    desk.onWrite = () => undefined;
    desk.configure(change);
    expect([...desk.store.keys()].filter((key) => key.startsWith('cc/c/p/'))).toHaveLength(2);
  });
});
