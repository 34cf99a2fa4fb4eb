import { describeIssue, type Issue } from '../../src/errors';
import { calendarPart, schedulePart } from '../../src/schedule/check';
import type { CheckContext } from '../../src/schedule/entry';

const now = Date.parse('2026-11-24T09:00:00Z');

const context: CheckContext = {
  now,
  entries: {
    calendars: {
      vietnam: { id: 'vietnam' },
      never: { id: 'never', workdays: ['Monday'], holidays: ['2026-01-01/2060-01-01'] },
    },
  },
  isNew: true,
  ownUrl: '',
  tickEveryMinutes: 1,
};

const good = {
  id: 'standup',
  at: '09:00',
  on: 'weekdays',
  timeZone: 'Asia/Ho_Chi_Minh',
  to: 'team',
  message: 'Stand-up!',
};

const check = (changes: object, isNew = true): Issue[] =>
  schedulePart.check({ ...good, ...changes }, { ...context, isNew });

describe('schedulePart', () => {
  test.each<[string, object]>([
    ['a time on weekdays', {}],
    ['several times and webhooks', { at: ['09:00', '17:30'], to: ['team', 'ops'] }],
    ['a cron line', { at: undefined, on: undefined, cron: '0 9 * * 1-5' }],
    ['an interval', { at: undefined, on: undefined, everyMinutes: 15 }],
    ['one time', { at: undefined, on: undefined, once: '2026-12-01T09:00' }],
    ['a message', { message: { text: 'Good morning' } }],
    [
      'a message with templates where addresses belong',
      {
        message: {
          cardsV2: [{ card: { sections: [{ widgets: [{ image: { imageUrl: '{{chart}}', altText: 'chart' } }] }] } }],
        },
      },
    ],
    ['a function', { message: () => null }],
    [
      'everything else',
      {
        thread: 'day',
        start: '2026-12-01',
        end: '2026-12-31T18:00',
        except: ['12-25'],
        calendar: 'vietnam',
        onDayOff: 'next-workday',
        catchUp: 'all',
        catchUpMax: 10,
        priority: 'critical',
        expiresAfterMinutes: 60,
        locale: 'vi',
        paused: true,
      },
    ],
  ])('takes %s', (_what, changes) => {
    expect(check(changes)).toEqual([]);
  });

  test.each<[string, object, string, string[]]>([
    // what, changes, path, what the text says
    ['a bad id', { id: 'stand up' }, 'id', ['letters, digits', 'stand up']],
    ['no id', { id: undefined }, 'id', ['1 to 64 letters', 'nothing']],
    ['no webhook', { to: undefined }, 'to', ['missing', 'name of a webhook']],
    ['an empty list of webhooks', { to: [] }, 'to', ['at least one name']],
    ['no message', { message: undefined }, 'message', ['missing', 'template text']],
    [
      'a message that Chat would refuse',
      { message: { cardsV2: [{ card: { sections: [] } }] } },
      'message.cardsV2[0].card',
      [],
    ],
    ['a misspelt field', { timezone: 'Europe/Paris' }, 'timezone', ['"timeZone"']],
    ['a field that is not known at all', { colour: 'red' }, 'colour', ['not known']],
    ['no time', { at: undefined, on: undefined }, 'cron', ['exactly one of cron, everyMinutes, at, once']],
    ['two times', { cron: '0 9 * * *' }, 'at', ['exactly one', 'cron and at']],
    ['a cron line out of range', { at: undefined, on: undefined, cron: '61 9 * * *' }, 'cron', ['1 9 * * *']],
    [
      'the 30th of February',
      { at: undefined, on: undefined, cron: '0 9 30 2 *' },
      'cron',
      ['never runs', 'February has no 30th'],
    ],
    ['days beside a cron line', { at: undefined, cron: '0 9 * * *' }, 'on', ['at: "09:00"']],
    ['a bad time of day', { at: '9:00' }, 'at', ['"00:00" to "23:59"', '9:00']],
    ['24:00', { at: ['09:00', '24:00'] }, 'at[1]', ['time of day']],
    ['a bad day', { on: ['Mondays'] }, 'on', ['"Monday"']],
    ['an odd interval', { at: undefined, on: undefined, everyMinutes: 45 }, 'everyMinutes', ['such as 30 or 60', '45']],
    ['an unknown zone', { timeZone: 'Mars/Olympus' }, 'timeZone', ['IANA name']],
    ['a misspelt zone', { timeZone: 'Asia/Ho_Chi_Min' }, 'timeZone', ['did you mean "Asia/Ho_Chi_Minh"?']],
    ['a city', { timeZone: 'new york' }, 'timeZone', ['did you mean "America/New_York"?']],
    ['an abbreviation', { timeZone: 'EST' }, 'timeZone', ['"America/New_York"', 'summer time']],
    ['a day that is none', { except: ['2026-02-30'] }, 'except[0]', ['names no day']],
    [
      'a span that runs backwards',
      { except: ['12-25', '2026-12-31/2026-12-24'] },
      'except[1]',
      ['"2026-12-24/2026-12-31"'],
    ],
    ['an unknown calendar', { calendar: 'vietnm' }, 'calendar', ['did you mean "vietnam"?']],
    ['days off without a calendar', { onDayOff: 'next-workday' }, 'onDayOff', ['calendar']],
    [
      'an interval that cannot be moved',
      { at: undefined, on: undefined, everyMinutes: 60, calendar: 'vietnam', onDayOff: 'next-workday' },
      'onDayOff',
      ['"skip"'],
    ],
    ['two threads', { thread: 'day', threadKey: 'x' }, 'thread', ['one of the two']],
    ['a bound of nothing', { catchUpMax: 5 }, 'catchUpMax', ['catchUp: "all"']],
    ['a catch-up that is none', { catchUp: 'everything' }, 'catchUp', ['"latest", "all" or "skip"']],
    ['a start that is no time', { start: 'tomorrow' }, 'start', ['2026-12-01T09:00']],
    ['an end before its start', { start: '2026-12-02', end: '2026-12-01' }, 'end', ['lies before start', '2026-12-02']],
    ['an end in the past', { end: '2026-11-23' }, 'end', ['leaves no time to run']],
    [
      'one time in the past',
      { at: undefined, on: undefined, once: '2026-11-24T09:00' },
      'once',
      ['never runs', 'in the future'],
    ],
    ['a calendar that leaves no day', { calendar: 'never' }, 'except', ['the calendar "never"']],
    ['a language that is none', { locale: '!' }, 'locale', ['de-DE']],
  ])('refuses %s', (_what, changes, path, words) => {
    const issues = check(changes);
    expect(issues.map((issue) => issue.path)).toContain(path);
    const text = issues.map(describeIssue).join(' ');
    for (const word of words) expect(text).toContain(word);
  });

  test.each([undefined, null, 5, 'daily', []])('refuses what is no schedule: %j', (entry) => {
    const [issue] = schedulePart.check(entry, context);
    expect(issue?.expected).toContain('a schedule such as');
  });

  test('names everything that is wrong at once', () => {
    expect(check({ timeZone: 'x', except: ['y'], calendar: 'z' }).map(({ path }) => path)).toEqual([
      'timeZone',
      'except[0]',
      'calendar',
    ]);
  });

  test('a time in the past may stay in code', () => {
    expect(check({ at: undefined, on: undefined, once: '2020-01-01T09:00' }, false)).toEqual([]);
  });
});

describe('calendarPart', () => {
  test('takes a week, holidays, and days that are worked after all', () => {
    const calendar = {
      id: 'vietnam',
      workdays: ['Monday', 'Saturday'],
      holidays: ['09-02', '2027-02-05/2027-02-11'],
      extraWorkdays: ['2027-02-13'],
    };
    expect(calendarPart.check(calendar, context)).toEqual([]);
  });

  test.each([
    [{ id: 'x', holidays: ['02-30'] }, 'holidays[0]'],
    [{ id: 'x', extraWorkdays: ['2027'] }, 'extraWorkdays[0]'],
    [{ id: 'x', workdays: [] }, 'workdays'],
    [{ holidays: [] }, 'id'],
  ])('refuses %j', (calendar, path) => {
    expect(calendarPart.check(calendar, context).map((issue) => issue.path)).toEqual([path]);
  });
});
