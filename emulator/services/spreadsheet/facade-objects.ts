import { asText, checkSignature, Exception } from '../../facade/google';
import type { Caller } from '../service';
import type { Place, ReadValue, SpreadsheetHost } from '../spreadsheet-app';
import { type Area, readArea, writeArea, type WrittenArea } from './a1';
import type { Outline, TabOutline, Written } from './document';

/** What the objects below share: the way to the host, and what this execution knows of the spreadsheet's layout. */
export interface Workbook {
  readonly id: string;
  readonly call: Caller<SpreadsheetHost>;
  outline(): Outline;
  /** After a write the host tells the new layout. */
  learn(outline: Outline): void;
}

type ScriptValue = string | number | boolean | Date;

const fromHost = (value: ReadValue): ScriptValue => (typeof value === 'object' ? new Date(value.date) : value);

function toHost(value: unknown): Written {
  if (value === null || value === undefined) return '';
  if (Object.prototype.toString.call(value) === '[object Date]') return { date: (value as Date).getTime() };
  return typeof value === 'number' || typeof value === 'boolean' ? value : asText(value);
}

/** A spreadsheet. */
export class Spreadsheet {
  readonly #book: Workbook;

  constructor(book: Workbook) {
    this.#book = book;
  }

  getId(): string {
    return this.#book.id;
  }

  getName(): string {
    return this.#book.outline().name;
  }

  rename(name: unknown): void {
    this.#book.learn(this.#book.call('setSpreadsheet', this.#book.id, { name: asText(name) }));
  }

  getUrl(): string {
    return this.#book.outline().url;
  }

  getFormUrl(): string | null {
    return this.#book.outline().formUrl;
  }

  getSpreadsheetTimeZone(): string {
    return this.#book.outline().timeZone;
  }

  setSpreadsheetTimeZone(timeZone: unknown): void {
    this.#book.learn(this.#book.call('setSpreadsheet', this.#book.id, { timeZone: asText(timeZone) }));
  }

  getSpreadsheetLocale(): string {
    return this.#book.outline().locale;
  }

  getSheets(): Sheet[] {
    return this.#book.outline().tabs.map(({ id }) => new Sheet(this.#book, id));
  }

  getNumSheets(): number {
    return this.#book.outline().tabs.length;
  }

  getSheetByName(...args: unknown[]): Sheet | null {
    checkSignature('SpreadsheetApp.Spreadsheet.getSheetByName', args, 'String');
    return this.#sheet(({ name }) => name === args[0]);
  }

  getSheetById(id: unknown): Sheet | null {
    return this.#sheet((tab) => tab.id === id);
  }

  getActiveSheet(): Sheet {
    return new Sheet(this.#book, this.#book.outline().activeTabId);
  }

  setActiveSheet(sheet: Sheet): Sheet {
    this.#book.learn(this.#book.call('setSpreadsheet', this.#book.id, { activeTabId: sheet.getSheetId() }));
    return sheet;
  }

  insertSheet(name?: unknown, index?: unknown): Sheet {
    const { tabId, outline } = this.#book.call(
      'insertSheet',
      this.#book.id,
      typeof name === 'string' ? name : null,
      typeof index === 'number' ? index : typeof name === 'number' ? name : null,
    );
    this.#book.learn(outline);
    return new Sheet(this.#book, tabId);
  }

  deleteSheet(sheet: Sheet): void {
    this.#book.learn(this.#book.call('deleteSheet', this.#book.id, sheet.getSheetId()));
  }

  getRange(...args: unknown[]): Range {
    checkSignature('SpreadsheetApp.Spreadsheet.getRange', args, 'String');
    const named = this.getRangeByName(asText(args[0]));
    if (named) return named;
    const written = readArea(asText(args[0]));
    const sheet = written?.tab === null ? this.getActiveSheet() : this.#sheet(({ name }) => name === written?.tab);
    if (!written || !sheet) throw new Exception('Range not found');
    return sheet.rangeOf(written);
  }

  getRangeByName(name: unknown): Range | null {
    const found = this.#book.outline().namedRanges.find((range) => range.name === name);
    return found ? new Range(this.#book, found.tabId, found.area) : null;
  }

  getNamedRanges() {
    return this.#book.outline().namedRanges.map(({ name, tabId, area }) => ({
      getName: () => name,
      getRange: () => new Range(this.#book, tabId, area),
      remove: () => {
        this.removeNamedRange(name);
      },
    }));
  }

  setNamedRange(name: unknown, range: Range): void {
    this.#book.learn(this.#book.call('setNamedRange', range.place(), asText(name)));
  }

  removeNamedRange(name: unknown): void {
    this.#book.learn(this.#book.call('removeNamedRange', this.#book.id, asText(name)));
  }

  toast(message: unknown, title: unknown = ''): void {
    this.#book.call('show', { kind: 'toast', title: asText(title), content: asText(message) }, []);
  }

  addMenu(title: unknown, items: readonly ({ name: string; functionName: string } | null)[]): void {
    const entries = items.flatMap((item) =>
      item === null ? [] : [{ label: item.name, functionName: item.functionName }],
    );
    this.#book.call('addMenu', { title: asText(title), items: entries });
  }

  toString(): string {
    return 'Spreadsheet';
  }

  #sheet(matches: (tab: TabOutline) => boolean): Sheet | null {
    const tab = this.#book.outline().tabs.find(matches);
    return tab ? new Sheet(this.#book, tab.id) : null;
  }
}

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

/** A block of cells. */
export class Range {
  readonly #book: Workbook;
  readonly #tabId: number;
  readonly #area: Area;

  constructor(book: Workbook, tabId: number, area: Area) {
    this.#book = book;
    this.#tabId = tabId;
    this.#area = area;
  }

  /** Where it is, as its host knows it. */
  place(): Place {
    return { id: this.#book.id, tabId: this.#tabId, area: this.#area };
  }

  getSheet(): Sheet {
    return new Sheet(this.#book, this.#tabId);
  }

  getGridId(): number {
    return this.#tabId;
  }

  getRow(): number {
    return this.#area.row;
  }

  getRowIndex(): number {
    return this.#area.row;
  }

  getColumn(): number {
    return this.#area.column;
  }

  getNumRows(): number {
    return this.#area.rows;
  }

  getNumColumns(): number {
    return this.#area.columns;
  }

  getHeight(): number {
    return this.#area.rows;
  }

  getWidth(): number {
    return this.#area.columns;
  }

  getLastRow(): number {
    return this.#area.row + this.#area.rows - 1;
  }

  getLastColumn(): number {
    return this.#area.column + this.#area.columns - 1;
  }

  getA1Notation(): string {
    return writeArea(this.#area);
  }

  offset(rowOffset: number, columnOffset: number, numRows = this.#area.rows, numColumns = this.#area.columns): Range {
    return this.getSheet().getRange(this.#area.row + rowOffset, this.#area.column + columnOffset, numRows, numColumns);
  }

  getCell(row: number, column: number): Range {
    return this.getSheet().getRange(this.#area.row + row - 1, this.#area.column + column - 1);
  }

  getValues(): ScriptValue[][] {
    return this.#book.call('getValues', this.place()).map((line) => line.map(fromHost));
  }

  getValue(): ScriptValue {
    return this.getValues()[0]?.[0] ?? '';
  }

  getDisplayValues(): string[][] {
    return this.#book.call('getDisplayValues', this.place());
  }

  getDisplayValue(): string {
    return this.getDisplayValues()[0]?.[0] ?? '';
  }

  getFormulas(): string[][] {
    return this.#book.call('getFormulas', this.place());
  }

  getFormula(): string {
    return this.getFormulas()[0]?.[0] ?? '';
  }

  getNotes(): string[][] {
    return this.#book.call('getNotes', this.place());
  }

  getNote(): string {
    return this.getNotes()[0]?.[0] ?? '';
  }

  getNumberFormats(): string[][] {
    return this.#book.call('getNumberFormats', this.place());
  }

  getNumberFormat(): string {
    return this.getNumberFormats()[0]?.[0] ?? '';
  }

  isBlank(): boolean {
    return this.getDisplayValues().every((line) => line.every((text) => text === ''));
  }

  setValues(values: readonly (readonly unknown[])[]): this {
    this.#book.learn(this.#book.call('setValues', this.place(), this.#fitting(values, toHost)));
    return this;
  }

  setValue(value: unknown): this {
    return this.setValues(this.#everywhere(value));
  }

  setFormulas(formulas: readonly (readonly unknown[])[]): this {
    return this.setValues(formulas);
  }

  setFormula(formula: unknown): this {
    const text = asText(formula);
    return this.setValue(text.startsWith('=') ? text : `=${text}`);
  }

  setNotes(notes: readonly (readonly unknown[])[]): this {
    this.#book.learn(
      this.#book.call(
        'setNotes',
        this.place(),
        this.#fitting(notes, (note) => asText(note ?? '')),
      ),
    );
    return this;
  }

  setNote(note: unknown): this {
    return this.setNotes(this.#everywhere(note));
  }

  clearNote(): this {
    return this.setNote('');
  }

  setNumberFormats(formats: readonly (readonly unknown[])[]): this {
    this.#book.learn(this.#book.call('setNumberFormats', this.place(), this.#fitting(formats, asText)));
    return this;
  }

  setNumberFormat(format: unknown): this {
    return this.setNumberFormats(this.#everywhere(format));
  }

  clear(): this {
    this.#book.learn(this.#book.call('clear', this.place(), 'all'));
    return this;
  }

  clearContent(): this {
    this.#book.learn(this.#book.call('clear', this.place(), 'contents'));
    return this;
  }

  merge(): this {
    this.#book.learn(this.#book.call('merge', this.place()));
    return this;
  }

  setFontWeight(): this {
    return this;
  }

  setBackground(): this {
    return this;
  }

  setWrap(): this {
    return this;
  }

  toString(): string {
    return 'Range';
  }

  #everywhere(value: unknown): unknown[][] {
    return Array.from({ length: this.#area.rows }, () => Array.from({ length: this.#area.columns }, () => value));
  }

  #fitting<Value>(matrix: readonly (readonly unknown[])[], convert: (value: unknown) => Value): Value[][] {
    const { rows, columns } = this.#area;
    const mismatch = (what: string, has: number, wanted: number): Exception =>
      new Exception(
        `The number of ${what} in the data does not match the number of ${what} in the range. The data has ${String(has)} but the range has ${String(wanted)}.`,
      );
    if (matrix.length !== rows) throw mismatch('rows', matrix.length, rows);
    return Array.from(matrix, (line) => {
      if (line.length !== columns) throw mismatch('columns', line.length, columns);
      return Array.from(line, convert);
    });
  }
}
