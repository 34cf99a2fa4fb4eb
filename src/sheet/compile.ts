import { bindCondition } from './condition';
import { lookedAt, type Columns } from './columns';
import type { CompiledRule } from './decide-row';
import { templateFields } from './fields';
import { conditionsOf, hasChange, isChange, isOnce, testOf, type Rule } from './rule';
import { shortHash } from './short-hash';

/** A rule's name in what is remembered. */
export const ruleKeyOf = ({ id }: Rule): string => shortHash(id, 5);

/** The fingerprint of what a rule asks: when it is another one, the rule begins anew. */
export const asksOf = (rule: Rule): string =>
  shortHash(JSON.stringify([rule.when, rule.all, rule.any, rule.columns, rule.key, isOnce(rule), rule.responses]), 6);

/** Makes a rule ready for a tab that has all its columns. */
export function compileRule(rule: Rule, columns: Columns): CompiledRule {
  const columnOf = (header: string): number => columns.find(header) ?? -1;
  const bind = (conditions: Rule['all'] = []) => conditions.map((condition) => bindCondition(condition, columnOf));
  const all = bind(rule.all);
  const any = bind(rule.any);
  return {
    rule,
    key: ruleKeyOf(rule),
    asks: asksOf(rule),
    all,
    any,
    critical: bind(rule.criticalWhen),
    columns: rule.columns?.map(columnOf),
    lookedAt: lookedAt(rule)
      .map(columnOf)
      .filter((column) => column >= 0),
    isOnce: isOnce(rule),
    hasChange: hasChange(rule),
    isTimed: [...all, ...any].some(({ isTimed }) => isTimed),
  };
}

/** The columns whose values must be remembered to know of a change what it was before. */
export function rememberedColumns(rule: Rule): string[] {
  const changing = conditionsOf(rule).filter((condition) => isChange(testOf(condition)));
  const before = [rule.message, rule.digest?.line ?? '']
    .flatMap((template) => templateFields(template))
    .filter(({ isBefore }) => isBefore);
  return [...changing.map(({ column }) => column), ...(rule.columns ?? []), ...before.map(({ name }) => name)];
}
