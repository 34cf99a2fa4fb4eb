import { createSheetWorld, LATE, type Rows } from './sheet-world';

const STATE = { ...LATE, all: [{ column: 'Status', is: 'Late' }] };

const many = (count: number): Rows => Array.from({ length: count }, (_, index) => [`A${String(index)}`, 'Late', index]);

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
    world.person.paste('Orders', 5, 1, many(500));
    const sheetCalls = world.callsOfEdit().filter((call) => call.startsWith('SpreadsheetApp'));
    expect(sheetCalls).toEqual([
      'SpreadsheetApp.getActive',
      'SpreadsheetApp.getValues',
      'SpreadsheetApp.getDisplayValues',
    ]);
  });
});

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
    world.person.paste('Orders', 5, 1, many(500));
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
