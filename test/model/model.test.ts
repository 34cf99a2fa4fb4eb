import { BUGS, check, hasSpin } from '../../model/check.cjs';

// Where spin is missing the model goes unchecked, and says so; in CI that is a failure.
const isChecked = hasSpin() || process.env['CI'] === 'true';
if (!isChecked)
  process.stderr.write('Skipped: model/delivery.pml needs spin and gcc (Debian: apt-get install spin gcc).\n');

(isChecked ? describe : describe.skip)('the model of delivery', () => {
  test('loses nothing, repeats nothing and keeps the order, whatever two drains and a sender do at the same time', () => {
    const { states, violation } = check();
    expect(violation).toBe('');
    expect(states).toBeGreaterThan(1_000_000);
  });

  test.each(Object.entries(BUGS))('with %s it no longer holds: %s', (bug, sentence) => {
    expect(check(bug).violation).toBe(sentence);
  });
});
