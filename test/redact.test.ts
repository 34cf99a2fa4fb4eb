import { redact, redactData, redactQueries } from '../src/redact';

const QUERY = 'key=EXAMPLE_KEY&token=EXAMPLE_TOKEN';
const LINK = `https://chat.googleapis.com/v1/spaces/AAAAexample/messages?${QUERY}`;

describe('redact', () => {
  test.each([
    ['an exception of UrlFetchApp', `Address unavailable: ${LINK}&requestId=1`],
    ['HTML escapes', LINK.replace('&', '&amp;')],
    ['a link inside a link', `https://example.com/?u=${encodeURIComponent(LINK)}`],
    ['JSON with escaped ampersands', JSON.stringify(LINK).replace('&', '\\u0026')],
    ['another order', LINK.replace(QUERY, 'token=EXAMPLE_TOKEN&key=EXAMPLE_KEY')],
    ['a secret of a relay', 'https://example.com/exec?source=ci&secret=EXAMPLE_TOKEN'],
  ])('takes the secrets out of %s', (_, text) => {
    expect(redact(text)).not.toMatch(/EXAMPLE_(KEY|TOKEN)/);
  });

  test('leaves the rest as it is', () => {
    expect(redact(`Timeout: ${LINK}&requestId=42.`)).toBe(
      'Timeout: https://chat.googleapis.com/v1/spaces/AAAAexample/messages?key=***&token=***&requestId=42.',
    );
  });
});

describe('redactQueries', () => {
  test.each([
    ['a query', `See ${LINK} now`, 'See https://chat.googleapis.com/v1/spaces/AAAAexample/messages?… now'],
    ['a fragment', 'https://example.com#code=EXAMPLE_TOKEN', 'https://example.com?…'],
    ['a query without its address', `messages?${QUERY}`, 'messages?key=***&token=***'],
  ])('leaves nothing secret of %s', (_, text, expected) => {
    expect(redactQueries(text)).toBe(expected);
  });
});

describe('redactData', () => {
  test('redacts every text at any depth, and leaves numbers and structure', () => {
    expect(redactData({ a: [LINK, 1, null], b: { c: LINK, d: undefined } })).toEqual({
      a: [expect.not.stringContaining('EXAMPLE_'), 1, null],
      b: { c: expect.not.stringContaining('EXAMPLE_') as string },
    });
  });

  test('ends on a cycle', () => {
    const cycle: Record<string, unknown> = {};
    cycle.self = cycle;
    expect(JSON.stringify(redactData(cycle))).toContain('object');
  });
});
