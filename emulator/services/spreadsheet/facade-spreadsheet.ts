import { asText, checkSignature, Exception } from '../../facade/google';
import { readArea } from './a1';
import type { TabOutline } from './document';
import { Range } from './facade-range';
import { Sheet } from './facade-sheet';
import type { Workbook } from './facade-workbook';

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
