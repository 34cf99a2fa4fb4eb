import { readFaults } from '../../../emulator/chat/fault-input';

describe('readFaults', () => {
  test('reads every field', () => {
    const faults = [
      {
        status: 429,
        probability: 0.5,
        times: 3,
        forMs: 10_000,
        retryAfter: 5,
        retryAfterAsDate: true,
        html: true,
        body: '',
      },
      { afterCreate: 'drop', latencyMs: [1, 2] },
      { afterCreate: 500 },
      { lost: true, retryAfter: 'soon' },
      { latencyMs: 100 },
    ];
    expect(readFaults(faults)).toEqual(faults);
  });

  test.each([
    [{ status: 503 }, /^Expected a list of faults/],
    [[503], /^Expected an object at faults\[0\]\./],
    [[{ status: 503 }, { status: 42 }], /^Expected an HTTP status, 200 to 599 at faults\[1\]\.status; got 42\./],
    [[{ statuts: 503 }], /^There is no faults\[0\]\.statuts\. A fault has: status, /],
    [[{ status: 503, probability: 2 }], /^Expected a number from 0 to 1 at faults\[0\]\.probability; got 2\./],
    [[{ status: 100 }], /^Expected an HTTP status, 200 to 599 at faults\[0\]\.status; got 100\./],
    [[{ status: 503, retryAfter: 'a\nb' }], /^Expected seconds, 0 to 1,000,000,000, or a text .* got "a\\nb"\./],
    [[{ status: 503, retryAfter: -5 }], /at faults\[0\]\.retryAfter; got -5\./],
    [[{ status: 503, retryAfter: 1e300 }], /at faults\[0\]\.retryAfter; got 1e\+300\./],
    [[{ status: 503, retryAfter: true }], /at faults\[0\]\.retryAfter; got true\./],
    [[{ afterCreate: 100 }], /^Expected an HTTP status, 200 to 599, or "drop" at faults\[0\]\.afterCreate; got 100\./],
    [[{ afterCreate: 'lose' }], /^Expected an HTTP status, 200 to 599, or "drop" at faults\[0\]\.afterCreate/],
    [[{ latencyMs: [1] }], /^Expected milliseconds, or \[from, to\]/],
    [[{ latencyMs: -1 }], /^Expected milliseconds/],
    [[{ status: 503, times: 0 }], /^Expected a count, 1 to/],
    [[{ status: 503, html: 'yes' }], /^Expected true or false at faults\[0\]\.html; got "yes"\./],
    [[{ status: 503, lost: true }], /^Expected only one of status, lost at faults\[0\]: each decides the answer\./],
    [[{ probability: 0.5 }], /without them it does nothing/],
  ])('says what is wrong with %j', (value, message) => {
    expect(() => readFaults(value)).toThrow(message);
  });
});
