import {
  clear, deleteColumn, deleteRows, doubled, fillDown, type History, insertColumn, insertRows, killed, minutes, paste,
  pasteMany, pause, renameTab, repeatedAfter, setRules, sort, type Step, type, typeRow, undo, unheard, write,
} from './history'; // prettier-ignore

const late = {
  tab: 'Orders',
  when: 'edited',
  all: [{ column: 'Status', changesTo: 'Late' }],
  to: 'ops',
  message: '{{Order}} late',
};
const isLate = { ...late, all: [{ column: 'Status', is: 'Late' }] };
const added = { tab: 'Orders', when: 'added', to: 'ops', message: 'new {{Order}} {{Status}}' };
const found = {
  tab: 'Orders',
  when: 'found',
  everyMinutes: 1,
  all: [{ column: 'Status', is: 'Late' }],
  to: 'ops',
  message: 'found {{Order}}',
};
const any = { tab: 'Orders', when: 'edited', to: 'ops', message: 'edit {{Order}} {{Status}} {{Amount}}' };
const keyed = { ...isLate, key: 'Order' };

/** Statuses are in column 2, amounts in 3; rows 2 to 4 hold the orders 1001 Open 100, 1002 Open 200, 1003 Done 300. */
const STATUS = 2;
const AMOUNT = 3;

let rule: Record<string, object> = {};
const all: History[] = [];

/** The following histories are under these rules. */
const under = (rules: Record<string, object>): void => {
  rule = rules;
};

const history = (
  name: string,
  steps: readonly Step[],
  expected: readonly string[],
  more: Partial<History> = {},
): void => {
  all.push({ name, rules: rule, steps, expected, ...more });
};

// --- one cell ---------------------------------------------------------------------------------------------------------

under({ late });
history('a status becomes late', [type(2, STATUS, 'Late')], ['1001 late']);
history('another value says nothing', [type(2, STATUS, 'Done')], []);
history('the same value typed again says nothing', [type(2, STATUS, 'Late'), type(2, STATUS, 'Late')], ['1001 late']);
history('two rows become late', [type(2, STATUS, 'Late'), type(3, STATUS, 'Late')], ['1001 late', '1002 late']);
history(
  'late, open, late again',
  [type(2, STATUS, 'Late'), type(2, STATUS, 'Open'), type(2, STATUS, 'Late')],
  ['1001 late', '1001 late'],
);
history(
  'late, open, late five times',
  [0, 1, 2, 3, 4].flatMap(() => [type(2, STATUS, 'Late'), type(2, STATUS, 'Open')]),
  Array.from({ length: 5 }, () => '1001 late'),
);
history('an edit beside the status says nothing', [type(2, AMOUNT, 999)], []);
history('late, then an edit beside it', [type(2, STATUS, 'Late'), type(2, AMOUNT, 999)], ['1001 late']);
history('a new row typed cell by cell', [typeRow(5, '1004', 'Late', 5)], ['1004 late']);
history('a status typed before its order', [type(5, STATUS, 'Late'), type(5, 1, '1004')], [' late']);
history('an edit far below the data', [type(500, STATUS, 'Late')], [' late']);
history(
  'the header is edited and put back',
  [type(1, 4, 'Person'), type(1, 4, 'Owner'), type(2, STATUS, 'Late')],
  ['1001 late'],
);
history('a cell is emptied', [clear(2, STATUS)], []);
history('emptied and late', [clear(2, STATUS), type(2, STATUS, 'Late')], ['1001 late']);
history(
  'late and emptied and late',
  [type(2, STATUS, 'Late'), clear(2, STATUS), type(2, STATUS, 'Late')],
  ['1001 late', '1001 late'],
);
history('upper case and spaces count as the same', [type(2, STATUS, ' LATE ')], ['1001 late']);

// --- undo -------------------------------------------------------------------------------------------------------------

history('late and undone', [type(2, STATUS, 'Late'), undo], ['1001 late']);
history('late, undone, late', [type(2, STATUS, 'Late'), undo, type(2, STATUS, 'Late')], ['1001 late', '1001 late']);
history(
  'an undo makes it late again',
  [type(2, STATUS, 'Late'), type(2, STATUS, 'Open'), undo],
  ['1001 late', '1001 late'],
);
history('undo of an edit beside it', [type(2, STATUS, 'Late'), type(2, AMOUNT, 5), undo], ['1001 late']);
history('two undos', [type(2, STATUS, 'Late'), type(3, STATUS, 'Late'), undo, undo], ['1001 late', '1002 late']);
history('undo of a paste', [paste(2, STATUS, ['Late'], ['Late']), undo], ['1001 late', '1002 late']);
history('a row is cleared and brought back', [type(2, STATUS, 'Late'), clear(2, 1, 1, 5), undo], ['1001 late']);

// --- blocks -----------------------------------------------------------------------------------------------------------

history('a pasted block of three', [paste(2, STATUS, ['Late'], ['Open'], ['Late'])], ['1001 late', '1003 late']);
history('a pasted block that changes nothing', [paste(2, STATUS, ['Open'], ['Open'])], []);
history(
  'the same block pasted twice',
  [paste(2, STATUS, ['Late'], ['Late']), paste(2, STATUS, ['Late'], ['Late'])],
  ['1001 late', '1002 late'],
);
history(
  'a block over rows that are late already',
  [type(2, STATUS, 'Late'), paste(2, STATUS, ['Late'], ['Late'])],
  ['1001 late', '1002 late'],
);
history(
  'new rows pasted at the end',
  [paste(5, 1, ['1004', 'Late'], ['1005', 'Open'], ['1006', 'Late'])],
  ['1004 late', '1006 late'],
);
history('a fill down', [fillDown(2, STATUS, 3, 'Late')], ['1001 late', '1002 late', '1003 late']);
history('a fill down past the end', [fillDown(2, STATUS, 4, 'Late')], ['1001 late', '1002 late', '1003 late', ' late']);
history(
  'a block of several columns',
  [paste(2, 1, ['1001', 'Late', 5], ['1002', 'Late', 6])],
  ['1001 late', '1002 late'],
);
history('a block cleared', [clear(2, STATUS, 3, 1)], []);
history(
  'twenty pasted rows make twenty messages',
  [pasteMany(5, 20, 'Late')],
  Array.from({ length: 20 }, (_, index) => `${index + 1} late`),
);
history(
  'twenty-one make one',
  [pasteMany(5, 21, 'Late')],
  [`*late*: 21 rows\n${Array.from({ length: 21 }, (_, index) => `• ${index + 1} late`).join('\n')}`],
);
history(
  'of thirty pasted rows ten match',
  [pasteMany(5, 20, 'Open', 1), pasteMany(25, 10, 'Late', 21)],
  Array.from({ length: 10 }, (_, index) => `${index + 21} late`),
);
history(
  'a paste over the whole table',
  [paste(2, 1, ['2001', 'Late'], ['2002', 'Late'], ['2003', 'Open'])],
  ['2001 late', '2002 late'],
);
history(
  'a paste of the header too',
  [paste(1, 1, ['Order', 'Status'], ['1001', 'Late'], ['1002', 'Open'])],
  ['1001 late'],
);

// --- rows come, go and move -------------------------------------------------------------------------------------------

history('a row inserted above, then late', [insertRows(2), type(3, STATUS, 'Late')], ['1001 late']);
history('late, then a row inserted above', [type(2, STATUS, 'Late'), insertRows(2)], ['1001 late']);
history(
  'late, inserted above, open, late',
  [type(2, STATUS, 'Late'), insertRows(2), type(3, STATUS, 'Open'), type(3, STATUS, 'Late')],
  ['1001 late', '1001 late'],
);
history('an inserted row is filled in', [insertRows(3), typeRow(3, '1500', 'Late', 1)], ['1500 late']);
history('five rows inserted, the last edited', [insertRows(2, 5), type(9, STATUS, 'Late')], ['1003 late']);
history('a row deleted', [type(3, STATUS, 'Late'), deleteRows(2)], ['1002 late']);
history(
  'a late row deleted, its follower becomes late',
  [type(2, STATUS, 'Late'), deleteRows(2), type(2, STATUS, 'Late')],
  ['1001 late', '1002 late'],
);
history(
  'all rows deleted and new ones pasted',
  [deleteRows(2, 3), paste(2, 1, ['7', 'Late'], ['8', 'Open'])],
  ['7 late'],
);
history('sorted by status', [type(3, STATUS, 'Late'), sort(STATUS)], ['1002 late']);
history(
  'sorted, then another becomes late',
  [type(3, STATUS, 'Late'), sort(STATUS), type(4, STATUS, 'Late')],
  ['1002 late', '1001 late'],
);
history(
  'sorted back and forth',
  [type(2, STATUS, 'Late'), sort(STATUS), sort(1), sort(AMOUNT), sort(STATUS)],
  ['1001 late'],
);
history(
  'a row moved by cut and paste',
  [type(2, STATUS, 'Late'), paste(5, 1, ['1001', 'Late', 100, 'Ada', '2026-03-10']), clear(2, 1, 1, 5)],
  ['1001 late', '1001 late'],
);
history(
  'rows deleted while no trigger ran',
  [type(4, STATUS, 'Late'), unheard(deleteRows(2, 2)), type(2, AMOUNT, 5)],
  ['1003 late'],
);
history(
  'a row inserted while no trigger ran, and the edit below it',
  [unheard(insertRows(2)), type(3, STATUS, 'Late')],
  ['1001 late'],
);

// --- columns and tabs -------------------------------------------------------------------------------------------------

history('a column inserted before the status', [insertColumn(2), type(2, 3, 'Late')], ['1001 late']);
history('a column inserted, nothing edited', [insertColumn(1)], []);
history('a column deleted that no rule names', [deleteColumn(4), type(2, STATUS, 'Late')], ['1001 late']);
history('the status renamed', [type(1, STATUS, 'State'), type(2, STATUS, 'Late')], ['1001 late']);
history(
  'the status renamed twice',
  [type(1, STATUS, 'State'), type(1, STATUS, 'Condition'), type(2, STATUS, 'Late')],
  ['1001 late'],
);
history(
  'renamed and a column inserted',
  [type(1, STATUS, 'State'), insertColumn(1), type(2, 3, 'Late')],
  ['1001 late'],
);
history('renamed while no trigger ran', [unheard(type(1, STATUS, 'State')), type(2, STATUS, 'Late')], ['1001 late']);
history(
  'the order renamed too',
  [type(1, STATUS, 'State'), type(1, 1, 'Number'), type(2, STATUS, 'Late')],
  ['1001 late'],
);
history('the status deleted', [deleteColumn(2), type(2, 2, 'Late')], []);
history(
  'the status deleted and brought back',
  [deleteColumn(2), insertColumn(2), paste(1, 2, ['Status'], ['Open'], ['Open'], ['Done']), type(2, STATUS, 'Late')],
  ['1001 late'],
);
history(
  'the tab renamed',
  [
    renameTab('Orders', 'Bestellungen'),
    (world) => {
      world.person.type('Bestellungen', 2, STATUS, 'Late');
    },
  ],
  ['1001 late'],
);
history(
  'the tab renamed there and back',
  [renameTab('Orders', 'X'), renameTab('X', 'Orders'), type(2, STATUS, 'Late')],
  ['1001 late'],
);
history(
  'the tab deleted and made anew',
  [
    (world) => {
      world.person.addTab('Other');
      world.person.deleteTab('Orders');
      world.person.addTab('Orders');
      world.person.paste('Orders', 1, 1, [
        ['Order', 'Status'],
        ['1', 'Open'],
      ]);
    },
    minutes(2),
    type(2, STATUS, 'Late'),
  ],
  ['1 late'],
);
history(
  'columns swapped',
  [paste(1, 1, ['Status', 'Order'], ['Open', '1001'], ['Open', '1002'], ['Done', '1003']), type(2, 1, 'Late')],
  ['1001 late'],
);

// --- doubled, lost and killed -----------------------------------------------------------------------------------------

history('both triggers twice', [doubled, type(2, STATUS, 'Late')], ['1001 late']);
history(
  'twice, late, open, late',
  [doubled, type(2, STATUS, 'Late'), type(2, STATUS, 'Open'), type(2, STATUS, 'Late')],
  ['1001 late', '1001 late'],
);
history(
  'the event comes again after a write beside it',
  [type(2, STATUS, 'Late'), repeatedAfter(write(2, AMOUNT, [5]))],
  ['1001 late 100'],
  { rules: { late: { ...late, message: '{{Order}} late {{Amount}}' } } },
);
history('the event comes again a day later', [type(2, STATUS, 'Late'), pause(1440), repeatedAfter()], ['1001 late']);
history(
  'the event comes again when it is open again',
  [type(2, STATUS, 'Late'), repeatedAfter(write(2, STATUS, ['Open']))],
  ['1001 late'],
);
history('a doubled paste', [doubled, paste(2, STATUS, ['Late'], ['Late'])], ['1001 late', '1002 late']);
history(
  'a doubled paste of many',
  [doubled, pasteMany(5, 21, 'Late')],
  [`*late*: 21 rows\n${Array.from({ length: 21 }, (_, index) => `• ${index + 1} late`).join('\n')}`],
);
history('doubled inserts and edits', [doubled, insertRows(2), type(3, STATUS, 'Late'), sort(STATUS)], ['1001 late']);
history('a lost edit is found by the next one', [unheard(type(2, STATUS, 'Late')), type(3, AMOUNT, 5)], ['1001 late']);
history('a lost edit is found within half an hour', [unheard(type(2, STATUS, 'Late')), minutes(31)], ['1001 late']);
history(
  'a lost edit that was taken back says nothing',
  [unheard(type(2, STATUS, 'Late'), type(2, STATUS, 'Open')), minutes(31)],
  [],
);
history(
  'two lost edits of two rows',
  [unheard(type(2, STATUS, 'Late'), type(3, STATUS, 'Late')), minutes(31)],
  ['1001 late', '1002 late'],
);
history('a lost new row', [unheard(typeRow(5, '1004', 'Late')), minutes(31)], ['1004 late']);
history('a write by another script is found', [write(2, STATUS, ['Late']), minutes(31)], ['1001 late']);
for (const call of [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]) {
  history(
    `killed at its service call ${call}, after its effect`,
    [killed(call, 'whole', type(2, STATUS, 'Late')), minutes(40)],
    ['1001 late'],
  );
  history(
    `killed at its service call ${call}, before its effect`,
    [killed(call, 'none', type(2, STATUS, 'Late')), minutes(40)],
    ['1001 late'],
  );
}
for (const first of [1, 2, 3]) {
  history(
    `killed in the middle of writing, after ${first} entries`,
    [killed(6, { first }, type(2, STATUS, 'Late')), minutes(40)],
    ['1001 late'],
  );
}
history('killed, then edited again', [killed(4, 'whole', type(2, STATUS, 'Late')), type(2, AMOUNT, 5)], ['1001 late']);
history(
  'killed twice in a row',
  [killed(4, 'whole', type(2, STATUS, 'Late')), killed(4, 'whole', type(2, AMOUNT, 5)), minutes(40)],
  ['1001 late'],
);
history(
  'a killed paste',
  [killed(5, 'whole', paste(2, STATUS, ['Late'], ['Late'])), minutes(40)],
  ['1001 late', '1002 late'],
);

// --- a state, once ----------------------------------------------------------------------------------------------------

under({ isLate });
history('a state is told once', [type(2, STATUS, 'Late'), type(2, AMOUNT, 5), type(2, AMOUNT, 6)], ['1001 late']);
history(
  'a state ends and comes back',
  [type(2, STATUS, 'Late'), type(2, STATUS, 'Open'), type(2, STATUS, 'Late')],
  ['1001 late', '1001 late'],
);
history('rows that were late before are known', [type(2, AMOUNT, 5)], [], {
  rows: [
    ['Order', 'Status', 'Amount'],
    ['1001', 'Late', 1],
    ['1002', 'Open', 2],
  ],
});
history(
  'a row that was late before ends and comes back',
  [type(2, STATUS, 'Open'), type(2, STATUS, 'Late')],
  ['1001 late'],
  {
    rows: [
      ['Order', 'Status', 'Amount'],
      ['1001', 'Late', 1],
    ],
  },
);
history('an edit before the first minute: late now, open before', [type(2, STATUS, 'Late')], ['1001 late'], {
  isSettled: false,
});
history('an edit before the first minute: late before too', [type(2, AMOUNT, 5)], [], {
  isSettled: false,
  rows: [
    ['Order', 'Status', 'Amount'],
    ['1001', 'Late', 1],
  ],
});
history('before the first minute others are taken as known', [type(3, STATUS, 'Late')], ['1002 late'], {
  isSettled: false,
  rows: [
    ['Order', 'Status', 'Amount'],
    ['1001', 'Late', 1],
    ['1002', 'Open', 1],
  ],
});
history('a block pasted before the first minute', [paste(2, STATUS, ['Late'], ['Late'])], ['1001 late', '1002 late'], {
  isSettled: false,
});
history('pasted late over late', [paste(2, STATUS, ['Late']), paste(2, STATUS, ['Late'])], ['1001 late']);
history(
  'a late row moved by an insert is told once',
  [type(2, STATUS, 'Late'), insertRows(2, 3), type(5, AMOUNT, 9)],
  ['1001 late'],
);
history(
  'a late row sorted is told once',
  [type(2, STATUS, 'Late'), sort(STATUS), sort(1), type(2, AMOUNT, 9)],
  ['1001 late'],
);
history('a lost edit of a state', [unheard(type(2, STATUS, 'Late')), minutes(31)], ['1001 late']);
history(
  'undo of clearing a late row',
  [type(2, STATUS, 'Late'), clear(2, 1, 1, 5), undo, type(2, AMOUNT, 3)],
  ['1001 late'],
);
history(
  'the rule is taken away and put back',
  [type(2, STATUS, 'Late'), setRules({ isLate: null }), setRules({ isLate }), minutes(2), type(2, AMOUNT, 3)],
  ['1001 late'],
);
history(
  'the rule asks for something else',
  [
    type(2, STATUS, 'Late'),
    setRules({ isLate: { ...isLate, all: [{ column: 'Status', is: 'Open' }] } }),
    minutes(2),
    type(2, AMOUNT, 3),
    type(2, STATUS, 'Open'),
  ],
  ['1001 late', '1001 late'],
);
history(
  'the column is gone for a while, and a row becomes late meanwhile',
  [
    type(1, STATUS, 'Status'),
    deleteColumn(2),
    insertColumn(2),
    paste(2, 2, ['Late'], ['Open'], ['Done']),
    type(1, 2, 'Status'),
    minutes(31),
  ],
  ['1001 late'],
);

// --- rows named by a key ----------------------------------------------------------------------------------------------

under({ keyed });
history('a key: late', [type(2, STATUS, 'Late')], ['1001 late']);
history('a key: sorted', [type(2, STATUS, 'Late'), sort(AMOUNT), sort(STATUS), type(2, AMOUNT, 7)], ['1001 late']);
history(
  'a key: another order in the same row',
  [type(2, STATUS, 'Late'), paste(2, 1, ['1009', 'Late'])],
  ['1001 late', '1009 late'],
);
history(
  'a key: deleted and inserted elsewhere',
  [type(2, STATUS, 'Late'), deleteRows(2), paste(4, 1, ['1001', 'Late', 100, 'Ada', '2026-03-10'])],
  ['1001 late'],
);
history('a key typed first', [typeRow(5, '1004', 'Late')], ['1004 late']);
history('a key twice', [paste(5, 1, ['1001', 'Late']), type(2, STATUS, 'Late')], ['1001 late', '1001 late']);
history('a key changed in upper case', [type(2, STATUS, 'Late'), type(2, 1, '1001 ')], ['1001 late']);
history(
  'a key: rows reversed while no trigger ran',
  [type(2, STATUS, 'Late'), unheard(paste(2, 1, ['1003', 'Done'], ['1002', 'Open'], ['1001', 'Late'])), minutes(31)],
  ['1001 late'],
);

// --- added ------------------------------------------------------------------------------------------------------------

under({ added });
history(
  'a new row typed cell by cell waits until it is filled in',
  [type(5, 1, '1004'), type(5, STATUS, 'Open')],
  ['new 1004 Open'],
);
history('a new row that stays half filled is told after five minutes', [type(5, 1, '1004'), minutes(6)], ['new 1004 ']);
history('filled in after it was told', [type(5, 1, '1004'), minutes(6), type(5, STATUS, 'Open')], ['new 1004 ']);
history('pasted rows are told at once', [paste(5, 1, ['1004', 'Open'], ['1005', ''])], ['new 1004 Open', 'new 1005 ']);
history('edits of old rows say nothing', [type(2, STATUS, 'Late'), type(3, 1, '9')], []);
history('an inserted empty row says nothing', [insertRows(2)], []);
history('an inserted row filled in', [insertRows(2), type(2, 1, '999'), type(2, STATUS, 'Open')], ['new 999 Open']);
history('a row by another script', [write(5, 1, ['1004', 'Open']), minutes(31)], ['new 1004 Open']);
history('a deleted row brought back by undo', [clear(2, 1, 1, 5), undo], []);
history('sorting makes nothing new', [sort(STATUS), sort(1)], []);
const twins = {
  rows: [
    ['Order', 'Status'],
    ['x', 'Open'],
    ['x', 'Open'],
    ['x', 'Open'],
  ],
};
history(
  'a row inserted above rows that are all alike',
  [insertRows(2), paste(2, 1, ['new', 'Open'])],
  ['new new Open'],
  twins,
);
history(
  'a row inserted among rows that are all alike',
  [insertRows(3), paste(3, 1, ['new', 'Open'])],
  ['new new Open'],
  twins,
);
history('one more row that is like the others', [paste(5, 1, ['x', 'Open'])], ['new x Open'], twins);
history('one row of those that are alike is deleted', [deleteRows(3)], [], twins);
history('doubled', [doubled, paste(5, 1, ['1004', 'Open'])], ['new 1004 Open']);
history('before the first minute', [paste(5, 1, ['1004', 'Open'])], ['new 1004 Open'], { isSettled: false });
history('with a condition that comes true while it is typed', [typeRow(5, '1004', 'Late', 5)], ['new 1004 Late'], {
  rules: { added: { ...added, all: [{ column: 'Amount', above: 1 }] } },
});
history(
  'with a condition that comes true later',
  [typeRow(5, '1004', 'Late', 0), minutes(10), type(5, AMOUNT, 5)],
  [],
  { rules: { added: { ...added, all: [{ column: 'Amount', above: 1 }] } } },
);

// --- any edit ---------------------------------------------------------------------------------------------------------

under({ any });
history(
  'every edit of a column that the message names',
  [type(2, AMOUNT, 5), type(2, AMOUNT, 6)],
  ['edit 1001 Open 5', 'edit 1001 Open 6'],
);
history('an edit of a column that it does not name', [type(2, 4, 'Dee')], []);
history('only one column', [type(2, AMOUNT, 5), type(2, STATUS, 'Late')], ['edit 1001 Late 5'], {
  rules: { any: { ...any, columns: ['Status'] } },
});
history('only one column, pasted together', [paste(2, 1, ['1001', 'Late', 7])], ['edit 1001 Late 7'], {
  rules: { any: { ...any, columns: ['Status'] } },
});
history('only one column, pasted without a change of it', [paste(2, 1, ['1001', 'Open', 7])], [], {
  rules: { any: { ...any, columns: ['Status'] } },
});
history('a doubled edit', [doubled, type(2, AMOUNT, 5)], ['edit 1001 Open 5']);
history(
  'a formula that comes to something else is found',
  [type(2, AMOUNT, '=A3*1'), write(3, 1, [5]), minutes(31)],
  ['edit 1001 Open 1002', 'edit 5 Open 200', 'edit 1001 Open 5']
    .sort((a, b) => Number(a.includes('edit 5')) - Number(b.includes('edit 5')))
    .map((text) => text),
  { rules: { any } },
);
history(
  'every time, with a condition',
  [type(2, AMOUNT, 500), type(2, AMOUNT, 600), type(2, AMOUNT, 5)],
  ['edit 1001 Open 500', 'edit 1001 Open 600'],
  { rules: { any: { ...any, once: false, all: [{ column: 'Amount', above: 100 }] } } },
);

// --- found by the clock -----------------------------------------------------------------------------------------------

under({ found });
history('rows that are so already are reported', [minutes(1)], ['found 1001'], {
  rows: [
    ['Order', 'Status'],
    ['1001', 'Late'],
    ['1002', 'Open'],
  ],
});
history('or taken as known', [minutes(1), write(3, 2, ['Late']), minutes(1)], ['found 1002'], {
  rows: [
    ['Order', 'Status'],
    ['1001', 'Late'],
    ['1002', 'Open'],
  ],
  rules: { found: { ...found, existing: 'skip' } },
});
history('a write by another script', [write(2, STATUS, ['Late']), minutes(2)], ['found 1001']);
history(
  'once, until it stops',
  [
    write(2, STATUS, ['Late']),
    minutes(3),
    write(2, STATUS, ['Open']),
    minutes(2),
    write(2, STATUS, ['Late']),
    minutes(2),
  ],
  ['found 1001', 'found 1001'],
);
history('an edit finds it too', [type(2, STATUS, 'Late')], ['found 1001']);
history('a missed hour', [write(2, STATUS, ['Late']), pause(60), minutes(1)], ['found 1001']);
history('a rule about today', [minutes(1), pause(24 * 60), minutes(6)], ['found 1001', 'found 1002'], {
  rows: [
    ['Order', 'Due'],
    ['1001', '2026-03-01'],
    ['1002', '2026-03-02'],
  ],
  rules: { found: { ...found, all: [{ column: 'Due', before: 'today' }] } },
});
history(
  'more than a bound at once',
  [minutes(1)],
  [`*found*: 25 rows\n${Array.from({ length: 25 }, (_, index) => `• found ${index}`).join('\n')}`],
  { rows: [['Order', 'Status'], ...Array.from({ length: 25 }, (_, index) => [String(index), 'Late'])] },
);

// --- time -------------------------------------------------------------------------------------------------------------

under({
  stuck: {
    tab: 'Orders',
    when: 'edited',
    all: [{ column: 'Status', is: 'Waiting', forMinutes: 30 }],
    to: 'ops',
    message: 'stuck {{Order}}',
  },
});
history('a state that lasts', [type(2, STATUS, 'Waiting'), minutes(31)], ['stuck 1001']);
history(
  'a state that does not last',
  [type(2, STATUS, 'Waiting'), minutes(20), type(2, STATUS, 'Open'), minutes(30)],
  [],
);
history(
  'interrupted and begun again',
  [type(2, STATUS, 'Waiting'), minutes(20), type(2, STATUS, 'Open'), type(2, STATUS, 'Waiting'), minutes(20)],
  [],
);
history(
  'begun again and lasting',
  [type(2, STATUS, 'Waiting'), minutes(20), type(2, STATUS, 'Open'), type(2, STATUS, 'Waiting'), minutes(31)],
  ['stuck 1001'],
);
history('once, though it lasts longer', [type(2, STATUS, 'Waiting'), minutes(90)], ['stuck 1001']);
history(
  'edited beside it meanwhile',
  [type(2, STATUS, 'Waiting'), minutes(20), type(2, AMOUNT, 4), minutes(12)],
  ['stuck 1001'],
);
history('it lasted before the rule was there', [minutes(31)], ['stuck 1'], {
  rows: [
    ['Order', 'Status'],
    ['1', 'Waiting'],
  ],
});

under({ calm: { ...isLate, cooldownMinutes: 10 } });
history(
  'quiet after a message, told when it is over',
  [type(2, STATUS, 'Late'), type(2, STATUS, 'Open'), type(2, STATUS, 'Late'), minutes(12)],
  ['1001 late', '1001 late'],
);
history(
  'quiet, and not so any more when it is over',
  [type(2, STATUS, 'Late'), type(2, STATUS, 'Open'), type(2, STATUS, 'Late'), type(2, STATUS, 'Open'), minutes(12)],
  ['1001 late'],
);
history('quiet about one row only', [type(2, STATUS, 'Late'), type(3, STATUS, 'Late')], ['1001 late', '1002 late']);
history(
  'flapping ten times is two messages',
  [
    ...Array.from({ length: 10 }, (_, index) => type(2, STATUS, index % 2 === 0 ? 'Late' : 'Open')),
    type(2, STATUS, 'Late'),
    minutes(12),
  ],
  ['1001 late', '1001 late'],
);

// --- several conditions, several rules --------------------------------------------------------------------------------

under({
  big: {
    ...isLate,
    all: [
      { column: 'Status', is: 'Late' },
      { column: 'Amount', above: 150 },
    ],
  },
});
history('both conditions, one after the other', [type(2, STATUS, 'Late'), type(2, AMOUNT, 500)], ['1001 late']);
history('both conditions, the other way round', [type(2, AMOUNT, 500), type(2, STATUS, 'Late')], ['1001 late']);
history('one is not enough', [type(2, STATUS, 'Late')], []);
history(
  'either is enough',
  [type(2, STATUS, 'Late'), type(3, AMOUNT, 999)],
  ['1001 late', '1002 late', '1003 late'].slice(0, 2),
  {
    rules: {
      either: {
        ...isLate,
        any: [
          { column: 'Status', is: 'Late' },
          { column: 'Amount', above: 900 },
        ],
        all: [],
      },
    },
  },
);
history('against another column', [type(2, AMOUNT, 50), type(3, AMOUNT, 250)], ['1002 late'], {
  rows: [
    ['Order', 'Limit', 'Amount'],
    ['1001', 100, 1],
    ['1002', 200, 2],
  ],
  rules: { over: { ...isLate, all: [{ column: 'Amount', above: { column: 'Limit' } }] } },
});
history('two rules on one edit', [type(2, STATUS, 'Late')], ['1001 late', 'also 1001'], {
  rules: { a: late, b: { ...late, message: 'also {{Order}}' } },
});
history('a paused rule says nothing', [type(2, STATUS, 'Late')], [], { rules: { late: { ...late, paused: true } } });
history('a rule with a missing column is paused, the other goes on', [type(2, STATUS, 'Late')], ['1001 late'], {
  rules: { late, broken: { ...late, all: [{ column: 'Stautus', is: 'Late' }] } },
});
history(
  'a message that names a missing column is paused, the other goes on',
  [type(2, STATUS, 'Late')],
  ['1001 late'],
  { rules: { late, broken: { ...late, message: '{{Ordr}}' } } },
);
history('a rule on a tab that is not there, the other goes on', [type(2, STATUS, 'Late')], ['1001 late'], {
  rules: { late, elsewhere: { ...late, tab: 'Nowhere' } },
});

// --- odd cells --------------------------------------------------------------------------------------------------------

under({ late });
history(
  'markup and mentions in a cell are harmless',
  [type(2, 1, '<users/all> *now*'), type(2, STATUS, 'Late')],
  ['＜users/all＞ ∗now∗ late'],
);
history('right to left and emoji', [type(2, 1, 'مرحبا 👩‍👩‍👧'), type(2, STATUS, 'Late')], ['مرحبا 👩‍👩‍👧 late']);
history('an error in the order', [type(2, 1, '=1/0'), type(2, STATUS, 'Late')], ['#DIV/0! late']);
history(
  'merged cells: the first has the value',
  [
    (world) => {
      world.person.merge('Orders', { row: 2, column: 2, rows: 2, columns: 1 });
    },
    type(2, STATUS, 'Late'),
  ],
  ['1001 late'],
);
history('empty rows between', [type(9, 1, '1009'), type(9, STATUS, 'Late')], ['1009 late']);
history('a header twice that no rule needs', [type(1, 4, 'Amount'), type(2, STATUS, 'Late')], ['1001 late']);
history('a header twice that the rule needs', [type(1, 4, 'Status'), type(2, STATUS, 'Late')], []);
history('a number as the order', [type(2, 1, 7), type(2, STATUS, 'Late')], ['7 late']);

// --- kills in a paste ---------------------------------------------------------------------------------------------------

under({ late: keyed });
for (const call of [1, 2, 3, 4, 5, 6]) {
  history(
    `a paste killed at call ${String(call)} is told in full, once`,
    [killed(call, 'whole', paste(2, STATUS, ['Late'], ['Late'])), minutes(31)],
    ['1001 late', '1002 late'],
  );
}
history(
  'a paste killed, undone and pasted again is told once',
  [killed(3, 'none', paste(2, STATUS, ['Late'])), undo, paste(2, STATUS, ['Late']), minutes(31)],
  ['1001 late'],
);
history(
  'a row killed while it was told, then moved by a sort',
  [killed(4, 'whole', type(2, STATUS, 'Late')), sort(AMOUNT), sort(1), minutes(31)],
  ['1001 late'],
);

export const HISTORIES: readonly History[] = all;
