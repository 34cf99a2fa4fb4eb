import type { Network } from '../emulator/network';
import { createRelayWorld, SECRET } from './relay/relay-world';
import { createSheetWorld, STATE } from './sheet/sheet-world';
import { createWorld, type World } from './world';

const MINUTE = 60_000;

type Told = Pick<World, 'chat' | 'properties' | 'run' | 'setWebhook'>;

const BOTH = ['ops', 'oncall'];

/** Chat refuses `oncall`, and what waits for it takes up its share of the outbox; there is room for others. */
function fillOncall(world: Told): void {
  world.setWebhook('oncall');
  world.run('send', 'oncall', 'hello');
  world.chat.setSpaceState('oncall', 'deleted');
  for (let key = 0; world.properties.sizeBytes < 420_000; key++) world.properties.set(`own.${key}`, 'x'.repeat(8_000));
  const fill = (length: number, count: number) =>
    world.run(
      'sendAll',
      Array.from({ length: count }, () => ({ to: 'oncall', message: 'x'.repeat(length) })),
    ) as { status: string }[];
  for (const length of [1_000, 200, 1]) fill(length, 40);
  expect(fill(1, 1)).toMatchObject([{ status: 'refused', error: { code: 'OUTBOX_FULL' } }]);
}

const textsOf = ({ chat }: Told, space: string) =>
  chat.messages.filter((message) => message.space === space).map(({ text }) => text);

function tick(world: World, minutes: number): void {
  for (let minute = 0; minute < minutes; minute++) {
    world.clock.advance(MINUTE);
    world.run('tick');
  }
}

describe('what one of several webhooks has no room for counts as told to the others', () => {
  test('as an incident of a monitor, whose end they hear of', () => {
    let status = 200;
    const elsewhere: Network = {
      exchange: (batch) =>
        batch.map(() => ({ kind: 'answer', status, headers: [], body: Buffer.from(''), tookMs: 200 })),
    };
    const world = createWorld({ network: { elsewhere } });
    world.setWebhook('ops');
    fillOncall(world);
    const url = 'https://shop.example.com/health';
    const messages = { down: 'down', recovered: 'up' };
    world.run('configure', { monitors: { shop: { url, everyMinutes: 1, failuresBeforeDown: 1, to: BOTH, messages } } });
    tick(world, 2);
    status = 500;
    tick(world, 3);
    status = 200;
    tick(world, 2);
    expect(textsOf(world, 'ops')).toEqual(['down', 'up']);
    expect(world.log.join('\n')).toContain('could not tell \\"oncall\\" what happened');
  });

  test('as an occurrence of a schedule, which is not missed by the next', () => {
    const world = createWorld();
    world.setWebhook('ops');
    fillOncall(world);
    const message = '{{missed}} missed';
    world.run('configure', { schedules: { often: { cron: '*/5 * * * *', timeZone: 'Etc/UTC', to: BOTH, message } } });
    tick(world, 16);
    expect(textsOf(world, 'ops')).toEqual(Array(3).fill('0 missed'));
    expect(world.log.join('\n')).toContain('was not sent to \\"oncall\\"');
    expect(world.log.join('\n')).not.toContain('schedule.missed');
  });

  test.each([
    ['a count', { count: 2 }],
    ['the clock', { everyMinutes: 5 }],
  ])('as a digest of a sheet that %s closes', (_, digest) => {
    const world = createSheetWorld();
    fillOncall(world);
    world.rules({ collected: { ...STATE, to: BOTH, digest } });
    world.type(2, 2, 'Late');
    world.type(3, 2, 'Late');
    world.tick(8);
    world.type(4, 2, 'Late');
    world.tick(40);
    const told = textsOf(world, 'ops').join('\n');
    expect(told.match(/Order 1001/g)).toHaveLength(1);
    expect(told.match(/Order 1002/g)).toHaveLength(1);
    expect(world.log.join('\n')).toMatch(/"trouble","key":"rule\/collected".*oncall/);
  });

  test('as an event of the relay, which comes again as a repeat', () => {
    const { world, post } = createRelayWorld({});
    fillOncall(world);
    world.run('configure', { sources: { jobs: { kind: 'generic', to: BOTH, title: '{{body.job}}' } } });
    world.properties.set('source.jobs', SECRET);
    expect(post('jobs', { job: 'a' })).toEqual({ ok: true, events: 1, repeated: 0 });
    expect(world.log.join('\n')).toContain('relay.not-taken');
    expect(post('jobs', { job: 'a' })).toEqual({ ok: true, events: 1, repeated: 1 });
    expect(textsOf(world, 'ops')).toHaveLength(1);
  });

  test('as the repeats of one source, while those of another find no room', () => {
    const source = { kind: 'generic', title: '{{body.job}}' };
    const { world, post, tick } = createRelayWorld({ jobs: { ...source, to: 'ops' } });
    world.setWebhook('oncall');
    world.run('configure', { sources: { others: { ...source, to: 'oncall' } } });
    world.properties.set('source.others', SECRET);
    for (const id of ['jobs', 'others']) for (let time = 0; time < 3; time++) post(id, { job: 'a' });
    fillOncall(world);
    tick(61);
    expect(textsOf(world, 'ops').slice(1)).toEqual([expect.stringContaining('2 more times')]);
    post('jobs', { job: 'a' });
    expect(textsOf(world, 'ops')[2]).not.toContain('repeated 2 times before');
  });
});

describe('a webhook that does not exist', () => {
  test('does not keep the others from being told', () => {
    const world = createWorld();
    for (const name of BOTH) world.setWebhook(name);
    world.run('configure', {
      schedules: { often: { cron: '*/5 * * * *', timeZone: 'Etc/UTC', to: BOTH, message: 'm' } },
    });
    world.run('removeWebhook', 'oncall');
    tick(world, 6);
    expect(textsOf(world, 'ops')).toEqual(['m']);
    expect(world.log.join('\n')).toMatch(/"trouble","key":"[^"]*often[^}]*oncall/);
  });

  test('stops a send and an item of sendAll whole, before anything is posted', () => {
    const world = createWorld();
    world.setWebhook('ops');
    expect(() => world.run('send', BOTH, 'm')).toThrow(/oncall/);
    expect(world.run('sendAll', [{ to: BOTH, message: 'm' }])).toMatchObject([
      { status: 'refused', error: { code: 'UNKNOWN_WEBHOOK' } },
    ]);
    expect(world.chat.requests).toEqual([]);
  });
});
