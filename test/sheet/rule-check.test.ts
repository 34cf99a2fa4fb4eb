import { describeIssue } from '../../src/errors';
import { rulePart } from '../../src/sheet/rule-check';

const rule = {
  id: 'late',
  tab: 'Orders',
  when: 'edited',
  all: [{ column: 'Status', changesTo: 'Late' }],
  to: 'ops',
  message: 'Order {{Order}} is late',
};

const check = (changes: object, entries: Record<string, unknown> = {}, isNew = true): string[] =>
  rulePart
    .check({ ...rule, ...changes }, { now: 0, entries: { rules: entries }, isNew, ownUrl: '', tickEveryMinutes: 1 })
    .map(describeIssue);

describe('rulePart', () => {
  test.each([
    [{}],
    [{ all: [{ column: 'Status', is: 'Open', forMinutes: 60 }] }],
    [
      {
        all: [
          { column: 'Due', before: 'today + 3 days' },
          { column: 'Amount', above: { column: 'Limit' } },
        ],
      },
    ],
    [{ to: { column: 'Team', routes: { Sales: 'sales' }, otherwise: ['ops', 'oncall'] } }],
    [{ digest: { cron: '0 9 * * 1-5' }, digestAbove: 0, criticalWhen: [{ column: 'Amount', above: 1000 }] }],
    [{ when: 'found', all: [{ column: 'Due', before: 'today' }], existing: 'skip', everyMinutes: 60 }],
    [{ tab: undefined, form: 'form-id', when: 'submitted', responses: 'new', all: [] }],
    [{ message: { cardsV2: [{ cardId: 'a', card: { header: { title: '{{Order}}' } } }] } }],
  ])('takes %j', (changes) => {
    expect(check(changes)).toEqual([]);
  });

  test.each([
    [{ when: 'change' }, 'when is not valid: expected "edited", "added", "submitted" or "found", got "change".'],
    [{ whne: 'edited' }, 'whne is not known here: expected "when", got "whne".'],
    [
      { tab: undefined },
      'tab is missing: expected the name of a tab such as "Orders", or a form\'s id in form, got nothing.',
    ],
    [{ all: [{ column: 'Status' }] }, 'all[0] has no test: expected exactly one of is, isNot'],
    [{ all: [{ column: 'Status', is: 'a', isNot: 'b' }] }, 'all[0] has more than one test: expected exactly one of'],
    [
      { any: [{ column: 'Status', matches: '(' }] },
      'any[0].matches is no regular expression: expected one without this: /(/',
    ],
    [
      { all: [{ column: 'Due', before: 'next week' }] },
      'all[0].before is not valid: expected a moment such as "2026-12-01"',
    ],
    [
      { all: [{ column: 'Status', changes: true, forMinutes: 5 }] },
      'all[0].forMinutes does not go with a test of a change',
    ],
    [{ when: 'found' }, 'when finds states, and a condition is about a change'],
    [{ when: 'found', all: [] }, 'all is missing: expected what rows are to be found by'],
    [{ once: true }, 'once has no effect beside a condition about a change'],
    [
      { when: 'added', columns: ['Status'] },
      'columns has no effect: expected when: "edited" beside it, got when: "added".',
    ],
    [{ responses: 'new' }, 'responses has no effect: expected when: "submitted" beside it'],
    [{ digest: {} }, 'digest never ends: expected everyMinutes, cron or count'],
    [{ digest: { cron: '61 9 * * *' } }, "digest.cron isn't a valid time"],
    [{ message: '{{#Order}} late' }, 'message.text has a broken tag'],
    [{ message: '{{Amount | curency EUR}}' }, 'message.text has no formatter "curency": expected "currency"'],
    [{ message: { cardsV2: [{ card: { header: { subtitle: 'x' } } }] } }, 'title'],
    [{ statusColumn: 'A', statusNote: 'B' }, 'statusNote stands beside statusColumn'],
    [{ form: 'x' }, 'form stands beside tab'],
    [{ tab: undefined, form: 'x' }, 'when does not happen in a form: expected "submitted"'],
    [{ to: [] }, 'to is not valid'],
    [{ locale: 'no_lang' }, 'locale is no language'],
    [{ id: 'a b' }, 'id is not valid'],
  ])('refuses %j', (changes, text) => {
    expect(check(changes).join(' ')).toContain(text);
  });

  test('refuses rules of one tab that disagree on its key or headers', () => {
    const other = { ...rule, id: 'other', key: 'Order', headerRow: 2 };
    expect(check({ key: 'Number', headerRow: 2 }, { other })).toEqual([
      'key is another one than that of rule "other" on the same tab: expected "Order", got "Number".',
    ]);
    expect(check({}, { other })[0]).toContain('headerRow is another one');
    expect(check({ tab: 'Elsewhere', key: 'Number' }, { other })).toEqual([]);
  });

  test('refuses a thirteenth tab', () => {
    const entries = Object.fromEntries(
      Array.from({ length: 12 }, (_, index) => [
        `r${String(index)}`,
        { ...rule, id: `r${String(index)}`, tab: `Tab ${String(index)}` },
      ]),
    );
    expect(check({}, entries)[0]).toBe('tab is one tab too many: expected at most 12 tabs that rules watch, got 13.');
    expect(check({ tab: 'Tab 3' }, entries)).toEqual([]);
  });

  test('says what a rule does', () => {
    const context = { now: 0, entries: {}, isNew: true, ownUrl: '', tickEveryMinutes: 1 };
    expect(
      rulePart.describe?.(
        {
          ...rule,
          any: [
            { column: 'Amount', above: 10 },
            { column: 'Due', before: 'today' },
          ],
          thread: { column: 'Order' },
        } as never,
        context,
      ),
    ).toBe(
      'When a row in Orders is edited so that Status changes to "Late" and (Amount is more than 10 or Due is before today), send to ops, thread by Order.',
    );
  });
});
