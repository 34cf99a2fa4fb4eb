import { readProgress, writeProgress } from '../../src/delivery/progress';

const NOW = 1_000_000;

function progressWith(segments: number, tries: number) {
  const progress = readProgress(undefined, NOW);
  for (let at = 0; at < segments; at++) {
    const key = `cc/o/0m5kq3z9c${String(at).padStart(3, '0')}/x7f2`;
    progress.done.set(key, new Set([0, 1, 5]));
    if (at < tries) progress.tries.set(key, new Map([[2, { attempts: 3, dueAt: NOW + 5, status: 503 }]]));
  }
  return progress;
}

describe('writeProgress', () => {
  test('gives back what was noted', () => {
    const progress = progressWith(3, 2);
    progress.coolUntil.set('AAAA', NOW + 60_000).set('over', NOW - 1);
    const { value, trimmed } = writeProgress(progress, () => true, NOW);
    expect(trimmed).toBe(0);
    const read = readProgress(value, NOW);
    expect([...read.done.values()].map((indexes) => [...indexes])).toEqual([
      [0, 1, 5],
      [0, 1, 5],
      [0, 1, 5],
    ]);
    expect([...read.tries.values()].map((tries) => tries.get(2))).toEqual(
      Array(2).fill({ attempts: 3, dueAt: NOW + 5, status: 503 }),
    );
    expect([...read.coolUntil]).toEqual([['AAAA', NOW + 60_000]]);
  });

  test('keeps within one value, tries first, and says what did not fit', () => {
    const { value, trimmed } = writeProgress(progressWith(600, 100), () => true, NOW);
    expect(Buffer.byteLength(value)).toBeLessThanOrEqual(9_000);
    expect(trimmed).toBeGreaterThan(0);
    expect(readProgress(value, NOW).tries.size).toBe(100);
  });

  test('forgets segments that are gone, and is empty when nothing is left', () => {
    expect(writeProgress(progressWith(3, 3), () => false, NOW)).toEqual({ value: '', trimmed: 0 });
  });
});

describe('readProgress', () => {
  test.each(['', 'null', '7', '{"s":7}', '{"s":{"k":null}}', 'garbage'])('takes %p for none', (value) => {
    const { done, tries } = readProgress(value, NOW);
    expect([done.size, tries.size]).toEqual([0, 0]);
  });
});
