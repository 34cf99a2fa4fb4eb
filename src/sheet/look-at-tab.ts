import type { Spreadsheet, TabInfo } from '../platform/platform';
import type { Trouble } from '../schedule/run';
import { compose } from './compose';
import { decideTab, type Change, type TabDecision } from './decide';
import { handOver } from './hand-over';
import { readMemory, writeMemory } from './memory';
import { missingTab, type MissingTab } from './missing';
import type { Place } from './place';
import { makeTable } from './table';
import { troublesOf } from './troubles';
import type { Snapshot, WatchSetting } from './watch-setting';
import { findTab, type WatchedTab } from './watched';

/** What led to a look. */
export interface Occasion {
  readonly snapshot: Snapshot;
  readonly change: Change;
  /** Whose edit it was, an address; '' when Google does not say, or for the clock. */
  readonly by: string;
}

/** Looks at a tab, and hands over what its rules have to tell. */
export function lookAtTab(tab: WatchedTab, { snapshot, change, by }: Occasion, setting: WatchSetting): Trouble[] {
  const { sheets, clock, log } = setting;
  const memory = readMemory(snapshot, tab.key);
  const spreadsheet = sheets.open(tab.spreadsheetId);
  const info = spreadsheet === undefined ? undefined : findTab(spreadsheet.tabs(), tab, memory?.tabId);
  const now = clock.now();
  if (spreadsheet === undefined || info === undefined) {
    const missing = missingTab(tab, memory, spreadsheet !== undefined, Math.floor(now / 60_000));
    return pause(tab, missing, snapshot, setting);
  }
  const table = makeTable(spreadsheet.readValues(info.id), {
    spreadsheetId: spreadsheet.id,
    tabId: info.id,
    tabName: info.name,
    timeZone: spreadsheet.timeZone(),
    headerRow: tab.headerRow,
  });
  const decision = decideTab({ rules: tab.rules, table, memory, change, now });
  if (Object.keys(decision.renames).length > 0)
    log.write('warning', 'sheet.columns-renamed', { tab: info.name, ...decision.renames });
  if (memory !== undefined && memory.tabName !== info.name)
    log.write('warning', 'sheet.tab-renamed', { from: memory.tabName, to: info.name });
  const place: Place = {
    table,
    columns: decision.columns,
    tabKey: tab.key,
    url: decision.firings.length === 0 ? '' : spreadsheet.url(),
    by,
    now,
    shown: shownRows(spreadsheet, info, decision),
  };
  const composed = compose(decision.firings, place, snapshot);
  return [
    ...handOver(tab, snapshot, decision, composed, setting),
    ...troublesOf(tab.rules, new Map([...decision.problems].map(([id, { text }]) => [id, text]))),
  ];
}

/** The texts of the rows that are told of, read in one go. */
function shownRows(
  spreadsheet: Spreadsheet,
  { id }: TabInfo,
  { firings }: TabDecision,
): (row: number) => readonly string[] {
  if (firings.length === 0) return () => [];
  const numbers = firings.map(({ row }) => row.number);
  const first = Math.min(...numbers);
  const texts = spreadsheet.readShown(id, first, Math.max(...numbers) - first + 1);
  return (row) => texts[row - first] ?? [];
}

/** Remembers that a tab or its spreadsheet is gone, so that its rules are paused. */
function pause(
  tab: WatchedTab,
  { text, memory }: MissingTab,
  snapshot: Snapshot,
  { accept, log }: WatchSetting,
): Trouble[] {
  const { entries, removals } = writeMemory(snapshot, tab.key, memory, tab.maxBytes);
  accept({ items: [], entries, removals }, snapshot);
  log.write('error', 'sheet.tab-gone', { tab: tab.name });
  return troublesOf(tab.rules, new Map(tab.rules.map(({ id }) => [id, text])));
}
