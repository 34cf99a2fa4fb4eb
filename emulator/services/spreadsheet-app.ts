import { ServiceException } from '../exception';
import type { ExecutionKind } from '../execution';
import type { Scopes } from '../scopes';
import type { CallContext } from './service';
import type { Area } from './spreadsheet/a1';
import { type CellValue, instantOfSerial, isDateFormat, isError } from './spreadsheet/cell';
import { type DateData, forEach, type Outline, SpreadsheetDocument, type Written } from './spreadsheet/document';
import type { Tab } from './spreadsheet/tab';

const ALL_SPREADSHEETS = 'https://www.googleapis.com/auth/spreadsheets';
const CURRENT_ONLY = 'https://www.googleapis.com/auth/spreadsheets.currentonly';
const CONTAINER_UI = 'https://www.googleapis.com/auth/script.container.ui';

/** A menu that the script has put into the spreadsheet. */
export interface Menu {
  readonly title: string;
  readonly items: readonly { readonly label: string; readonly functionName: string }[];
}

/** What the script shows over the spreadsheet. */
export interface Shown {
  readonly kind: 'sidebar' | 'modal' | 'modeless' | 'toast' | 'alert' | 'prompt';
  readonly title: string;
  /** The text, or the page as JSON of its output. */
  readonly content: string;
}

/** A value as it crosses: dates as instants, errors as their texts. */
export type ReadValue = string | number | boolean | DateData;

/** Which cells. */
export interface Place {
  readonly id: string;
  readonly tabId: number;
  readonly area: Area;
}

/** Where someone is who can be shown something: triggers of the clock and web apps are nowhere. */
const WITH_USER: readonly ExecutionKind[] = ['editor', 'menu', 'page', 'simpleTrigger'];

/** SpreadsheetApp's spreadsheets. Its writes fire no events: only people's do. */
export class SpreadsheetHost {
  readonly #documents = new Map<string, SpreadsheetDocument>();
  /** Menus by title, as last added. */
  readonly #menus = new Map<string, Menu>();
  #selection: Place | null = null;
  /** What was shown, oldest first. */
  readonly shown: Shown[] = [];
  /** What the person presses and types in alerts and prompts, one for each; then the first button. */
  readonly answers: { button: string; text: string }[] = [];

  /** @param boundTo - the id of the spreadsheet the script belongs to, or null */
  constructor(
    readonly boundTo: string | null,
    private readonly scopes: Scopes,
    private readonly timeZone: string,
    private readonly now: () => number,
  ) {}

  /** The spreadsheet of that id, made when first asked for. */
  document(id = this.boundTo ?? 'spreadsheet-id', name = 'Untitled spreadsheet'): SpreadsheetDocument {
    let document = this.#documents.get(id);
    if (!document) this.#documents.set(id, (document = new SpreadsheetDocument(id, name, this.now, this.timeZone)));
    return document;
  }

  get menus(): Menu[] {
    return [...this.#menus.values()];
  }

  /** The active spreadsheet's outline; null when the script belongs to none. */
  getActive(context: CallContext): Outline | null {
    if (this.boundTo === null) return null;
    this.#require(context, 'SpreadsheetApp.getActive', [CURRENT_ONLY, ALL_SPREADSHEETS]);
    return this.document(this.boundTo).outline();
  }

  openById(context: CallContext, id: string): Outline {
    this.#require(context, 'SpreadsheetApp.openById', [ALL_SPREADSHEETS]);
    return this.#open(id).outline();
  }

  create(context: CallContext, name: string, rows: number, columns: number): Outline {
    this.#require(context, 'SpreadsheetApp.create', [ALL_SPREADSHEETS]);
    const document = this.document(`spreadsheet-${String(this.#documents.size + 1)}-${'x'.repeat(30)}`, name);
    const [tab] = document.tabs;
    if (tab) Object.assign(tab, { maxRows: rows, maxColumns: columns });
    return document.outline();
  }

  outline(_context: CallContext, id: string): Outline {
    return this.#open(id).outline();
  }

  getValues(_context: CallContext, place: Place): ReadValue[][] {
    const { document, tab } = this.#at(place);
    const values = document.values(tab, place.area);
    return values.map((line, r) =>
      line.map((value, c) =>
        readable(value, tab.cell(place.area.row + r, place.area.column + c).format, document.timeZone),
      ),
    );
  }

  getDisplayValues(_context: CallContext, place: Place): string[][] {
    const { document, tab } = this.#at(place);
    return document.displayValues(tab, place.area);
  }

  getFormulas(_context: CallContext, place: Place): string[][] {
    const { document, tab } = this.#at(place);
    return document.cells(tab, place.area).map((line) => line.map(({ formula }) => formula ?? ''));
  }

  getNotes(_context: CallContext, place: Place): string[][] {
    const { document, tab } = this.#at(place);
    return document.cells(tab, place.area).map((line) => line.map(({ note }) => note ?? ''));
  }

  getNumberFormats(_context: CallContext, place: Place): string[][] {
    const { document, tab } = this.#at(place);
    return document.cells(tab, place.area).map((line) => line.map(({ format }) => format ?? 'General'));
  }

  setValues(context: CallContext, place: Place, values: readonly (readonly Written[])[]): Outline {
    const { document, tab } = this.#at(place);
    let written = 0;
    values.forEach((line, r) => {
      line.forEach((value, c) => {
        if (written++ < context.entriesMax) document.enter(tab, place.area.row + r, place.area.column + c, value);
      });
    });
    return document.outline();
  }

  setNotes(_context: CallContext, place: Place, notes: readonly (readonly string[])[]): Outline {
    return this.#patch(place, (r, c) => ({ note: notes[r]?.[c] ?? '' }));
  }

  setNumberFormats(_context: CallContext, place: Place, formats: readonly (readonly string[])[]): Outline {
    return this.#patch(place, (r, c) => ({ format: formats[r]?.[c] ?? '' }));
  }

  clear(_context: CallContext, place: Place, what: 'all' | 'contents'): Outline {
    const { document, tab } = this.#at(place);
    document.clear(tab, place.area, what);
    return document.outline();
  }

  merge(_context: CallContext, place: Place): Outline {
    const { document, tab } = this.#at(place);
    document.merge(tab, place.area);
    return document.outline();
  }

  appendRow(_context: CallContext, id: string, tabId: number, values: readonly Written[]): Outline {
    const { document, tab } = this.#at({ id, tabId });
    const row = tab.lastRow + 1;
    values.forEach((value, index) => {
      document.enter(tab, row, index + 1, value);
    });
    return document.outline();
  }

  insert(_context: CallContext, id: string, tabId: number, axis: 'row' | 'column', at: number, count: number): Outline {
    const { document, tab } = this.#at({ id, tabId });
    document.insert(tab, axis, at, count);
    return document.outline();
  }

  remove(_context: CallContext, id: string, tabId: number, axis: 'row' | 'column', at: number, count: number): Outline {
    const { document, tab } = this.#at({ id, tabId });
    document.remove(tab, axis, at, count);
    return document.outline();
  }

  /** @returns the new tab's id and the outline with it */
  insertSheet(
    _context: CallContext,
    id: string,
    name: string | null,
    index: number | null,
  ): { tabId: number; outline: Outline } {
    const document = this.#open(id);
    const tab = document.addTab(name ?? undefined, index ?? undefined);
    return { tabId: tab.id, outline: document.outline() };
  }

  deleteSheet(_context: CallContext, id: string, tabId: number): Outline {
    const { document, tab } = this.#at({ id, tabId });
    document.removeTab(tab);
    return document.outline();
  }

  /** Changes a tab's name or whether it is hidden. */
  setTab(_context: CallContext, id: string, tabId: number, change: { name?: string; hidden?: boolean }): Outline {
    const { document, tab } = this.#at({ id, tabId });
    if (change.name !== undefined) document.renameTab(tab, change.name);
    if (change.hidden !== undefined) tab.hidden = change.hidden;
    return document.outline();
  }

  /** Changes what belongs to the whole spreadsheet. */
  setSpreadsheet(
    _context: CallContext,
    id: string,
    change: { name?: string; timeZone?: string; activeTabId?: number },
  ): Outline {
    return Object.assign(this.#open(id), change).outline();
  }

  setNamedRange(_context: CallContext, { id, tabId, area }: Place, name: string): Outline {
    const document = this.#open(id);
    document.namedRanges.set(name, { tabId, area });
    return document.outline();
  }

  removeNamedRange(_context: CallContext, id: string, name: string): Outline {
    const document = this.#open(id);
    document.namedRanges.delete(name);
    return document.outline();
  }

  flush(): null {
    return null;
  }

  /** Where the person's cursor is. */
  select(id: string, tabId: number, area: Area): void {
    this.#selection = { id, tabId, area };
  }

  /** What is selected in the active spreadsheet; null in triggers of the clock and web apps. */
  getActiveRange(context: CallContext): Place | null {
    return WITH_USER.includes(context.execution.kind) ? this.#selection : null;
  }

  getUi(context: CallContext): null {
    if (this.boundTo === null || !WITH_USER.includes(context.execution.kind)) {
      throw new ServiceException('Cannot call SpreadsheetApp.getUi() from this context.');
    }
    return null;
  }

  addMenu(_context: CallContext, menu: Menu): null {
    this.#menus.set(menu.title, menu);
    return null;
  }

  /** @returns what the person pressed and typed; '' where nothing is asked */
  show(context: CallContext, shown: Shown, buttons: readonly string[]): { button: string; text: string } {
    if (['sidebar', 'modal', 'modeless'].includes(shown.kind)) this.#require(context, 'Ui.show', [CONTAINER_UI]);
    this.shown.push(shown);
    if (buttons.length === 0) return { button: '', text: '' };
    return this.answers.shift() ?? { button: buttons[0] ?? '', text: '' };
  }

  #patch(place: Place, change: (row: number, column: number) => { note?: string; format?: string }): Outline {
    const { document, tab } = this.#at(place);
    forEach(place.area, (row, column) => {
      document.patch(tab, row, column, change(row - place.area.row, column - place.area.column));
    });
    return document.outline();
  }

  #open(id: string): SpreadsheetDocument {
    const document = this.#documents.get(id) ?? (id === this.boundTo ? this.document(id) : undefined);
    // Google's own words for an id it does not know.
    if (!document)
      throw new ServiceException(
        'Unexpected error while getting the method or property openById on object SpreadsheetApp.',
      );
    return document;
  }

  #at({ id, tabId, area }: { id: string; tabId: number; area?: Area }): { document: SpreadsheetDocument; tab: Tab } {
    const document = this.#open(id);
    const tab = document.tab(tabId);
    if (!tab) throw new ServiceException(`Sheet ${String(tabId)} not found`);
    if (area && (area.row + area.rows - 1 > tab.maxRows || area.column + area.columns - 1 > tab.maxColumns)) {
      throw new ServiceException('The coordinates of the range are outside the dimensions of the sheet.');
    }
    return { document, tab };
  }

  /** One of these scopes is enough. */
  #require(context: CallContext, call: string, scopes: readonly string[]): void {
    const missing = this.scopes.missing(context.execution.user, scopes);
    if (missing.length < scopes.length) return;
    throw new ServiceException(
      `Specified permissions are not sufficient to call ${call}. Required permissions: ${[...scopes].reverse().join(' || ')}`,
    );
  }
}

function readable(value: CellValue, format: string | undefined, timeZone: string): ReadValue {
  if (isError(value)) return value.error;
  return typeof value === 'number' && isDateFormat(format) ? { date: instantOfSerial(value, timeZone) } : value;
}
