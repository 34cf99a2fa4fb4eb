import { RequestIds } from '../../../emulator/chat/request-ids';

describe('RequestIds', () => {
  test('remembers for its time from the first use', () => {
    const ids = new RequestIds<string>(5_000);
    ids.remember('a', 'first', 0);
    expect([ids.find('a', 4_999), ids.find('a', 5_000), ids.find('b', 0)]).toEqual(['first', undefined, undefined]);
  });

  test('remembers 50,000 at least, and 100,000 at most', () => {
    const ids = new RequestIds<number>(Infinity);
    for (let number = 1; number <= 100_001; number += 1) ids.remember(String(number), number, 0);
    expect([ids.find('1', 0), ids.find('50000', 0), ids.find('50001', 0), ids.find('100001', 0)]).toEqual([
      undefined, undefined, 50_001, 100_001,
    ]); // prettier-ignore
  });

  test('takes an id anew after its time', () => {
    const ids = new RequestIds<string>(1_000);
    ids.remember('a', 'first', 0);
    ids.remember('a', 'second', 1_000);
    expect(ids.find('a', 1_999)).toBe('second');
  });
});
