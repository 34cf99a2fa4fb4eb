import type { CellValue, Sheets } from '../platform/platform';
import { utf8Length } from '../message/bytes';
import { dateWords } from './cell';
import { headerText } from './table';
import { SHEET_PREFIX, VALUE_BYTES } from './memory';
import { shortHash } from './short-hash';

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

/** What became of a message so far. */
export interface Outcome {
  readonly status: 'queued' | 'sent' | 'failed' | 'discarded' | 'folded';
  /** Why it waits or failed. */
  readonly reason: string;
  /** ISO time: when it went, or is expected to; '' when that is not known. */
  readonly at: string;
}

export const PENDING_KEY = `${SHEET_PREFIX}p`;

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

/** "Sent 2026-03-02 09:14", "Queued: Chat is limiting the space", "Failed: …". */
export function statusWords({ status, reason, at }: Outcome, timeZone: string): string {
  const when = at === '' ? '' : ` ${dateWords(Date.parse(at), timeZone)}`;
  const why = reason === '' ? '' : `: ${REASONS[reason] ?? reason}`;
  return { sent: `Sent${when}`, queued: `Queued${why}`, failed: `Failed${why}`, discarded: 'Discarded', folded: `Sent with others${when}` }[status]; // prettier-ignore
}

const REASONS: Readonly<Record<string, string>> = {
  rate: 'Chat is limiting the space',
  order: 'an earlier message goes first',
  error: 'Chat did not take it yet',
  quota: "today's limit of requests is used up",
  'webhook-down': 'Chat refuses the webhook',
  requested: 'it goes later',
  time: 'it goes within a minute',
};

const LOG_HEADERS = ['Time', 'Rule', 'Row', 'To', 'Status', 'Delivery'];

/**
 * Writes outcomes into the sheets that want them. A row that has moved meanwhile is looked for; one that is gone is left.
 *
 * @param outcomeOf - what became of a message; undefined when nothing is known of it any more
 * @returns those that are still to be written again, because they wait
 */
export function writeStatuses(
  pending: readonly PendingStatus[],
  outcomeOf: (to: string, id: string) => Outcome | undefined,
  sheets: Sheets,
  now: number,
): PendingStatus[] {
  const left: PendingStatus[] = [];
  const changed: { one: PendingStatus; outcome: Outcome }[] = [];
  for (const one of pending) {
    const outcome = outcomeOf(one.to, one.id);
    if (outcome === undefined) continue;
    const isWaiting = outcome.status === 'queued';
    if (!isWaiting || one.written === '') changed.push({ one, outcome });
    if (isWaiting) left.push({ ...one, written: 'queued' });
  }
  for (const [spreadsheetId, ofSpreadsheet] of groupBy(changed, ({ one }) => one.spreadsheetId)) {
    const spreadsheet = sheets.open(spreadsheetId);
    if (spreadsheet === undefined) continue;
    const timeZone = spreadsheet.timeZone();
    const present = new Set(spreadsheet.tabs().map(({ id }) => id));
    for (const [tabId, ofTab] of groupBy(
      ofSpreadsheet.filter(({ one }) => one.column !== ''),
      ({ one }) => one.tabId,
    )) {
      if (!present.has(tabId)) continue;
      const values = spreadsheet.readValues(tabId);
      for (const [, ofColumn] of groupBy(ofTab, ({ one }) => `${one.column}\n${one.kind}\n${one.headerRow}`)) {
        const [{ one: first }] = ofColumn as [(typeof ofColumn)[number]];
        const column = (values[first.headerRow - 1] ?? []).findIndex(
          (cell) => headerText(cell).toLowerCase() === first.column.toLowerCase(),
        );
        if (column < 0) continue;
        const texts = ofColumn.flatMap(({ one, outcome }) => {
          const row = findRow(values, one, column);
          return row === undefined ? [] : [{ row, text: statusWords(outcome, timeZone) }];
        });
        spreadsheet.writeColumn(tabId, column + 1, first.kind, texts);
      }
    }
    for (const [logTab, ofLog] of groupBy(
      ofSpreadsheet.filter(({ one }) => one.logTab !== ''),
      ({ one }) => one.logTab,
    )) {
      const lines = ofLog.map(({ one, outcome }) => [
        dateWords(now, timeZone),
        one.rule,
        String(one.row),
        one.to,
        statusWords(outcome, timeZone),
        one.id,
      ]);
      spreadsheet.append(logTab, LOG_HEADERS, lines);
    }
  }
  return left;
}

function findRow(
  values: readonly (readonly CellValue[])[],
  { row, mark, headerRow, kind }: PendingStatus,
  statusColumn: number,
): number | undefined {
  const column = kind === 'value' ? statusColumn : -1;
  if (rowMark(values[row - 1] ?? [], column) === mark) return row;
  const found = values.findIndex((cells, index) => index >= headerRow && rowMark(cells, column) === mark);
  return found < 0 ? undefined : found + 1;
}

function groupBy<Item, Key>(items: readonly Item[], keyOf: (item: Item) => Key): Map<Key, Item[]> {
  const groups = new Map<Key, Item[]>();
  for (const item of items) {
    const key = keyOf(item);
    const own = groups.get(key);
    if (own === undefined) groups.set(key, [item]);
    else own.push(item);
  }
  return groups;
}
