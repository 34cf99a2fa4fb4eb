import { isSilent, nextPulse, pulseEntry, readPulse, type Pulse } from '../../src/setup/pulse';

const MINUTE = 60_000;
const at = Date.parse('2026-11-24T09:00:00Z');

const after = (pulse: Pulse | undefined, minutes: number, tickMinutes = 1): Pulse =>
  nextPulse(pulse, at + minutes * MINUTE, tickMinutes);

describe('nextPulse', () => {
  test('counts the quiet ticks since the last sign of life', () => {
    const first = after(undefined, 0);
    expect(first).toEqual({ at, since: at, ticks: 1, runtimeMs: 300 });
    expect(after(first, 5)).toMatchObject({ ticks: 6, runtimeMs: 1_800 });
    expect(after(first, 30, 10)).toMatchObject({ ticks: 4 });
  });

  test('begins a new sum after a day', () => {
    expect(after(after(undefined, 0), 1_440)).toMatchObject({ since: at + 1_440 * MINUTE, ticks: 1_440 });
  });
});

test('is read as it was written, and damage counts as none', () => {
  const pulse = after(undefined, 7);
  expect(readPulse(pulseEntry(pulse))).toEqual(pulse);
  expect(['', 'x', '{}', '{"a":"1"}'].map((text) => readPulse({ 'cc/i/t': text }))).toEqual([
    undefined,
    undefined,
    undefined,
    undefined,
  ]);
});

test.each([
  ['1', 15, false],
  ['1', 16, true],
  ['30', 95, false],
  ['30', 96, true],
])('with a tick every %s min a silence of %s min is one: %s', (tickMinutes, minutes, silent) => {
  const snapshot = { ...pulseEntry(after(undefined, 0)), 'tick.everyMinutes': tickMinutes };
  expect(isSilent(snapshot, 0, at + minutes * MINUTE)).toBe(silent);
});
