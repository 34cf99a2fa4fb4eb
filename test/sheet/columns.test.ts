import { Columns, findRenames, lookedAt, requiredColumns } from '../../src/sheet/columns';
import type { Rule } from '../../src/sheet/rule';

const rule: Rule = {
  id: 'late',
  tab: 'Orders',
  when: 'edited',
  all: [{ column: 'Status', is: 'Late' }],
  to: 'ops',
  message: '{{Order}}',
};

describe('findRenames', () => {
  test.each([
    ['one in its place', 'Order Status Owner', 'Order State Owner', { Status: 'State' }],
    ['the first', 'Order Status', 'Number Status', { Order: 'Number' }],
    ['two neighbours', 'Order Status Owner', 'Number State Owner', { Order: 'Number', Status: 'State' }],
    ['one, and another inserted elsewhere', 'Order Status Owner', 'New Order State Owner', { Status: 'State' }],
    ['one, and another deleted elsewhere', 'Order Status Owner Due', 'Order State Owner', { Status: 'State' }],
    ['none: one deleted', 'Order Status Owner', 'Order Owner', {}],
    ['none: one added', 'Order Status', 'Order Status New', {}],
    ['none: moved', 'Order Status Owner', 'Owner Status Order', {}],
    ['none: only case', 'Order Status', 'ORDER status', {}],
  ])('%s', (_what, before, after, renames) => {
    expect(findRenames(before.split(' '), after.split(' '))).toEqual(renames);
  });

  test('none when it cannot be told which of two took its place', () => {
    expect(findRenames(['Order', 'Status', 'Owner'], ['Order', 'A', 'B', 'Owner'])).toEqual({});
  });
});

describe('Columns', () => {
  test('finds headers without case and spaces, and renamed ones by their old names', () => {
    const columns = new Columns(['Order', ' order  status ', 'Owner'], { Person: 'Owner' });
    expect(['ORDER', 'Order Status', 'person', 'Person', 'Due'].map((header) => columns.find(header))).toEqual([
      0,
      1,
      undefined,
      2,
      undefined,
    ]);
  });

  test.each([
    [
      ['Order', 'Stauts'],
      'R01',
      'Column "Status" is no longer in Orders. Rule "late" is paused. Did you rename it to "Stauts", or mean that?',
    ],
    [['Order', 'X'], 'R01', 'Column "Status" is no longer in Orders. Rule "late" is paused. The columns are: Order, X'],
    [
      [],
      'R01',
      'Column "Status" is no longer in Orders. Rule "late" is paused. The columns are: none; is the header row right?',
    ],
    [
      ['Order', 'Status', 'Status'],
      'R05',
      'The column "Status" stands in Orders twice. Rule "late" is paused: rename one of the two.',
    ],
    [
      ['Ordre', 'Status'],
      'R06',
      'The message of rule "late" names {{Order}}, and Orders has no such column. The rule is paused. Did you mean {{Ordre}}?',
    ],
  ])('%j is %s', (headers, code, text) => {
    expect(new Columns(headers).problemOf(rule)).toEqual({ code, text });
  });

  test('has nothing against fields of our own, defaults and sections', () => {
    const message = '{{row}} {{before.Status}} {{Nothing | default "-"}} {{#answers}}{{question}}{{/answers}}';
    expect(new Columns(['Status']).problemOf({ ...rule, message })).toBeUndefined();
    expect(new Columns(['Status']).problemOf({ ...rule, message: '{{before.Stats}}' })?.text).toContain('{{Status}}');
  });
});

test('requiredColumns and lookedAt name what a rule cannot do without, and what it looks at', () => {
  const whole: Rule = {
    ...rule,
    key: 'Order',
    all: [{ column: 'Amount', above: { column: 'Limit' } }],
    to: { column: 'Team', routes: {} },
    thread: { column: 'Customer' },
    columns: ['Status'],
    criticalWhen: [{ column: 'Priority', is: 1 }],
    message: '{{Note}} {{before.Owner}} {{link}}',
  };
  expect(requiredColumns(whole)).toEqual(['Amount', 'Limit', 'Priority', 'Status', 'Order', 'Team', 'Customer']);
  expect(lookedAt(whole)).toEqual([...requiredColumns(whole), 'Note', 'Owner']);
});
