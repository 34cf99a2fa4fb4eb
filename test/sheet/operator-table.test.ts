import { OPERATORS } from './operator-table';
import { createSheetWorld } from './sheet-world';

describe('conditions', () => {
  test.each(
    OPERATORS.map(
      (one) => [JSON.stringify(one.test), one.from || 'nothing', one.to || 'nothing', one.tells, one] as const,
    ),
  )('%s: from %s to %s tells: %s', (_test, _from, _to, tells, { test: condition, from, to }) => {
    const world = createSheetWorld({ rows: [['Order', 'Value'], ['1', '']] }); // prettier-ignore
    world.person.habits.lost = true;
    world.type(2, 2, from);
    world.person.habits.lost = false;
    world.rules({
      rule: { tab: 'Orders', when: 'edited', all: [{ column: 'Value', ...condition }], to: 'ops', message: 'It is so' },
    });
    world.type(2, 2, to);
    expect(world.texts()).toEqual(tells ? ['It is so'] : []);
  });
});
