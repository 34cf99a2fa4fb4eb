import { formatLocal, instantOf, localTime, readMoment } from '../schedule/zone';
import { shortHash } from './short-hash';

/** A cell's value as Sheets gives it: '' when empty, the error's text when a formula fails. */
export type Cell = string | number | boolean | Date;

const ERROR = /^#(?:DIV\/0!|ERROR!|N\/A|NAME\?|NULL!|NUM!|REF!|VALUE!)$/;

/** Whether a formula failed: "#REF!", "#N/A", … */
export const isFormulaError = (cell: Cell): boolean => typeof cell === 'string' && ERROR.test(cell);

export const isBlank = (cell: Cell): boolean => typeof cell === 'string' && cell.trim() === '';

export const isDate = (cell: Cell): cell is Date => Object.prototype.toString.call(cell) === '[object Date]';

/** The longest text of a cell that is remembered as it is; of a longer one its fingerprint is. */
export const REMEMBERED_CHARACTERS = 40;

/**
 * A cell as one text that is the same for the same value: numbers and booleans as JavaScript writes them, a date as "@" and
 * its epoch milliseconds.
 */
export function canonical(cell: Cell): string {
  if (isDate(cell)) return `@${cell.getTime()}`;
  return typeof cell === 'boolean' ? String(cell).toUpperCase() : String(cell);
}

/** A cell as it is remembered: as one text, a long one by its fingerprint. */
export function remembered(cell: Cell): string {
  const text = canonical(cell);
  return text.length > REMEMBERED_CHARACTERS ? `#${shortHash(text, 8)}` : text;
}

/** What {@link remembered} wrote down, as a cell again. */
export function recalled(text: string): Cell {
  if (/^@-?\d+$/.test(text)) return new Date(Number(text.slice(1)));
  return fromText(text);
}

/**
 * What an edit event says was in the cell: a date comes as its number of days.
 *
 * @param like - what is in the cell now, to know a date by
 */
export function fromEvent(text: string | undefined, like: Cell, timeZone: string): Cell {
  const cell = fromText(text ?? '');
  if (typeof cell !== 'number' || !isDate(like)) return cell;
  return new Date(instantOf(Math.round((cell - EPOCH_DAYS) * DAY_MS), timeZone));
}

function fromText(text: string): Cell {
  if (text === 'TRUE' || text === 'FALSE') return text === 'TRUE';
  return /^-?(?:\d+|\d*\.\d+)(?:e[+-]?\d+)?$/i.test(text) ? Number(text) : text;
}

/** Sheets counts days from 1899-12-30. */
const EPOCH_DAYS = 25_569;

/** A cell in words, cut to 60 characters: `"Late"`, `12`, `2026-03-02 09:00`, `empty`. */
export function cellWords(cell: Cell, timeZone: string): string {
  if (isBlank(cell)) return 'empty';
  if (isDate(cell)) return dateWords(cell.getTime(), timeZone);
  if (typeof cell !== 'string') return typeof cell === 'boolean' ? String(cell).toUpperCase() : String(cell);
  const line = cell.replace(/\s+/g, ' ').trim();
  return line.length > 60 ? `"${Array.from(line).slice(0, 57).join('')}…"` : `"${line}"`;
}

/** "2026-03-02", with the time of day when there is one. */
export function dateWords(instant: number, timeZone: string): string {
  if (Number.isNaN(instant)) return 'no date';
  return formatLocal(localTime(instant, timeZone))
    .replace(/T00:00$/, '')
    .replace('T', ' ');
}

/** Text as conditions compare it: without case, and without spaces around it. */
export const comparable = (text: string): string => text.trim().toLowerCase();

/**
 * The number a cell holds: also one that was typed as text, "1,400", "$1,400.50", "12 %", "1.400,50 €".
 *
 * @returns undefined when it is none
 */
export function numberIn(cell: Cell): number | undefined {
  if (typeof cell === 'number') return cell;
  if (typeof cell !== 'string') return undefined;
  const bare = cell.replace(/[\s\u00a0\u202f$€£¥₫₹']/g, '').replace(/^\((.+)\)$/, '-$1');
  const percent = bare.endsWith('%');
  const digits = percent ? bare.slice(0, -1) : bare;
  if (!/^[+-]?[\d.,]*\d$/.test(digits)) return undefined;
  const plain = withoutGrouping(digits);
  return plain === undefined ? undefined : Number(plain) / (percent ? 100 : 1);
}

/** The separator that comes last, or only once and not before three digits, is the decimal one. */
function withoutGrouping(digits: string): string | undefined {
  const decimal = digits.lastIndexOf('.') > digits.lastIndexOf(',') ? '.' : ',';
  const other = decimal === '.' ? ',' : '.';
  const parts = digits.split(decimal);
  const grouped = /^[+-]?\d{1,3}(?:[.,]\d{3})+$/;
  if (parts.length === 1) return digits;
  if (digits.includes(other)) {
    const [whole = '', fraction = '', ...rest] = parts;
    if (rest.length > 0 || !grouped.test(whole)) return undefined;
    return `${whole.split(other).join('')}.${fraction}`;
  }
  // "1,400" is grouped; "1.400" may be either, and Sheets itself would have made a number of the English reading.
  if (decimal === ',' && grouped.test(digits)) return parts.join('');
  return parts.length === 2 ? parts.join('.') : grouped.test(digits) ? parts.join('') : undefined;
}

/**
 * The instant a cell holds, epoch milliseconds: a date, or a text that can only be one: "2026-03-02", "2026-03-02T09:00",
 * "02.03.2026". Texts whose day and month could be swapped are none.
 */
export function instantIn(cell: Cell, timeZone: string): number | undefined {
  if (isDate(cell)) return Number.isNaN(cell.getTime()) ? undefined : cell.getTime();
  if (typeof cell !== 'string') return undefined;
  const text = cell.trim().replace(/^(\d{4}-\d\d-\d\d) (\d\d:\d\d)/, '$1T$2');
  const [, day = '', month = '', year] = /^(\d{1,2})\.(\d{1,2})\.(\d{4})$/.exec(text) ?? [];
  const iso = year === undefined ? text : `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  return readMoment(iso, timeZone);
}

const DAY_MS = 86_400_000;

/** The first instant of the day, in the zone, that holds an instant; `days` later. */
export function startOfDayAt(instant: number, timeZone: string, days = 0): number {
  const midnight = Math.floor(localTime(instant, timeZone) / DAY_MS) * DAY_MS;
  return instantOf(midnight + days * DAY_MS, timeZone);
}
