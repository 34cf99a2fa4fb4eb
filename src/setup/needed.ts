import type { Sheets } from '../platform/platform';
import type { Configuration } from '../settings/configuration';
import type { Rule } from '../sheet/rule';
import { CLOCK, neededByRules, type NeededTrigger } from './triggers';

/** The triggers that should be there: the clock, and what the rules in force watch. */
export function neededTriggers(configuration: Configuration, sheets: Sheets): NeededTrigger[] {
  const rules = [...configuration.entries<Rule>('rules').valid().values()];
  const watchesOwn = rules.some(({ form, spreadsheetId }) => form === undefined && spreadsheetId === undefined);
  return [CLOCK, ...neededByRules(rules, watchesOwn ? (sheets.open('')?.id ?? '') : '')];
}
