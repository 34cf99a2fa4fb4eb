import { type CellValue, serialOf } from './cell';

/** What Sheets makes of a text that someone types, pastes, or a script hands to `setValue`. */
export interface Entered {
  readonly value: CellValue;
  readonly formula?: string;
  /** The format that comes with it; undefined leaves the cell's own. */
  readonly format?: string;
}

const NUMBER = /^([+-])?(\$)?\s?((?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d*)?|\.\d+)(?:[eE]([+-]?\d+))?\s?(%)?$/;
const ISO_DATE = /^(\d{4})-(\d{1,2})-(\d{1,2})(?:[ T](\d{1,2}):(\d{2})(?::(\d{2}))?)?$/;
const US_DATE = /^(\d{1,2})\/(\d{1,2})\/(\d{4})(?: (\d{1,2}):(\d{2})(?::(\d{2}))?)?$/;
const TIME = /^(\d{1,2}):(\d{2})(?::(\d{2}))?(?: ?([AaPp])[Mm])?$/;

/** Reads a typed text in the locale en_US. @param format - the cell's own: plain text ("@") keeps everything as it is */
export function enter(text: string, format?: string): Entered {
  if (format === '@' || text === '') return { value: text };
  if (text.startsWith("'")) return { value: text.slice(1) };
  if (text.startsWith('=') && text.length > 1) return { value: '', formula: text };
  const trimmed = text.trim();
  if (/^true$/i.test(trimmed)) return { value: true };
  if (/^false$/i.test(trimmed)) return { value: false };
  return enterNumber(trimmed) ?? enterDate(trimmed) ?? enterTime(trimmed) ?? { value: text };
}

function enterNumber(text: string): Entered | null {
  const parts = NUMBER.exec(text);
  if (!parts) return null;
  const [, sign, dollar, digits = '', exponent, percent] = parts;
  const grouped = digits.includes(',');
  const plain = Number(digits.replace(/,/g, '') + (exponent === undefined ? '' : `e${exponent}`));
  const value = (sign === '-' ? -plain : plain) / (percent === undefined ? 1 : 100);
  const decimals = /\.\d/.test(digits);
  if (dollar !== undefined) return { value, format: decimals ? '$#,##0.00' : '$#,##0' };
  if (percent !== undefined) return { value, format: decimals ? '0.00%' : '0%' };
  return grouped ? { value, format: decimals ? '#,##0.00' : '#,##0' } : { value };
}

function enterDate(text: string): Entered | null {
  const iso = ISO_DATE.exec(text);
  const us = iso ? null : US_DATE.exec(text);
  const parts = (iso ?? us)?.map((part) => ((part as string | undefined) === undefined ? 0 : Number(part))) ?? null;
  if (!parts) return null;
  const [, a = 0, b = 0, c = 0, hour = 0, minute = 0, second = 0] = parts;
  const seconds = hour * 3600 + minute * 60 + second;
  const value = iso ? serialOf(a, b, c, seconds) : serialOf(c, a, b, seconds);
  if (value === null || hour > 23 || minute > 59 || second > 59) return null;
  const date = iso ? 'yyyy-MM-dd' : 'M/d/yyyy';
  return { value, format: text.includes(':') ? `${date} H:mm:ss` : date };
}

function enterTime(text: string): Entered | null {
  const parts = TIME.exec(text);
  if (!parts) return null;
  const [, hours = '', minutes = '', seconds = '0', half] = parts;
  const hour = half === undefined ? Number(hours) : (Number(hours) % 12) + (/p/i.test(half) ? 12 : 0);
  if (hour > 23 || Number(minutes) > 59 || Number(seconds) > 59) return null;
  const value = (hour * 3600 + Number(minutes) * 60 + Number(seconds)) / 86_400;
  return { value, format: half === undefined ? 'H:mm:ss' : 'h:mm:ss AM/PM' };
}
