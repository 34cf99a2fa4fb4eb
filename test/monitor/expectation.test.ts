import { judge, readJsonPath } from '../../src/monitor/expectation';
import type { Monitor } from '../../src/monitor/monitor';

const verdict = (changes: Partial<Monitor>, status: number, body = '', latencyMs?: number): string => {
  const outcome = judge(
    { id: 'x', url: 'https://example.com', to: 'ops', ...changes },
    { status, body, header: () => undefined },
    latencyMs,
  );
  return outcome.kind === 'ok' ? 'ok' : outcome.reason;
};

test.each<[Partial<Monitor>, number, string, number | undefined, string]>([
  [{}, 200, '', undefined, 'ok'],
  [{}, 204, '', undefined, 'ok'],
  [{}, 301, '', undefined, 'HTTP 301 instead of 2xx'],
  [{ expectStatus: 401 }, 401, '', undefined, 'ok'],
  [{ expectStatus: [200, '3xx'] }, 302, '', undefined, 'ok'],
  [{ expectStatus: [200, '3xx'] }, 404, '', undefined, 'HTTP 404 instead of 200 or 3xx'],
  [{ expectText: 'OK' }, 200, 'all OK here', undefined, 'ok'],
  [{ expectText: 'OK' }, 200, 'sorry', undefined, 'the answer does not contain "OK"'],
  [{ expectJson: { path: 'status', equals: 'ok' } }, 200, '{"status":"ok"}', undefined, 'ok'],
  [
    { expectJson: { path: 'status', equals: 'ok' } },
    200,
    '{"status":"token EXAMPLE_TOKEN"}',
    undefined,
    'status is another text instead of "ok"',
  ],
  [
    { expectJson: { path: 'checks[1].healthy', equals: true } },
    200,
    '{"checks":[{},{"healthy":false}]}',
    undefined,
    'checks[1].healthy is false instead of true',
  ],
  [
    { expectJson: { path: 'queue.length', equals: 0 } },
    200,
    '{"queue":{"length":7}}',
    undefined,
    'queue.length is 7 instead of 0',
  ],
  [{ expectJson: { path: 'a.b', equals: null } }, 200, '{"a":{}}', undefined, 'a.b is missing instead of null'],
  [
    { expectJson: { path: 'a.constructor', equals: 1 } },
    200,
    '{"a":{}}',
    undefined,
    'a.constructor is missing instead of 1',
  ],
  [
    {
      expectJson: [
        { path: 'a', equals: 1 },
        { path: 'b', equals: 2 },
      ],
    },
    200,
    '{"a":1,"b":{}}',
    undefined,
    'b is an object instead of 2',
  ],
  [{ expectJson: { path: 'a', equals: 1 } }, 200, '<html>', undefined, 'the answer is not JSON'],
  [{ maxLatencyMs: 500 }, 200, '', 500, 'ok'],
  [{ maxLatencyMs: 500 }, 200, '', 501, 'it took 501 ms, more than 500'],
])('%j with %s %j in %s ms: %s', (changes, status, body, latencyMs, expected) => {
  expect(verdict(changes, status, body, latencyMs)).toBe(expected);
});

test.each([
  ['status', ['status']],
  ['a.b[0].c', ['a', 'b', '0', 'c']],
  ['[2].x', ['2', 'x']],
  ['a..b', undefined],
  ['a[x]', undefined],
  ['', undefined],
  ['a.', undefined],
])('the path %j has the steps %j', (path, steps) => {
  expect(readJsonPath(path)).toEqual(steps);
});
