import { createWorld, type World, type WorldOptions } from '../world';

const MINUTE = 60_000;
const SCOPE = 'https://www.googleapis.com/auth/';

interface Report {
  readonly done: string[];
  readonly missing: string[];
}

const setUp = (world: World): Report => world.run('setUp') as Report;

const handlers = (world: World): string[] => world.project.triggers.list().map(({ handler }) => handler);

function worldWith(options: WorldOptions = {}): World {
  const world = createWorld({ now: '2026-11-24T09:00:00Z', ...options });
  world.setWebhook('ops');
  return world;
}

/** A trigger that someone else's function has. */
const foreign = (world: World, handler: string) =>
  world.project.triggers.add(handler, world.project.user, { clock: { everyMinutes: 5 } }, world.clock.now());

const standup = { at: '09:00', timeZone: 'Etc/UTC', to: 'ops', message: 'Stand-up!' };
const late = { tab: 'Orders', when: 'edited', all: [{ column: 'Status', changesTo: 'Late' }], to: 'ops', message: 'x' };

describe('setUp', () => {
  test('makes the trigger once, however often it is run, and says so', () => {
    const world = worldWith();
    expect(setUp(world).done).toEqual([
      'Made the trigger that runs every minute.',
      'Everything runs as someone@example.com.',
    ]);
    for (let time = 0; time < 4; time += 1) {
      expect(setUp(world)).toEqual({
        done: ['All is in place: 1 trigger.', 'Everything runs as someone@example.com.'],
        missing: [],
      });
    }
    expect(handlers(world)).toEqual(['tick']);
  });

  test('after the first time it writes nothing', () => {
    const world = worldWith();
    setUp(world);
    setUp(world);
    expect(world.calls).not.toContain('PropertiesService.setProperties');
    expect(world.calls).not.toContain('ScriptApp.newTrigger');
  });

  test('removes doubles of ours and leaves the triggers of other functions alone', () => {
    const world = worldWith();
    for (const handler of ['ticket', 'tick', 'tick', 'onEdit', 'handleEdit', 'Lib.tick', 'sendReport'])
      foreign(world, handler);
    expect(setUp(world).done).toEqual([
      'Removed 2 triggers of ours that were doubled or not needed any more.',
      'Left alone 4 triggers of other functions.',
      'Everything runs as someone@example.com.',
    ]);
    expect(handlers(world).sort()).toEqual(['Lib.tick', 'onEdit', 'sendReport', 'tick', 'ticket']);
  });

  test('replaces a trigger that Google has disabled', () => {
    const world = worldWith();
    setUp(world);
    world.advance(10 * MINUTE);
    const [before] = world.project.triggers.list();
    world.project.triggers.setDisabled(before?.id ?? '', true);
    world.advance(30 * MINUTE);
    expect(setUp(world).done[0]).toBe(
      'Replaced the trigger that runs every minute, which had stopped or ran at another interval.',
    );
    const triggers = world.project.triggers.list();
    expect(triggers).toHaveLength(1);
    expect(triggers[0]?.id).not.toBe(before?.id);
  });

  test('takes another interval from the script property', () => {
    const world = worldWith();
    setUp(world);
    world.properties.set('tick.everyMinutes', '5');
    expect(setUp(world).done[0]).toContain('Replaced the trigger that runs every 5 minutes');
    expect(world.project.triggers.list().map(({ spec }) => spec)).toEqual([{ clock: { everyMinutes: 5 } }]);
    world.properties.set('tick.everyMinutes', '7');
    expect(setUp(world).done[0]).toContain('runs every minute');
  });

  test('makes and removes the triggers that rules need', () => {
    const world = worldWith({ boundTo: 'sheet-1' });
    world.project.services.SpreadsheetApp.document('sheet-1', 'Shop');
    world.run('configure', {
      rules: {
        late,
        filled: { ...late, when: 'submitted', all: [] },
        form: { form: 'form-1', when: 'submitted', to: 'ops', message: 'x' },
      },
    });
    expect(setUp(world).done.slice(0, 4)).toEqual([
      'Made the trigger that runs every minute.',
      'Made the trigger that sees edits of the spreadsheet.',
      'Made the trigger that sees rows come and go.',
      'Made the trigger that sees form submissions.',
    ]);
    expect(handlers(world).sort()).toEqual([
      'handleChange',
      'handleEdit',
      'handleFormSubmit',
      'handleFormSubmit',
      'tick',
    ]);
    world.run('configure', { rules: { late: null, filled: null, form: null } });
    setUp(world);
    expect(handlers(world)).toEqual(['tick']);
  });

  test('asks for a permission without which nothing works', () => {
    const world = worldWith();
    world.project.scopes.withhold(world.project.user, [`${SCOPE}script.external_request`]);
    expect(() => setUp(world)).toThrow('Authorization is required');
    expect(world.log.join()).toContain(
      'Google will ask for the permission to post to Chat and check addresses. Without it nothing can be sent.',
    );
    expect(handlers(world)).toEqual([]);
  });

  test('goes on without one that can be done without, and says what is missing and why it matters', () => {
    const world = worldWith();
    world.project.scopes.withhold(world.project.user, [`${SCOPE}script.send_mail`, `${SCOPE}userinfo.email`]);
    const { done, missing } = setUp(world);
    expect(done).toEqual(['Made the trigger that runs every minute.']);
    expect(missing).toEqual([
      'The permission to know whose account it runs as was not given: nobody is told when the triggers belong to another account. Run setUp again and tick it.',
      'The permission to mail you when Chat cannot be reached was not given: troubles are told in Chat and in the log only. Run setUp again and tick it.',
    ]);
  });

  test('says what to do when Google takes no more triggers', () => {
    const world = worldWith();
    for (let number = 0; number < 20; number += 1) foreign(world, `other${number}`);
    const { missing } = setUp(world);
    expect(missing[0]).toContain('This script has too many triggers');
    expect(missing[0]).toContain('run setUp again');
    expect(handlers(world)).toHaveLength(20);
  });

  test('says when there is no webhook yet', () => {
    expect(setUp(createWorld()).missing[0]).toContain('No webhook is set up');
  });
});

describe('tearDown', () => {
  test('removes our triggers and what was remembered, and nothing else', () => {
    const world = worldWith();
    foreign(world, 'sendReport');
    world.properties.set('my.own', 'value');
    world.properties.set('secret.shop', 'EXAMPLE_TOKEN');
    setUp(world);
    world.run('configure', { schedules: { standup } });
    world.advance(10 * MINUTE);
    const { done, missing } = world.run('tearDown') as Report;
    expect(done[0]).toBe('Removed 1 trigger of ours, left alone 1 trigger of other functions.');
    expect(missing).toEqual([
      'Kept what configure has stored. To remove that too, run tearDown({ everything: true }) from a function of yours.',
      'Kept 1 webhook: remove them with removeWebhook(name), or in Project settings.',
    ]);
    expect(handlers(world)).toEqual(['sendReport']);
    const keys = [...world.properties.keys()];
    expect(keys.filter((key) => !key.startsWith('cc/'))).toEqual(['webhook.ops', 'my.own', 'secret.shop']);
    expect(keys.filter((key) => /^cc\/[tmui]\//.test(key))).toEqual([]);
    expect(Object.keys((world.run('getConfiguration') as { schedules: object }).schedules)).toEqual(['standup']);
  });

  test('keeps messages that wait, unless everything is to go', () => {
    const world = worldWith();
    setUp(world);
    world.run('sendAll', [{ to: 'ops', message: 'later', notBefore: '2026-12-01T00:00:00Z' }]);
    world.run('configure', { schedules: { standup } });
    expect((world.run('tearDown') as Report).missing[0]).toBe(
      'Kept 1 waiting message, what configure has stored. To remove that too, run tearDown({ everything: true }) from a function of yours.',
    );
    expect(world.run('listDeliveries', { status: 'queued' })).toHaveLength(1);
    world.run('tearDown', { everything: true });
    expect([...world.properties.keys()]).toEqual(['webhook.ops']);
  });

  test('after it nothing repairs itself, and setUp starts anew', () => {
    const world = worldWith();
    setUp(world);
    world.advance(10 * MINUTE);
    world.run('tearDown');
    world.advance(60 * MINUTE);
    world.run('send', 'ops', 'hello');
    expect(handlers(world)).toEqual([]);
    expect(setUp(world).done[0]).toBe('Made the trigger that runs every minute.');
  });
});
