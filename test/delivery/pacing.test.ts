import { Pacing } from '../../src/delivery/pacing';

describe('Pacing', () => {
  test('holds a space for a second and the margin after each post, and no other space', () => {
    const pacing = new Pacing(45);
    pacing.posted('a', 10_000);
    expect(pacing.nextAt('a')).toBe(11_045);
    expect(pacing.nextAt('b')).toBe(0);
  });

  test('asks again soon after the first 429, and doubles the wait from then on', () => {
    const pacing = new Pacing(45);
    const waits = [1, 2, 3, 4].map(() => {
      pacing.refused('a', 10_000, undefined, 0.999999);
      return pacing.nextAt('a') - 10_000;
    });
    expect(waits).toEqual([20, 239, 479, 959]);
  });

  test('never asks before Chat said', () => {
    const pacing = new Pacing(45);
    pacing.refused('a', 10_000, 7_000, 0);
    expect(pacing.nextAt('a')).toBe(17_000);
  });

  test('waits no longer than the post before may have been late, by what its call took above the quickest', () => {
    const pacing = new Pacing(45);
    const nextAfter = (tookMs: number) => {
      pacing.posted('a', 10_000);
      pacing.answered(['a', 'b'], 10_000, tookMs);
      return [pacing.nextAt('a'), pacing.nextAt('b')];
    };
    expect(nextAfter(100)).toEqual([11_045, 0]);
    expect(nextAfter(120)).toEqual([11_020, 11_020]);
    expect(nextAfter(300)).toEqual([11_045, 11_020]);
    expect(nextAfter(80)).toEqual([11_045, 11_020]);
    expect(nextAfter(100)).toEqual([11_020, 11_020]);
  });

  const marginOf = (pacing: Pacing, space: string) => {
    pacing.posted(space, 0);
    return pacing.nextAt(space) - 1_000;
  };

  test('widens the margin of all spaces with each 429 up to a cap, and narrows it with each success to almost nothing', () => {
    const pacing = new Pacing(45);
    pacing.refused('a', 0, undefined, 0);
    expect(marginOf(pacing, 'b')).toBe(50);
    for (let turn = 0; turn < 100; turn++) {
      pacing.accepted('a');
      pacing.refused('a', 0, undefined, 0);
    }
    expect(marginOf(pacing, 'a')).toBe(300);
    for (let success = 0; success < 1_000; success++) pacing.accepted('a');
    expect(marginOf(pacing, 'b')).toBe(2);
  });

  test('takes only the first 429 in a row for a sign of too small a margin', () => {
    const pacing = new Pacing(45);
    for (let refusal = 0; refusal < 100; refusal++) pacing.refused('a', 0, undefined, 0);
    expect(marginOf(pacing, 'b')).toBe(50);
  });

  test('widens the margin more when Chat asks for a wait', () => {
    const pacing = new Pacing(45);
    pacing.refused('a', 0, 1_000, 0);
    expect(marginOf(pacing, 'b')).toBe(55);
  });

  test('keeps a margin that is set below the least', () => {
    const pacing = new Pacing(0);
    pacing.accepted('a');
    expect(marginOf(pacing, 'a')).toBe(0);
  });

  test('waits in whole milliseconds', () => {
    const pacing = new Pacing(45);
    pacing.refused('a', 0, undefined, 0);
    pacing.accepted('a');
    pacing.posted('a', 0);
    expect(Number.isInteger(pacing.nextAt('a'))).toBe(true);
  });
});
