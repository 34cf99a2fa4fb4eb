import { createWorld } from '../world';

const TEXT = 'word '.repeat(2_000);
const LONG_ID = 'x'.repeat(199);

describe('a message that is split', () => {
  test('is the same deliveries with the same id, and other ones with an id that differs in its last character only', () => {
    const world = createWorld();
    world.setWebhook('ops');
    world.run('send', 'ops', TEXT, { id: `${LONG_ID}1`, whenTooLong: 'split' });
    const parts = world.chat.messages.length;
    expect(parts).toBeGreaterThan(1);
    world.run('send', 'ops', TEXT, { id: `${LONG_ID}1`, whenTooLong: 'split' });
    expect(world.chat.messages).toHaveLength(parts);
    world.run('send', 'ops', TEXT, { id: `${LONG_ID}2`, whenTooLong: 'split' });
    expect(world.chat.messages).toHaveLength(2 * parts);
    expect(new Set(world.chat.messages.map(({ thread }) => thread)).size).toBe(2);
  });
});
