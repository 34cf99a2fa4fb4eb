import { readArea } from '../emulator/services/spreadsheet/a1';
import { Person } from '../emulator/services/spreadsheet/person';
import type { SpreadsheetDocument, Written } from '../emulator/services/spreadsheet/document';
import type { Project } from '../emulator/project';

/** The spreadsheet that the project is bound to. */
export const ORDERS_ID = 'example-orders';

const TAB = 'Orders';

/** A new tab's size, to Z1000. */
const ROWS_MAX = 1000;
const COLUMNS_MAX = 26;

const ROWS: readonly (readonly Written[])[] = [
  ['Order', 'Customer', 'Status', 'Amount', 'Owner'],
  ['1042', 'Lan', 'Late', 1400, 'ops'],
  ['1043', 'Noah', 'Paid', 260, 'sales'],
  ['1044', 'Mia', 'Late', 3200, 'sales'],
  ['1045', 'Quan', 'Open', 90, 'ops'],
];

/** What the example sheet says of itself, under an id that nobody gives to a rule in notifications.ts. */
const RULES = {
  'example-order-late': {
    tab: TAB,
    when: 'edited',
    all: [{ column: 'Status', changesTo: 'Late' }],
    to: { column: 'Owner', routes: { ops: 'ops', sales: 'sales' }, otherwise: 'ops' },
    thread: { column: 'Order' },
    message: 'Order {{Order}} of {{Customer}} is late: {{Amount | currency "EUR"}}',
  },
};

/** A block of cells as the API shows and takes it. */
export type Values = readonly (readonly (string | number | boolean | null)[])[];

/** A sheet of example orders, bound to the project, with a rule, its triggers, and someone who edits it. */
export class Orders {
  private readonly document: SpreadsheetDocument;
  private readonly person: Person;

  /** @param rows - what stands in the sheet, below each other from A1 */
  constructor(project: Project, rows: readonly (readonly Written[])[] = ROWS) {
    this.document = project.services.SpreadsheetApp.document(ORDERS_ID, 'Example orders');
    this.person = new Person(project, this.document);
    const [tab] = this.document.tabs;
    if (tab === undefined) return;
    this.document.renameTab(tab, TAB);
    rows.forEach((row, r) => {
      row.forEach((value, c) => this.document.enter(tab, r + 1, c + 1, value));
    });
    project.run('configure', [{ rules: RULES }]);
    project.run('setUp');
  }

  /** All cells, as they are shown. */
  get values(): string[][] {
    const tab = this.document.tab(TAB);
    if (tab === undefined) return [];
    const area = { row: 1, column: 1, rows: tab.lastRow, columns: tab.lastColumn };
    return this.document.displayValues(tab, area);
  }

  /**
   * Someone types or pastes: the project's triggers fire as in Google Sheets. The tab does not grow.
   *
   * @param cell - the upper left one, "C4"
   * @returns the area that was written; null when that is no cell of the tab, or the values end outside of it
   */
  edit(cell: string, values: Values): string | null {
    const area = readArea(cell);
    if (
      area === null ||
      area.tab !== null ||
      area.row < 1 ||
      area.lastRow !== area.row ||
      area.lastColumn !== area.column
    )
      return null;
    const texts = values.map((row) => row.map((value) => value ?? ''));
    if (area.row + texts.length - 1 > ROWS_MAX) return null;
    if (area.column + (texts[0]?.length ?? 0) - 1 > COLUMNS_MAX) return null;
    this.person.paste(TAB, area.row, area.column, texts);
    return `${TAB}!${cell.toUpperCase()}`;
  }
}
