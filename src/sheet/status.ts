import type { CellValue, Sheets } from '../platform/platform';
import { dateWords } from './cell';
import { rowMark, type PendingStatus } from './pending';
import { headerText } from './table';

/** What became of a message so far. */
export interface Outcome {
  readonly status: 'queued' | 'sent' | 'failed' | 'discarded' | 'folded';
  /** Why it waits or failed. */
  readonly reason: string;
  /** ISO time: when it went, or is expected to; '' when that is not known. */
  readonly at: string;
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
