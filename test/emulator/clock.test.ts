import { RealClock, VirtualClock } from '../../emulator/clock';

describe('VirtualClock', () => {
  test('moves only when told, in whole milliseconds, and never back', () => {
    const clock = new VirtualClock('2026-03-02T09:00:00Z');
    const start = clock.now();
    clock.waitUntil(start - 5);
    expect(clock.now()).toBe(start);
    clock.advance(10.2);
    expect(clock.now()).toBe(start + 11);
  });

  test('refuses what is no instant', () => {
    expect(() => new VirtualClock('soon')).toThrow('Expected an ISO instant like 2026-03-02T09:00:00Z, got soon.');
  });
});

describe('RealClock', () => {
  test('returns no earlier than the instant it waits for', () => {
    const clock = new RealClock();
    const until = clock.now() + 3;
    clock.waitUntil(until);
    expect(clock.now()).toBeGreaterThanOrEqual(until);
  });
});
