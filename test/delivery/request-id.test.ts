import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { requestIdOf } from '../../src/delivery/request-id';

describe('requestIdOf', () => {
  test('is a UUID of version 8', () => {
    expect(requestIdOf('ops', 'order-1042')).toMatch(
      /^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
    );
  });

  test('differs by webhook as well as by id', () => {
    expect(
      new Set([requestIdOf('a', 'b'), requestIdOf('b', 'a'), requestIdOf('a', 'c'), requestIdOf('ab', '')]).size,
    ).toBe(4);
  });

  test('takes every character in UTF-8, as an independent SHA-256 shows', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (id) => {
        const digest = createHash('sha256').update(`chat-courier\nops\n${id}`, 'utf8').digest('hex');
        const own = requestIdOf('ops', id).replace(/-/g, '');
        expect(own.slice(0, 12) + own.slice(13, 16) + own.slice(17)).toBe(
          digest.slice(0, 12) + digest.slice(13, 16) + digest.slice(17, 32),
        );
      }),
    );
  });

  test('does not fail on half a character', () => {
    expect(requestIdOf('ops', '\ud83d')).toHaveLength(36);
  });
});
