import { Log } from '../../../emulator/chat/log';

describe('Log', () => {
  test('keeps the latest entries and counts all', () => {
    const log = new Log<number>(3);
    for (let number = 1; number <= 5_000; number += 1) log.add(number);
    expect([log.entries(), log.count]).toEqual([[4998, 4999, 5000], 5000]);
  });

  test('keeps everything when it has no limit', () => {
    const log = new Log<number>(Infinity);
    for (let number = 0; number < 3_000; number += 1) log.add(number);
    expect(log.entries()).toHaveLength(3_000);
  });

  test('begins anew when cleared', () => {
    const log = new Log<number>(2);
    [1, 2, 3].forEach((number) => log.add(number));
    log.clear();
    log.add(4);
    expect([log.entries(), log.count]).toEqual([[4], 1]);
  });
});
