import { createSheetWorld, LATE, manyLate, STATE, type Rows } from './sheet-world';

describe('the calls of an edit', () => {
  test('hands the message over with its sixth', () => {
    const world = createSheetWorld();
    world.rules({ late: LATE });
    world.type(3, 2, 'Late');
    expect(world.callsOfEdit().slice(0, 6)).toEqual([
      'LockService.tryLock',
      'PropertiesService.getProperties',
      'SpreadsheetApp.getActive',
      'SpreadsheetApp.getValues',
      'SpreadsheetApp.getDisplayValues',
      'PropertiesService.setProperties',
    ]);
  });

  test('reads a tab in one go, however many rows were pasted', () => {
    const world = createSheetWorld();
    world.rules({ late: LATE });
    world.person.paste('Orders', 5, 1, manyLate(500));
    const sheetCalls = world.callsOfEdit().filter((call) => call.startsWith('SpreadsheetApp'));
    expect(sheetCalls).toEqual([
      'SpreadsheetApp.getActive',
      'SpreadsheetApp.getValues',
      'SpreadsheetApp.getDisplayValues',
    ]);
  });
});

describe('trouble', () => {
  test('pauses a rule whose column is gone, with what was probably meant', () => {
    const world = createSheetWorld();
    world.rules({ late: { ...LATE, title: 'Late orders', all: [{ column: 'Stauts', is: 'Late' }] } });
    expect(world.log.join('\n')).toContain(
      'Column \\"Stauts\\" is no longer in Orders. Rule \\"Late orders\\" is paused. Did you rename it to \\"Status\\", or mean that?',
    );
  });

  test('follows a renamed column, and says so', () => {
    const world = createSheetWorld();
    world.rules({ late: LATE });
    world.type(1, 2, 'State');
    world.type(2, 2, 'Late');
    expect(world.texts()).toEqual(['Order 1001 is late']);
    expect(world.log.filter((line) => line.includes('sheet.columns-renamed'))).toHaveLength(1);
  });

  test('pauses the rules of a tab that is gone, and goes on when it is back', () => {
    const world = createSheetWorld();
    world.rules({ late: LATE });
    world.person.addTab('Other');
    world.person.deleteTab('Orders');
    expect(world.log.join('\n')).toContain('The tab \\"Orders\\" is gone. Rules that watch it are paused');
    world.person.addTab('Orders');
    world.person.paste('Orders', 1, 1, [['Order', 'Status'], ['7', 'Open']]); // prettier-ignore
    world.type(2, 2, 'Late');
    expect(world.texts()).toEqual(['Order 7 is late']);
  });

  test('sends when there is a webhook at last what had nowhere to go', () => {
    const world = createSheetWorld();
    world.rules({ late: { ...LATE, to: 'oncall' }, state: { ...STATE, to: 'oncall', message: 'state {{Order}}' } });
    world.type(2, 2, 'Late');
    world.tick(3);
    expect(world.texts()).toEqual([]);
    expect(world.log.join('\n')).toContain('No webhook is called \\"oncall\\"');
    world.setWebhook('oncall');
    world.tick(3);
    expect(world.texts().sort()).toEqual(['Order 1001 is late', 'state 1001']);
    world.tick(40);
    expect(world.texts()).toHaveLength(2);
  });

  test('sends when there is room again what found none in the outbox', () => {
    const world = createSheetWorld();
    world.rules({ late: { ...LATE, digestAbove: 0 } });
    const filler = (index: number): string => `filler${String(index)}`;
    // Other properties take up the store, so that nothing is left for deliveries.
    for (let index = 0; world.properties.sizeBytes < 480_000; index++)
      world.properties.set(filler(index), 'x'.repeat(8_000));
    world.type(2, 2, 'Late');
    expect(world.texts()).toEqual([]);
    expect(world.log.join('\n')).toContain('The outbox is full');
    for (let index = 0; index < 60; index++) world.properties.delete(filler(index));
    world.tick(3);
    expect(world.texts()).toEqual(['Order 1001 is late']);
  });

  test('goes on without the lock when somebody else holds it', () => {
    const world = createSheetWorld();
    world.rules({ late: LATE });
    world.project.interceptor = {
      decide: (call) => (call.method === 'tryLock' ? { effect: 'none', outcome: { returns: false } } : {}),
    };
    world.type(2, 2, 'Late');
    world.project.interceptor = undefined;
    world.tick();
    expect(world.texts()).toEqual(['Order 1001 is late']);
  });

  test('holds no secret in any log line or stored value', () => {
    const world = createSheetWorld();
    world.rules({ late: LATE, broken: { ...LATE, to: 'nowhere' } });
    world.type(2, 2, 'Late');
    world.tick(2);
    const token = /token=([^&]+)/.exec(world.properties.get('webhook.ops') ?? '')?.[1] ?? 'none';
    expect(token.length).toBeGreaterThan(3);
    const stored = [...world.properties].filter(([key]) => !key.startsWith('webhook.')).map(([, value]) => value);
    expect([...world.log, ...stored].filter((text) => text.includes(token))).toEqual([]);
  });
});

describe('what is remembered', () => {
  test('stays within its bound, and what has no room is told once all the same', () => {
    const rows: Rows = [
      ['Order', 'Status', 'Amount'],
      ...Array.from({ length: 16_000 }, (_, index) => [`A${String(index)}`, 'Open', index]),
    ];
    const world = createSheetWorld({ rows });
    world.rules({ late: { ...LATE, key: 'Order' } });
    const size = (): number =>
      [...world.properties]
        .filter(([key]) => key.startsWith('cc/w/'))
        .reduce((sum, [key, value]) => sum + Buffer.byteLength(key + value), 0);
    expect(size()).toBeLessThanOrEqual(170_000);
    expect(world.log.join('\n')).toContain('sheet.memory-full');
    world.person.habits.doubled = true;
    world.type(2, 2, 'Late');
    world.type(16_001, 2, 'Late');
    expect(world.texts()).toEqual(['Order A0 is late', 'Order A15999 is late']);
    expect(size()).toBeLessThanOrEqual(170_000);
  });

  test('is garbage to nobody: what is not of our making counts as nothing', () => {
    const world = createSheetWorld();
    world.rules({ late: LATE });
    for (const key of [...world.properties.keys()].filter((name) => name.startsWith('cc/w/')))
      world.properties.set(key, '{"oops":');
    world.type(2, 2, 'Late');
    expect(world.texts()).toEqual(['Order 1001 is late']);
  });
});
