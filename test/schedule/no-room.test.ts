import { createWorld, type World } from '../world';

const MINUTE = 60_000;

const texts = (world: World) => world.chat.messages.map(({ text }) => text);

function fill(world: World): void {
  for (let key = 0; world.properties.sizeBytes < 497_000; key++) world.properties.set(`own.${key}`, 'x'.repeat(1_000));
}

function empty(world: World): void {
  for (const key of [...world.properties.keys()]) if (key.startsWith('own.')) world.properties.delete(key);
}

describe('what finds no room in the outbox', () => {
  test('is told once there is room, wherever the execution that found none was killed', () => {
    for (let at = 1; at <= 12; at++) {
      let calls = Infinity;
      const world: World = createWorld({
        now: '2026-03-02T09:58:00Z',
        interceptor: { decide: () => (++calls === at ? { effect: 'whole', outcome: 'kill' } : {}) },
      });
      world.setWebhook('ops');
      world.run('configure', {
        schedules: { daily: { at: '10:00', timeZone: 'Etc/UTC', to: 'ops', message: 'Ten' } },
      });
      world.run('tick');
      fill(world);
      world.clock.advance(2 * MINUTE);
      calls = 0;
      try {
        world.run('tick');
      } catch {
        // It was killed.
      }
      calls = Infinity;
      empty(world);
      for (let minute = 0; minute < 5; minute++) {
        world.clock.advance(MINUTE);
        world.run('tick');
      }
      expect([at, texts(world)]).toEqual([at, ['Ten']]);
    }
  });
});
