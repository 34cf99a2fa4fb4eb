import { ServiceException } from '../../exception';
import type { Area } from './a1';
import { CELL_MAX_CHARACTERS, type Cell, type CellValue, serialOfInstant } from './cell';
import { display } from './display';
import { evaluate, shiftFormula } from './formula';
import { enter } from './input';
import { Tab } from './tab';

/** A date as it crosses into an execution: epoch milliseconds. */
export interface DateData {
  readonly date: number;
}

/** What a script writes into a cell. */
export type Written = string | number | boolean | null | DateData;

/** How a spreadsheet is laid out: what scripts learn without reading cells. */
export interface Outline {
  readonly id: string;
  readonly name: string;
  readonly url: string;
  readonly timeZone: string;
  readonly locale: string;
  readonly activeTabId: number;
  readonly tabs: readonly TabOutline[];
  readonly namedRanges: readonly { readonly name: string; readonly tabId: number; readonly area: Area }[];
  /** Of the form whose answers are kept here; null without one. */
  readonly formUrl: string | null;
}

export interface TabOutline {
  readonly id: number;
  readonly name: string;
  readonly hidden: boolean;
  readonly maxRows: number;
  readonly maxColumns: number;
  readonly lastRow: number;
  readonly lastColumn: number;
}

/** Cells of all tabs together. @see https://support.google.com/drive/answer/37603, read 2026-11-24 */
export const SPREADSHEET_MAX_CELLS = 10_000_000;

/** One spreadsheet. What is written here fires no event: people act through `Person`. */
export class SpreadsheetDocument {
  readonly tabs: Tab[] = [];
  readonly namedRanges = new Map<string, { tabId: number; area: Area }>();
  activeTabId = 0;
  timeZone: string;
  formUrl: string | null = null;
  #tabsMade = 0;

  constructor(
    readonly id: string,
    public name: string,
    private readonly now: () => number,
    timeZone: string,
    readonly locale = 'en_US',
  ) {
    this.timeZone = timeZone;
    this.addTab('Sheet1');
  }

  get url(): string {
    return `https://docs.google.com/spreadsheets/d/${this.id}/edit`;
  }

  outline(): Outline {
    const { id, name, url, timeZone, locale, activeTabId, formUrl } = this;
    const namedRanges = [...this.namedRanges].map(([key, { tabId, area }]) => ({ name: key, tabId, area }));
    const tabs = this.tabs.map((tab) => ({
      id: tab.id,
      name: tab.name,
      hidden: tab.hidden,
      maxRows: tab.maxRows,
      maxColumns: tab.maxColumns,
      lastRow: tab.lastRow,
      lastColumn: tab.lastColumn,
    }));
    return { id, name, url, timeZone, locale, activeTabId, tabs, namedRanges, formUrl };
  }

  /** By name or id. */
  tab(key: string | number): Tab | undefined {
    return this.tabs.find(({ id, name }) => (typeof key === 'number' ? id === key : name === key));
  }

  addTab(name?: string, index?: number): Tab {
    const wanted = name ?? `Sheet${String(this.#tabsMade + 1)}`;
    if (this.tab(wanted)) {
      throw new ServiceException(`A sheet with the name "${wanted}" already exists. Please enter another name.`);
    }
    // The first tab's id is 0, later ones are long numbers.
    const tab = new Tab(this.#tabsMade === 0 ? 0 : 1_000_000_000 + this.#tabsMade * 7_919, wanted);
    this.#tabsMade += 1;
    this.tabs.splice(index ?? this.tabs.length, 0, tab);
    this.activeTabId = tab.id;
    return tab;
  }

  removeTab(tab: Tab): void {
    if (this.tabs.length === 1) throw new ServiceException("You can't remove all the sheets in a document.");
    this.tabs.splice(this.tabs.indexOf(tab), 1);
    if (this.activeTabId === tab.id) this.activeTabId = this.tabs[0]?.id ?? 0;
  }

  renameTab(tab: Tab, name: string): void {
    const other = this.tab(name);
    if (other && other !== tab) {
      throw new ServiceException(`A sheet with the name "${name}" already exists. Please enter another name.`);
    }
    tab.name = name;
  }

  /** What an area's cells come to now. */
  values(tab: Tab, area: Area): CellValue[][] {
    const known = new Map<string, CellValue>();
    return matrix(area, (row, column) => this.#valueOf(tab, row, column, known));
  }

  displayValues(tab: Tab, area: Area): string[][] {
    const known = new Map<string, CellValue>();
    return matrix(area, (row, column) => display(this.#valueOf(tab, row, column, known), tab.cell(row, column).format));
  }

  cells(tab: Tab, area: Area): Cell[][] {
    return matrix(area, (row, column) => tab.cell(row, column));
  }

  /** Puts a text into a cell as if typed, or a value as it is. Formats that come with it replace the cell's automatic one. */
  enter(tab: Tab, row: number, column: number, written: Written): void {
    const { format: ownFormat, note } = tab.cell(row, column);
    const before = keep(ownFormat, note);
    if (typeof written === 'string') {
      if (written.length > CELL_MAX_CHARACTERS) {
        throw new ServiceException(
          `Your input contains more than the maximum of ${String(CELL_MAX_CHARACTERS)} characters in a single cell.`,
        );
      }
      const { value, formula, format } = enter(written, ownFormat);
      tab.set(row, column, {
        ...before,
        value,
        ...(formula === undefined ? {} : { formula }),
        ...formatFor(ownFormat, format ?? formatOfFormula(formula)),
      });
    } else if (typeof written === 'object') {
      const value = written === null ? '' : serialOfInstant(written.date, this.timeZone);
      tab.set(row, column, {
        ...before,
        value,
        ...(written === null ? {} : { format: ownFormat ?? 'M/d/yyyy H:mm:ss' }),
      });
    } else tab.set(row, column, { ...before, value: written });
  }

  /** Changes what belongs to cells besides their value. */
  patch(tab: Tab, row: number, column: number, change: { note?: string; format?: string }): void {
    tab.set(row, column, { ...tab.cell(row, column), ...change });
  }

  clear(tab: Tab, area: Area, what: 'all' | 'contents'): void {
    forEach(area, (row, column) => {
      const { format, note } = tab.cell(row, column);
      tab.set(row, column, what === 'all' ? { value: '' } : { value: '', ...keep(format, note) });
    });
  }

  /** Rows or columns come in before `at`; references in formulas follow. */
  insert(tab: Tab, axis: 'row' | 'column', at: number, count: number): void {
    const added = axis === 'row' ? count * tab.maxColumns : count * tab.maxRows;
    const cells = this.tabs.reduce((sum, { maxRows, maxColumns }) => sum + maxRows * maxColumns, 0);
    if (cells + added > SPREADSHEET_MAX_CELLS) {
      throw new ServiceException(
        `This action would increase the number of cells in the workbook above the limit of ${String(SPREADSHEET_MAX_CELLS)} cells.`,
      );
    }
    tab.insert(axis, at, count);
    this.#shift(tab, axis, at, count);
  }

  remove(tab: Tab, axis: 'row' | 'column', at: number, count: number): void {
    const most = axis === 'row' ? tab.maxRows : tab.maxColumns;
    if (count >= most) throw new ServiceException(`You can't delete all the ${axis}s on the sheet.`);
    tab.remove(axis, at, count);
    this.#shift(tab, axis, at, -count);
  }

  merge(tab: Tab, area: Area): void {
    tab.merges.push(area);
    forEach(area, (row, column) => {
      if (row !== area.row || column !== area.column) tab.set(row, column, { value: '' });
    });
  }

  #shift(changed: Tab, axis: 'row' | 'column', at: number, count: number): void {
    for (const tab of this.tabs) {
      tab.forEach((cell, row, column) => {
        if (cell.formula === undefined) return;
        tab.set(row, column, { ...cell, formula: shiftFormula(cell.formula, changed.name, tab.name, axis, at, count) });
      });
    }
    for (const [name, { tabId, area }] of this.namedRanges) {
      if (tabId === changed.id) this.namedRanges.set(name, { tabId, area: shiftArea(area, axis, at, count) });
    }
  }

  #valueOf(tab: Tab, row: number, column: number, known: Map<string, CellValue>): CellValue {
    const { value, formula } = tab.cell(row, column);
    if (formula === undefined) return value;
    const key = `${String(tab.id)}!${String(row)}:${String(column)}`;
    const found = known.get(key);
    if (found !== undefined) return found;
    // Seen again before it is done, the cell depends on itself.
    known.set(key, { error: '#REF!' });
    const come = evaluate(formula, {
      now: serialOfInstant(this.now(), this.timeZone),
      read: (name, top, left, lastRow, lastColumn) => {
        const source = name === null ? tab : this.tab(name);
        if (!source || left > source.maxColumns) return null;
        const rows = Math.max(1, (lastRow ?? source.lastRow) - top + 1);
        return matrix({ row: top, column: left, rows, columns: lastColumn - left + 1 }, (r, c) =>
          this.#valueOf(source, r, c, known),
        );
      },
    });
    known.set(key, come);
    return come;
  }
}

const keep = (format: string | undefined, note: string | undefined): { format?: string; note?: string } => ({
  ...(format === undefined ? {} : { format }),
  ...(note === undefined ? {} : { note }),
});

const formatFor = (own: string | undefined, coming: string | undefined): { format?: string } =>
  own === undefined && coming !== undefined ? { format: coming } : {};

/** A formula that begins with today's date shows a date. */
const formatOfFormula = (formula: string | undefined): string | undefined => {
  if (formula === undefined) return undefined;
  return /^=TODAY\(/i.test(formula) ? 'M/d/yyyy' : /^=NOW\(/i.test(formula) ? 'M/d/yyyy H:mm:ss' : undefined;
};

function shiftArea(area: Area, axis: 'row' | 'column', at: number, count: number): Area {
  const start = area[axis];
  const size = axis === 'row' ? area.rows : area.columns;
  if (at > start + size - 1) return area;
  const moved = at <= start ? Math.max(at, start + count) : start;
  const grown = at <= start ? size : Math.max(1, size + count);
  return axis === 'row' ? { ...area, row: moved, rows: grown } : { ...area, column: moved, columns: grown };
}

export function matrix<Value>(area: Area, at: (row: number, column: number) => Value): Value[][] {
  return Array.from({ length: area.rows }, (_r, r) =>
    Array.from({ length: area.columns }, (_c, c) => at(area.row + r, area.column + c)),
  );
}

export function forEach(area: Area, visit: (row: number, column: number) => void): void {
  for (let row = area.row; row < area.row + area.rows; row++) {
    for (let column = area.column; column < area.column + area.columns; column++) visit(row, column);
  }
}
