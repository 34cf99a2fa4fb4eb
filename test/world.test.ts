import { createWorld } from './world';

describe('createWorld', () => {
  test('runs the shipped code against a Chat of its own', () => {
    const world = createWorld();
    world.setWebhook('ops');
    const result = world.run('send', 'ops', 'Disk is full', { id: 'disk-1' });
    expect(result).toMatchObject({ status: 'sent', name: world.chat.messages[0]?.name });
    expect(world.chat.messages.map(({ space, text }) => [space, text])).toEqual([['ops', 'Disk is full']]);
    expect(world.calls).toEqual(['PropertiesService.getProperties', 'UrlFetchApp.fetch']);
  });

  test('lets no world see another', () => {
    const [one, other] = [createWorld(), createWorld()];
    one.setWebhook('ops');
    one.run('send', 'ops', 'hello');
    expect(other.properties.size).toBe(0);
    expect(other.chat.messages).toEqual([]);
  });

  test('throws what the code threw, with its name and code', () => {
    const world = createWorld();
    expect(() => world.run('send', 'nope', 'hello')).toThrow(
      expect.objectContaining({ name: 'UnknownWebhookError', code: 'UNKNOWN_WEBHOOK' }) as Error,
    );
  });
});
