import fc from 'fast-check';
import { backoffMs, BACKOFF_CAP_MS, parseRetryAfter, RETRY_AFTER_CAP_MS, RetryBudget } from '../../src/delivery/retry';

describe('backoffMs', () => {
  test.each([
    [1, 0, 1000],
    [1, 0.5, 1500],
    [2, 0, 2000],
    [3, 0.999, 4999],
    [7, 0, 64_000],
    [50, 0.9, 64_000],
  ])('waits after attempt %i with chance %d for %i ms', (attempt, random, expected) => {
    expect(backoffMs(attempt, random)).toBe(expected);
  });

  test('is never below what Chat asked for, and otherwise never above the cap', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 1000 }),
        fc.double({ min: 0, max: 0.999, noNaN: true }),
        fc.nat(600_000),
        (attempt, random, asked) => {
          const wait = backoffMs(attempt, random, asked);
          expect(wait).toBeGreaterThanOrEqual(asked);
          expect(wait).toBeLessThanOrEqual(Math.max(asked, BACKOFF_CAP_MS));
          expect(Number.isInteger(wait)).toBe(true);
        },
      ),
    );
  });
});

describe('parseRetryAfter', () => {
  const now = Date.parse('2026-03-02T09:00:00Z');
  test.each([
    ['seconds', '3', 3000],
    ['seconds with spaces', ' 3 ', 3000],
    ['an HTTP date', 'Mon, 02 Mar 2026 09:00:05 GMT', 5000],
    ['a date that has passed', 'Mon, 02 Mar 2026 08:00:00 GMT', 0],
    ['an absurd number of seconds', '99999999', RETRY_AFTER_CAP_MS],
    ['an absurd date', 'Mon, 02 Mar 2099 09:00:00 GMT', RETRY_AFTER_CAP_MS],
    ['words', 'soon', undefined],
    ['nothing', '', undefined],
    ['no header', undefined, undefined],
  ])('reads %s', (_, header, expected) => {
    expect(parseRetryAfter(header, now)).toBe(expected);
  });
});

describe('RetryBudget', () => {
  test('is used up by a hundred retries without a success, and earned back one by one', () => {
    const budget = new RetryBudget();
    for (let retry = 0; retry < 100; retry++) {
      expect(budget.isEmpty).toBe(false);
      budget.spend();
    }
    expect(budget.isEmpty).toBe(true);
    for (let success = 0; success < 5; success++) budget.earn();
    expect(budget.isEmpty).toBe(false);
  });
});
