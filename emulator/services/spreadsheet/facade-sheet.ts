import { asText, checkSignature, Exception } from '../../facade/google';
import { type Area, readArea, type WrittenArea } from './a1';
import type { TabOutline } from './document';
import { Range } from './facade-range';
import { Spreadsheet } from './facade-spreadsheet';
import { type ScriptValue, toHost, type Workbook } from './facade-workbook';

/** One tab. */
export class Sheet {
  readonly #book: Workbook;
  readonly #tabId: number;

  constructor(book: Workbook, tabId: number) {
    this.#book = book;
    this.#tabId = tabId;
  }

  getSheetId(): number {
    return this.#tabId;
  }

  getParent(): Spreadsheet {
    return new Spreadsheet(this.#book);
  }

  getName(): string {
    return this.#tab().name;
  }

  getSheetName(): string {
    return this.getName();
  }

  setName(name: unknown): this {
    return this.#change({ name: asText(name) });
  }

  getIndex(): number {
    return this.#book.outline().tabs.findIndex(({ id }) => id === this.#tabId) + 1;
  }

  isSheetHidden(): boolean {
    return this.#tab().hidden;
  }

  hideSheet(): this {
    return this.#change({ hidden: true });
  }

  showSheet(): this {
    return this.#change({ hidden: false });
  }

  getLastRow(): number {
    return this.#tab().lastRow;
  }

  getLastColumn(): number {
    return this.#tab().lastColumn;
  }

  getMaxRows(): number {
    return this.#tab().maxRows;
  }

  getMaxColumns(): number {
    return this.#tab().maxColumns;
  }

  getDataRange(): Range {
    const { lastRow, lastColumn } = this.#tab();
    return this.#range({ row: 1, column: 1, rows: Math.max(1, lastRow), columns: Math.max(1, lastColumn) });
  }

  getRange(...args: unknown[]): Range {
    checkSignature(
      'SpreadsheetApp.Sheet.getRange',
      args,
      'String',
      'number,number',
      'number,number,number',
      'number,number,number,number',
    );
    if (args.length === 1) {
      const written = readArea(asText(args[0]));
      if (!written) throw new Exception('Range not found');
      return this.rangeOf(written);
    }
    const [row = 1, column = 1, rows = 1, columns = 1] = args.map(Number);
    if (row < 1) throw new Exception('The starting row of the range is too small.');
    if (column < 1) throw new Exception('The starting column of the range is too small.');
    if (rows < 1) throw new Exception('The number of rows in the range must be at least 1.');
    if (columns < 1) throw new Exception('The number of columns in the range must be at least 1.');
    return this.#range({ row, column, rows, columns });
  }

  /** Of an area in A1 notation: open ends reach to the tab's end. */
  rangeOf({ row, column, lastRow, lastColumn }: WrittenArea): Range {
    const { maxRows, maxColumns } = this.#tab();
    const rows = (lastRow ?? maxRows) - row + 1;
    const columns = (lastColumn ?? maxColumns) - column + 1;
    return this.#range({ row, column, rows, columns });
  }

  getSheetValues(row: number, column: number, rows: number, columns: number): ScriptValue[][] {
    return this.getRange(row, column, rows, columns).getValues();
  }

  appendRow(rowContents: readonly unknown[]): this {
    this.#book.learn(this.#book.call('appendRow', this.#book.id, this.#tabId, Array.from(rowContents, toHost)));
    return this;
  }

  insertRows(rowIndex: number, numRows = 1): void {
    this.#insert('row', rowIndex, numRows);
  }

  insertRowBefore(beforePosition: number): this {
    return this.#insert('row', beforePosition, 1);
  }

  insertRowAfter(afterPosition: number): this {
    return this.#insert('row', afterPosition + 1, 1);
  }

  insertRowsBefore(beforePosition: number, howMany: number): this {
    return this.#insert('row', beforePosition, howMany);
  }

  insertRowsAfter(afterPosition: number, howMany: number): this {
    return this.#insert('row', afterPosition + 1, howMany);
  }

  insertColumnBefore(beforePosition: number): this {
    return this.#insert('column', beforePosition, 1);
  }

  insertColumnAfter(afterPosition: number): this {
    return this.#insert('column', afterPosition + 1, 1);
  }

  deleteRow(rowPosition: number): this {
    return this.#remove('row', rowPosition, 1);
  }

  deleteRows(rowPosition: number, howMany: number): void {
    this.#remove('row', rowPosition, howMany);
  }

  deleteColumn(columnPosition: number): this {
    return this.#remove('column', columnPosition, 1);
  }

  deleteColumns(columnPosition: number, howMany: number): void {
    this.#remove('column', columnPosition, howMany);
  }

  clear(): this {
    this.getDataRange().clear();
    return this;
  }

  clearContents(): this {
    this.getDataRange().clearContent();
    return this;
  }

  activate(): this {
    this.getParent().setActiveSheet(this);
    return this;
  }

  setFrozenRows(): void {
    // What is frozen is not kept.
  }

  autoResizeColumns(): this {
    return this;
  }

  setColumnWidth(): this {
    return this;
  }

  toString(): string {
    return 'Sheet';
  }

  #tab(): TabOutline {
    const tab = this.#book.outline().tabs.find(({ id }) => id === this.#tabId);
    if (!tab) throw new Exception(`Sheet ${String(this.#tabId)} not found`);
    return tab;
  }

  #range(area: Area): Range {
    const { maxRows, maxColumns } = this.#tab();
    if (area.row + area.rows - 1 > maxRows || area.column + area.columns - 1 > maxColumns) {
      throw new Exception('The coordinates of the range are outside the dimensions of the sheet.');
    }
    return new Range(this.#book, this.#tabId, area);
  }

  #insert(axis: 'row' | 'column', at: number, count: number): this {
    this.#book.learn(this.#book.call('insert', this.#book.id, this.#tabId, axis, at, count));
    return this;
  }

  #remove(axis: 'row' | 'column', at: number, count: number): this {
    this.#book.learn(this.#book.call('remove', this.#book.id, this.#tabId, axis, at, count));
    return this;
  }

  #change(change: { name?: string; hidden?: boolean }): this {
    this.#book.learn(this.#book.call('setTab', this.#book.id, this.#tabId, change));
    return this;
  }
}
