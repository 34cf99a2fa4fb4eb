import type { Schedule } from '../../src/schedule/schedule';
import { describeSchedule, nextOccurrences } from '../../src/schedule/next';

const schedule = (changes: Partial<Schedule>): Schedule => ({
  id: 'x',
  to: 'team',
  message: 'x',
  timeZone: 'Europe/Paris',
  ...changes,
});

const next = (changes: Partial<Schedule>, after: string, count = 1, tick = 1) =>
  nextOccurrences(schedule(changes), undefined, Date.parse(after), count, tick);

describe('nextOccurrences', () => {
  test('gives instants, local times, and the span in which Google runs them', () => {
    expect(next({ at: '09:00', on: 'weekdays' }, '2026-11-27T12:00:00Z', 2)).toEqual([
      { at: '2026-11-30T08:00:00Z', localTime: 'Mon 30 Nov 2026 09:00', window: '09:00–09:02', note: '' },
      { at: '2026-12-01T08:00:00Z', localTime: 'Tue 1 Dec 2026 09:00', window: '09:00–09:02', note: '' },
    ]);
  });

  test('the span is longer where the clock trigger is slower', () => {
    expect(next({ at: '23:55' }, '2026-11-27T12:00:00Z', 1, 15)[0]?.window).toBe('23:55–00:11');
  });

  test('says what summer time does to a fixed time', () => {
    expect(next({ at: '02:30' }, '2026-03-28T12:00:00Z')[0]).toMatchObject({
      localTime: 'Sun 29 Mar 2026 03:00',
      note: '02:30 does not exist on 29 Mar in Europe/Paris: it runs at 03:00.',
    });
    expect(next({ at: '02:30' }, '2026-10-24T12:00:00Z')[0]?.note).toBe(
      '02:30 comes twice on 25 Oct in Europe/Paris: it runs the first time.',
    );
    expect(next({ once: '2026-03-29T02:30' }, '2026-03-28T12:00:00Z')[0]?.note).toContain('does not exist');
    expect(next({ at: '01:45', timeZone: 'Australia/Lord_Howe' }, '2026-04-04T12:00:00Z')[0]?.note).toContain(
      'comes twice',
    );
    expect(next({ at: '03:00' }, '2026-03-28T12:00:00Z')[0]?.note).toBe('');
    expect(next({ everyMinutes: 30 }, '2026-10-25T00:15:00Z')[0]?.note).toBe('');
  });

  test('is empty for what is paused, and shorter for what ends', () => {
    expect(next({ at: '09:00', paused: true }, '2026-11-24T00:00:00Z')).toEqual([]);
    expect(next({ at: '09:00', end: '2026-11-25' }, '2026-11-24T00:00:00Z', 10)).toHaveLength(2);
  });
});

test.each<[Partial<Schedule>, string]>([
  [
    { at: '09:00', on: 'weekdays', timeZone: 'Asia/Ho_Chi_Minh' },
    'every weekday at 09:00, Asia/Ho_Chi_Minh; next Tue 24 Nov 2026 09:00 (Google runs it 09:00–09:02)',
  ],
  [{ at: '09:00', paused: true }, 'every day at 09:00, Europe/Paris; paused'],
  [{ once: '2020-01-01T09:00' }, 'once, 2020-01-01 09:00, Europe/Paris; over'],
])('%j in one line', (changes, line) => {
  expect(describeSchedule(schedule(changes), undefined, Date.parse('2026-11-24T01:00:00Z'), 1)).toBe(line);
});
