import { createSheetWorld, LATE, type SheetWorld } from './sheet-world';

interface Explanation {
  rule: string;
  outcome: string;
  words: string;
  to: string[];
  threadKey?: string;
  conditions: { holds: boolean; words: string }[];
  message?: { text?: string };
}

const explain = (world: SheetWorld, row: number): Explanation[] =>
  world.run('explainRow', 'Orders', row) as Explanation[];
const words = (world: SheetWorld, row: number): string | undefined => explain(world, row)[0]?.words;

const STATE = { ...LATE, all: [{ column: 'Status', is: 'Late' }, { column: 'Amount', above: 150 }] }; // prettier-ignore

describe('explainRow', () => {
  test('names the first condition that fails, with the value it met', () => {
    const world = createSheetWorld();
    world.rules({ state: STATE });
    expect(words(world, 2)).toBe('Condition 1 is false: Status is "Open", wanted "Late".');
    world.type(2, 2, 'Late');
    expect(words(world, 2)).toBe('Condition 2 is false: Amount is 100, wanted more than 150.');
    expect(explain(world, 2)[0]?.conditions).toEqual([
      { holds: true, words: 'Status is "Late"' },
      { holds: false, words: 'Amount is 100, wanted more than 150' },
    ]);
  });

  test('shows what would be said, where, and in which thread', () => {
    const world = createSheetWorld();
    world.rules({ state: { ...STATE, when: 'found', existing: 'skip', everyMinutes: 60 } });
    world.write(3, 2, [['Late']]);
    expect(explain(world, 3)).toMatchObject([
      {
        rule: 'state',
        outcome: 'tells',
        words: 'It matches, and is told when the tab is looked at next.',
        to: ['ops'],
        message: { text: 'Order 1002 is late' },
      },
    ]);
    expect(explain(world, 3)[0]?.threadKey).toMatch(/row-2$/);
  });

  test.each([
    ['told before', 'It matches, and was told before. It is told again once it has stopped matching and matches anew.', {}],
    ['quiet', 'It matches, but the last message about it is too recent: quiet for another 10 minutes.', { once: false, cooldownMinutes: 10 }],
  ])('says that a row was %s', (_what, text, more) => {
    const world = createSheetWorld();
    world.rules({ state: { ...STATE, ...more } });
    world.type(3, 2, 'Late');
    expect(words(world, 3)).toBe(text);
  }); // prettier-ignore

  test('says of a change what was there before', () => {
    const world = createSheetWorld();
    world.rules({ late: LATE });
    expect(words(world, 2)).toBe(
      'Condition 1 is false: Status is "Open" and has not changed, wanted a change to "Late".',
    );
    world.write(2, 2, [['Waiting']]);
    expect(words(world, 2)).toBe(
      'Condition 1 is false: Status was "Open" and is "Waiting", wanted a change to "Late".',
    );
  });

  test('says why a rule is paused, and that nobody is named', () => {
    const world = createSheetWorld();
    world.rules({
      broken: { ...LATE, all: [{ column: 'Staus', is: 'x' }] },
      nobody: {
        ...LATE,
        once: false,
        all: [{ column: 'Amount', above: 0 }],
        to: { column: 'Owner', routes: { Zoe: 'ops' } },
      },
    });
    const [broken, nobody] = explain(world, 2);
    expect(broken).toMatchObject({ outcome: 'paused' });
    expect(broken?.words).toContain('Did you rename it to "Status"');
    expect(nobody).toMatchObject({ outcome: 'nobody', to: [] });
  });

  test('says that a text is no date, and that a formula gives an error', () => {
    const world = createSheetWorld({ rows: [['Order', 'Due', 'Amount'], ['1', 'next week', '=1/0']] }); // prettier-ignore
    world.rules({
      due: { ...LATE, all: [{ column: 'Due', before: 'today' }] },
      amount: { ...LATE, all: [{ column: 'Amount', above: 1 }] },
    });
    const [due, amount] = explain(world, 2);
    expect(due?.words).toBe(
      'Condition 1 is false: Due is "next week", wanted a date before today: that is no date, but text; format the column as a date.',
    );
    expect(amount?.words).toContain('Amount is "#DIV/0!", wanted more than 1: its formula gives an error.');
  });

  test('says that changed results of formulas are no edits', () => {
    const world = createSheetWorld({ rows: [['Order', 'Status'], ['1', '=IF(1=1,"Open","Late")']] }); // prettier-ignore
    world.rules({ late: { ...LATE, all: [{ column: 'Status', is: 'Late' }] } });
    expect(words(world, 2)).toContain('Status is a formula: Google does not report changed results as edits');
  });

  test('explains a row that is empty, and gives nothing for a tab without rules', () => {
    const world = createSheetWorld();
    world.rules({ late: { ...LATE, all: [{ column: 'Status', is: 'Late' }] } });
    expect(words(world, 40)).toBe('Condition 1 is false: Status is empty, wanted "Late".');
    expect(world.run('explainRow', 'Nowhere', 2)).toEqual([]);
  });

  test('is the verdict of the engine: what it says will be told is told by the next edit', () => {
    const world = createSheetWorld({ rows: [['Order', 'Status', 'Amount'], ...Array.from({ length: 12 }, (_, index) => [String(index), index % 3 === 0 ? 'Late' : 'Open', index * 40])] }); // prettier-ignore
    world.rules({
      any: {
        ...LATE,
        once: false,
        all: [],
        any: [
          { column: 'Status', is: 'Late' },
          { column: 'Amount', above: 300 },
        ],
        message: '{{Order}} {{Amount}}',
      },
    });
    for (let row = 2; row < 14; row++) {
      const before = world.texts().length;
      const predicted = explain(world, row)[0]?.outcome === 'tells';
      world.type(row, 3, Number(world.cell(row, 3)) + 1);
      expect([row, world.texts().length > before]).toEqual([row, predicted]);
    }
    expect(world.texts().length).toBeGreaterThan(3);
  });
});

describe('tryRules', () => {
  test('says which of the last rows would match, and sends nothing', () => {
    const world = createSheetWorld();
    world.rules({
      late: LATE,
      open: { ...LATE, all: [{ column: 'Status', is: 'Open' }] },
      broken: { ...LATE, all: [{ column: 'X', is: 1 }] },
    });
    world.write(4, 2, [['Late']]);
    expect(world.run('tryRules', 'Orders')).toEqual([
      { rule: 'late', tried: 3, rows: [4], problem: '' },
      { rule: 'open', tried: 3, rows: [2, 3], problem: '' },
      {
        rule: 'broken',
        tried: 0,
        rows: [],
        problem: expect.stringContaining('Column "X" is no longer in Orders') as string,
      },
    ]);
    expect(world.run('tryRules', 'Orders', 1)).toMatchObject([{ tried: 1, rows: [4] }, { rows: [] }, {}]);
    expect(world.texts()).toEqual([]);
  });
});
