import { parseWait, Waiting } from '../../../emulator/chat/waiting';

describe('parseWait', () => {
  test.each([
    ['5s', 5_000],
    ['500ms', 500],
    ['5', 5_000],
    ['0.5s', 500],
    ['60s', 60_000],
    ['61s', undefined],
    ['soon', undefined],
    ['-1s', undefined],
    ['', undefined],
  ])('reads %p as %p', (text, expected) => {
    expect(parseWait(text)).toBe(expected);
  });
});

describe('Waiting', () => {
  const never = new AbortController().signal;

  test('does not wait for what is there', async () => {
    await new Waiting().until(() => true, 60_000, never);
    expect(true).toBe(true);
  });

  test('looks again when something has happened', async () => {
    const waiting = new Waiting();
    let count = 0;
    const waited = waiting.until(() => count === 2, 60_000, never);
    for (count = 1; count < 3; count += 1) waiting.wake();
    await waited;
    expect(count).toBe(3);
  });

  test('ends when its time is over, and when it is told to', async () => {
    const gone = new AbortController();
    const waiting = new Waiting();
    const waited = waiting.until(() => false, 60_000, gone.signal);
    gone.abort();
    await waited;
    await waiting.until(() => false, 1, never);
    expect(gone.signal.aborted).toBe(true);
  });
});
