import { isBlank, type Cell } from './cell';

/** A tab as it was read, in one go. */
export interface Table {
  readonly spreadsheetId: string;
  readonly tabId: number;
  readonly tabName: string;
  readonly timeZone: string;
  /** As shown; '' for a column without one. */
  readonly headers: readonly string[];
  /** The rows below the headers that have something in them, from top to bottom. */
  readonly rows: readonly TableRow[];
}

export interface TableRow {
  /** Counted from 1, as the sheet shows it. */
  readonly number: number;
  readonly cells: readonly Cell[];
}

/** Where a table came from. */
export interface TableSource extends Omit<Table, 'headers' | 'rows'> {
  /** Counted from 1. */
  readonly headerRow: number;
}

/**
 * Makes a table of a tab's cells.
 *
 * @param values - all cells from A1 to the last row and column with anything in them
 */
export function makeTable(values: readonly (readonly Cell[])[], { headerRow, ...source }: TableSource): Table {
  const headers = (values[headerRow - 1] ?? []).map((cell) => headerText(cell));
  const rows: TableRow[] = [];
  for (let index = headerRow; index < values.length; index++) {
    const cells = values[index] ?? [];
    if (cells.some((cell) => !isBlank(cell))) rows.push({ number: index + 1, cells });
  }
  return { ...source, headers, rows };
}

/** A header as it is compared and shown: one line, without spaces around it. */
export const headerText = (cell: Cell): string => String(cell).replace(/\s+/g, ' ').trim();
