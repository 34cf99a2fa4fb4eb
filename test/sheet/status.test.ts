import { createSheetWorld, LATE } from './sheet-world';

describe('in the sheet', () => {
  test('nothing is written unless a rule asks for it', () => {
    const world = createSheetWorld();
    world.rules({ late: LATE });
    world.type(2, 2, 'Late');
    world.tick(5);
    const writes = world.project.lastExecution?.calls.filter((call) =>
      /SpreadsheetApp\.(set|append|insert|clear)/.test(call),
    );
    expect(writes).toEqual([]);
    expect(world.spreadsheet.tabs.map(({ name }) => name)).toEqual(['Orders']);
  });

  test('a status column says what became of the message', () => {
    const world = createSheetWorld({ rows: [['Order', 'Status', 'Notified'], ['1', 'Open', ''], ['2', 'Open', '']] }); // prettier-ignore
    world.rules({ late: { ...LATE, statusColumn: 'Notified' } });
    world.type(2, 2, 'Late');
    expect(world.cell(2, 3)).toMatch(/^Sent 2026-03-02 09:0\d/);
    expect(world.cell(3, 3)).toBe('');
    expect(world.texts()).toHaveLength(1);
  });

  test('a note does too', () => {
    const world = createSheetWorld();
    world.rules({ late: { ...LATE, statusNote: 'Status' } });
    world.type(2, 2, 'Late');
    expect(world.spreadsheet.tab('Orders')?.cell(2, 2).note).toMatch(/^Sent 2026-03-02/);
    expect(world.cell(2, 2)).toBe('Late');
  });

  test('a message that waits says so, and later that it went, in the row wherever it is', () => {
    const world = createSheetWorld({ rows: [['Order', 'Status', 'Notified'], ['1', 'Open', ''], ['2', 'Open', '']] }); // prettier-ignore
    world.rules({ late: { ...LATE, statusColumn: 'Notified' } });
    world.chatAnswers(503);
    world.type(2, 2, 'Late');
    expect(world.cell(2, 3)).toMatch(/^Queued: /);
    world.person.insertRows('Orders', 2, 2);
    world.chatAnswers(null);
    world.tick(10);
    expect(world.cell(4, 3)).toMatch(/^Sent 2026-03-02/);
    expect(world.texts()).toEqual(['Order 1 is late']);
  });

  test('a message that Chat refuses says why', () => {
    const world = createSheetWorld({ rows: [['Order', 'Status', 'Notified'], ['1', 'Open', '']] }); // prettier-ignore
    world.rules({ late: { ...LATE, statusColumn: 'Notified' } });
    world.chatAnswers(400);
    world.type(2, 2, 'Late');
    world.tick(2);
    expect(world.cell(2, 3)).toMatch(/^Failed: /);
  });

  test('a log tab gets a line for each message', () => {
    const world = createSheetWorld();
    world.rules({ late: { ...LATE, logTab: 'Log' } });
    world.type(2, 2, 'Late');
    world.type(3, 2, 'Late');
    const log = world.spreadsheet.tab('Log');
    expect([1, 2, 3].map((row) => log?.cell(row, 2).value)).toEqual(['Rule', 'late', 'late']);
    expect([2, 3].map((row) => log?.cell(row, 3).value)).toEqual([2, 3]);
    expect(log?.cell(2, 5).value).toMatch(/^Sent/);
    expect(world.texts()).toHaveLength(2);
  });
});
