import type { HealthRow } from '../../src/setup/health';
import { createWorld, type World } from '../world';

const MINUTE = 60_000;
const SCOPE = 'https://www.googleapis.com/auth/';
const standup = { at: '09:00', timeZone: 'Etc/UTC', to: 'ops', message: 'Stand-up!' };

function healthyWorld(): World {
  const world = createWorld({ now: '2026-11-24T09:00:00Z' });
  world.setWebhook('ops');
  world.properties.set('notices.to', 'ops');
  world.run('configure', { schedules: { standup } });
  world.run('setUp');
  world.advance(10 * MINUTE);
  return world;
}

const examine = (world: World, zone?: string): HealthRow[] => world.run('doctor', zone) as HealthRow[];

const notOk = (world: World, zone?: string): string[] =>
  examine(world, zone)
    .filter(({ state }) => state !== 'ok')
    .map(({ check, state }) => `${state} ${check}`);

const tick = (world: World) => world.project.triggers.list().find(({ handler }) => handler === 'tick')?.id ?? '';

test('a healthy script has nothing but good rows, each without a fix', () => {
  const rows = examine(healthyWorld());
  expect(rows.filter(({ state, fix }) => state !== 'ok' || fix !== '')).toEqual([]);
  expect(rows.map(({ check }) => check)).toEqual([
    'Permission to post to Chat and check addresses',
    'Permission to run when you are not here',
    'Permission to read the rows that rules watch',
    'Permission to know whose account it runs as',
    'Permission to mail you when Chat cannot be reached',
    'Triggers',
    'Account',
    'Time zones',
    'Named time zones',
    'Mail',
    'Clock trigger runs',
    'Outbox',
    'Failed messages',
    'Trigger runtime today',
    'Webhooks',
    'Who hears of troubles',
    'Configuration',
  ]);
});

test('it changes nothing', () => {
  const world = healthyWorld();
  const before = new Map(world.properties);
  examine(world);
  expect(new Map(world.properties)).toEqual(before);
  expect(world.calls.filter((call) => /set|delete|new|send/i.test(call.replace(/.*\./, '')))).toEqual([]);
});

describe.each<[string, (world: World) => void, string, RegExp, ((world: World) => void)?]>([
  [
    'a withheld permission',
    (world) => world.project.scopes.withhold(world.project.user, [`${SCOPE}script.send_mail`]),
    'warning Permission to mail you when Chat cannot be reached',
    /Run setUp/,
    (world) => world.project.scopes.consent(world.project.user),
  ],
  [
    'no permission for triggers',
    (world) => world.project.scopes.withhold(world.project.user, [`${SCOPE}script.scriptapp`]),
    'problem Triggers',
    /Run setUp/,
    (world) => world.project.scopes.consent(world.project.user),
  ],
  [
    'a missing trigger',
    (world) => void world.project.triggers.delete(tick(world)),
    'problem Triggers',
    /Run setUp/,
    (world) => void world.run('setUp'),
  ],
  [
    'a doubled trigger',
    (world) =>
      void world.project.triggers.add('tick', world.project.user, { clock: { everyMinutes: 1 } }, world.clock.now()),
    'warning Triggers',
    /Run setUp/,
    (world) => void world.run('setUp'),
  ],
  [
    'a disabled trigger',
    (world) => {
      world.project.triggers.setDisabled(tick(world), true);
      world.advance(40 * MINUTE);
    },
    'problem Clock trigger runs',
    /Run setUp/,
    (world) => {
      world.run('setUp');
      world.advance(5 * MINUTE);
    },
  ],
  [
    'another interval than wanted',
    (world) => void world.properties.set('tick.everyMinutes', '5'),
    'warning Triggers',
    /Run setUp/,
    (world) => {
      world.run('setUp');
      world.advance(10 * MINUTE);
    },
  ],
  [
    'a webhook that Chat refuses',
    (world) => {
      world.setWebhook('sales');
      world.chat.setSpaceState('sales', 'deleted');
      world.run('sendAll', [{ to: 'sales', message: 'x' }]);
    },
    'problem Webhook "sales"',
    /setWebhook\("sales"/,
    (world) => {
      world.run('setWebhook', 'sales', world.chat.addSpace('sales2'));
      world.advance(5 * MINUTE);
    },
  ],
  [
    'a webhook link that is none',
    (world) => void world.properties.set('webhook.typo', 'https://chat.google.com/room/A'),
    'problem Webhook "typo"',
    /./,
    (world) => void world.properties.delete('webhook.typo'),
  ],
  [
    'an entry for a webhook that is none',
    (world) => void world.run('configure', { schedules: { other: { ...standup, to: 'nobody' } } }),
    'problem schedules["other"]',
    /setWebhook\("nobody"/,
    (world) => void world.run('configure', { schedules: { other: null } }),
  ],
  [
    'messages that were given up',
    (world) => {
      world.chat.setFaults('ops', [{ status: 400, times: 1 }]);
      world.run('sendAll', [{ to: 'ops', message: 'x', id: 'bad' }]);
    },
    'warning Failed messages',
    /retryDelivery/,
    (world) => void world.run('discardDelivery', 'bad'),
  ],
  [
    'nobody who hears of troubles',
    (world) => void world.properties.delete('notices.to'),
    'warning Who hears of troubles',
    /notices\.to/,
    (world) => void world.properties.set('notices.to', 'ops'),
  ],
  [
    'more monitors than requests',
    (world) =>
      void world.run('configure', {
        monitors: Object.fromEntries(
          Array.from({ length: 12 }, (_, n) => [
            `m${n}`,
            { url: `https://m${n}.example.com/`, to: 'ops', everyMinutes: 1 },
          ]),
        ),
      }),
    'warning Requests by monitors',
    /less often/,
    (world) =>
      void world.run('configure', {
        monitors: Object.fromEntries(Array.from({ length: 12 }, (_, n) => [`m${n}`, null])),
      }),
  ],
  [
    'no webhook at all',
    (world) => void world.properties.delete('webhook.ops'),
    'problem Webhooks',
    /webhook\.default/,
    (world) => void world.setWebhook('ops'),
  ],
])('%s', (_what, break_, expected, fix, mend) => {
  test('turns the right row, says what to do, and is well again when that is done', () => {
    const world = healthyWorld();
    break_(world);
    expect(notOk(world)).toContain(expected);
    const row = examine(world).find(({ check, state }) => `${state} ${check}` === expected);
    expect(row?.fix).toMatch(fix);
    mend?.(world);
    expect(notOk(world)).not.toContain(expected);
  });
});

test('three zones are compared', () => {
  const world = createWorld({
    now: '2026-11-24T09:00:00Z',
    boundTo: 'sheet',
    manifest: { timeZone: 'America/New_York' },
  });
  const sheet = world.project.services.SpreadsheetApp.document('sheet', 'Shop');
  (sheet as { timeZone: string }).timeZone = 'Asia/Tokyo';
  const row = examine(world, 'Europe/Paris').find(({ check }) => check === 'Time zones');
  expect(row).toMatchObject({
    state: 'warning',
    found: 'script America/New_York, spreadsheet Asia/Tokyo, you Europe/Paris: times may be off by 14 hours',
  });
});

test('whose account it runs as is told to someone else', () => {
  const world = healthyWorld();
  const rows = world.runAs({ user: 'colleague@example.com' }, 'doctor') as HealthRow[];
  expect(rows.find(({ check }) => check === 'Account')).toMatchObject({
    state: 'warning',
    found: expect.stringContaining('runs as someone@example.com') as string,
    fix: expect.stringContaining('take over') as string,
  });
});

test('what is printed is a table without a secret', () => {
  const world = healthyWorld();
  world.properties.set('webhook.bad', 'https://chat.googleapis.com/v1/spaces/A/messages?key=EXAMPLE_KEY');
  examine(world);
  const table = world.log[world.log.length - 1] ?? '';
  expect(table.split('\n').length).toBeGreaterThan(17);
  expect(table).toContain('OK  Outbox');
  expect(table).toContain('X   Webhook "bad"');
  expect(world.log.join('\n')).not.toMatch(/EXAMPLE_TOKEN|EXAMPLE_KEY/);
});
