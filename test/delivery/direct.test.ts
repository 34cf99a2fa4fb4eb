import { createWorld, type World } from '../world';

type Thrown = Error & Record<string, unknown>;

/** What a call throws, as a script would see it. */
function thrown(run: () => unknown): Thrown {
  try {
    run();
  } catch (error) {
    return error as Thrown;
  }
  throw new Error('It threw nothing.');
}

function worldWithOps(options: Parameters<typeof createWorld>[0] = {}): World {
  const world = createWorld(options);
  world.setWebhook('ops');
  return world;
}

const texts = (world: World) => world.chat.messages.map(({ text }) => text);
const fetches = (world: World) => world.calls.filter((call) => call.startsWith('UrlFetchApp.'));
const events = (world: World) => world.log.flatMap((line) => /"event":"([^"]+)"/.exec(line)?.slice(1) ?? []);

/** Another execution drains, or seems to. */
function setLease(world: World): void {
  const now = world.clock.now();
  world.properties.set('cc/L', JSON.stringify({ owner: 'another', startedAt: now, expiresAt: now + 90_000 }));
}

describe('send', () => {
  test('posts a text with one read and one post, and tells the names that Chat gave', () => {
    const world = worldWithOps();
    const result = world.run('send', 'ops', 'Disk is full');
    expect(result).toMatchObject({
      status: 'sent',
      name: world.chat.messages[0]?.name,
      threadName: world.chat.messages[0]?.thread,
    });
    expect(world.calls).toEqual(['PropertiesService.getProperties', 'UrlFetchApp.fetch']);
    expect(world.chat.requests[0]).toMatchObject({ contentType: 'application/json; charset=UTF-8', method: 'POST' });
  });

  test('continues a thread by its key, and gives the reply option only with a thread', () => {
    const world = worldWithOps({ chat: { quota: 'off' } });
    world.run('send', 'ops', 'late', { threadKey: 'order-1042' });
    world.run('send', 'ops', 'still late', { threadKey: 'order-1042' });
    world.run('send', 'ops', 'alone');
    const [first, second, third] = world.chat.messages;
    expect(second?.thread).toBe(first?.thread);
    expect(third?.thread).not.toBe(first?.thread);
    expect(world.chat.requests.map(({ url }) => url.includes('messageReplyOption='))).toEqual([true, true, false]);
    expect(world.chat.requests[0]?.url).not.toContain('order-1042');
  });

  test('offers REPLY_MESSAGE_OR_FAIL, and a missing thread then refuses the message, not the webhook', () => {
    const world = worldWithOps();
    const error = thrown(() =>
      world.run('send', 'ops', 'reply', { threadKey: 'unheard-of', messageReplyOption: 'REPLY_MESSAGE_OR_FAIL' }),
    );
    expect(error).toMatchObject({ name: 'RejectedError', code: 'REJECTED', status: 404 });
    expect(world.run('send', 'ops', 'after')).toMatchObject({ status: 'sent' });
  });

  test('takes several webhooks, gives one result each, and asks each with its own requestId', () => {
    const world = worldWithOps();
    world.setWebhook('oncall');
    expect(world.run('send', ['ops', 'oncall'], 'down', { id: 'incident-7' })).toMatchObject([
      { status: 'sent', id: 'incident-7' },
      { status: 'sent', id: 'incident-7' },
    ]);
    expect(new Set(world.chat.requests.map(({ requestId }) => requestId)).size).toBe(2);
  });

  test('tries every webhook before it throws for one of them', () => {
    const world = worldWithOps();
    const gone = world.setWebhook('gone');
    world.chat.setWebhookState(gone, 'deleted');
    expect(thrown(() => world.run('send', ['gone', 'ops'], 'down'))).toMatchObject({ code: 'REJECTED', to: 'gone' });
    expect(texts(world)).toEqual(['down']);
  });

  test('makes no second message when a lost answer is asked for again, with the same bytes', () => {
    const world = worldWithOps();
    world.chat.setFaults('ops', [{ afterCreate: 'drop', times: 1 }]);
    expect(world.run('send', 'ops', 'once')).toMatchObject({ status: 'sent' });
    expect(texts(world)).toEqual(['once']);
    const [first, second] = world.chat.requests;
    expect(second).toMatchObject({ requestId: first?.requestId, body: first?.body, isRepeat: true });
    expect(events(world)).toContain('delivery.retry-5xx');
  });

  test('counts a 2xx as delivered whatever its body says', () => {
    const world = worldWithOps();
    world.chat.setFaults('ops', [{ status: 200, html: true, times: 1 }]);
    expect(world.run('send', 'ops', 'x')).toMatchObject({ status: 'sent', name: '', threadName: '' });
    expect(fetches(world)).toHaveLength(1);
  });

  test.each([
    [429, 'delivery.retry-429'],
    [500, 'delivery.retry-5xx'],
    [503, 'delivery.retry-5xx'],
  ])('tries a %i again after a growing wait', (status, event) => {
    const world = worldWithOps({ chat: { quota: 'off' } });
    world.chat.setFaults('ops', [{ status, times: 2 }]);
    expect(world.run('send', 'ops', 'x')).toMatchObject({ status: 'sent' });
    const times = world.chat.requests.map(({ receivedAt }) => receivedAt);
    const waits = times.slice(1).map((at, index) => at - (times[index] ?? 0));
    expect(waits).toHaveLength(2);
    expect(waits[0]).toBeGreaterThanOrEqual(1_000);
    expect(waits[0]).toBeLessThanOrEqual(2_000);
    expect(waits[1]).toBeGreaterThanOrEqual(2_000);
    expect(waits[1]).toBeLessThanOrEqual(3_000);
    expect(events(world).filter((name) => name === event)).toHaveLength(2);
  });

  test.each([
    ['seconds', false],
    ['a date', true],
  ])('waits as long as a Retry-After in %s asks', (_, retryAfterAsDate) => {
    const world = worldWithOps();
    world.chat.setFaults('ops', [{ status: 429, retryAfter: 7, retryAfterAsDate, times: 1 }]);
    expect(world.run('send', 'ops', 'x')).toMatchObject({ status: 'sent' });
    const [first, second] = world.chat.requests.map(({ receivedAt }) => receivedAt);
    expect((second ?? 0) - (first ?? 0)).toBeGreaterThanOrEqual(7_000);
  });

  test('does not sleep through a long Retry-After: the message waits in the outbox', () => {
    const world = worldWithOps();
    world.chat.setFaults('ops', [{ status: 429, retryAfter: 99_999_999, times: 1 }]);
    const startedAt = world.clock.now();
    expect(world.run('send', 'ops', 'x')).toMatchObject({ status: 'queued', reason: 'rate' });
    expect(world.clock.now()).toBe(startedAt);
  });

  test.each([
    [400, 'rejected'],
    [403, 'refused'],
    [404, 'refused'],
    [413, 'rejected'],
  ])('never repeats a %i, and throws what Chat said and what to do', (status) => {
    const world = worldWithOps();
    world.chat.setFaults('ops', [{ status }]);
    const error = thrown(() => world.run('send', 'ops', 'x'));
    expect(error).toMatchObject({ name: 'RejectedError', code: 'REJECTED', retryable: false, to: 'ops', status });
    expect(world.chat.requests).toHaveLength(1);
    expect(error.message).not.toMatch(/token=(?!\*)/);
  });

  test('tries a 401 again, since good webhooks were seen to give one at random', () => {
    const world = worldWithOps();
    world.chat.setFaults('ops', [{ status: 401, times: 2 }]);
    expect(world.run('send', 'ops', 'x')).toMatchObject({ status: 'sent' });
  });

  test('keeps what could not be sent, and the next tick delivers it', () => {
    const world = worldWithOps();
    world.chat.setFaults('ops', [{ status: 503, times: 3 }]);
    expect(world.run('send', 'ops', 'x')).toMatchObject({ status: 'queued', reason: 'error' });
    expect(texts(world)).toEqual([]);
    world.run('tick');
    expect(texts(world)).toEqual(['x']);
    expect(new Set(world.chat.requests.map(({ requestId }) => requestId)).size).toBe(1);
  });

  test('throws UnavailableError under onFailure "throw", and stores nothing', () => {
    const world = worldWithOps();
    world.chat.setFaults('ops', [{ status: 429, retryAfter: 20 }]);
    const before = [...world.properties.keys()];
    expect(thrown(() => world.run('send', 'ops', 'x', { onFailure: 'throw' }))).toMatchObject({
      name: 'UnavailableError',
      code: 'UNAVAILABLE',
      retryable: true,
      status: 429,
      retryAfterMs: 20_000,
    });
    expect([...world.properties.keys()]).toEqual(before);
  });

  test('only logs under onFailure "ignore"', () => {
    const world = worldWithOps();
    world.chat.setFaults('ops', [{ status: 503 }]);
    expect(world.run('send', 'ops', 'x', { onFailure: 'ignore', id: 'a' })).toMatchObject({
      status: 'ignored',
      id: 'a',
    });
    expect(events(world)).toContain('delivery.ignored');
    expect([...world.properties.keys()]).toEqual(['webhook.ops']);
  });

  test('says that the outcome is unknown when a refusal follows an attempt without an answer', () => {
    const world = worldWithOps();
    world.chat.setFaults('ops', [{ afterCreate: 'drop', times: 1 }, { status: 403 }]);
    const error = thrown(() => world.run('send', 'ops', 'x', { id: 'a' }));
    expect(error).toMatchObject({ name: 'DeliveryUnknownError', code: 'DELIVERY_UNKNOWN', retryable: true, id: 'a' });
    world.chat.setFaults('ops', []);
    world.run('send', 'ops', 'x', { id: 'a' });
    expect(texts(world)).toEqual(['x']);
  });

  test('does not let a later message overtake one of its thread that waits, but lets other threads pass', () => {
    const world = worldWithOps();
    world.chat.setFaults('ops', [{ status: 503, times: 3 }]);
    world.run('send', 'ops', 'first', { threadKey: 't' });
    setLease(world);
    expect(world.run('send', 'ops', 'second', { threadKey: 't' })).toMatchObject({ status: 'queued', reason: 'order' });
    expect(world.run('send', 'ops', 'other', { threadKey: 'u' })).toMatchObject({ status: 'sent' });
    world.properties.delete('cc/L');
    world.advance(1_000);
    world.run('tick');
    expect(texts(world)).toEqual(['other', 'first', 'second']);
    expect(events(world)).toContain('delivery.queued-behind-lane');
  });

  test('sends what is ahead of a message as well, where nobody else does', () => {
    const world = worldWithOps();
    world.chat.setFaults('ops', [{ status: 503, times: 3 }]);
    expect(world.run('send', 'ops', 'first')).toMatchObject({ status: 'queued', reason: 'error' });
    expect(world.run('send', 'ops', 'second')).toMatchObject({ status: 'sent' });
    expect(texts(world)).toEqual(['first', 'second']);
    expect([...world.properties.keys()].filter((key) => /^cc\/[osL]/.test(key))).toEqual([]);
  });

  test('goes on for at most half a minute with what is ahead of a message', () => {
    const world = worldWithOps();
    const ahead = Array.from({ length: 100 }, (_, index) => ({ to: 'ops', message: `m${index}` }));
    world.properties.set('delivery.policy', '{"drainMs":0}');
    world.run('sendAll', ahead);
    world.properties.delete('delivery.policy');
    const startedAt = world.clock.now();
    expect(world.run('send', 'ops', 'last')).toMatchObject({ status: 'queued', reason: 'order' });
    expect(world.clock.now() - startedAt).toBeLessThan(45_000);
    expect(texts(world).length).toBeGreaterThan(20);
  });

  test('says what is known of a message that got no answer when the store cannot be read either', () => {
    const answers: unknown[] = [];
    const script = `function mine() {
      send('ops', '1', { ordered: false });
      try { send('ops', '2', { ordered: false, id: 'two' }); } catch (error) { return [error.name, error.id || '', error.message]; }
    }`;
    for (const status of [503, 429]) {
      let isDenied = false;
      const world: World = worldWithOps({
        script,
        interceptor: {
          decide: ({ service }) => {
            if (service === 'UrlFetchApp' && world.chat.messages.length === 1) {
              world.chat.setFaults('ops', [{ status }]);
              isDenied = true;
            }
            const refusal = { effect: 'none' as const, outcome: { throws: 'Service invoked too many times' } };
            return isDenied && service === 'PropertiesService' ? refusal : {};
          },
        },
      });
      answers.push(world.run('mine'));
    }
    expect(answers).toEqual([
      ['DeliveryUnknownError', 'two', expect.stringMatching(/may be in the space/)],
      ['UnavailableError', '', expect.stringMatching(/was not sent/)],
    ]);
  });

  test('sends no part of a message after the first that did not get through, where nothing is stored', () => {
    const world = worldWithOps();
    world.chat.setFaults('ops', [{ status: 503, times: 3 }]);
    const options = { whenTooLong: 'split', onFailure: 'throw', id: 's' };
    expect(() => world.run('send', 'ops', 'word '.repeat(9_000), options)).toThrow(/did not get through/);
    expect(texts(world)).toEqual([]);
    expect(world.run('send', 'ops', 'word '.repeat(9_000), options)).toMatchObject({ status: 'sent' });
    expect(texts(world).length).toBeGreaterThan(1);
  });

  test('leaves the lock to code of the user that holds it', () => {
    const script = `function mine() {
      var lock = LockService.getScriptLock();
      lock.waitLock(1000);
      var result = sendAll([{ to: 'ops', message: 'm' }]);
      configure({ schedules: { daily: null } });
      return [result[0].status, lock.hasLock()];
    }`;
    expect(worldWithOps({ script }).run('mine')).toEqual(['sent', true]);
  });

  test('lets an unordered message pass, and asks the store only once for its webhook', () => {
    const world = worldWithOps();
    world.chat.setFaults('ops', [{ status: 503, times: 3 }]);
    world.run('send', 'ops', 'first');
    expect(world.run('send', 'ops', 'second', { ordered: false })).toMatchObject({ status: 'sent' });
  });

  test('that is not ordered uses the link that was set before it, in the same execution', () => {
    const world = worldWithOps({
      script: `function change(link) {
        send('ops', 'before', { ordered: false });
        setWebhook('ops', link);
        send('ops', 'after', { ordered: false });
        removeWebhook('ops');
        try { send('ops', 'never', { ordered: false }); } catch (error) { return error.code; }
      }`,
    });
    expect(world.run('change', world.chat.addSpace('new'))).toBe('UNKNOWN_WEBHOOK');
    expect(world.chat.messages.map(({ space, text }) => [space, text])).toEqual([
      ['ops', 'before'],
      ['new', 'after'],
    ]);
  });

  test('that is not ordered waits once Chat has refused the webhook, in the same execution', () => {
    const world: World = worldWithOps({
      script: `function four() {
        return [1, 2, 3, 4].map(function (number) {
          try { return send('ops', 'm' + number, { ordered: false }).status; } catch (error) { return error.code; }
        });
      }`,
      interceptor: {
        decide: ({ service }) => {
          if (service === 'UrlFetchApp' && world.chat.messages.length === 1)
            world.chat.setFaults('ops', [{ status: 403 }]);
          return {};
        },
      },
    });
    expect(world.run('four')).toEqual(['sent', 'REJECTED', 'queued', 'queued']);
  });

  test('that goes in the end takes its dead letter with it', () => {
    const world = worldWithOps();
    world.properties.set('delivery.policy', '{"drainMs":0}');
    world.run('sendAll', [{ to: 'ops', message: 'x', id: 'a' }]);
    world.properties.delete('delivery.policy');
    world.chat.setFaults('ops', [{ status: 400, times: 1 }]);
    world.run('tick');
    expect(world.run('listDeliveries', { status: 'failed' })).toHaveLength(1);
    expect(world.run('send', 'ops', 'x', { id: 'a' })).toMatchObject({ status: 'sent' });
    expect(world.run('listDeliveries', { status: 'failed' })).toEqual([]);
  });

  test('says that it may be in the space when any of its attempts had no clear answer', () => {
    const world = worldWithOps();
    world.chat.setFaults('ops', [{ status: 503, times: 1 }, { status: 429 }]);
    const { code, message } = thrown(() => world.run('send', 'ops', 'x', { onFailure: 'throw' }));
    expect([code, message]).toEqual(['UNAVAILABLE', expect.stringContaining('It may be in the space all the same')]);
  });

  test('shows no link that was written in place of a name, when the store cannot be read', () => {
    const world: World = worldWithOps({
      interceptor: {
        decide: ({ service }) =>
          service === 'PropertiesService' ? { effect: 'none', outcome: { throws: 'Service error' } } : {},
      },
    });
    const link = 'https://chat.googleapis.com/v1/spaces/AAA/messages?key=EXAMPLE_KEY&token=EXAMPLE_SECRET';
    const error = thrown(() => world.run('send', link, 'x'));
    expect(error['code']).toBe('UNAVAILABLE');
    expect(String(error) + JSON.stringify(error)).not.toContain('EXAMPLE_SECRET');
  });

  test('is the same delivery with the same id: while it waits, and after it went', () => {
    const world = worldWithOps();
    world.chat.setFaults('ops', [{ status: 503, times: 3 }]);
    world.run('send', 'ops', 'x', { id: 'a' });
    setLease(world);
    expect(world.run('send', 'ops', 'x', { id: 'a' })).toMatchObject({ status: 'queued', id: 'a' });
    world.properties.delete('cc/L');
    world.run('tick');
    expect(world.run('send', 'ops', 'x', { id: 'a' })).toMatchObject({
      status: 'sent',
      id: 'a',
      name: world.chat.messages[0]?.name,
    });
    expect(texts(world)).toEqual(['x']);
  });

  test('stores a durable message before its first attempt, with at most four calls', () => {
    const world = worldWithOps();
    expect(world.run('send', 'ops', 'x', { durable: true })).toMatchObject({ status: 'sent' });
    expect(world.calls).toEqual([
      'PropertiesService.getProperties',
      'PropertiesService.setProperties',
      'UrlFetchApp.fetch',
      'PropertiesService.deleteProperty',
    ]);
    expect([...world.properties.keys()]).toEqual(['webhook.ops']);
  });

  test.each([
    [
      'the webhook',
      404,
      /refused the webhook "ops" \(HTTP 404\), and the message could not be taken out of the outbox/,
    ],
    ['the message', 400, /refused the message to "ops" \(HTTP 400\), and the message could not be taken out of the/],
  ])('does not call a message rejected that it cannot take out of the store again: %s', (_, status, said) => {
    const world = worldWithOps();
    world.chat.setFaults('ops', [{ status }], world.clock.now());
    world.project.interceptor = {
      decide: ({ method }) =>
        method === 'deleteProperty' ? { effect: 'none', outcome: { throws: 'Service invoked too many times' } } : {},
    };
    const { code, message } = thrown(() => world.run('send', 'ops', 'x', { durable: true }));
    expect([code, message]).toEqual(['DELIVERY_UNKNOWN', expect.stringMatching(said)]);
    world.project.interceptor = undefined;
    world.chat.setFaults('ops', [], world.clock.now());
    for (let minute = 0; minute < 20; minute++) {
      world.clock.advance(60_000);
      world.run('tick');
    }
    expect(world.chat.messages.map(({ text }) => text)).toEqual(['x']);
  });

  test('is left to its call while that has a durable message in hand, also by a tick whose clock is a little behind', () => {
    const world = worldWithOps();
    world.chat.setFaults('ops', [{ status: 400, times: 1 }], world.clock.now());
    world.project.interceptor = {
      decide: () => ({}),
      answered: ({ method }) => {
        if (method !== 'fetch') return;
        world.project.interceptor = undefined;
        world.project.run('tick', [], { clockSkewMs: -1_500 });
      },
    };
    expect(() => world.run('send', 'ops', 'x', { durable: true })).toThrow(/HTTP 400/);
    expect(texts(world)).toEqual([]);
  });

  test('does not rely on another call that has the same message in hand and takes it back', () => {
    const world = worldWithOps();
    world.chat.setFaults('ops', [{ status: 400, times: 1 }], world.clock.now());
    let inner: unknown;
    world.project.interceptor = {
      decide: ({ method }) => {
        if (method === 'fetch' && inner === undefined) {
          inner = 'running';
          inner = world.run('send', 'ops', 'x', { durable: true, id: 'same' });
        }
        return {};
      },
    };
    expect(() => world.run('send', 'ops', 'x', { durable: true, id: 'same' })).toThrow(/HTTP 400/);
    world.project.interceptor = undefined;
    expect(inner).toMatchObject({ status: 'queued', id: 'same' });
    world.advance(60_000);
    world.run('tick');
    expect(texts(world)).toEqual(['x']);
  });

  test('holds a message back until its notBefore', () => {
    const world = worldWithOps();
    const notBefore = '2026-03-02T09:30:00.000Z';
    expect(world.run('send', 'ops', 'later', { notBefore })).toMatchObject({
      status: 'queued',
      reason: 'requested',
      dueAt: notBefore,
    });
    world.run('tick');
    world.run('tick');
    expect(world.calls).toEqual(['PropertiesService.getProperties']);
    world.advance(30 * 60_000);
    world.run('tick');
    expect(texts(world)).toEqual(['later']);
  });
});

describe('bad input', () => {
  const cases: [string, unknown[], Record<string, unknown>, RegExp][] = [
    ['an unknown webhook', ['nope', 'x'], { code: 'UNKNOWN_WEBHOOK', to: 'nope' }, /"nope"[^]*The webhooks are: ops/],
    ['an empty message', ['ops', ''], { code: 'INVALID_MESSAGE' }, /text|empty/],
    ['a message that is a number', ['ops', 7], { code: 'INVALID_MESSAGE' }, /.+/],
    ['a message above 32,000 bytes', ['ops', { text: '€'.repeat(11_000) }], { code: 'INVALID_MESSAGE' }, /32,?000/],
    ['an unknown field', ['ops', { text: 'x', colour: 'red' }], { code: 'INVALID_MESSAGE' }, /colour/],
    [
      'a thread key of 4,001 characters',
      ['ops', 'x', { threadKey: 'k'.repeat(4001) }],
      { code: 'INVALID_SETTINGS' },
      /4000 characters, got 4001/,
    ],
    ['an unknown option', ['ops', 'x', { threadkey: 'k' }], { code: 'INVALID_SETTINGS' }, /options\.threadkey/],
    [
      'a value that an option does not have',
      ['ops', 'x', { onFailure: 'retry' }],
      { code: 'INVALID_SETTINGS' },
      /"queue" or "throw"/,
    ],
    ['a time that is none', ['ops', 'x', { notBefore: 'tomorrow' }], { code: 'INVALID_SETTINGS' }, /ISO time/],
    [
      'an expiry in the past',
      ['ops', 'x', { expiresAt: '2026-03-01T00:00:00Z' }],
      { code: 'INVALID_SETTINGS' },
      /in the future/,
    ],
    ['no webhook', [[], 'x'], { code: 'INVALID_SETTINGS' }, /no name/],
    ['a webhook that is no text', [7, 'x'], { code: 'INVALID_SETTINGS' }, /got number/],
  ];

  test.each(cases)('%s gets a clear error, and nothing is stored or sent', (_, args, expected, message) => {
    const world = worldWithOps();
    const error = thrown(() => world.run('send', ...args));
    expect(error).toMatchObject(expected);
    expect(error.message).toMatch(message);
    expect([...world.properties.keys()]).toEqual(['webhook.ops']);
    expect(world.chat.requests).toEqual([]);
  });

  test('a webhook property that someone edited into garbage is named, with what to do, and left as it was', () => {
    const world = worldWithOps();
    world.properties.set('webhook.ops', 'call me');
    const error = thrown(() => world.run('send', 'ops', 'x'));
    expect(error).toMatchObject({ name: 'InvalidSettingsError', code: 'INVALID_SETTINGS' });
    expect(error.message).toMatch(/webhook\.ops.*setWebhook\("ops"/s);
    expect(world.properties.get('webhook.ops')).toBe('call me');
  });
});

describe('secrets', () => {
  test('no token or key shows in any log, error or stored value, whatever goes wrong', () => {
    const world = worldWithOps();
    const secrets = [...(world.properties.get('webhook.ops') ?? '').matchAll(/(?:key|token)=([^&]+)/g)].map(
      ([, secret]) => secret ?? '',
    );
    expect(secrets).toHaveLength(2);
    const errors: unknown[] = [];
    for (const fault of [
      { lost: true },
      { status: 400 },
      { status: 403 },
      { status: 500, html: true },
      { afterCreate: 'drop' as const },
    ]) {
      world.chat.setFaults('ops', [fault]);
      for (const onFailure of ['queue', 'throw', 'ignore']) {
        try {
          world.run('send', 'ops', 'x', { onFailure, ordered: false });
        } catch (error) {
          errors.push(error, String(error), JSON.stringify(error), (error as Error).stack);
        }
      }
    }
    world.run('tick');
    world.properties.delete('webhook.ops');
    const seen = [...world.log, ...world.properties.values(), ...errors.map(String)].join('\n');
    for (const secret of secrets) expect(seen).not.toContain(secret);
  });
});
