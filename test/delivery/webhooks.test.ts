import { createWorld } from '../world';

const LINK = 'https://chat.googleapis.com/v1/spaces/AAAAexample/messages?key=EXAMPLE_KEY&token=EXAMPLE_TOKEN';

describe('setWebhook', () => {
  test('keeps the repaired link under its name, and shows the space but never the link', () => {
    const world = createWorld();
    expect(world.run('setWebhook', 'ops', ` ${LINK.replace('&', '&amp;')}\n`)).toEqual({
      name: 'ops',
      space: 'AAAAexample',
      problem: '',
    });
    expect(world.properties.get('webhook.ops')).toBe(LINK);
    expect(JSON.stringify(world.run('listWebhooks'))).not.toContain('EXAMPLE_');
  });

  test.each([
    ['a wrong link', 'ops', 'https://example.com/hook', /isn't a Google Chat webhook link/],
    ['a cut link', 'ops', LINK.slice(0, -20), /incomplete|token/],
    ['a link of another product', 'ops', 'https://hooks.slack.com/services/T/B/EXAMPLE_TOKEN', /Slack webhook/],
    ['the link of another webhook', 'ops', LINK, /"first" already uses this webhook/],
    ['a name with a slash', 'a/b', LINK, /letters, digits/],
    ['an empty name', '', LINK, /letters, digits/],
    ['a name that is no text', 7, LINK, /got number/],
  ])('refuses %s and leaves everything as it was', (_, name, link, message) => {
    const world = createWorld();
    world.properties.set('webhook.first', LINK);
    expect(() => world.run('setWebhook', name, link)).toThrow(message);
    expect([...world.properties.entries()]).toEqual([['webhook.first', LINK]]);
  });

  test('replaces the link of a webhook that exists', () => {
    const world = createWorld();
    world.run('setWebhook', 'ops', LINK);
    world.run('setWebhook', 'ops', LINK.replace('AAAAexample', 'BBBBexample'));
    expect(world.run('listWebhooks')).toEqual([{ name: 'ops', space: 'BBBBexample', problem: '' }]);
  });
});

describe('listWebhooks', () => {
  test('names what is wrong with a property that someone edited', () => {
    const world = createWorld();
    world.properties.set('webhook.ops', 'call me');
    expect(world.run('listWebhooks')).toMatchObject([
      { name: 'ops', space: '', problem: expect.stringContaining("isn't a Google Chat webhook link") as string },
    ]);
  });
});

describe('removeWebhook', () => {
  test('removes it, and says which exist when there is none of that name', () => {
    const world = createWorld();
    world.run('setWebhook', 'ops', LINK);
    expect(() => world.run('removeWebhook', 'other')).toThrow(/The webhooks are: ops/);
    expect(world.run('removeWebhook', 'ops')).toEqual({ name: 'ops', waiting: 0 });
    expect(world.run('listWebhooks')).toEqual([]);
  });
});

describe('quickstart', () => {
  test('greets the webhook named default', () => {
    const world = createWorld();
    world.setWebhook('default');
    expect(world.run('quickstart')).toMatchObject({ status: 'sent' });
    expect(world.chat.messages.map(({ text }) => text)).toEqual([expect.stringContaining('Chat Courier')]);
  });

  test('says where to put the link when there is none', () => {
    expect(() => createWorld().run('quickstart')).toThrow(/Script properties, add the property "webhook\.default"/);
  });
});

describe('use', () => {
  test('lets a caller keep its webhooks in its own properties', () => {
    const world = createWorld({
      script: `function caller(url) {
        const properties = PropertiesService.getUserProperties();
        use({ properties });
        properties.setProperty('webhook.own', url);
        return send('own', 'x');
      }`,
    });
    expect(world.run('caller', world.chat.addSpace('own'))).toMatchObject({ status: 'sent' });
    expect([...world.properties.keys()]).toEqual([]);
  });
});
