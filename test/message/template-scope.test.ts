import type { Issue } from '../../src/errors';
import { intlZoneOffset } from '../../src/message/dates';
import { Scope } from '../../src/message/template-scope';

const scopeOf = (data: unknown): { scope: Scope; issues: Issue[] } => {
  const issues: Issue[] = [];
  const around = { now: 0, timeZone: 'UTC', locale: 'en', zoneOffset: intlZoneOffset };
  return { scope: new Scope(data, { around, issues, path: 'text' }), issues };
};

describe('Scope', () => {
  test('finds a field by its whole name first, then by its path', () => {
    const { scope } = scopeOf({ 'Order No.': 1, order: { no: 2 }, 'a | b': 3, list: ['x'] });
    expect(['Order No.', 'order.no', 'a | b', 'list.0'].map((name) => scope.display(name))).toEqual([
      '1',
      '2',
      '3',
      'x',
    ]);
  });

  test('looks in the entry of a section first, then around it', () => {
    const { scope } = scopeOf({ name: 'outer', only: 'here' });
    const inner = scope.push({ name: 'inner' });
    expect([inner.display('name'), inner.display('only'), inner.push('x').display('.')]).toEqual([
      'inner',
      'here',
      'x',
    ]);
  });

  test('sees only what the data itself has, and calls nothing', () => {
    const called: string[] = [];
    const { scope } = scopeOf({ method: () => called.push('x'), nested: {} });
    for (const name of ['constructor', 'toString', '__proto__', 'nested.constructor', 'method', 'length']) {
      expect(scope.display(name)).toBe('');
    }
    expect(called).toEqual([]);
    const inherited = scopeOf(Object.create({ secret: 'x' }));
    expect(inherited.scope.display('secret')).toBe('');
    expect(inherited.issues).toHaveLength(1);
  });

  test('tells a field that is missing, with the nearest name', () => {
    const { scope, issues } = scopeOf({ Order: 1, Customer: 'Ada' });
    scope.display('Custmer');
    scope.display('Status');
    expect(issues).toEqual([
      {
        path: 'text',
        problem: 'has a field that the data does not have',
        expected: '"Customer"',
        received: '"Custmer"',
      },
      {
        path: 'text',
        problem: 'has a field that the data does not have',
        expected: 'Order, Customer',
        received: '"Status"',
      },
    ]);
  });

  test('lets a section and a value with a default be missing, unless it looks like a slip', () => {
    const { scope, issues } = scopeOf({ Notes: '' });
    scope.lookup('runbook');
    scope.display('runbook | default "none"');
    expect(issues).toEqual([]);
    scope.lookup('Note');
    scope.display('Nots | default "-"');
    expect(issues.map(({ received, expected }) => [received, expected])).toEqual([
      ['"Note"', '"Notes"'],
      ['"Nots"', '"Notes"'],
    ]);
  });
});
