import { RequestIds } from '../../../emulator/chat/request-ids';

describe('RequestIds', () => {
  test('remembers for its time from the first use', () => {
    const ids = new RequestIds<string>(5_000);
    ids.remember('a', 'first', 0);
    expect([ids.find('a', 4_999), ids.find('a', 5_000), ids.find('b', 0)]).toEqual(['first', undefined, undefined]);
  });

  test('forgets the oldest when there are too many', () => {
    const ids = new RequestIds<number>(Infinity);
    for (let number = 0; number <= 100_000; number += 1) ids.remember(String(number), number, 0);
    expect([ids.find('0', 0), ids.find('1', 0), ids.find('100000', 0)]).toEqual([undefined, 1, 100_000]);
  });
});
