import fc from 'fast-check';
import { createDelivery } from '../../src/delivery/delivery';
import {
  decodeSegment,
  encodeDelivery,
  encodeSegments,
  MAX_VALUE_BYTES,
  nextClock,
  parseSegmentKey,
  segmentKey,
  sizeOf,
  splitValue,
} from '../../src/delivery/record';

const bytes = (text: string) => Buffer.byteLength(text, 'utf8');

function keys() {
  let clock = { ms: 0, counter: 0 };
  return () => {
    clock = nextClock(clock, 1_000);
    return segmentKey('cc/o/', clock, 0.5);
  };
}

const anyText = fc.oneof(
  fc.string({ maxLength: 400 }),
  fc.string({ unit: 'grapheme', maxLength: 4000 }),
  fc.string({ unit: 'binary', maxLength: 4000 }),
);

describe('encodeSegments', () => {
  test('gives back every delivery as it was, in order, in values that the store takes', () => {
    fc.assert(
      fc.property(fc.array(anyText, { minLength: 1, maxLength: 30 }), (texts) => {
        const deliveries = texts.map((text, index) =>
          createDelivery('ops', { text }, { id: `id-${index}`, priority: 'low' }, ''),
        );
        const segments = encodeSegments(deliveries.map(encodeDelivery), 0, keys());
        const read = segments.flatMap(({ key, entries }) => {
          for (const value of Object.values(entries)) expect(bytes(value)).toBeLessThanOrEqual(MAX_VALUE_BYTES);
          const parts = Object.keys(entries).map((physical) => ({
            physical,
            part: parseSegmentKey(physical)?.part ?? -1,
          }));
          expect(parts.map(({ physical }) => parseSegmentKey(physical)?.segment)).toEqual(parts.map(() => key));
          const value = parts
            .sort((a, b) => a.part - b.part)
            .map(({ physical }) => entries[physical])
            .join('');
          return decodeSegment(value)?.deliveries ?? [];
        });
        expect(read).toEqual(
          deliveries.map((delivery) => ({
            ...delivery,
            message: JSON.parse(JSON.stringify(delivery.message)) as unknown,
          })),
        );
      }),
      { numRuns: 60 },
    );
  });

  test('packs small deliveries together: 1,200 of 250 bytes take fewer than 50 values', () => {
    const records = Array.from({ length: 1200 }, (_, index) =>
      encodeDelivery(createDelivery('ops', { text: 'x'.repeat(250) }, {}, `mm8y7c00majk${index}`)),
    );
    expect(encodeSegments(records, 0, keys()).length).toBeLessThan(50);
  });
});

describe('nextClock', () => {
  test('never goes back, whatever the clock of the execution does', () => {
    let clock = { ms: 5_000, counter: 0 };
    const seen: string[] = [];
    for (const now of [4_000, 5_000, 6_000, 1_000, 6_000]) {
      clock = nextClock(clock, now);
      seen.push(segmentKey('cc/o/', clock, 0));
    }
    expect([...seen].sort()).toEqual(seen);
    expect(new Set(seen).size).toBe(seen.length);
  });

  test('carries when the counter is used up', () => {
    expect(nextClock({ ms: 7, counter: 36 ** 3 - 1 }, 0)).toEqual({ ms: 8, counter: 0 });
  });
});

describe('parseSegmentKey', () => {
  test.each(['cc/o/', 'cc/o/garbage', 'cc/o/0m5kq3z9c000', 'cc/p', 'webhook.ops', 'cc/x/0m5kq3z9c000/x7f2'])(
    'does not take %s for a segment',
    (key) => expect(parseSegmentKey(key)).toBeUndefined(),
  );
});

describe('decodeSegment', () => {
  test.each([
    '',
    'null',
    '[]',
    '{}',
    '{"m":1}',
    '{"m":[1]}',
    '{"m":[["id"]]}',
    '{"v":"x","m":[]}',
    '{"m":[["id","to","text"]]}',
  ])('does not take %s for a segment', (value) => expect(decodeSegment(value)).toBeUndefined());
});

describe('splitValue', () => {
  test('counts bytes, not characters, and cuts no character in two', () => {
    const parts = splitValue('k', '€😀'.repeat(4_000));
    for (const value of Object.values(parts)) {
      expect(bytes(value)).toBeLessThanOrEqual(MAX_VALUE_BYTES);
      expect(value).not.toMatch(/[\ud800-\udbff]$/);
    }
    expect(Object.values(parts).join('')).toBe('€😀'.repeat(4_000));
    expect(sizeOf(parts)).toBeGreaterThan(28_000);
  });
});
