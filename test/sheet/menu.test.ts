import { createSheetWorld, LATE, type SheetWorld } from './sheet-world';

const labels = ({ project }: SheetWorld): string[] =>
  project.services.SpreadsheetApp.menus.flatMap(({ items }) => items.map(({ label }) => label));
const shown = ({ project }: SheetWorld): string[] =>
  project.services.SpreadsheetApp.shown.map(({ content }) => content);
const answer = ({ project }: SheetWorld, ...texts: readonly (string | null)[]): void => {
  for (const text of texts)
    project.services.SpreadsheetApp.answers.push(
      text === null ? { button: 'CANCEL', text: '' } : { button: 'OK', text },
    );
};
/** Puts the cursor into a row. */
const select = ({ project }: SheetWorld, row: number): void => {
  project.services.SpreadsheetApp.select('orders-id', 0, { row, column: 1, rows: 1, columns: 1 });
};

const ENTRIES = ['Open notifications', 'Send a message', 'Test this row', 'Pause all sending', 'Help'];

describe('the menu', () => {
  test.each(['NONE', 'LIMITED', 'FULL'])('has the same five entries in authorisation mode %s', (authMode) => {
    const world = createSheetWorld();
    world.runAs({ kind: 'simpleTrigger' }, 'onOpen', { authMode });
    expect(labels(world)).toEqual(ENTRIES);
    const calls = world.calls.filter((call) => !call.startsWith('SpreadsheetApp.'));
    expect(calls).toEqual(authMode === 'NONE' ? [] : ['PropertiesService.getProperties']);
    expect(shown(world)).toEqual([]);
  });

  test('names only functions that are there', () => {
    const world = createSheetWorld();
    world.person.open();
    const functions = world.project.services.SpreadsheetApp.menus.flatMap(({ items }) =>
      items.map(({ functionName }) => functionName),
    );
    expect(functions.filter((name) => !world.project.program.names.includes(name))).toEqual([]);
  });

  test('tells which rules there are, what is wrong with them, and what waits', () => {
    const world = createSheetWorld();
    world.rules({ late: { ...LATE, title: 'Late orders' }, broken: { ...LATE, all: [{ column: 'X', is: 1 }] } });
    world.person.open();
    world.person.choose('Open notifications');
    expect(shown(world)[0]).toContain(
      '• Late orders: When a row in Orders is edited so that Status changes to "Late", send to ops, thread by row.',
    );
    expect(shown(world)[0]).toContain('• broken: Column "X" is no longer in Orders.');
    expect(shown(world)[0]).toContain('Webhooks: ops, sales.');
    expect(shown(world)[0]).toContain('Nothing waits in the outbox.');
  });

  test('sends a message to the webhook that the person names', () => {
    const world = createSheetWorld();
    world.person.open();
    answer(world, 'sales', 'Hello');
    world.person.choose('Send a message');
    expect(world.texts('sales')).toEqual(['Hello']);
    expect(shown(world).at(-1)).toBe('Sent.');
    answer(world, 'sales', null);
    world.person.choose('Send a message');
    expect(world.texts()).toHaveLength(1);
  });

  test('says what to do first when there is no webhook', () => {
    const world = createSheetWorld();
    world.properties.clear();
    world.person.open();
    world.person.choose('Send a message');
    expect(shown(world)[0]).toContain('setWebhook("ops"');
  });

  test('explains the selected row, and sends its message when the person wants that', () => {
    const world = createSheetWorld();
    world.rules({ late: LATE });
    world.person.open();
    select(world, 3);
    answer(world, '', '');
    world.project.services.SpreadsheetApp.answers[1] = { button: 'YES', text: '' };
    world.person.choose('Test this row');
    expect(shown(world)[0]).toContain(
      'late: Condition 1 is false: Status is "Open" and has not changed, wanted a change to "Late".\nIt would say: Order 1002 is late\nTo ops',
    );
    expect(world.texts()).toEqual(['Order 1002 is late']);
    select(world, 3);
    answer(world, '');
    world.project.services.SpreadsheetApp.answers.push({ button: 'NO', text: '' });
    world.person.choose('Test this row');
    expect(world.texts()).toHaveLength(1);
  });

  test('pauses all sending, and turns into its opposite', () => {
    const world = createSheetWorld();
    world.rules({ late: LATE });
    world.person.open();
    answer(world, '30');
    world.person.choose('Pause all sending');
    expect(shown(world).at(-1)).toBe('Sending is paused until 2026-03-02 09:31. It goes on by itself.');
    expect(labels(world)).toContain('Resume sending');
    world.person.choose('Resume sending');
    expect(labels(world)).toEqual(ENTRIES);
    answer(world, 'soon');
    world.person.choose('Pause all sending');
    expect(shown(world).at(-1)).toContain('"soon" is no number of minutes');
    expect(labels(world)).toEqual(ENTRIES);
  });

  test('tells where help is', () => {
    const world = createSheetWorld();
    world.person.open();
    world.person.choose('Help');
    expect(shown(world)[0]).toContain('doctor()');
  });
});
