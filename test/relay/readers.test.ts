import { UnreadableEvent, type RelayRequest } from '../../src/relay/event';
import { READERS } from '../../src/relay/readers';
import { SOURCE_KINDS } from '../../src/relay/source';
import { ALERTS } from './payloads/alerts';
import { CODE } from './payloads/code';
import { SERVICES } from './payloads/services';

const PAYLOADS = [...ALERTS, ...CODE, ...SERVICES];
const request: RelayRequest = { method: 'POST', parameters: {}, body: '', contentType: 'application/json' };

describe('readers of other systems', () => {
  test.each(PAYLOADS.map((payload) => [payload.name, payload] as const))('%s', (_name, { kind, body, expected }) => {
    const events = READERS[kind].read(JSON.parse(JSON.stringify(body)), request);
    expect(events).toMatchObject(expected);
    expect(events).toHaveLength(expected.length);
    for (const event of events) {
      expect(event.id.length).toBeGreaterThan(0);
      expect(event.fields.filter(([, value]) => value === '')).toEqual([]);
    }
  });

  test('have at least forty payloads, and some of each kind', () => {
    expect(PAYLOADS.length).toBeGreaterThanOrEqual(40);
    expect(new Set(PAYLOADS.map(({ kind }) => kind))).toEqual(new Set(SOURCE_KINDS.filter((kind) => kind !== 'ping')));
  });

  test('give the same event the same id, and another one another', () => {
    const ids = PAYLOADS.map(({ kind, body }) =>
      READERS[kind].read(body, request).map(({ id }) => `${kind} ${id}`),
    ).flat();
    const again = PAYLOADS.map(({ kind, body }) =>
      READERS[kind].read(body, request).map(({ id }) => `${kind} ${id}`),
    ).flat();
    expect(again).toEqual(ids);
    const twice = ids.filter((id, index) => ids.indexOf(id) !== index);
    // The two posts of the group of two hold the first alert again.
    expect(twice).toEqual(['alertmanager 9a8b7c6d5e4f3a2b/2026-03-02T08:55:00.123Z/firing']);
  });

  const WRONG: readonly unknown[] = [
    null,
    5,
    'text',
    [],
    {},
    { alerts: 'x' },
    { alerts: [5] },
    { data: null },
    { incident: {} },
    { heartbeat: [] },
    { repository: 7 },
    { __proto__: { alerts: [1] } },
    { object_kind: 'issue' },
    { payload: '{' },
  ];

  test.each(
    SOURCE_KINDS.filter((kind) => kind !== 'ping' && kind !== 'generic').flatMap((kind) =>
      WRONG.map((body) => [kind, body] as const),
    ),
  )('%s says what is missing in %j, and nothing else', (kind, body) => {
    let error: unknown;
    try {
      READERS[kind].read(body, request);
    } catch (thrown) {
      error = thrown;
    }
    expect(error === undefined || error instanceof UnreadableEvent).toBe(true);
  });
});
