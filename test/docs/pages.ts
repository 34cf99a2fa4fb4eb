import { createWorld } from '../world';

/** The functions of the shipped bundle that pages about running show, in a world of their own. */
export function functionsOf(
  world: Pick<ReturnType<typeof createWorld>, 'run'>,
): Record<string, (...args: unknown[]) => unknown> {
  const names = [
    'configure', 'getConfiguration', 'listOccurrences', 'listDeliveries', 'muteUntil', 'setUp', 'doctor', 'tearDown', 'send',
    'sendAll', 'explainRow', 'tryRules', 'newSourceAddress',
  ]; // prettier-ignore
  return Object.fromEntries(names.map((name) => [name, (...args: unknown[]) => world.run(name, ...args)]));
}

/** A world with the webhooks that the examples name, on the morning of the day that they tell of. */
export function worldOfPages(): ReturnType<typeof createWorld> {
  const world = createWorld({ now: '2026-11-24T01:00:00Z' });
  for (const name of ['team', 'ops']) world.setWebhook(name);
  return world;
}
