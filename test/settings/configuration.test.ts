import { readStored } from '../../src/settings/stored';
import { Desk, standup } from './desk';

describe('Configuration', () => {
  test('merges code and store, the valid entries in force', () => {
    const desk = new Desk();
    desk.configure({ schedules: { stored: standup } });
    desk.code = {
      schedules: [
        { id: 'coded', ...standup, message: () => 'x' },
        { id: 'broken', ...standup, timeZone: 'Mars/Olympus' },
      ],
    };
    const entries = desk.configuration.entries('schedules');
    expect([...entries.all().keys()]).toEqual(['coded', 'broken', 'stored']);
    expect([...entries.valid().keys()]).toEqual(['coded', 'stored']);
    expect(entries.storedAt('stored')).toBe(desk.now);
    expect(entries.storedAt('coded')).toBe(0);
    expect(desk.view.schedules?.coded?.definition.message).toBe('(function)');
  });

  test('names what is wrong in code: no id, an id twice, bad values', () => {
    const desk = new Desk();
    desk.code = {
      schedules: [
        { ...standup },
        { id: 'a', ...standup },
        { id: 'a', ...standup },
        { id: 'b', ...standup, at: '25:00' },
      ],
    };
    expect(desk.configuration.issues().map(({ path, problem }) => `${path} ${problem}`)).toEqual([
      'schedules["#1"].id is missing',
      'schedules["a"].id stands there twice',
      'schedules["b"].at is not valid',
    ]);
    expect([...desk.configuration.entries('schedules').valid().keys()]).toEqual(['a']);
  });

  test('its fingerprint changes with code and with store, for each kind of its own', () => {
    const desk = new Desk();
    const seen = new Set<string>();
    const look = (kind: string) => desk.configuration.entries(kind).fingerprint;
    seen.add(look('schedules'));
    const calendars = look('calendars');
    desk.configure({ schedules: { standup } });
    seen.add(look('schedules'));
    desk.code = { schedules: [{ id: 'coded', ...standup }] };
    seen.add(look('schedules'));
    desk.code = { schedules: [{ id: 'coded', ...standup, at: '10:00' }] };
    seen.add(look('schedules'));
    expect(seen.size).toBe(4);
    expect(look('calendars')).toBe(calendars);
  });

  test.each([
    ['a manifest', 'cc/c/m', 'x'],
    ['a piece', undefined, '{'],
    ['a row', undefined, '[["standup"],5]'],
  ])('%s that is damaged counts as nothing', (_what, key, value) => {
    const desk = new Desk();
    desk.configure({ schedules: { standup } });
    desk.store.set(key ?? [...desk.store.keys()].find((name) => name.startsWith('cc/c/p/')) ?? '', value);
    expect(desk.configuration.entries('schedules').valid().size).toBe(0);
    desk.configure({ schedules: { standup } });
    expect(desk.configuration.entries('schedules').valid().size).toBe(1);
  });

  test('a format newer than this code is left alone, is not in force, and is told of', () => {
    const desk = new Desk();
    desk.configure({ schedules: { standup } });
    desk.store.set('cc/c/m', (desk.store.get('cc/c/m') ?? '').replace('"v":1', '"v":2'));
    const before = new Map(desk.store);
    expect(desk.configuration.entries('schedules').valid().size).toBe(0);
    expect(desk.configuration.issues()[0]?.problem).toContain('newer version');
    expect(() => desk.configure({ schedules: { other: standup } })).toThrow('newer version');
    expect(desk.store).toEqual(before);
  });

  test('an older format is taken up, step by step', () => {
    const desk = new Desk();
    desk.configure({ schedules: { standup } });
    const snapshot = Object.fromEntries(desk.store);
    const manifest = {
      version: 0,
      pieces: (JSON.parse(snapshot['cc/c/m'] ?? '') as { k: Record<string, string[]> }).k,
    };
    const entries = readStored(snapshot, 'schedules', manifest, {
      0: (kind, entry) => ({ ...(entry as object), was: `${kind} 0` }),
    });
    expect(entries.get('standup')?.entry).toEqual({ id: 'standup', ...standup, was: 'schedules 0' });
  });

  test('what is not valid is shown by its id alone', () => {
    const desk = new Desk();
    desk.code = { doors: [{ door: 'back', notes: ['the code is 1234'] }] };
    expect(desk.view.doors?.back).toEqual({
      definition: { door: 'back' },
      readOnly: true,
      words: '',
      issues: ['code is missing: expected a text, got nothing.'],
    });
  });
});
