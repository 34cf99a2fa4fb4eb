import { intlZoneOffset } from '../../src/message/dates';
import { applySteps, checkSteps, parseTag } from '../../src/message/template-tags';

const around = { now: 0, timeZone: 'UTC', locale: 'en', zoneOffset: intlZoneOffset };

describe('parseTag', () => {
  test.each([
    ['Amount', { field: 'Amount', steps: [] }],
    [' Due date ', { field: 'Due date', steps: [] }],
    ['Amount | currency EUR 2', { field: 'Amount', steps: [{ name: 'currency', args: ['EUR', '2'] }] }],
    [
      'a|upper|default "-"',
      {
        field: 'a',
        steps: [
          { name: 'upper', args: [] },
          { name: 'default', args: ['-'] },
        ],
      },
    ],
    ['a | date "d MMM | HH:mm"', { field: 'a', steps: [{ name: 'date', args: ['d MMM | HH:mm'] }] }],
    [`a | default "it's"`, { field: 'a', steps: [{ name: 'default', args: ["it's"] }] }],
    ['a | default ""', { field: 'a', steps: [{ name: 'default', args: [''] }] }],
    ['', { field: '', steps: [] }],
  ])('takes apart %j', (source, expected) => {
    expect(parseTag(source)).toEqual(expected);
  });
});

describe('applySteps', () => {
  const apply = (value: unknown, source: string): [string, string[]] => {
    const told: string[] = [];
    const text = applySteps(value, parseTag(source), around, (problem, expected, received) =>
      told.push(`${problem}; ${expected}; ${received}`),
    );
    return [text, told];
  };

  test('applies one step after the other', () => {
    expect(apply('late', 'a | upper | truncate 3')).toEqual(['LA…', []]);
  });

  test('leaves an empty value to default alone', () => {
    expect(apply('', 'a | date | currency EUR')).toEqual(['', []]);
    expect(apply(null, 'a | date | default "never"')).toEqual(['never', []]);
  });

  test('shows a value that does not fit as it is, and tells', () => {
    expect(apply('soon', 'Due | date')).toEqual([
      'soon',
      [
        'cannot show "Due" by "date"; a date, epoch milliseconds or an ISO text; a form such as "long" or "d MMM yyyy"; a time zone; "soon"',
      ],
    ]);
  });

  test('tells a formatter that does not exist, with the nearest', () => {
    expect(apply(1, 'a | curency EUR')).toEqual(['1', ['has no formatter "curency"; "currency"; "curency"']]);
    const told: string[] = [];
    checkSteps(parseTag('a | zzz'), (problem, expected) => told.push(problem, expected));
    expect(told).toEqual(['has no formatter "zzz"', expect.stringContaining('date, time')]);
  });

  test.each(['constructor', 'toString', '__proto__', 'date "constructor"', 'duration toString'])(
    'knows no formatter that is only inherited: %s',
    (step) => {
      expect(apply(1, `a | ${step}`)[1]).toHaveLength(1);
    },
  );

  test('tells what has no text', () => {
    expect(apply({ a: 1 }, 'a')).toEqual([
      '',
      ['cannot show "a"; a text, a number, a date or a list of them; an object'],
    ]);
  });
});
