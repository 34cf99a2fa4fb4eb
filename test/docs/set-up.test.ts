import { PERMISSIONS } from '../../src/setup/scopes';
import { examplesOf, runExample, tableBelow } from './examples';
import { functionsOf, worldOfPages } from './pages';

const PAGE = 'set-up.md';

describe('docs/set-up.md', () => {
  test('runs its examples one after another, and shows what comes of them', () => {
    const world = worldOfPages();
    world.properties.set('notices.to', 'ops');
    const shown = examplesOf(PAGE).flatMap((example) => runExample(example, functionsOf(world)));
    for (const { place, value, expected } of shown) expect([place, value]).toEqual([place, expected]);
    expect(shown.length).toBe(5);
  });

  test('lists the permissions that there are, and what is missing without them', () => {
    const words = PERMISSIONS.map(({ purpose, without }) => [purpose, without]);
    const rows = tableBelow(PAGE, 'Permissions').map(([purpose = '', without = '']) => [
      purpose.charAt(0).toLowerCase() + purpose.slice(1),
      without,
    ]);
    expect(rows).toEqual(words);
  });
});
