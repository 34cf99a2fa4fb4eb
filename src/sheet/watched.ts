import type { TabInfo } from '../platform/platform';
import { MEMORY_BYTES } from './memory';
import type { Rule } from './rule';
import { shortHash } from './short-hash';

/** A tab that rules watch. */
export interface WatchedTab {
  /** Its name in what is remembered. */
  readonly key: string;
  /** '' for the spreadsheet that the script belongs to. */
  readonly spreadsheetId: string;
  /** As the rules name it. */
  readonly name: string;
  readonly headerRow: number;
  readonly rules: readonly Rule[];
  /** What may be remembered of its rows, bytes: its share. */
  readonly maxBytes: number;
}

/** The tabs that rules watch, each with its rules; rules that are switched off watch none. */
export function watchedTabs(rules: Iterable<Rule>): WatchedTab[] {
  const tabs = new Map<string, Omit<WatchedTab, 'maxBytes'> & { rules: Rule[] }>();
  for (const rule of rules) {
    if (rule.paused === true || rule.tab === undefined) continue;
    const { tab: name, spreadsheetId = '', headerRow = 1 } = rule;
    const key = tabKeyOf(spreadsheetId, name);
    const tab = tabs.get(key) ?? { key, spreadsheetId, name, headerRow, rules: [] };
    tab.rules.push(rule);
    tabs.set(key, tab);
  }
  const maxBytes = Math.floor(MEMORY_BYTES / Math.max(1, tabs.size));
  return [...tabs.values()].map((tab) => ({ ...tab, maxBytes }));
}

export const tabKeyOf = (spreadsheetId: string, name: string): string =>
  shortHash(`${spreadsheetId}\n${name.trim().toLowerCase()}`, 6);

/**
 * Finds a watched tab among a spreadsheet's: by its name, or by its number when it was renamed.
 *
 * @param rememberedId - its number as last seen; undefined when it was never seen
 */
export function findTab(
  tabs: readonly TabInfo[],
  { name }: WatchedTab,
  rememberedId: number | undefined,
): TabInfo | undefined {
  const wanted = name.trim().toLowerCase();
  return tabs.find((tab) => tab.name.trim().toLowerCase() === wanted) ?? tabs.find(({ id }) => id === rememberedId);
}
