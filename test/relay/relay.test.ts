import { createHmac } from 'node:crypto';
import { ALERTS } from './payloads/alerts';
import { CODE } from './payloads/code';
import { SERVICES } from './payloads/services';
import type { World } from '../world';
import { createRelayWorld, SECRET } from './relay-world';

const [FIRING, RESOLVED] = ALERTS.map(({ body }) => body);
const ALERTMANAGER = { alerts: { kind: 'alertmanager', to: 'ops' } };
const JOBS = { jobs: { kind: 'generic', to: 'ops', title: '{{body.job}} is {{body.state}}', thread: '{{body.job}}' } };

describe('doPost', () => {
  test('makes a message of an event, and answers when it was sent', () => {
    const { post, texts } = createRelayWorld(ALERTMANAGER);
    expect(post('alerts', FIRING)).toEqual({ ok: true, events: 1, repeated: 0 });
    expect(texts()).toEqual([
      '🔴 *HighLatency: Requests take 2.4 s*\nThe 95th percentile of web-1 is above 1 s for 10 minutes.\nseverity: page\ninstance: web-1:9090\njob: web\nsince: 2026-03-02T08:55:00.123Z\n<https://prometheus.example.com/graph?g0.expr=latency|Open>',
    ]);
  });

  test('puts firing and resolved into one thread', () => {
    const { post, texts, threads } = createRelayWorld(ALERTMANAGER);
    post('alerts', FIRING);
    post('alerts', RESOLVED);
    expect(texts()[1]).toMatch(/^🟢 /);
    expect(new Set(threads()).size).toBe(1);
  });

  test.each(
    [...ALERTS, ...CODE, ...SERVICES]
      .filter(({ kind }) => kind !== 'signed')
      .map((payload) => [payload.name, payload] as const),
  )('sends what there is to tell of %s', (_name, { kind, body, expected }) => {
    const { post, texts } = createRelayWorld({
      source: { kind, to: 'ops', ...(kind === 'generic' ? { title: '{{title}}' } : {}) },
    });
    expect(post('source', body)).toEqual({ ok: true, events: expected.length, repeated: 0 });
    expect(texts()).toHaveLength(expected.length);
  });

  test('keeps the message when Chat cannot take it, and says that all is well', () => {
    const { world, post, texts, tick } = createRelayWorld(ALERTMANAGER);
    world.chat.setFaults('ops', [{ status: 503, forMs: 30_000 }], world.clock.now());
    expect(post('alerts', FIRING)).toMatchObject({ ok: true });
    tick(15);
    expect(texts()).toHaveLength(1);
  });

  test('says no when the event cannot be kept, and takes it when it comes again', () => {
    const { world, post, texts } = createRelayWorld(ALERTMANAGER);
    for (let index = 0; world.properties.sizeBytes < 482_000; index++)
      world.properties.set(`filler${String(index)}`, 'x'.repeat(2_000));
    expect(post('alerts', FIRING)).toEqual({
      ok: false,
      error: { code: 'UNAVAILABLE', message: 'The event cannot be taken now. Send it again later.' },
    });
    for (let index = 0; index < 200; index++) world.properties.delete(`filler${String(index)}`);
    expect(post('alerts', FIRING)).toEqual({ ok: true, events: 1, repeated: 0 });
    expect(texts()).toHaveLength(1);
  });

  test('says no while a webhook is missing', () => {
    const { world, post, texts } = createRelayWorld({ alerts: { kind: 'alertmanager', to: 'nowhere' } });
    expect(post('alerts', FIRING)).toMatchObject({ ok: false, error: { code: 'UNAVAILABLE' } });
    world.setWebhook('nowhere');
    expect(post('alerts', FIRING)).toMatchObject({ ok: true, repeated: 0 });
    expect(texts()).toHaveLength(1);
  });

  test.each([1, 2, 3, 4, 5, 6, 7, 8])(
    'makes one message of an event that is sent again after a kill at call %i',
    (call) => {
      const { world, post, texts, tick } = createRelayWorld(ALERTMANAGER);
      let left = call;
      world.project.interceptor = { decide: () => (--left === 0 ? { effect: 'whole', outcome: 'kill' } : {}) };
      post('alerts', FIRING);
      world.project.interceptor = undefined;
      post('alerts', FIRING);
      tick(3);
      expect(texts()).toHaveLength(1);
    },
  );
});

describe('a generic source', () => {
  test('makes title, thread and message by its own templates, of JSON or a form', () => {
    const { post, texts, threads } = createRelayWorld({
      ...JOBS,
      own: { kind: 'generic', to: 'ops', message: '{{body.host}}: {{body.load | number 1}}' },
    });
    post('jobs', { job: 'nightly', state: 'failed' });
    post('jobs', 'job=nightly&state=fixed+now', { contentType: 'application/x-www-form-urlencoded' });
    post('own', { host: 'db-1', load: 0.75 });
    expect(texts()).toEqual(['🔵 *nightly is failed*', '🔵 *nightly is fixed now*', 'db-1: 0.8']);
    expect(threads()[0]).toBe(threads()[1]);
  });

  test('makes nothing of a hostile text', () => {
    const { post, texts } = createRelayWorld(JOBS);
    post('jobs', { job: '<users/all>', state: '*x* <https://evil.example.com|click>' });
    expect(texts()).toEqual(['🔵 *＜users/all＞ is ∗x∗ ＜https://evil.example.com|click＞*']);
  });

  test('tells only of the states that it is to', () => {
    const { post, texts } = createRelayWorld({ jobs: { ...JOBS.jobs, only: ['firing'] } });
    post('jobs', { job: 'a', state: 'bad', status: 'firing' });
    expect(post('jobs', { job: 'a', state: 'good', status: 'resolved' })).toEqual({ ok: true, events: 0, repeated: 0 });
    expect(texts()).toHaveLength(1);
  });
});

describe('repeats', () => {
  test('are counted instead of sent, and told when their time is over', () => {
    const { post, texts, threads, tick } = createRelayWorld(ALERTMANAGER);
    post('alerts', FIRING);
    for (let time = 0; time < 4; time++) expect(post('alerts', FIRING)).toEqual({ ok: true, events: 1, repeated: 1 });
    expect(texts()).toHaveLength(1);
    tick(62);
    expect(texts().slice(1)).toEqual(['🔁 *HighLatency: Requests take 2.4 s*: 4 more times, the last at 09:00']);
    expect(new Set(threads()).size).toBe(1);
    tick(62);
    expect(texts()).toHaveLength(2);
  });

  test('are told with what ends them', () => {
    const { post, texts } = createRelayWorld(ALERTMANAGER);
    post('alerts', FIRING);
    post('alerts', FIRING);
    post('alerts', FIRING);
    post('alerts', RESOLVED);
    expect(texts()[1]).toContain('(repeated 2 times before)');
  });

  test('end with the opposite: what fires again after that is new', () => {
    const { post, texts } = createRelayWorld({ jobs: JOBS.jobs });
    const bad = { job: 'a', state: 'x', status: 'firing' };
    const good = { job: 'a', state: 'x', status: 'resolved' };
    for (const body of [bad, bad, good, good, bad, bad, good]) post('jobs', body);
    expect(texts()).toHaveLength(4);
  });

  test('are counted by what is remembered when they are told, not by what the tick read before', () => {
    let isArmed = false;
    const relay: ReturnType<typeof createRelayWorld> = createRelayWorld(
      { jobs: JOBS.jobs },
      {
        interceptor: {
          decide: ({ execution, service }) => {
            if (!isArmed || execution.functionName !== 'tick' || service === 'PropertiesService') return {};
            isArmed = false;
            relay.post('jobs', { job: 'b', state: 'x', status: 'resolved' });
            return {};
          },
        },
      },
    );
    const { post, texts, tick } = relay;
    for (let time = 0; time < 3; time++) post('jobs', { job: 'a', state: 'x', status: 'firing' });
    tick(55);
    post('jobs', { job: 'b', state: 'x', status: 'firing' });
    tick(4);
    isArmed = true;
    tick(2);
    expect(isArmed).toBe(false);
    expect(texts()).toHaveLength(4);
    post('jobs', { job: 'b', state: 'x', status: 'firing' });
    expect(texts()).toHaveLength(5);
  });

  test('are told once there is room for the message about them', () => {
    const { world, post, texts, tick } = createRelayWorld(ALERTMANAGER);
    for (let time = 0; time < 3; time++) post('alerts', FIRING);
    for (let key = 0; world.properties.sizeBytes < 497_000; key++)
      world.properties.set(`own.${key}`, 'x'.repeat(1_000));
    tick(62);
    expect(texts()).toHaveLength(1);
    for (const key of [...world.properties.keys()]) if (key.startsWith('own.')) world.properties.delete(key);
    tick(2);
    expect(texts().slice(1)).toEqual([expect.stringContaining('2 more times')]);
  });

  test('count for as long as the source says', () => {
    const { post, texts, tick } = createRelayWorld({
      jobs: { ...JOBS.jobs, repeatMinutes: 5 },
      always: { ...JOBS.jobs, repeatMinutes: 0 },
    });
    const body = { job: 'a', state: 'x' };
    post('jobs', body);
    tick(6);
    post('jobs', body);
    expect(texts()).toHaveLength(2);
    post('always', body);
    post('always', body);
    expect(texts()).toHaveLength(4);
  });
});

describe('who is let in', () => {
  const STRANGER = {
    ok: false,
    error: { code: 'UNAUTHENTICATED', message: 'The address is not complete, or its secret is wrong. Copy it again.' },
  };

  test.each([
    ['a wrong secret', 'alerts', 'a-secret-of-the-sourcf'],
    ['the beginning of the secret', 'alerts', SECRET.slice(0, 10)],
    ['no secret', 'alerts', ''],
    ['a source that is not there', 'nothing', SECRET],
    ['a name that objects have', '__proto__', SECRET],
    ['a source that is switched off', 'off', SECRET],
    ['a source whose secret was never made', 'bare', ''],
    ['a source whose secret is too short', 'short', 'short'],
  ])('is not one with %s; nothing is written, nothing told', (_who, source, secret) => {
    const { world, post, texts } = createRelayWorld({
      ...ALERTMANAGER,
      off: { ...ALERTMANAGER.alerts, paused: true },
      bare: ALERTMANAGER.alerts,
      short: ALERTMANAGER.alerts,
    });
    world.properties.delete('source.bare');
    world.properties.set('source.short', 'short');
    const before = new Map(world.properties);
    expect(post(source, FIRING, { secret })).toEqual(STRANGER);
    expect(new Map(world.properties)).toEqual(before);
    expect(texts()).toEqual([]);
  });

  test('is not one who only opens the address', () => {
    const { get } = createRelayWorld(ALERTMANAGER);
    expect(get('')).toEqual(STRANGER);
    expect(get(`source=alerts&secret=${SECRET}`)).toMatchObject({ ok: false, error: { code: 'UNREADABLE' } });
  });

  test('is limited in how often', () => {
    const { post, texts, tick } = createRelayWorld({ jobs: { ...JOBS.jobs, perMinute: 3 } });
    const answers = [1, 2, 3, 4, 5].map((job) => post('jobs', { job, state: 'x' }) as { ok: boolean });
    expect(answers.map(({ ok }) => ok)).toEqual([true, true, true, false, false]);
    expect(answers[4]).toEqual({
      ok: false,
      error: { code: 'TOO_MANY', message: 'Too many events this minute. Send it again later.' },
    });
    tick(1);
    expect(post('jobs', { job: 6, state: 'x' })).toMatchObject({ ok: true });
    expect(texts()).toHaveLength(4);
  });

  test.each([
    ['ten megabytes', 'x'.repeat(10_000_000), 'TOO_LARGE'],
    ['no JSON', 'oops', 'UNREADABLE'],
    ['JSON in UTF-16', Buffer.from('{"a":1}', 'utf16le').toString('latin1'), 'UNREADABLE'],
    ['JSON of another shape', '{"alerts":[{"state":1}]}', 'UNREADABLE'],
    ['nothing', '', 'UNREADABLE'],
  ])('is told what is wrong with %s, and nothing of us', (_what, body, code) => {
    const { post, texts, world } = createRelayWorld(ALERTMANAGER);
    const answer = post('alerts', body) as { ok: boolean; error: { code: string; message: string } };
    expect(answer).toMatchObject({ ok: false, error: { code } });
    expect(answer.error.message).not.toMatch(/ops|webhook|secret|properties|undefined/i);
    expect(texts()).toEqual([]);
    expect(world.log.join('\n')).toContain('relay.refused');
    expect(post('alerts', FIRING)).toMatchObject({ ok: true });
  });

  test('takes a byte order mark, and a body of many events', () => {
    const { post, texts, tick } = createRelayWorld({ ...JOBS, ...ALERTMANAGER });
    expect(post('jobs', '\ufeff{"job":"a","state":"b"}')).toMatchObject({ ok: true });
    const [alert] = (FIRING as { alerts: object[] }).alerts;
    const alerts = Array.from({ length: 120 }, (_, index) => ({ ...alert, fingerprint: `f${String(index)}` }));
    expect(post('alerts', { ...(FIRING as object), alerts })).toEqual({ ok: true, events: 120, repeated: 0 });
    tick(3);
    expect(texts()).toHaveLength(51);
    expect(texts().filter((text) => text.includes('… and 70 more events in the same post'))).toHaveLength(1);
  });

  test('leaves no secret in a log line, an answer or a message', () => {
    const { post, texts, world } = createRelayWorld(ALERTMANAGER);
    const answers = [post('alerts', FIRING), post('alerts', 'oops'), post('alerts', FIRING, { secret: `${SECRET}x` })];
    expect(JSON.stringify([answers, texts(), world.log])).not.toContain(SECRET);
  });
});

describe('signed bodies', () => {
  const KEY = 'whsec_EXAMPLE_KEY_of_the_sender';
  const hmac = (text: string, key = KEY): string => createHmac('sha256', key).update(text).digest('hex');
  const NOW = Date.parse('2026-03-02T09:00:00Z') / 1000;
  const stripe = SERVICES.find(({ name }) => name === 'Stripe: a payment fails')?.body;
  const createSignedWorld = () => {
    const relay = createRelayWorld({ pay: { kind: 'signed', to: 'ops' } });
    relay.world.properties.set('signing.pay', KEY);
    return relay;
  };

  test("are taken with Stripe's scheme in the address, also with one of two keys", () => {
    const { post, texts } = createSignedWorld();
    const body = JSON.stringify(stripe);
    const query = `&signature=t=${String(NOW)},v1=${hmac('x')},v1=${hmac(`${String(NOW)}.${body}`)}`;
    expect(post('pay', body, { query })).toMatchObject({ ok: true, events: 1 });
    expect(texts()[0]).toContain('🔴 *invoice payment failed*');
  });

  test('are taken with the signature in the body', () => {
    const { post, texts } = createSignedWorld();
    const payload = JSON.stringify({ id: 1, title: 'Grüße 👋' });
    expect(
      post('pay', { timestamp: NOW, payload, signature: hmac(`${String(NOW)}.${payload}`).toUpperCase() }),
    ).toMatchObject({ ok: true });
    expect(texts()).toEqual(['🔵 *Grüße 👋*']);
  });

  test("are taken with Mailgun's token", () => {
    const { post } = createSignedWorld();
    const mail = SERVICES.find(({ name }) => name.startsWith('Mailgun'))?.body as { signature: object };
    const signature = { ...mail.signature, timestamp: String(NOW), signature: hmac(`${String(NOW)}${'t'.repeat(50)}`) };
    expect(post('pay', { ...mail, signature })).toMatchObject({ ok: true });
  });

  test.each([
    ['another key', NOW, (text: string) => hmac(text, 'another key of the same length'), ''],
    ['a changed body', NOW, (text: string) => hmac(text), ' '],
    ['a time of ten minutes ago', NOW - 600, (text: string) => hmac(text), ''],
    ['a time to come', NOW + 600, (text: string) => hmac(text), ''],
  ])('are refused like a stranger with %s', (_what, time, sign, change) => {
    const { post, texts } = createSignedWorld();
    const body = JSON.stringify(stripe);
    const query = `&signature=t=${String(time)},v1=${sign(`${String(time)}.${body}`)}`;
    expect(post('pay', body + change, { query })).toMatchObject({ error: { code: 'UNAUTHENTICATED' } });
    expect(texts()).toEqual([]);
  });

  test('are refused without a key of ours, and without a signature', () => {
    const { world, post } = createSignedWorld();
    expect(post('pay', stripe)).toMatchObject({ error: { code: 'UNREADABLE' } });
    world.properties.delete('signing.pay');
    const body = JSON.stringify(stripe);
    expect(
      post('pay', body, { query: `&signature=t=${String(NOW)},v1=${hmac(`${String(NOW)}.${body}`, '')}` }),
    ).toMatchObject({ error: { code: 'UNAUTHENTICATED' } });
  });
});

describe('pings', () => {
  const createPingWorld = () => {
    const relay = createRelayWorld({});
    relay.world.run('configure', {
      monitors: { backup: { heartbeat: { everyMinutes: 60 }, to: 'ops' } },
      sources: { backup: { kind: 'ping' } },
    });
    relay.world.properties.set('source.backup', SECRET);
    return relay;
  };
  const address = `source=backup&secret=${SECRET}`;

  test('keep a monitor content, by GET or POST, and their absence is told', () => {
    const { get, post, texts, tick } = createPingWorld();
    tick(50);
    expect(get(address)).toEqual({ ok: true, events: 1, repeated: 0 });
    tick(50);
    expect(post('backup', '')).toMatchObject({ ok: true });
    tick(50);
    expect(texts()).toEqual([]);
    tick(40);
    expect(texts()).toHaveLength(1);
    expect(texts()[0]).toContain('backup');
    get(address);
    tick(3);
    expect(texts()).toHaveLength(2);
  });

  test('tell of a failure at once', () => {
    const { get, texts, tick } = createPingWorld();
    tick();
    get(`${address}&status=fail&reason=disk%20full`);
    tick(2);
    expect(texts().join('\n')).toContain('disk full');
    expect(get(`${address}&status=perhaps`)).toMatchObject({ ok: false, error: { code: 'UNREADABLE' } });
  });

  test('need the secret', () => {
    const { get } = createPingWorld();
    expect(get('source=backup&secret=wrong')).toMatchObject({ ok: false, error: { code: 'UNAUTHENTICATED' } });
  });
});

describe('while the webhook drops what comes', () => {
  const mute = (world: World, until: string | null) => world.run('muteUntil', 'ops', until, { meanwhile: 'drop' });

  test('an event is not told, and no repeat when it comes again afterwards', () => {
    const { world, post, texts, tick } = createRelayWorld(JOBS);
    const boom = { job: 'a', state: 'down' };
    mute(world, '2026-03-02T10:00:00Z');
    for (let time = 0; time < 2; time++) expect(post('jobs', boom)).toEqual({ ok: true, events: 1, repeated: 0 });
    mute(world, null);
    expect(post('jobs', boom)).toEqual({ ok: true, events: 1, repeated: 0 });
    tick(90);
    const told = texts().filter((text) => text.includes('a is down'));
    expect(told).toHaveLength(1);
    expect(told[0]).not.toContain('🔁');
  });

  test('the end of an event ends it all the same: it is told when it comes back', () => {
    const { world, post, texts } = createRelayWorld(ALERTMANAGER);
    post('alerts', FIRING);
    mute(world, '2026-03-02T10:00:00Z');
    post('alerts', RESOLVED);
    mute(world, null);
    world.clock.advance(60_000);
    expect(post('alerts', FIRING)).toEqual({ ok: true, events: 1, repeated: 0 });
    expect(texts().filter((text) => text.startsWith('🔴'))).toHaveLength(2);
  });
});

test('a store that refuses writes is answered as what passes, also for a repeat', () => {
  const { world, post, texts } = createRelayWorld(ALERTMANAGER);
  post('alerts', FIRING);
  world.project.interceptor = {
    decide: ({ method }) =>
      method === 'setProperties' || method === 'setProperty'
        ? { effect: 'none', outcome: { throws: 'We are sorry, a server error occurred.' } }
        : {},
  };
  const unavailable = { ok: false, error: { code: 'UNAVAILABLE', message: expect.any(String) as string } };
  expect(post('alerts', FIRING)).toEqual(unavailable);
  expect(post('alerts', RESOLVED)).toEqual(unavailable);
  expect(world.log.join('\n')).toContain('relay.not-taken');
  world.project.interceptor = undefined;
  expect(post('alerts', FIRING)).toEqual({ ok: true, events: 1, repeated: 1 });
  expect(texts()).toHaveLength(1);
});

test('a store that cannot be read is answered as what passes', () => {
  const { world, post, texts } = createRelayWorld(ALERTMANAGER);
  let refused = 1;
  world.project.interceptor = {
    decide: ({ method }) =>
      method === 'getProperties' && refused-- > 0
        ? { effect: 'none', outcome: { throws: 'We are sorry, a server error occurred.' } }
        : {},
  };
  expect(post('alerts', FIRING)).toMatchObject({ ok: false, error: { code: 'UNAVAILABLE' } });
  expect(post('alerts', FIRING)).toEqual({ ok: true, events: 1, repeated: 0 });
  expect(texts()).toHaveLength(1);
});

test('an event that is taken is answered so, although it cannot be sent yet', () => {
  const { world, post, texts, tick } = createRelayWorld(ALERTMANAGER);
  let reads = 0;
  world.project.interceptor = {
    decide: ({ method }) =>
      method === 'getProperties' && ++reads === 2
        ? { effect: 'none', outcome: { throws: 'We are sorry, a server error occurred.' } }
        : {},
  };
  expect(post('alerts', FIRING)).toEqual({ ok: true, events: 1, repeated: 0 });
  expect(texts()).toEqual([]);
  tick(1);
  expect(texts()).toHaveLength(1);
});

describe('newSourceAddress', () => {
  test('gives an address that works, and makes the one before useless', () => {
    const { world, post } = createRelayWorld(ALERTMANAGER);
    const url = world.run('newSourceAddress', 'alerts') as string;
    const secret =
      /^https:\/\/script\.example\.com\/macros\/s\/AKfyc\/exec\?source=alerts&secret=([0-9a-f]{64})$/.exec(url)?.[1] ??
      '';
    expect(post('alerts', FIRING, { secret })).toMatchObject({ ok: true });
    expect(post('alerts', FIRING)).toMatchObject({ ok: false });
    expect(world.log.join('\n')).not.toContain(secret);
  });

  test('says which sources there are, and that the web app is missing', () => {
    const { world } = createRelayWorld(ALERTMANAGER);
    expect(() => world.run('newSourceAddress', 'alrets')).toThrow('expected one of alerts');
    const undeployed = createRelayWorld(ALERTMANAGER, { webAppUrl: null }).world;
    expect(() => undeployed.run('newSourceAddress', 'alerts')).toThrow('The script has no web app yet');
  });
});
