import type { Trouble } from '../schedule/run';
import { ruleKeyOf } from './compile';
import type { Outgoing } from './compose';
import { storedProblems } from './memory';
import type { Rule } from './rule';
import { watchedTabs } from './watched';

/** What is wrong with rules as things stand, for a person to hear of; nothing is read but the store. */
export const ruleTroubles = (snapshot: Readonly<Record<string, string>>, rules: readonly Rule[]): Trouble[] =>
  watchedTabs(rules).flatMap((tab) => {
    const problems = storedProblems(snapshot, tab.key);
    return troublesOf(tab.rules, new Map(tab.rules.flatMap((rule) => {
      const text = problems.get(ruleKeyOf(rule));
      return text === undefined ? [] : [[rule.id, text] as [string, string]];
    })));
  }); // prettier-ignore

/** Why rules are paused, for a person to hear of, from the reasons by the rules' ids. */
export const troublesOf = (rules: readonly Rule[], texts: ReadonlyMap<string, string>): Trouble[] =>
  rules.flatMap(({ id }) => {
    const text = texts.get(id);
    return text === undefined ? [] : [{ key: `rule/${id}`, text }];
  });

/** What went wrong with a message of a rule; undefined for a rule that is no more. */
export const trouble = (rule: Rule | undefined, text: string): Trouble => ({
  key: `rule/${rule?.id ?? ''}`,
  text: `Rule "${rule?.title ?? rule?.id ?? ''}", ${text}`,
});

/** The numbers of the rows that a message tells of, the first 20. */
export const rowsOf = ({ firings }: Outgoing): string =>
  firings
    .map(({ row }) => row.number)
    .slice(0, 20)
    .join(', ');
