import { instantOf, offsetAt } from '../../time-zone';

/** What a formula can come to instead of a value. `getValues` gives the text. */
export type ErrorText = '#DIV/0!' | '#ERROR!' | '#N/A' | '#NAME?' | '#NUM!' | '#REF!' | '#VALUE!';

/** A cell's value: a date is a number of days with a date format. */
export type CellValue = string | number | boolean | { readonly error: ErrorText };

/** What a cell holds. */
export interface Cell {
  /** Of a formula: what it came to last. */
  readonly value: CellValue;
  /** "=B2*C2" */
  readonly formula?: string;
  /** As in `setNumberFormat`: "yyyy-MM-dd". Without one the value decides. */
  readonly format?: string;
  readonly note?: string;
}

export const EMPTY: Cell = { value: '' };

/** Characters a cell may hold (Sheets' own limit; "Files you can store in Google Drive", read 2026-11-24). */
export const CELL_MAX_CHARACTERS = 50_000;

const DAY_MS = 86_400_000;

/** Days are counted from 1899-12-30. */
const EPOCH_DAYS = 25_569;

/** The instant that a date cell shows in the spreadsheet's zone, epoch milliseconds. */
export const instantOfSerial = (serial: number, timeZone: string): number =>
  instantOf(Math.round((serial - EPOCH_DAYS) * DAY_MS), timeZone);

/** The number of days that shows an instant in the spreadsheet's zone. */
export const serialOfInstant = (instant: number, timeZone: string): number =>
  (instant + offsetAt(instant, timeZone)) / DAY_MS + EPOCH_DAYS;

/** The wall clock that a number of days shows, as if it were UTC. */
export const wallOfSerial = (serial: number): Date => new Date(Math.round((serial - EPOCH_DAYS) * DAY_MS));

/** A number of days from a calendar date and a time of day; null for a date that does not exist. */
export function serialOf(year: number, month: number, day: number, seconds = 0): number | null {
  const wall = new Date(Date.UTC(year, month - 1, day));
  if (wall.getUTCMonth() !== month - 1 || wall.getUTCDate() !== day) return null;
  return wall.getTime() / DAY_MS + EPOCH_DAYS + seconds / 86_400;
}

/** Whether a number format shows a date or a time. */
export const isDateFormat = (format: string | undefined): boolean =>
  format !== undefined && /[dyhHs]|M/.test(format.replace(/"[^"]*"|\\./g, ''));

export const isError = (value: CellValue): value is { readonly error: ErrorText } => typeof value === 'object';
