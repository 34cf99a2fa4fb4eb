import type { Area } from './a1';
import type { Outline } from './document';

/**
 * The event objects of Sheets and Forms triggers as they cross into an execution, where markers become Google's objects.
 * @see https://developers.google.com/apps-script/guides/triggers/events, read 2026-11-24
 */

/** Stands for a Spreadsheet. */
export interface SpreadsheetMarker {
  readonly google: 'Spreadsheet';
  readonly outline: Outline;
}

/** Stands for a Range. */
export interface RangeMarker {
  readonly google: 'Range';
  readonly outline: Outline;
  readonly tabId: number;
  readonly area: Area;
}

/** Stands for a User. */
export interface UserMarker {
  readonly google: 'User';
  readonly email: string;
}

/** Stands for a FormResponse or a Form. */
export interface FormMarker {
  readonly google: 'Form' | 'FormResponse';
  readonly formId: string;
  readonly responseId: string;
}

export type ChangeType =
  | 'EDIT' | 'INSERT_ROW' | 'INSERT_COLUMN' | 'REMOVE_ROW' | 'REMOVE_COLUMN' | 'INSERT_GRID' | 'REMOVE_GRID' | 'FORMAT' | 'OTHER'; // prettier-ignore

interface Event {
  readonly authMode: 'LIMITED' | 'FULL';
  readonly source: SpreadsheetMarker;
}

export interface OpenEvent extends Event {
  readonly user: UserMarker;
}

/** `value` and `oldValue` are there for one cell only, and only where the cell has, or had, a value. */
export interface EditEvent extends Event {
  readonly user: UserMarker;
  readonly range: RangeMarker;
  readonly value?: string;
  readonly oldValue?: string;
}

/** Says what kind of change there was, not where. */
export interface ChangeEvent extends Event {
  readonly user: UserMarker;
  readonly changeType: ChangeType;
}

export interface SheetFormSubmitEvent extends Event {
  readonly range: RangeMarker;
  readonly values: readonly string[];
  readonly namedValues: Readonly<Record<string, readonly string[]>>;
}

export interface FormSubmitEvent {
  readonly authMode: 'FULL';
  readonly source: FormMarker;
  readonly response: FormMarker;
}
