import { Person } from '../../../emulator/services/spreadsheet/person';
import { evaluate, projectOf, refusal } from '../helpers';

const bound = { boundTo: 'orders-id' };

/** A bound script that notes every event it gets, and a person at its spreadsheet. */
function watched(code = '') {
  const project = projectOf(
    `${code}
     const seen = () => JSON.parse(PropertiesService.getScriptProperties().getProperty('seen') || '[]');
     function note(kind, e) {
       PropertiesService.getScriptProperties().setProperty('seen', JSON.stringify([...seen(), {
         kind,
         at: e.range && e.range.getA1Notation(),
         sheet: e.range && e.range.getSheet().getName(),
         value: 'value' in e ? e.value : 'absent',
         oldValue: 'oldValue' in e ? e.oldValue : 'absent',
         changeType: e.changeType,
         uid: e.triggerUid !== undefined,
         mode: String(e.authMode),
         user: e.user && e.user.getEmail(),
       }]));
     }
     function edited(e) { note('edited', e); }
     function changed(e) { note('changed', e); }
     function install() {
       ScriptApp.newTrigger('edited').forSpreadsheet(SpreadsheetApp.getActive()).onEdit().create();
       ScriptApp.newTrigger('changed').forSpreadsheet(SpreadsheetApp.getActive()).onChange().create();
     }
     function write() { SpreadsheetApp.getActiveSheet().getRange('B2').setValue('by script'); }`,
    bound,
  );
  project.run('install');
  const spreadsheet = project.services.SpreadsheetApp.document();
  const person = new Person(project, spreadsheet);
  const seen = (): Record<string, unknown>[] => {
    const all = JSON.parse(project.properties.get('seen') ?? '[]') as Record<string, unknown>[];
    project.properties.delete('seen');
    return all;
  };
  return { project, person, spreadsheet, seen };
}

describe('SpreadsheetApp', () => {
  test('reads typed values, what is shown, and dates as Dates', () => {
    const value = evaluate(
      `(() => {
         const sheet = SpreadsheetApp.getActiveSheet();
         sheet.getRange(1, 1, 1, 4).setValues([['Order', '$1,400', new Date('2026-03-02T12:00:00Z'), '=1/0']]);
         const range = sheet.getDataRange();
         const [values] = range.getValues();
         return { kinds: values.map((v) => Object.prototype.toString.call(v)), date: values[2].toISOString(), error: values[3], shown: range.getDisplayValues()[0], a1: range.getA1Notation() };
       })()`,
      bound,
    );
    expect(value).toEqual({
      kinds: ['[object String]', '[object Number]', '[object Date]', '[object String]'],
      date: '2026-03-02T12:00:00.000Z',
      error: '#DIV/0!',
      shown: ['Order', '$1,400', '3/2/2026 12:00:00', '#DIV/0!'],
      a1: 'A1:D1',
    });
  });

  test("reads a date in the spreadsheet's zone", () => {
    const value = evaluate(
      `(() => {
         SpreadsheetApp.getActive().setSpreadsheetTimeZone('America/New_York');
         const cell = SpreadsheetApp.getActiveSheet().getRange('A1');
         cell.setValue('2026-03-02');
         return cell.getValue().toISOString();
       })()`,
      bound,
    );
    expect(value).toBe('2026-03-02T05:00:00.000Z');
  });

  test('asks for the layout once, and for cells once per reading', () => {
    const project = projectOf(
      `function main() {
         const sheet = SpreadsheetApp.getActive().getSheetByName('Sheet1');
         const range = sheet.getDataRange();
         return [range.getValues(), range.getDisplayValues(), sheet.getLastRow()];
       }`,
      bound,
    );
    project.run('main');
    expect(project.lastExecution?.calls).toEqual([
      'SpreadsheetApp.getActive',
      'SpreadsheetApp.getValues',
      'SpreadsheetApp.getDisplayValues',
    ]);
  });

  test('moves cells and references when rows come and go', () => {
    const value = evaluate(
      `(() => {
         const sheet = SpreadsheetApp.getActiveSheet();
         sheet.getRange('A1:B2').setValues([[1, '=A1*10'], [2, '=A2*10']]);
         sheet.insertRowBefore(2);
         sheet.deleteRow(1);
         return [sheet.getLastRow(), sheet.getRange('B2').getFormula(), sheet.getRange('A1:B2').getValues()];
       })()`,
      bound,
    );
    expect(value).toEqual([2, '=A2*10', [['', ''], [2, 20]]]); // prettier-ignore
  });

  test('has named ranges, notes, formats, tabs by name and id', () => {
    const value = evaluate(
      `(() => {
         const book = SpreadsheetApp.getActive();
         const sheet = book.insertSheet('Orders');
         sheet.getRange('A1').setNote('hello').setNumberFormat('0.00').setValue(2);
         book.setNamedRange('total', sheet.getRange('A1'));
         return [book.getRangeByName('total').getDisplayValue(), book.getRange('Orders!A1').getNote(),
           book.getSheetById(sheet.getSheetId()).getName(), book.getSheetByName('Nope'), book.getSheets().length];
       })()`,
      bound,
    );
    expect(value).toEqual(['2.00', 'hello', 'Orders', null, 2]);
  });

  test.each([
    ["SpreadsheetApp.openById('nope')", 'Unexpected error while getting the method or property openById on object SpreadsheetApp.'],
    ['SpreadsheetApp.getActiveSheet().getRange(2000, 1)', 'The coordinates of the range are outside the dimensions of the sheet.'],
    ['SpreadsheetApp.getActiveSheet().getRange(0, 1)', 'The starting row of the range is too small.'],
    ["SpreadsheetApp.getActive().getRange('Gone!A1')", 'Range not found'],
    ["SpreadsheetApp.getActiveSheet().getRange('A1:A2').setValues([[1]])", 'The number of rows in the data does not match the number of rows in the range. The data has 1 but the range has 2.'],
    ["SpreadsheetApp.getActiveSheet().getRange('A1').setValue('x'.repeat(50001))", 'Your input contains more than the maximum of 50000 characters in a single cell.'],
    ["SpreadsheetApp.getActive().insertSheet('Sheet1')", 'A sheet with the name "Sheet1" already exists. Please enter another name.'],
    ['SpreadsheetApp.getActive().deleteSheet(SpreadsheetApp.getActiveSheet())', "You can't remove all the sheets in a document."],
    ['SpreadsheetApp.getActive().getSheetByName(1, 2)', "The parameters (number,number) don't match the method signature for SpreadsheetApp.Spreadsheet.getSheetByName."],
  ])('refuses %s in Google\'s words', (expression, text) => {
    expect(refusal(expression, bound)).toBe(`Exception: ${text}`);
  }); // prettier-ignore

  test('is without an active spreadsheet in a script of its own', () => {
    expect(evaluate('SpreadsheetApp.getActive()')).toBeNull();
    expect(refusal('SpreadsheetApp.getUi()')).toBe('Exception: Cannot call SpreadsheetApp.getUi() from this context.');
  });

  test('opens by id only with the scope for all spreadsheets', () => {
    const manifest = { oauthScopes: ['https://www.googleapis.com/auth/spreadsheets.currentonly'] };
    expect(evaluate('SpreadsheetApp.getActive().getName()', { ...bound, manifest })).toBe('Untitled spreadsheet');
    expect(refusal("SpreadsheetApp.openById('x')", { ...bound, manifest })).toContain('Required permissions: https://www.googleapis.com/auth/spreadsheets');
  }); // prettier-ignore

  test('adds a menu whose entries run functions', () => {
    const { project, person } = watched(
      `function onOpen() { SpreadsheetApp.getUi().createMenu('Tools').addItem('Say', 'say').addToUi(); }
       function say() { SpreadsheetApp.getActive().toast('hi'); return 'said'; }`,
    );
    person.open();
    expect(project.services.SpreadsheetApp.menus).toEqual([{ title: 'Tools', items: [{ label: 'Say', functionName: 'say' }] }]);
    expect(person.choose('Say')).toBe('said');
    expect(project.services.SpreadsheetApp.shown).toEqual([{ kind: 'toast', title: '', content: 'hi' }]);
  }); // prettier-ignore
});

describe('Person', () => {
  test('edits one cell: value and oldValue as texts, an edit and a change', () => {
    const { person, seen } = watched();
    person.type('Sheet1', 2, 2, '5');
    person.type('Sheet1', 2, 2, '2026-03-02');
    person.type('Sheet1', 2, 2, '');
    const common = { sheet: 'Sheet1', at: 'B2', uid: true, mode: 'LIMITED', user: 'someone@example.com' };
    expect(seen().filter(({ kind }) => kind === 'edited')).toEqual([
      { kind: 'edited', ...common, value: '5', oldValue: 'absent' },
      { kind: 'edited', ...common, value: '46083', oldValue: '5' },
      { kind: 'edited', ...common, value: 'absent', oldValue: '46083' },
    ]);
  });

  test('pastes a block: a range, and neither value nor oldValue', () => {
    const { person, seen } = watched();
    person.paste('Sheet1', 2, 1, [['a', 'b'], ['c', 'd']]); // prettier-ignore
    expect(seen()).toMatchObject([
      { kind: 'edited', at: 'A2:B3', value: 'absent', oldValue: 'absent' },
      { kind: 'changed', changeType: 'EDIT', mode: 'FULL' },
    ]);
  });

  test('takes an edit back, and the event tells only where', () => {
    const { person, seen, spreadsheet } = watched();
    person.type('Sheet1', 2, 2, '5');
    seen();
    person.undo();
    expect(seen()).toMatchObject([{ kind: 'edited', at: 'B2', value: 'absent', oldValue: 'absent' }, { kind: 'changed' }]);
    expect(spreadsheet.tab('Sheet1')?.cell(2, 2).value).toBe('');
  }); // prettier-ignore

  test.each([
    ['insertRows', (person: Person) => { person.insertRows('Sheet1', 2); }, 'INSERT_ROW'],
    ['deleteRows', (person: Person) => { person.deleteRows('Sheet1', 2); }, 'REMOVE_ROW'],
    ['insertColumns', (person: Person) => { person.insertColumns('Sheet1', 2); }, 'INSERT_COLUMN'],
    ['deleteColumns', (person: Person) => { person.deleteColumns('Sheet1', 2); }, 'REMOVE_COLUMN'],
    ['addTab', (person: Person) => { person.addTab('New'); }, 'INSERT_GRID'],
    ['renameTab', (person: Person) => { person.renameTab('Sheet1', 'Orders'); }, 'OTHER'],
    ['sort', (person: Person) => { person.sort('Sheet1', 1); }, 'OTHER'],
    ['format', (person: Person) => { person.format('Sheet1', { row: 1, column: 1, rows: 1, columns: 1 }, '0'); }, 'FORMAT'],
  ] as const)('%s fires a change without a range and no edit', (_name, act, changeType) => {
    const { person, seen } = watched();
    act(person);
    const events = seen();
    expect(events).toMatchObject([{ kind: 'changed', changeType }]);
    expect(events[0]).not.toHaveProperty('at');
  }); // prettier-ignore

  test('does not hear of what a script writes, nor of a formula that comes to another value', () => {
    const { project, seen, person } = watched();
    project.run('write');
    person.type('Sheet1', 1, 1, '=NOW()');
    seen();
    project.advance(3_600_000);
    expect(seen()).toEqual([]);
  });

  test('runs a simple onEdit only in a script that belongs to the spreadsheet', () => {
    const { person, seen } = watched('function onEdit(e) { note("simple", e); }');
    person.type('Sheet1', 1, 1, 'x');
    expect(seen().map(({ kind, uid }) => [kind, uid])).toEqual([['simple', false], ['edited', true], ['changed', true]]);
  }); // prettier-ignore

  test('fires triggers twice, or not at all, as told', () => {
    const { person, seen } = watched();
    person.habits.doubled = true;
    person.type('Sheet1', 1, 1, 'x');
    expect(seen().map(({ kind }) => kind)).toEqual(['edited', 'edited', 'changed', 'changed']);
    person.habits.lost = true;
    person.type('Sheet1', 1, 1, 'y');
    expect(seen()).toEqual([]);
  });

  test('sorts rows by a column', () => {
    const { person, spreadsheet } = watched();
    person.paste('Sheet1', 1, 1, [['Order'], ['3'], ['1'], ['2']]);
    person.sort('Sheet1', 1);
    const tab = spreadsheet.tab('Sheet1');
    expect([2, 3, 4].map((row) => tab?.cell(row, 1).value)).toEqual([1, 2, 3]);
  });
});
