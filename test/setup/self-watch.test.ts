import type { LogEntry } from '../../emulator/project';
import { createWorld, type World, type WorldOptions } from '../world';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** A world that is set up and has ticked for a while; troubles are told to "alerts". */
function watchedWorld(options: WorldOptions = {}, tickMinutes = 1): World {
  const world = createWorld({ now: '2026-11-24T09:00:00Z', ...options });
  world.setWebhook('ops');
  world.setWebhook('alerts');
  world.properties.set('notices.to', 'alerts');
  world.properties.set('tick.everyMinutes', String(tickMinutes));
  world.run('setUp');
  world.advance(10 * tickMinutes * MINUTE);
  return world;
}

const alerts = (world: World): string[] =>
  world.chat.messages.filter(({ space }) => space === 'alerts').map(({ text }) => text);

const ticks = (world: World) => world.project.triggers.list().filter(({ handler }) => handler === 'tick');

const mails = (world: World) => world.project.services.MailApp.sent;

/** Google removes or disables the clock trigger, and time passes. */
function loseTick(world: World, how: 'delete' | 'disable', lostMs = 30 * MINUTE): void {
  for (const { id } of ticks(world)) {
    if (how === 'delete') world.project.triggers.delete(id);
    else world.project.triggers.setDisabled(id, true);
  }
  world.advance(lostMs);
}

test('a day on which all is well is a day of silence', () => {
  const world = watchedWorld({}, 15);
  world.advance(24 * HOUR);
  expect(world.chat.messages).toHaveLength(0);
  expect(mails(world)).toEqual([]);
});

describe('a clock trigger that does not run', () => {
  test.each(['delete', 'disable'] as const)('is put right by the next execution of any kind, and told (%s)', (how) => {
    const world = watchedWorld();
    const [before] = ticks(world);
    loseTick(world, how);
    world.run('send', 'ops', 'hello');
    expect(ticks(world)).toHaveLength(1);
    expect(ticks(world)[0]?.id).not.toBe(before?.id);
    expect(world.project.triggers.isDisabled(ticks(world)[0]?.id ?? '')).toBe(false);
    world.advance(10 * MINUTE);
    expect(alerts(world)[0]).toContain('Clock trigger runs: no tick since 2026-11-24T09:0');
    expect(alerts(world)[0]).toContain('have been put right');
    expect(alerts(world).slice(1).join()).toContain('In order again: Clock trigger runs');
  });

  test('is told as late by a tick that comes after a gap', () => {
    const world = watchedWorld();
    const quiet = world.project.triggers.timing;
    world.project.triggers.timing = () => [];
    world.advance(2 * HOUR);
    world.project.triggers.timing = quiet;
    world.advance(5 * MINUTE);
    expect(alerts(world)).toEqual([expect.stringMatching(/No tick ran for about 12[0-9] minutes/)]);
  });

  test('costs other executions nothing while all is well', () => {
    const world = watchedWorld();
    world.run('send', 'ops', 'hello');
    expect(world.calls).toEqual(['PropertiesService.getProperties', 'UrlFetchApp.fetch']);
  });

  test('is not looked at again with each message', () => {
    const world = watchedWorld();
    world.project.scopes.withhold(world.project.user, ['https://www.googleapis.com/auth/script.scriptapp']);
    loseTick(world, 'delete');
    world.run('send', 'ops', 'one');
    expect(world.calls).toContain('ScriptApp.getProjectTriggers');
    world.clock.advance(2_000);
    world.run('send', 'ops', 'two');
    expect(world.calls).toEqual(['PropertiesService.getProperties', 'UrlFetchApp.fetch']);
    expect(world.log.join()).toContain('could not be put right');
  });

  test('of another account is told, not taken over', () => {
    const world = watchedWorld();
    loseTick(world, 'delete');
    world.runAs({ user: 'colleague@example.com' }, 'send', 'ops', 'hello');
    expect(world.project.triggers.list()).toEqual([]);
    world.runAs({ user: 'colleague@example.com' }, 'tick');
    expect(alerts(world)[0]).toContain('It belongs to someone@example.com, who must run setUp');
  });

  test('is not taken over by someone who runs tick by hand', () => {
    const world = watchedWorld();
    world.clock.advance(2 * HOUR);
    world.runAs({ user: 'colleague@example.com' }, 'tick');
    expect(world.project.triggers.list().map(({ owner }) => owner)).toEqual(['someone@example.com']);
  });

  test('never makes a message fail that was sent', () => {
    const world = watchedWorld();
    loseTick(world, 'delete');
    world.project.interceptor = {
      decide: ({ service }) =>
        service === 'ScriptApp' || service === 'Session'
          ? { effect: 'none', outcome: { throws: 'We are sorry, a server error occurred.' } }
          : {},
    };
    expect(world.run('send', 'ops', 'hello')).toMatchObject({ status: 'sent' });
  });
});

test('a doubled clock trigger is noticed by the clock itself within the hour', () => {
  const world = watchedWorld();
  world.project.triggers.add('tick', world.project.user, { clock: { everyMinutes: 1 } }, world.clock.now());
  world.advance(65 * MINUTE);
  expect(ticks(world)).toHaveLength(1);
  expect(alerts(world)).toEqual([expect.stringContaining('Removed 1 trigger of ours that was doubled')]);
});

describe('troubles', () => {
  const broken = { at: '09:00', timeZone: 'Etc/UTC', to: 'nobody', message: 'x' };

  test('of the configuration are told soon, again after a day, and when they are over', () => {
    const world = watchedWorld({}, 30);
    world.run('configure', { schedules: { broken } });
    world.advance(30 * MINUTE);
    expect(alerts(world)).toEqual([
      '⚠️ Chat Courier needs attention:\n• schedules["broken"]: it sends to "nobody", which is no webhook. Call setWebhook("nobody", "…"), or change its "to".',
    ]);
    world.advance(23 * HOUR);
    const told = alerts(world).filter((text) => text.includes('which is no webhook'));
    expect(told).toHaveLength(1);
    world.advance(2 * HOUR);
    expect(alerts(world).filter((text) => text.includes('which is no webhook'))).toHaveLength(2);
    world.setWebhook('nobody');
    world.run('configure', { schedules: { broken: { ...broken, at: '10:00' } } });
    world.advance(30 * MINUTE);
    expect(alerts(world).pop()).toContain('In order again: schedules["broken"]');
  });

  test('of a schedule are told when it happens', () => {
    const world = watchedWorld();
    world.run('configure', { schedules: { broken: { ...broken, at: '09:30' } } });
    world.advance(30 * MINUTE);
    expect(alerts(world).join()).toContain('The schedule "broken" was not sent to "nobody"');
  });

  test('of a backlog are told before the outbox is full', () => {
    const world = watchedWorld();
    world.chat.setSpaceState('ops', 'deleted');
    const text = 'x'.repeat(3_000);
    for (let part = 0; part < 12; part += 1) {
      world.run(
        'sendAll',
        Array.from({ length: 10 }, (_, n) => ({ to: 'ops', message: text, id: `m-${part}-${n}` })),
      );
    }
    world.advance(100 * MINUTE);
    expect(alerts(world).join()).toMatch(/Outbox: \d+ messages waiting, the oldest for/);
  });

  describe('of a webhook that Chat refuses', () => {
    /** A message for "ops" waits, and Chat has just refused its webhook. */
    function refusedWorld(noticesTo: string | undefined): World {
      const world = watchedWorld({}, 30);
      if (noticesTo === undefined) world.properties.delete('notices.to');
      else world.properties.set('notices.to', noticesTo);
      world.chat.setFaults('ops', [{ status: 503 }]);
      world.run('send', 'ops', 'hello', { id: 'hello' });
      world.chat.setFaults('ops', [{ status: 404 }]);
      world.advance(HOUR);
      return world;
    }

    test('are told once, again after a day, and when they are over', () => {
      const world = refusedWorld('alerts');
      const told = () => alerts(world).filter((text) => text.includes('ebhook "ops"'));
      expect(told()).toEqual([expect.stringContaining('no longer accepts the webhook "ops"')]);
      world.advance(20 * HOUR);
      expect(told()).toHaveLength(1);
      world.advance(6 * HOUR);
      expect(told().slice(1)).toEqual([expect.stringContaining('Webhook "ops": Chat refuses it since')]);
      world.chat.setFaults('ops', []);
      world.advance(2 * HOUR);
      expect(told().slice(2)).toEqual([expect.stringMatching(/In order again: .*Webhook "ops"/)]);
      expect(mails(world)).toEqual([]);
    });

    test.each([
      ['no webhook is chosen', undefined],
      ['the chosen webhook is the refused one', 'ops'],
    ])('go by mail once where %s', (_, noticesTo) => {
      const world = refusedWorld(noticesTo);
      expect(mails(world).map(({ body }) => body)).toEqual([expect.stringContaining('Webhook "ops": Chat refuses it')]);
    });
  });

  test('go by mail where no webhook can be told', () => {
    const world = watchedWorld({}, 30);
    world.properties.delete('notices.to');
    world.run('configure', { schedules: { broken } });
    world.advance(30 * MINUTE);
    expect(mails(world).map(({ to, subject }) => [to, subject])).toEqual([
      ['someone@example.com', 'Chat Courier needs attention'],
    ]);
    expect(mails(world)[0]?.body).toContain('it sends to "nobody"');
    world.advance(20 * HOUR);
    expect(mails(world).filter(({ body }) => body.includes('it sends to'))).toHaveLength(1);
  });

  test('… to the address of one’s choice, also when the webhook for them is refused', () => {
    const world = watchedWorld();
    world.properties.set('notices.email', 'ops@example.com');
    world.chat.setSpaceState('alerts', 'deleted');
    world.run('configure', { schedules: { broken } });
    world.advance(30 * MINUTE);
    expect(mails(world).some(({ to, body }) => to === 'ops@example.com' && body.includes('Webhook "alerts"'))).toBe(
      true,
    );
    expect(mails(world).length).toBeLessThan(4);
  });

  test('are told at once also where the webhook for them drops what comes', () => {
    const world = watchedWorld();
    world.run('muteUntil', 'alerts', '2026-11-25T09:00:00Z', { meanwhile: 'drop' });
    world.run('configure', { schedules: { broken } });
    world.advance(5 * MINUTE);
    expect(alerts(world)).toEqual([expect.stringContaining('it sends to "nobody"')]);
  });

  describe('of which the message finds no room', () => {
    const fill = ({ properties }: World) => {
      for (let key = 0; properties.sizeBytes < 497_000; key++) properties.set(`own.${key}`, 'x'.repeat(1_000));
    };
    const empty = ({ properties }: World) => {
      for (const key of [...properties.keys()]) if (key.startsWith('own.')) properties.delete(key);
    };

    test('go by mail, once, and Chat hears when they are over', () => {
      const world = watchedWorld();
      fill(world);
      world.advance(3 * HOUR);
      expect(mails(world).map(({ body }) => body)).toEqual([expect.stringContaining('Outbox: ')]);
      empty(world);
      world.advance(5 * MINUTE);
      expect(alerts(world)).toEqual(['✅ In order again: Outbox.']);
      expect(mails(world)).toHaveLength(1);
    });

    test('are told in Chat once there is room, where no mail can be sent', () => {
      const world = watchedWorld();
      world.run('configure', { schedules: { broken } });
      fill(world);
      world.project.scopes.withhold(world.project.user, ['https://www.googleapis.com/auth/script.send_mail']);
      world.advance(HOUR);
      empty(world);
      world.advance(MINUTE);
      expect(alerts(world)[0]).toContain('it sends to "nobody"');
    });

    test('are told wherever the execution that found none was killed', () => {
      const told = Array.from({ length: 8 }, (_, at) => {
        const world = watchedWorld();
        fill(world);
        let left = at + 1;
        world.project.interceptor = { decide: () => (--left === 0 ? { effect: 'whole', outcome: 'kill' } : {}) };
        world.advance(MINUTE);
        world.project.interceptor = undefined;
        world.advance(5 * MINUTE);
        return mails(world).length;
      });
      // Killed after the mail and before it is remembered, it is mailed again.
      expect(told.filter((count) => count < 1 || count > 2)).toEqual([]);
    });
  });

  test('are in the log where nobody can be told', () => {
    const world = watchedWorld();
    world.properties.delete('notices.to');
    world.project.scopes.withhold(world.project.user, ['https://www.googleapis.com/auth/script.send_mail']);
    world.run('configure', { schedules: { broken } });
    world.advance(5 * MINUTE);
    expect(world.log.join()).toContain('trouble.untold');
  });

  test('hold no secret, whatever they quote', () => {
    const world = watchedWorld();
    world.properties.set('webhook.bad', 'https://chat.googleapis.com/v1/spaces/A/messages?key=EXAMPLE_KEY');
    world.properties.set('notices.to', 'bad');
    world.run('configure', {
      monitors: { m: { url: 'https://example.com/?token=EXAMPLE_TOKEN_monitor', to: 'nobody', everyMinutes: 1 } },
    });
    world.advance(HOUR);
    const seen = [
      ...mails(world).map(({ body }) => body),
      ...world.project.log.map(({ message }: LogEntry) => message),
    ].join('\n');
    expect(seen).toContain('Webhook "bad"');
    expect(seen).not.toMatch(/EXAMPLE_TOKEN|EXAMPLE_KEY/);
    const state = [...world.properties].filter(([key]) => /^cc\/[tmui]/.test(key)).map(([, value]) => value);
    expect(state.join()).not.toMatch(/EXAMPLE_TOKEN|EXAMPLE_KEY/);
  });
});

test('the clock of an empty outbox uses less than a sixth of Google’s runtime for triggers', () => {
  // Latencies of the services as others have measured them.
  const world = watchedWorld({
    latencyMs: ({ method }) => (method === 'getProperties' ? 50 : method === 'setProperties' ? 80 : 300),
  });
  const before = world.project.quotas.used('triggerRuntimeMs', world.clock.now());
  world.advance(2 * HOUR);
  const usedMs = world.project.quotas.used('triggerRuntimeMs', world.clock.now()) - before;
  expect((usedMs * 12) / MINUTE).toBeLessThan(15);
  expect(usedMs).toBeGreaterThan(0);
});
