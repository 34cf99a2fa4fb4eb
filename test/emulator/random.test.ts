import fc from 'fast-check';
import { RandomStream } from '../../emulator/random';

describe('RandomStream', () => {
  test('draws the same from the same seed, and differently from another', () => {
    const draw = (seed: string) => {
      const stream = new RandomStream(seed);
      return [stream.next(), stream.next(), stream.uuid()];
    };
    expect(draw('a')).toEqual(draw('a'));
    expect(draw('a')).not.toEqual(draw('b'));
  });

  test('stays within its bounds', () => {
    fc.assert(
      fc.property(fc.string(), fc.integer({ min: 1, max: 1000 }), (seed, bound) => {
        const stream = new RandomStream(seed);
        const value = stream.below(bound);
        return Number.isInteger(value) && value >= 0 && value < bound && /^[0-9a-f-]{36}$/.test(stream.uuid());
      }),
    );
  });

  test('spreads evenly', () => {
    const stream = new RandomStream(1);
    const counts = Array<number>(10).fill(0);
    for (let draw = 0; draw < 100_000; draw += 1) {
      const value = stream.below(10);
      counts[value] = (counts[value] ?? 0) + 1;
    }
    for (const count of counts) expect(Math.abs(count - 10_000)).toBeLessThan(500);
  });
});
