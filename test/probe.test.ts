import { createWorld } from './world';

interface Report {
  to: string;
  findings: { name: string; answer: string; detail: string }[];
}

const answers = (report: unknown) =>
  Object.fromEntries((report as Report).findings.map(({ name, answer }) => [name, answer]));

describe('probe', () => {
  test('finds what the Chat at hand does, and remembers it', () => {
    const world = createWorld({ chat: { quota: 'strict' } });
    world.setWebhook('probe');
    expect(answers(world.run('probe'))).toEqual({
      requestId: 'yes',
      replyOrFailNewKey: 'no',
      longText: 'yes',
      markupSyntax: 'yes',
      burst: 'no',
      retryAfter: 'no',
      namedZones: 'yes',
      store: 'yes',
    });
    expect([...world.properties.keys()].sort()).toEqual(['cc/c/probe', 'webhook.probe']);
  });

  test('finds the opposite of a Chat that does the opposite', () => {
    const world = createWorld({
      chat: {
        quota: 'burst',
        assume: { requestId: 'ignore', orFailNewKey: 'create', textLimit: 4096, markupField: 'unknown' },
      },
    });
    world.setWebhook('default');
    expect(answers(world.run('probe'))).toMatchObject({
      requestId: 'no',
      replyOrFailNewKey: 'yes',
      longText: 'no',
      markupSyntax: 'no',
      burst: 'yes',
    });
  });

  test('asks for a scratch webhook when there is none', () => {
    expect(() => createWorld().run('probe')).toThrow(/scratch space/);
  });
});
