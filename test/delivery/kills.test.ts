import type { Fault } from '../../emulator/chat/faults';
import { createWorld, type World } from '../world';

/**
 * Ends an execution at every service call of a story in which a message is refused, retried or discarded: before the
 * call, and in its middle where it writes several entries. After a call is before the next one: nothing in between
 * outlives the execution. The simulation's kill points do the same for messages that Chat takes.
 */
const MINUTE = 60_000;

const REFUSED_ONCE: readonly Fault[] = [{ status: 400, times: 1 }];
const REFUSED_ALWAYS: readonly Fault[] = [{ status: 400 }];

const TEXTS = { small: 'm', large: 'z'.repeat(20_000) };

interface Story {
  /** What is so before anything may be killed. */
  readonly prepare: (world: World, text: string) => void;
  /** The functions that run, a minute apart; each of their calls may be the last of its execution. */
  readonly runs: readonly (readonly [functionName: string, ...args: unknown[]])[];
  /** Where the message may be in the end. */
  readonly ends: readonly string[];
}

/** Accepts a message without sending it. */
function queue(world: World, message: string): void {
  world.properties.set('delivery.policy', '{"drainMs":0}');
  world.run('sendAll', [{ to: 'ops', message, id: 'm' }]);
  world.properties.delete('delivery.policy');
}

function queueRefused(world: World, text: string, faults: readonly Fault[]): void {
  queue(world, text);
  world.chat.setFaults('ops', faults);
}

function fail(world: World, text: string, then: readonly Fault[]): void {
  queueRefused(world, text, REFUSED_ONCE);
  world.run('tick');
  world.chat.setFaults('ops', then);
}

const STORIES: Record<string, Story> = {
  'a message that Chat refuses': {
    prepare: (world, text) => queueRefused(world, text, REFUSED_ALWAYS),
    runs: [['tick'], ['tick']],
    ends: ['failed'],
  },
  'a message that Chat refuses once': {
    prepare: (world, text) => queueRefused(world, text, REFUSED_ONCE),
    runs: [['tick'], ['tick']],
    ends: ['failed', 'in the space'],
  },
  'retryDelivery of a message that Chat takes then': {
    prepare: (world, text) => fail(world, text, []),
    runs: [['retryDelivery', 'm'], ['tick']],
    ends: ['failed', 'in the space'],
  },
  'retryDelivery of a message that Chat refuses again': {
    prepare: (world, text) => fail(world, text, REFUSED_ALWAYS),
    runs: [['retryDelivery', 'm'], ['tick']],
    ends: ['failed'],
  },
  'discardDelivery of a message that waits': {
    prepare: queue,
    runs: [['discardDelivery', 'm'], ['tick'], ['tick']],
    ends: ['discarded', 'in the space'],
  },
  'discardDelivery of a message whose dead letter an earlier kill left behind': {
    prepare: (world, text) => {
      fail(world, text, []);
      const letters = [...world.properties].filter(([key]) => key.startsWith('cc/x/'));
      world.properties.set('delivery.policy', '{"drainMs":0}');
      world.run('retryDelivery', 'm');
      world.properties.delete('delivery.policy');
      for (const [key, value] of letters) world.properties.set(key, value);
    },
    runs: [['discardDelivery', 'm'], ['tick'], ['tick']],
    ends: ['discarded', 'in the space', 'failed, discarded'],
  },
};

/**
 * Tells a story with one kill in it.
 *
 * @param first - how many entries the call still writes
 * @returns where the message is in the end, and how many entries the call would have written; undefined when the story
 * was over before
 */
function tell({ prepare, runs }: Story, text: string, killAt: number, first: number) {
  let calls: number | undefined;
  let entries = 0;
  const world = createWorld({
    interceptor: {
      decide: ({ method, args }) => {
        if (calls === undefined || ++calls !== killAt) return {};
        if (method === 'setProperties') entries = Object.keys(args[1] as Record<string, string>).length;
        return { effect: first === 0 ? 'none' : { first }, outcome: 'kill' };
      },
    },
  });
  world.setWebhook('ops');
  prepare(world, text);
  calls = 0;
  for (const [functionName, ...args] of runs) {
    try {
      world.run(functionName, ...args);
    } catch (error) {
      if ((error as Error).name !== 'ExecutionKilled') throw error;
    }
    world.clock.advance(MINUTE);
  }
  if (calls < killAt) return undefined;
  calls = undefined;
  for (let drains = 0; drains < 3; drains++, world.clock.advance(2 * MINUTE)) world.run('tick');
  return { end: endOf(world, text), entries };
}

function endOf(world: World, text: string): string {
  const end = whereIs(world, text);
  // What is listed as failed is all there: it can be sent after all.
  if (end === 'failed') {
    world.chat.setFaults('ops', []);
    world.run('retryDelivery', 'm');
    if (whereIs(world, text) !== 'in the space') return `failed, and after a retry ${whereIs(world, text)}`;
  }
  const letters = [...world.properties.keys()].filter((key) => key.startsWith('cc/x/'));
  return letters.length === 0 || end.startsWith('failed,') ? end : `${end}, and ${letters.join(', ')}`;
}

function whereIs(world: World, text: string): string {
  const made = world.chat.messages.filter((message) => message.text === text).map(() => 'in the space');
  const listed = world.run('listDeliveries', { id: 'm' }) as { status: string }[];
  const others = listed.map(({ status }) => status).filter((status) => status !== 'sent');
  return [...made, ...others.sort().reverse()].join(', ') || 'nowhere';
}

/** Tells a story with a kill at each of its calls. @returns the ends that are not right, and how many calls there were */
function tellAll(story: Story, text: string) {
  const wrong: string[] = [];
  for (let killAt = 1, entries = 0; ; killAt++) {
    for (let first = 0; first === 0 || first < entries; first++) {
      const told = tell(story, text, killAt, first);
      if (told === undefined) return { wrong, calls: killAt - 1 };
      entries = told.entries;
      if (!story.ends.includes(told.end)) wrong.push(`killed at call ${killAt}, ${first} entries: ${told.end}`);
    }
  }
}

describe.each(Object.entries(STORIES))('%s', (_, story) => {
  test.each(Object.entries(TEXTS))(
    'is in one place in the end, wherever an execution dies: a %s one',
    (_size, text) => {
      const { wrong, calls } = tellAll(story, text);
      expect(wrong).toEqual([]);
      expect(calls).toBeGreaterThan(5);
    },
  );
});
