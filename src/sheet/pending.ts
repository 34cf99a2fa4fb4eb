import type { CellValue } from '../platform/platform';
import { utf8Length } from '../message/bytes';
import type { Outgoing } from './compose';
import { SHEET_PREFIX, VALUE_BYTES } from './memory';
import type { TabMemory } from './memory-types';
import { shortHash } from './short-hash';
import type { WatchedTab } from './watched';

/** A message whose outcome is still to be written into its sheet. */
export interface PendingStatus {
  readonly id: string;
  readonly to: string;
  readonly spreadsheetId: string;
  readonly tabId: number;
  readonly headerRow: number;
  readonly row: number;
  /** Of what is in the row, to find it again. */
  readonly mark: string;
  /** The column's header; '' for none. */
  readonly column: string;
  readonly kind: 'value' | 'note';
  /** A tab for a line of its own; '' for none. */
  readonly logTab: string;
  readonly rule: string;
  /** What was written last. */
  readonly written: '' | 'queued';
}

export const PENDING_KEY = `${SHEET_PREFIX}p`;

/** The messages just handed over whose outcome their sheet wants to know. */
export const pendingOf = (
  { spreadsheetId, headerRow }: WatchedTab,
  { tabId, headers }: TabMemory,
  outgoing: readonly Outgoing[],
): PendingStatus[] =>
  outgoing.flatMap(({ item, firings }) =>
    firings.flatMap(({ compiled: { rule }, row }): PendingStatus[] => {
      const column = rule.statusColumn ?? rule.statusNote ?? '';
      if (column === '' && rule.logTab === undefined) return [];
      const at = headers.findIndex((header) => header.toLowerCase() === column.toLowerCase());
      const [to = ''] = typeof item.to === 'string' ? [item.to] : item.to;
      return [
        {
          id: item.id ?? '', to, spreadsheetId, tabId, headerRow, row: row.number,
          mark: rowMark(row.cells, rule.statusColumn === undefined ? -1 : at), column,
          kind: rule.statusColumn === undefined ? 'note' : 'value', logTab: rule.logTab ?? '', rule: rule.id, written: '',
        },
      ]; // prettier-ignore
    }),
  );

type Row = [id: string, to: string, spreadsheet: string, tab: number, headerRow: number, row: number, mark: string, column: string, kind: 'v' | 'n', log: string, rule: string, written: string]; // prettier-ignore

export function readPending(stored: string | undefined): PendingStatus[] {
  try {
    return (JSON.parse(stored ?? '[]') as Row[]).map(([id, to, spreadsheetId, tabId, headerRow, row, mark, column, kind, logTab, rule, written]) => ({ id, to, spreadsheetId, tabId, headerRow, row, mark, column, kind: kind === 'n' ? 'note' : 'value', logTab, rule, written: written === 'q' ? 'queued' : '' })); // prettier-ignore
  } catch {
    return [];
  }
}

/** The newest that fit one value: of older ones the sheet keeps saying "Queued". */
export function writePending(pending: readonly PendingStatus[]): string {
  const rows: string[] = [];
  let bytes = 2;
  for (const one of [...pending].reverse()) {
    const row: Row = [one.id, one.to, one.spreadsheetId, one.tabId, one.headerRow, one.row, one.mark, one.column, one.kind === 'note' ? 'n' : 'v', one.logTab, one.rule, one.written === 'queued' ? 'q' : '']; // prettier-ignore
    const text = JSON.stringify(row);
    bytes += utf8Length(text) + 1;
    if (bytes > VALUE_BYTES) break;
    rows.push(text);
  }
  return `[${rows.reverse().join(',')}]`;
}

/** What identifies a row whose status column is about to change: all of it but that column. */
export function rowMark(cells: readonly CellValue[], statusColumn: number): string {
  const texts = cells.map((cell, column) => (column === statusColumn ? '' : String(cell)));
  while (texts[texts.length - 1] === '') texts.pop();
  return shortHash(JSON.stringify(texts), 6);
}
