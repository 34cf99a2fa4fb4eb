import { asksOf, ruleKeyOf } from './compile';
import type { TabMemory } from './memory-types';
import { lookMinutes } from './rule';
import type { WatchedTab } from './watched';

const NOTHING: TabMemory = {
  tabId: -1, tabName: '', headers: [], aliases: {}, hashed: '', remembered: [], nextSerial: 1, forgotten: 0, lookedAt: 0,
  nextLookAt: 0, rules: {}, rows: [], gone: [], owed: [],
}; // prettier-ignore

/** What comes of it that a tab or its spreadsheet is gone. */
export interface MissingTab {
  /** For a person to hear of. */
  readonly text: string;
  /** The tab's rules are paused, and all else that is known stays. */
  readonly memory: TabMemory;
}

/**
 * Pauses the rules of a tab that is not there.
 *
 * @param known - what is remembered of it; undefined when it was never seen
 * @param isOpen - whether its spreadsheet could be opened
 * @param nowMinute - epoch minutes
 */
export function missingTab(
  tab: WatchedTab,
  known: TabMemory | undefined,
  isOpen: boolean,
  nowMinute: number,
): MissingTab {
  const text = isOpen
    ? `The tab "${known?.tabName ?? tab.name}" is gone. Rules that watch it are paused: name another tab, or bring it back.`
    : `The spreadsheet of the tab "${tab.name}" cannot be opened. Is it there, and does this account may see it? Rules that watch it are paused.`;
  const rules = Object.fromEntries(
    tab.rules.map((rule) => [
      ruleKeyOf(rule),
      { asks: known?.rules[ruleKeyOf(rule)]?.asks ?? asksOf(rule), problem: 'R02', text },
    ]),
  );
  const nextLookAt = nowMinute + Math.min(...tab.rules.map(lookMinutes));
  return { text, memory: { ...(known ?? NOTHING), rules, lookedAt: nowMinute, nextLookAt } };
}
