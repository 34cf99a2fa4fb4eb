import { createSheetWorld, manyLate, STATE } from './sheet-world';

describe('digests', () => {
  const collected = { ...STATE, title: 'Late orders', digest: { everyMinutes: 30 } };

  test('collect rows over a time and send one message', () => {
    const world = createSheetWorld();
    world.rules({ collected });
    world.type(2, 2, 'Late');
    world.tick(10);
    world.type(3, 2, 'Late');
    expect(world.texts()).toEqual([]);
    world.tick(21);
    expect(world.texts()).toEqual(['*Late orders*: 2 rows\n• Order 1001 is late\n• Order 1002 is late']);
    world.tick(60);
    expect(world.texts()).toHaveLength(1);
  });

  test('collect rows up to a count', () => {
    const world = createSheetWorld();
    world.rules({ collected: { ...STATE, digest: { count: 2 } } });
    world.type(2, 2, 'Late');
    expect(world.texts()).toEqual([]);
    world.type(3, 2, 'Late');
    expect(world.texts()).toEqual(['*collected*: 2 rows\n• Order 1001 is late\n• Order 1002 is late']);
    world.type(4, 2, 'Late');
    expect(world.texts()).toHaveLength(1);
  });

  test('are sent when a cron line says', () => {
    const world = createSheetWorld();
    world.rules({ collected: { ...STATE, digest: { cron: '0 10 * * *' } } });
    world.type(2, 2, 'Late');
    world.tick(50);
    expect(world.texts()).toEqual([]);
    world.tick(12);
    expect(world.texts()).toEqual(['*collected*: 1 row\n• Order 1001 is late']);
  });

  test('have their own title and lines', () => {
    const world = createSheetWorld();
    world.rules({
      collected: { ...STATE, digest: { count: 2, title: '{{count}} of them', line: '{{Order}} ({{Owner}})' } },
    });
    world.person.paste('Orders', 2, 2, [['Late'], ['Late']]);
    expect(world.texts()).toEqual(['2 of them\n• 1001 (Ada)\n• 1002 (Bo)']);
  });

  test('let critical rows pass at once', () => {
    const world = createSheetWorld();
    world.rules({ collected: { ...collected, criticalWhen: [{ column: 'Amount', above: 250 }] } });
    world.person.paste('Orders', 2, 2, [['Late'], ['Late'], ['Late']]);
    expect(world.texts()).toEqual(['Order 1003 is late']);
    world.tick(32);
    expect(world.texts()[1]).toContain('2 rows');
  });

  test('keep what was collected when their message finds no room, and send it once there is some', () => {
    const world = createSheetWorld();
    world.rules({ collected: { ...STATE, digest: { count: 2 } } });
    world.type(2, 2, 'Late');
    for (let key = 0; world.properties.sizeBytes < 497_000; key++)
      world.properties.set(`own.${key}`, 'x'.repeat(1_000));
    world.type(3, 2, 'Late');
    expect(world.texts()).toEqual([]);
    expect(world.log.join()).toContain('sheet.refused');
    for (const key of [...world.properties.keys()]) if (key.startsWith('own.')) world.properties.delete(key);
    world.tick(60);
    expect(world.texts()).toEqual(['*collected*: 2 rows\n• Order 1001 is late\n• Order 1002 is late']);
  });

  test('hold no row that was just told, when the tab is looked at in the same tick', () => {
    const world = createSheetWorld();
    world.rules({ collected: { ...STATE, everyMinutes: 1, digest: { everyMinutes: 30 } } });
    world.type(2, 2, 'Late');
    world.tick(29);
    world.write(3, 2, [['Late']]);
    world.tick(40);
    expect(
      world
        .texts()
        .join('\n')
        .match(/Order 1001/g),
    ).toHaveLength(1);
    expect(
      world
        .texts()
        .join('\n')
        .match(/Order 1002/g),
    ).toHaveLength(1);
  });

  test('hold each row once, and are not lost with a kill', () => {
    const world = createSheetWorld();
    world.rules({ collected });
    world.person.habits.doubled = true;
    let left = 7;
    world.project.interceptor = { decide: () => (--left === 0 ? { effect: 'whole', outcome: 'kill' } : {}) };
    world.type(2, 2, 'Late');
    world.project.interceptor = undefined;
    world.tick(70);
    expect(world.texts()).toEqual(['*Late orders*: 1 row\n• Order 1001 is late']);
  });

  test('go to each webhook with its own rows', () => {
    const world = createSheetWorld();
    world.rules({ collected: { ...collected, to: { column: 'Owner', routes: { Ada: 'sales' }, otherwise: 'ops' } } });
    world.person.paste('Orders', 2, 2, [['Late'], ['Late'], ['Late']]);
    world.tick(32);
    expect(world.texts('sales')).toEqual(['*Late orders*: 1 row\n• Order 1001 is late']);
    expect(world.texts('ops')).toEqual(['*Late orders*: 2 rows\n• Order 1002 is late\n• Order 1003 is late']);
  });

  test('say how many rows had no room, with a link to the sheet', () => {
    const world = createSheetWorld();
    world.rules({ late: STATE });
    world.person.paste('Orders', 5, 1, manyLate(500));
    const [text = ''] = world.texts();
    expect(world.texts()).toHaveLength(1);
    expect(text).toMatch(/^\*late\*: 500 rows\n• Order A0 is late\n/);
    expect(text).toContain(
      '… and 400 more: <https://docs.google.com/spreadsheets/d/orders-id/edit#gid=0|open the sheet>',
    );
  });

  test('of a rule that is gone are sent all the same', () => {
    const world = createSheetWorld();
    world.rules({ collected });
    world.type(2, 2, 'Late');
    world.run('configure', { rules: { collected: null } });
    world.tick(2);
    expect(world.texts()).toEqual(['*collected*: 1 row\n• Order 1001 is late']);
  });
});
