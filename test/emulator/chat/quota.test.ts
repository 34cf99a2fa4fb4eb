import { createQuota, type QuotaKind } from '../../../emulator/chat/quota';

/** Which posts are accepted, and how long the refused ones are told to wait. */
function post(kind: QuotaKind, burst: number, times: readonly number[]): (number | 'ok')[] {
  const quota = createQuota(kind, burst);
  return times.map((now) => {
    const waitMs = quota.waitMs(now);
    if (waitMs > 0) return waitMs;
    quota.spend(now);
    return 'ok';
  });
}

describe('createQuota', () => {
  test('strict accepts the next post 1,000 ms after the last accepted one, not a millisecond before', () => {
    expect(post('strict', 5, [0, 999, 1000, 1999, 2000])).toEqual(['ok', 1, 'ok', 1, 'ok']);
  });

  test('a refused post costs nothing', () => {
    expect(post('strict', 1, [0, 500, 900, 1000])).toEqual(['ok', 500, 100, 'ok']);
  });

  test('burst accepts as many at once as it tolerates, and then one a second', () => {
    expect(post('burst', 2, [0, 0, 0, 999, 1000, 1000, 3000, 3000, 3000])).toEqual([
      'ok',
      'ok',
      1000,
      1,
      'ok',
      1000,
      'ok',
      'ok',
      1000,
    ]);
  });

  test('window accepts 60 in any minute', () => {
    const times = Array.from({ length: 61 }, (_, index) => index);
    expect(post('window', 1, [...times, 59_999, 60_000, 60_000, 60_001])).toEqual([
      ...times.slice(0, 60).map(() => 'ok'), 59_940, 1, 'ok', 1, 'ok',
    ]); // prettier-ignore
  });

  test('off accepts everything', () => {
    expect(post('off', 1, [0, 0, 0])).toEqual(['ok', 'ok', 'ok']);
  });
});
