import { asText } from '../../facade/google';
import type { Caller } from '../service';
import type { ReadValue, SpreadsheetHost } from '../spreadsheet-app';
import type { Outline, Written } from './document';

/**
 * What a spreadsheet, its sheets and their ranges share: the way to the host, and what this execution knows of the
 * spreadsheet's layout.
 */
export interface Workbook {
  readonly id: string;
  readonly call: Caller<SpreadsheetHost>;
  outline(): Outline;
  /** After a write the host tells the new layout. */
  learn(outline: Outline): void;
}

/** A cell's value as a script has it. */
export type ScriptValue = string | number | boolean | Date;

export const fromHost = (value: ReadValue): ScriptValue => (typeof value === 'object' ? new Date(value.date) : value);

export function toHost(value: unknown): Written {
  if (value === null || value === undefined) return '';
  if (Object.prototype.toString.call(value) === '[object Date]') return { date: (value as Date).getTime() };
  return typeof value === 'number' || typeof value === 'boolean' ? value : asText(value);
}
