import { createSheetWorld, LATE, STATE } from './sheet-world';

describe('where a message goes', () => {
  const routed = {
    ...STATE,
    to: { column: 'Owner', routes: { Ada: 'sales', Bo: ['ops', 'sales'] } },
  };

  test('is told by a column, to one webhook or several', () => {
    const world = createSheetWorld();
    world.rules({ routed });
    world.type(2, 2, 'Late');
    world.type(3, 2, 'Late');
    expect(world.texts('sales')).toEqual(['Order 1001 is late', 'Order 1002 is late']);
    expect(world.texts('ops')).toEqual(['Order 1002 is late']);
  });

  test('is nobody for a value that no route names, and that is said', () => {
    const world = createSheetWorld();
    world.rules({ routed });
    world.type(4, 2, 'Late');
    expect(world.texts()).toEqual([]);
    expect(world.log.join('\n')).toContain('Nobody is named for Owner being \\"Cy\\"');
  });

  test('is the thread of the row, of a column, of the day, of the rule, or none', () => {
    const world = createSheetWorld();
    world.rules({
      a: STATE,
      b: { ...STATE, thread: { column: 'Owner' } },
      c: { ...STATE, thread: 'day' },
      d: { ...STATE, thread: 'rule' },
      e: { ...STATE, thread: 'none' },
    });
    world.type(2, 2, 'Late');
    world.type(3, 2, 'Late');
    const keys = world.chat.messages.map(({ threadKey }) => threadKey);
    const [row, column, day, rule, none] = keys;
    expect(keys).toHaveLength(10);
    expect(row).toMatch(/row-1$/);
    expect(keys[5]).toMatch(/row-2$/);
    expect(column).toMatch(/Ada$/);
    expect(day).toBe('rule-c-2026-03-02');
    expect(rule).toBe('rule-d');
    expect(none).toBe('');
  });

  test('is one thread for all rules of a row that a key names', () => {
    const world = createSheetWorld();
    world.rules({ a: { ...STATE, key: 'Order' }, b: { ...LATE, key: 'Order' } });
    world.type(2, 2, 'Late');
    const [one, other] = world.chat.messages;
    expect(one?.threadKey).toMatch(/key-1001$/);
    expect(other?.thread).toBe(one?.thread);
  });
});

describe('what a message says', () => {
  test('has the cells as the sheet shows them, and their values for formatters', () => {
    const world = createSheetWorld();
    world.person.format('Orders', { row: 2, column: 3, rows: 3, columns: 1 }, '$#,##0.00');
    world.rules({ late: { ...LATE, message: '{{Amount}}, {{Amount | number 1}}, {{Due}}, {{Due | relative}}' } });
    world.type(2, 2, 'Late');
    expect(world.texts()).toEqual(['$100.00, 100.0, 2026-03-10, in 8 days']);
  });

  test('has the row, its link, the tab, the rule, who it was, and what was there before', () => {
    const world = createSheetWorld();
    world.rules({
      late: { ...LATE, title: 'Late orders', message: '{{row}} {{tab}} {{rule}} {{by}} {{before.Status}} {{{link}}}' },
    });
    world.type(2, 2, 'Late');
    expect(world.texts()).toEqual([
      '2 Orders Late orders someone@example.com Open https://docs.google.com/spreadsheets/d/orders-id/edit#gid=0&range=2:2',
    ]);
  });

  test('may be a card', () => {
    const world = createSheetWorld();
    const card = {
      header: { title: 'Order {{Order}}' },
      sections: [{ widgets: [{ textParagraph: { text: '{{Status}}' } }] }],
    };
    world.rules({ late: { ...LATE, message: { cardsV2: [{ cardId: 'order', card }] } } });
    world.type(2, 2, 'Late');
    expect(world.chat.messages[0]?.message).toMatchObject({ cardsV2: [{ card: { header: { title: 'Order 1001' } } }] });
  });

  test('is cut when a cell holds 50,000 characters', () => {
    const world = createSheetWorld();
    world.rules({ late: { ...LATE, message: '{{Order}}' } });
    world.type(2, 1, 'x'.repeat(50_000));
    world.type(2, 2, 'Late');
    expect(world.texts()[0]).toMatch(/^x{3000,}[\s\S]*left out\)$/);
  });

  test('is not sent when every field is empty, and that is said', () => {
    const world = createSheetWorld();
    world.rules({ late: { ...LATE, message: '{{Owner}}' } });
    world.type(2, 4, '');
    world.type(2, 2, 'Late');
    expect(world.texts()).toEqual([]);
    expect(world.log.join('\n')).toContain("There's nothing to send");
  });
});
