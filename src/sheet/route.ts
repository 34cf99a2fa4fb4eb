import { canonical, comparable, type Cell } from './cell';
import { isRoute, type Columns } from './columns';
import type { Rule } from './rule';

/** The webhooks that a row's message goes to; undefined when the rule has none for its value. */
export function targetsOf({ to }: Rule, cells: readonly Cell[], columns: Columns): readonly string[] | undefined {
  if (!isRoute(to)) return typeof to === 'string' ? [to] : to;
  const value = comparable(canonical(cells[columns.find(to.column) ?? -1] ?? ''));
  const branch = Object.entries(to.routes).find(([wanted]) => comparable(wanted) === value)?.[1] ?? to.otherwise;
  return branch === undefined ? undefined : typeof branch === 'string' ? [branch] : branch;
}

/** Every webhook a rule may send to. */
export function allTargets({ to }: Rule): string[] {
  const branches = isRoute(to)
    ? [...Object.values(to.routes), ...(to.otherwise === undefined ? [] : [to.otherwise])]
    : [to];
  return [...new Set(branches.flatMap((branch) => (typeof branch === 'string' ? [branch] : [...branch])))];
}
