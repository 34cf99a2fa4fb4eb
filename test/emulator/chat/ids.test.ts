import { chatId, seedNumber } from '../../../emulator/chat/ids';

describe('chatId', () => {
  test('gives every number another id of eleven characters', () => {
    const ids = new Set(Array.from({ length: 100_000 }, (_, number) => chatId(seedNumber('a'), number)));
    expect(ids.size).toBe(100_000);
    expect([...ids].every((id) => /^[A-Za-z0-9_-]{11}$/.test(id))).toBe(true);
  });

  test('depends on seed and number alone', () => {
    expect(chatId(seedNumber('a'), 1)).toBe(chatId(seedNumber('a'), 1));
    expect(chatId(seedNumber('a'), 1)).not.toBe(chatId(seedNumber('b'), 1));
  });
});
