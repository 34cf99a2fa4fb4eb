import { SHEET_CLASSES, SHEET_NOTES } from '../../../../emulator/services/spreadsheet/coverage';
import { projectOf } from '../../helpers';

/** How a script gets hold of one of each class. */
const SAMPLES: Readonly<Record<string, string>> = {
  SpreadsheetApp: 'SpreadsheetApp',
  Spreadsheet: 'SpreadsheetApp.getActive()',
  Sheet: 'SpreadsheetApp.getActiveSheet()',
  Range: "SpreadsheetApp.getActiveSheet().getRange('A1')",
  Ui: 'SpreadsheetApp.getUi()',
  Menu: "SpreadsheetApp.getUi().createMenu('x')",
  FormApp: 'FormApp',
  Form: "FormApp.openById('form-id')",
  FormResponse: "FormApp.openById('form-id').getResponses()[0]",
  ItemResponse: "FormApp.openById('form-id').getResponses()[0].getItemResponses()[0]",
  Item: "FormApp.openById('form-id').getItems()[0]",
};

/** Not Google's: how objects are known inside the emulator. */
const INTERNAL = ['constructor', 'toString', 'place', 'rangeOf', 'title', 'items'];

function offered(name: string): string[] {
  const code = `function main() { const names = new Set(); for (let o = ${SAMPLES[name] ?? name}; o && o !== Object.prototype; o = Object.getPrototypeOf(o))
    for (const key of Object.getOwnPropertyNames(o)) names.add(key); return [...names]; }`;
  const project = projectOf(code, { boundTo: 'orders-id' });
  project.services.FormApp.form('form-id').addItem('Name').submit(project, { Name: 'Ada' });
  return (project.run('main') as string[]).filter((key) => !INTERNAL.includes(key)).sort();
}

describe('the table of what is emulated of sheets and forms', () => {
  test.each(SHEET_CLASSES.map((one) => [one.name, one] as const))(
    '%s has what the table says, and no more',
    (name, { methods, notes }) => {
      expect(offered(name)).toEqual([...methods].sort());
      expect(Object.keys(notes).filter((method) => !methods.includes(method))).toEqual([]);
    },
  );

  test('covers every class that scripts can get hold of', () => {
    expect(SHEET_CLASSES.map(({ name }) => name).sort()).toEqual(Object.keys(SAMPLES).sort());
    expect(SHEET_NOTES.length).toBeGreaterThan(0);
  });
});
