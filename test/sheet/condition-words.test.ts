import { conditionWords, minutesWords, ruleWords } from '../../src/sheet/condition-words';
import type { Condition, Rule } from '../../src/sheet/rule';

describe('conditionWords', () => {
  test.each<[Condition, string]>([
    [{ column: 'A', is: 'x' }, 'A is "x"'],
    [{ column: 'A', isNot: 5 }, 'A is not 5'],
    [{ column: 'A', contains: 'x' }, 'A contains "x"'],
    [{ column: 'A', doesNotContain: 'x' }, 'A does not contain "x"'],
    [{ column: 'A', startsWith: 'x' }, 'A begins with "x"'],
    [{ column: 'A', matches: '^x' }, 'A matches /^x/'],
    [{ column: 'A', isOneOf: ['x', 2] }, 'A is one of "x", 2'],
    [{ column: 'A', isNotOneOf: ['x'] }, 'A is none of "x"'],
    [{ column: 'A', isEmpty: true }, 'A is empty'],
    [{ column: 'A', isEmpty: false }, 'A is not empty'],
    [{ column: 'A', above: 5 }, 'A is more than 5'],
    [{ column: 'A', above: 'today' }, 'A is later than today'],
    [{ column: 'A', atLeast: { column: 'B' } }, 'A is at least what is in B'],
    [{ column: 'A', below: 5 }, 'A is less than 5'],
    [{ column: 'A', atMost: '2026-01-01' }, 'A is not after 2026-01-01'],
    [{ column: 'A', before: 'today + 3 days' }, 'A is before today + 3 days'],
    [{ column: 'A', after: 'now' }, 'A is after now'],
    [{ column: 'A', changes: true }, 'A changes'],
    [{ column: 'A', changesTo: true }, 'A changes to TRUE'],
    [{ column: 'A', changesFrom: 'x' }, 'A changes from "x"'],
    [{ column: 'A', changesFromTo: { from: 'x', to: 'y' } }, 'A changes from "x" to "y"'],
    [{ column: 'A', increasesBy: 2 }, 'A increases by 2 or more'],
    [{ column: 'A', decreasesBy: 2 }, 'A decreases by 2 or more'],
    [{ column: 'A', is: 'x', forMinutes: 120 }, 'A is "x" for 2 hours'],
    [{ column: 'A', isNot: 'x', forMinutes: 1 }, 'A is not "x" for 1 minute'],
  ])('%j', (condition, words) => {
    expect(conditionWords(condition)).toBe(words);
  });
});

describe('minutesWords', () => {
  test.each([
    [1, '1 minute'],
    [90, '90 minutes'],
    [60, '1 hour'],
    [2880, '2 days'],
  ])('%i', (minutes, words) => {
    expect(minutesWords(minutes)).toBe(words);
  });
});

describe('ruleWords', () => {
  const rule: Rule = { id: 'a', tab: 'Orders', when: 'edited', to: 'ops', message: 'x' };
  test.each<[Partial<Rule>, string]>([
    [{}, 'When a row in Orders is edited, send to ops, thread by row.'],
    [{ columns: ['A', 'B'] }, 'When a row in Orders is edited in A or B, send to ops, thread by row.'],
    [{ when: 'added', to: ['a', 'b'], thread: 'none' }, 'When a row in Orders is added, send to a and b, without a thread.'],
    [{ when: 'found', all: [{ column: 'A', is: 1 }], thread: 'day' }, 'When a row in Orders is found so that A is 1, send to ops, thread by day.'],
    [{ when: 'submitted', to: { column: 'Team', routes: { X: 'x' }, otherwise: 'y' } }, 'When a row in Orders is filled in by a form, send to x for "X", otherwise y by Team, thread by row.'],
  ])('%j', (changes, words) => {
    expect(ruleWords({ ...rule, ...changes })).toBe(words);
  }); // prettier-ignore
});
