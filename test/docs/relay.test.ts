import { SOURCE_KINDS } from '../../src/relay/source';
import { createRelayWorld, SECRET } from '../relay/relay-world';
import { examplesOf, pageText, runExample } from './examples';
import { functionsOf } from './pages';

const PAGE = 'relay.md';

const run = (example: ReturnType<typeof examplesOf>[number]) => {
  const { world, post, texts } = createRelayWorld(
    { alerts: { kind: 'alertmanager', to: 'ops' } },
    { webAppUrl: 'https://script.google.com/macros/s/EXAMPLE/exec' },
  );
  world.run('configure', {
    sources: { alerts: example.code.includes('newSourceAddress') ? { kind: 'alertmanager', to: 'ops' } : null },
  });
  world.setWebhook('team');
  const sendFrom = (source: string, body: unknown) => {
    world.properties.set(`source.${source}`, SECRET);
    return post(source, body);
  };
  return runExample(example, { ...functionsOf(world), post: sendFrom, texts });
};

describe('docs/relay.md', () => {
  test.each(examplesOf(PAGE))('runs the example at $place, and shows what comes of it', (example) => {
    const shown = run(example);
    expect(shown.length).toBeGreaterThan(0);
    for (const { place, value, expected } of shown) expect([place, value]).toEqual([place, expected]);
  });

  test('has a recipe for every kind of source', () => {
    const text = pageText(PAGE);
    expect(SOURCE_KINDS.filter((kind) => !text.includes(`kind: '${kind}'`))).toEqual([]);
  });
});
