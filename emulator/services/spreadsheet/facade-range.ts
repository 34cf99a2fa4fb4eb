import { asText, Exception } from '../../facade/google';
import type { Place } from '../spreadsheet-app';
import { type Area, writeArea } from './a1';
import { Sheet } from './facade-sheet';
import { fromHost, type ScriptValue, toHost, type Workbook } from './facade-workbook';

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
