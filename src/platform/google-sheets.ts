import type { CellValue, SheetEvent, Sheets, SheetUi, Spreadsheet, TabInfo, FormEvent } from './platform';

type GoogleSpreadsheet = GoogleAppsScript.Spreadsheet.Spreadsheet;
type GoogleSheet = GoogleAppsScript.Spreadsheet.Sheet;

/** Google's service for spreadsheets, taken when it is first needed. */
export interface SheetServices {
  readonly spreadsheetApp: GoogleAppsScript.Spreadsheet.SpreadsheetApp;
}

/** Implements the port over SpreadsheetApp. Spreadsheets that events bring along need not be opened again. */
export function googleSheets(services: SheetServices): Sheets {
  return {
    open(id) {
      const brought = known.get(id);
      if (brought !== undefined) return spreadsheetOf(brought);
      try {
        const found = id === '' ? services.spreadsheetApp.getActiveSpreadsheet() : services.spreadsheetApp.openById(id);
        return found === null ? undefined : spreadsheetOf(found);
      } catch {
        // Not there, or not for this account: Google's text does not say which.
        return undefined;
      }
    },
    ui() {
      try {
        return uiOf(services.spreadsheetApp);
      } catch {
        return undefined;
      }
    },
  };
}

/** The spreadsheets that this execution's event has brought along, by id. */
const known = new Map<string, GoogleSpreadsheet>();

function spreadsheetOf(spreadsheet: GoogleSpreadsheet): Spreadsheet {
  const sheetOf = (tabId: number): GoogleSheet => {
    const sheet = spreadsheet.getSheets().find((candidate) => candidate.getSheetId() === tabId);
    if (sheet === undefined) throw new Error(`The tab ${tabId} is gone.`);
    return sheet;
  };
  return {
    id: spreadsheet.getId(),
    url: () => spreadsheet.getUrl(),
    timeZone: () => spreadsheet.getSpreadsheetTimeZone(),
    tabs: () => spreadsheet.getSheets().map(tabOf),
    readValues: (tabId) => sheetOf(tabId).getDataRange().getValues() as CellValue[][],
    readShown(tabId, firstRow, rowCount) {
      const sheet = sheetOf(tabId);
      return sheet.getRange(firstRow, 1, rowCount, Math.max(1, sheet.getLastColumn())).getDisplayValues();
    },
    readFormulas(tabId, row) {
      const sheet = sheetOf(tabId);
      return sheet.getRange(row, 1, 1, Math.max(1, sheet.getLastColumn())).getFormulas()[0] ?? [];
    },
    writeColumn(tabId, column, kind, texts) {
      const sheet = sheetOf(tabId);
      for (const { row, lines } of runsOf(texts)) {
        const range = sheet.getRange(row, column, lines.length, 1);
        if (kind === 'value') range.setValues(lines.map((text) => [text]));
        else range.setNotes(lines.map((text) => [text]));
      }
    },
    append(tabName, headers, rows) {
      const own = spreadsheet.getSheetByName(tabName);
      const sheet = own ?? spreadsheet.insertSheet(tabName, spreadsheet.getSheets().length);
      const lines = sheet.getLastRow() === 0 ? [headers, ...rows] : rows;
      const first = sheet.getLastRow() + 1;
      const missing = first + lines.length - 1 - sheet.getMaxRows();
      if (missing > 0) sheet.insertRowsAfter(sheet.getMaxRows(), missing);
      sheet.getRange(first, 1, lines.length, headers.length).setValues(lines.map((line) => [...line]));
    },
  };
}

const tabOf = (sheet: GoogleSheet): TabInfo => ({ id: sheet.getSheetId(), name: sheet.getName() });

/** Rows that follow each other, so that each run is one call. */
function runsOf(texts: readonly { row: number; text: string }[]): { row: number; lines: string[] }[] {
  const runs: { row: number; lines: string[] }[] = [];
  for (const { row, text } of [...texts].sort((a, b) => a.row - b.row)) {
    const last = runs[runs.length - 1];
    if (last !== undefined && last.row + last.lines.length === row) last.lines.push(text);
    else runs.push({ row, lines: [text] });
  }
  return runs;
}

function uiOf(app: GoogleAppsScript.Spreadsheet.SpreadsheetApp): SheetUi {
  const ui = app.getUi();
  return {
    addMenu(title, entries) {
      const menu = ui.createMenu(title);
      for (const { label, functionName } of entries) menu.addItem(label, functionName);
      menu.addToUi();
    },
    ask(title, text, buttons) {
      const pressed = String(ui.alert(title, text, buttons === 'ok' ? ui.ButtonSet.OK : ui.ButtonSet.YES_NO));
      return pressed === 'OK' || pressed === 'YES';
    },
    prompt(title, text) {
      const answer = ui.prompt(title, text, ui.ButtonSet.OK_CANCEL);
      return String(answer.getSelectedButton()) === 'OK' ? answer.getResponseText() : undefined;
    },
    selection() {
      const range = app.getActiveRange();
      if (range === null) return undefined;
      const sheet = range.getSheet();
      return { spreadsheetId: sheet.getParent().getId(), tab: tabOf(sheet), row: range.getRow() };
    },
  };
}

/** What a Sheets trigger hands over. @see https://developers.google.com/apps-script/guides/triggers/events, read 2026-11-24 */
interface GoogleSheetEvent {
  readonly source?: GoogleSpreadsheet;
  readonly range?: GoogleAppsScript.Spreadsheet.Range;
  readonly oldValue?: unknown;
  readonly changeType?: unknown;
  readonly user?: { getEmail(): string };
}

/** Reads the event of an edit, a change, or a submission to a linked form; undefined when it is none. */
export function readSheetEvent(kind: SheetEvent['kind'], event: unknown): SheetEvent | undefined {
  const { source, range, oldValue, changeType, user } = (event ?? {}) as GoogleSheetEvent;
  const spreadsheet = source ?? range?.getSheet().getParent();
  if (spreadsheet === undefined) return undefined;
  const spreadsheetId = spreadsheet.getId();
  known.set(spreadsheetId, spreadsheet);
  return {
    kind,
    spreadsheetId,
    tab: range === undefined ? undefined : tabOf(range.getSheet()),
    area:
      range === undefined
        ? { row: 0, column: 0, rows: 0, columns: 0 }
        : { row: range.getRow(), column: range.getColumn(), rows: range.getNumRows(), columns: range.getNumColumns() },
    oldValue: typeof oldValue === 'string' || typeof oldValue === 'number' ? String(oldValue) : undefined,
    changeType: textOf(changeType),
    by: user?.getEmail() ?? '',
  };
}

/** What a form's own trigger hands over. */
interface GoogleFormEvent {
  readonly source?: GoogleAppsScript.Forms.Form;
  readonly response?: GoogleAppsScript.Forms.FormResponse;
}

/** Reads the event of a form's own trigger; undefined when it is none. */
export function readFormEvent(event: unknown): FormEvent | undefined {
  const { source, response } = (event ?? {}) as GoogleFormEvent;
  if (source === undefined || response === undefined) return undefined;
  const given = new Map(
    response.getItemResponses().map((answer) => {
      const item = answer.getItem();
      return [item.getId(), answerText(answer.getResponse(), String(item.getType()))];
    }),
  );
  const asked = source
    .getItems()
    .filter((item) => given.has(item.getId()) || !NO_QUESTIONS.includes(String(item.getType())));
  return {
    formId: source.getId(),
    title: source.getTitle(),
    responseId: response.getId(),
    submittedAt: response.getTimestamp().getTime(),
    email: response.getRespondentEmail() ?? '',
    answers: asked.map((item) => ({ question: item.getTitle(), answer: given.get(item.getId()) ?? '' })),
  };
}

/** Items of a form that ask nothing. @see https://developers.google.com/apps-script/reference/forms/item-type, read 2026-11-24 */
const NO_QUESTIONS = ['IMAGE', 'PAGE_BREAK', 'SECTION_HEADER', 'VIDEO'];

/** Several answers on one line; of uploaded files their links; of a grid its rows. */
function answerText(answer: unknown, type: string): string {
  const texts = (Array.isArray(answer) ? answer : [answer]) as unknown[];
  return texts
    .map((text) => (Array.isArray(text) ? text.map(textOf).join(' / ') : textOf(text)))
    .map((text) => (type === 'FILE_UPLOAD' ? `https://drive.google.com/open?id=${text}` : text))
    .filter((text) => text !== '')
    .join(', ');
}

/** A text, or an enum's name. */
const textOf = (value: unknown): string =>
  typeof value === 'string' ? value : ((value as { toString(): string } | null | undefined)?.toString() ?? '');
