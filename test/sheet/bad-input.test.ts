import { createSheetWorld, LATE, type Rows } from './sheet-world';

/** A rule that nothing of what follows touches: it has to go on. */
const OTHER = {
  ...LATE,
  all: [{ column: 'Owner', changesTo: 'Zoe' }],
  to: 'sales',
  message: 'Order {{Order}} is Zoe’s',
};
const HEADER = ['Order', 'Status', 'Amount', 'Owner', 'Due'];

const createBadWorld = (late: object = LATE, rows?: Rows) => {
  const world = createSheetWorld(rows ? { rows } : {});
  world.rules({ late, other: OTHER });
  return world;
};

/** Hands an order to Zoe, and gives what the other rule says of that. */
const otherRule = (world: ReturnType<typeof createBadWorld>, row = 3, ownerColumn = 4): string[] => {
  world.type(row, ownerColumn, 'Zoe');
  return world.texts('sales');
};

describe('bad input', () => {
  test('a deleted column pauses its rule, which says so, and no other', () => {
    const world = createBadWorld({ ...LATE, title: 'Late orders' });
    world.person.deleteColumns('Orders', 2);
    expect(otherRule(world, 3, 3)).toEqual(['Order 1002 is Zoe’s']);
    expect(world.texts('ops')).toEqual([]);
    expect(world.log.join('\n')).toContain(
      'Column \\"Status\\" is no longer in Orders. Rule \\"Late orders\\" is paused.',
    );
  });

  test('a renamed tab is followed', () => {
    const world = createBadWorld();
    world.person.renameTab('Orders', 'All orders');
    world.person.type('All orders', 2, 2, 'Late');
    expect(world.texts('ops')).toEqual(['Order 1001 is late']);
  });

  test('a deleted tab pauses its rules, and no rule of another tab', () => {
    const world = createBadWorld();
    world.person.addTab('Stock');
    world.person.paste('Stock', 1, 1, [HEADER, ['7', 'Open', 1, 'Ada', '']]);
    world.rules({ stock: { ...LATE, tab: 'Stock', to: 'sales', message: 'Stock {{Order}}' } });
    world.person.deleteTab('Orders');
    world.person.type('Stock', 2, 2, 'Late');
    expect(world.texts()).toEqual(['Stock 7']);
    expect(world.log.join('\n')).toContain('The tab \\"Orders\\" is gone.');
  });

  test.each(['=1/0', '=#REF!', '=NOSUCH(1)'])('a formula that gives an error (%s) fulfils no condition', (formula) => {
    const world = createBadWorld({ ...LATE, all: [{ column: 'Amount', above: 1 }] });
    world.type(2, 3, formula);
    expect(world.texts('ops')).toEqual([]);
    world.type(2, 3, 500);
    expect(world.texts('ops')).toEqual(['Order 1001 is late']);
    expect(otherRule(world)).toHaveLength(1);
  });

  test('a date that is only text is before no day', () => {
    const world = createBadWorld({ ...LATE, all: [{ column: 'Due', before: 'today' }] });
    world.type(2, 5, 'last week');
    expect(world.texts('ops')).toEqual([]);
    world.type(2, 5, '2026-03-01');
    expect(world.texts('ops')).toEqual(['Order 1001 is late']);
    expect(otherRule(world)).toHaveLength(1);
  });

  test('merged cells count where their value stands', () => {
    const world = createBadWorld();
    world.person.merge('Orders', { row: 2, column: 2, rows: 2, columns: 1 });
    world.type(2, 2, 'Late');
    expect(world.texts('ops')).toEqual(['Order 1001 is late']);
    expect(otherRule(world)).toHaveLength(1);
  });

  test('a header that stands there twice pauses the rule that names it', () => {
    const world = createBadWorld(LATE, [['Order', 'Status', 'Status', 'Owner'], ['1', 'Open', 'Open', 'Ada']]); // prettier-ignore
    world.type(2, 2, 'Late');
    expect(world.texts('ops')).toEqual([]);
    expect(world.log.join('\n')).toContain(
      'The column \\"Status\\" stands in Orders twice. Rule \\"late\\" is paused: rename one of the two.',
    );
    expect(otherRule(world, 2)).toEqual(['Order 1 is Zoe’s']);
  });

  test('empty rows make no message, and those below them are seen', () => {
    const world = createBadWorld({ ...LATE, all: [{ column: 'Status', isNot: 'Done' }], once: false });
    world.person.paste('Orders', 6, 1, [['', '', '', '', ''], ['', '', '', '', ''], ['9', 'Late', 1, 'Ada', '']]); // prettier-ignore
    expect(world.texts('ops')).toEqual(['Order 9 is late']);
  });

  test('a cell of 50,000 characters is cut in its message, and the rest goes on', () => {
    const world = createBadWorld({ ...LATE, message: 'Order {{Order}} of {{Owner}}' });
    world.write(2, 4, [['é'.repeat(50_000)]]);
    world.type(2, 2, 'Late');
    const [text = ''] = world.texts('ops');
    expect(text.startsWith('Order 1001 of ééé')).toBe(true);
    expect(Buffer.byteLength(text)).toBeLessThan(32_000);
    expect(otherRule(world)).toHaveLength(1);
  });

  test('a template that names a missing column pauses its rule, with what was probably meant', () => {
    const world = createBadWorld({ ...LATE, message: 'Order {{Oder}} is late' });
    world.type(2, 2, 'Late');
    expect(world.texts('ops')).toEqual([]);
    expect(world.log.join('\n')).toMatch(/Oder.*Order/);
    expect(otherRule(world)).toHaveLength(1);
  });

  test.each(['👩‍👩‍👧 🇫🇷', 'שלום עולם', 'مرحبا 123', 'e\u0301 ﬁ'])('%s arrives as it stands, also as a header', (text) => {
    const world = createSheetWorld({ rows: [['Order', text], ['1', 'Open'], ['2', 'Open']] }); // prettier-ignore
    world.rules({ late: { ...LATE, all: [{ column: text, changesTo: text }], message: `{{Order}}: {{${text}}}` } });
    world.type(2, 2, text);
    expect(world.texts('ops')).toEqual([`1: ${text}`]);
  });

  test('a hostile cell is text: no mention, no link, no markup, no template', () => {
    const world = createBadWorld({ ...LATE, message: 'Order of {{Owner}}' });
    world.write(2, 4, [['<users/all> *now* <https://evil.example.com|click> {{Order}}']]);
    world.type(2, 2, 'Late');
    const [text = ''] = world.texts('ops');
    expect(text).not.toContain('<users/all>');
    expect(text).not.toContain('<https://evil.example.com|');
    expect(text).not.toContain('*now*');
    expect(text).toContain('{{Order}}');
    expect(otherRule(world)).toHaveLength(1);
  });
});
