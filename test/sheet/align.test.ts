import fc from 'fast-check';
import { alignRows, type Mark } from '../../src/sheet/align';

const marks = (text: string): Mark[] => Array.from(text, (hash) => ({ key: '', hash }));
const keyed = (text: string): Mark[] => Array.from(text, (key) => ({ key, hash: key }));

describe('alignRows', () => {
  test.each([
    ['nothing happened', 'abc', 'abc', [0, 1, 2]],
    ['one was changed', 'abc', 'axc', [0, 1, 2]],
    ['one was inserted above', 'abc', 'xabc', [-1, 0, 1, 2]],
    ['one was inserted between', 'abc', 'abxc', [0, 1, -1, 2]],
    ['one was added below', 'abc', 'abcx', [0, 1, 2, -1]],
    ['one was deleted', 'abcd', 'acd', [0, 2, 3]],
    ['they were reversed', 'abcd', 'dcba', [3, 2, 1, 0]],
    ['one was moved', 'abcd', 'bcda', [1, 2, 3, 0]],
    ['one was inserted and one changed', 'abcd', 'xabyd', [-1, 0, 1, 2, 3]],
    ['they are all alike, one above is new', 'aaa', 'xaaa', [-1, 0, 1, 2]],
    ['they are all alike, one is gone', 'aaaa', 'aaa', [0, 1, 2]],
    ['the first of two that are alike is gone, one is added', 'aca', 'cax', [1, 2, -1]],
    ['all are new', '', 'ab', [-1, -1]],
    ['all are gone', 'ab', '', []],
    ['all were changed', 'abc', 'xyz', [0, 1, 2]],
  ])('%s', (_what, before, after, expected) => {
    expect(alignRows(marks(before), marks(after))).toEqual(expected);
  });

  test.each([
    ['by key, whatever the order', 'abc', 'cab', [2, 0, 1]],
    ['another key is another row', 'abc', 'abx', [0, 1, -1]],
    ['the same key twice', 'aab', 'aaab', [0, 1, -1, 2]],
  ])('%s', (_what, before, after, expected) => {
    expect(alignRows(keyed(before), keyed(after))).toEqual(expected);
  });

  test('takes a row whose key was just filled in for the same', () => {
    expect(alignRows([{ key: '', hash: 'x' }], [{ key: 'k', hash: 'y' }])).toEqual([0]);
  });

  test('never uses a row twice, and finds all in whatever order when each is unlike the others', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom('a', 'b', 'c', 'd')),
        fc.array(fc.constantFrom('a', 'b', 'c', 'd')),
        (before, after) => {
          const used = alignRows(marks(before.join('')), marks(after.join(''))).filter((slot) => slot >= 0);
          return new Set(used).size === used.length;
        },
      ),
    );
    fc.assert(
      fc.property(fc.uniqueArray(fc.string({ minLength: 1 })), (texts) => {
        const before = texts.map((hash) => ({ key: '', hash }));
        const after = [...before].reverse();
        return alignRows(before, after).every((slot, row) => before[slot] === after[row]);
      }),
    );
  });
});
