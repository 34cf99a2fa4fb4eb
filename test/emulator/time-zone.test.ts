import fc from 'fast-check';
import { instantOf, isTimeZone, offsetAt } from '../../emulator/time-zone';

const zones = ['Etc/UTC', 'Europe/Paris', 'America/New_York', 'Asia/Kolkata', 'Australia/Lord_Howe', 'Pacific/Apia'];

describe('offsetAt and instantOf', () => {
  test('undo each other wherever the clock shows a time once', () => {
    fc.assert(
      fc.property(fc.constantFrom(...zones), fc.integer({ min: 0, max: 4_000_000_000_000 }), (zone, instant) => {
        const wall = instant + offsetAt(instant, zone);
        const found = instantOf(wall, zone);
        return found + offsetAt(found, zone) === wall && found <= instant;
      }),
    );
  });

  test('know both sides of a clock change', () => {
    const change = Date.parse('2026-03-29T01:00:00Z');
    expect([offsetAt(change - 1, 'Europe/Paris'), offsetAt(change, 'Europe/Paris')]).toEqual([3_600_000, 7_200_000]);
  });
});

describe('isTimeZone', () => {
  test('knows IANA names', () => {
    expect(['Europe/Paris', 'UTC', 'Mars/Base', ''].map(isTimeZone)).toEqual([true, true, false, false]);
  });
});
