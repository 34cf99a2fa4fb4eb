import type { Cell } from './cell';
import { compileRule } from './compile';
import { Columns, findRenames, type RuleProblem } from './columns';
import type { CompiledRule } from './decide-row';
import { Look } from './look';
import type { Owed, TabMemory } from './memory-types';
import type { Rule } from './rule';
import type { Table, TableRow } from './table';

/** What led to looking at a tab. */
export interface Change {
  /** `edit`: cells were edited; `submit`: a form filled in a row; `look`: something else, or the clock. */
  readonly kind: 'edit' | 'submit' | 'look';
  /** Of an edit or a submission, as the sheet counts, from 1. */
  readonly firstRow: number;
  readonly lastRow: number;
  readonly firstColumn: number;
  readonly lastColumn: number;
  /** Of an edit of one cell, what was in it; undefined when it was empty, or is not known. */
  readonly oldValue: string | undefined;
}

/** Nothing in particular. */
export const LOOK: Change = {
  kind: 'look', firstRow: 0, lastRow: -1, firstColumn: 0, lastColumn: -1, oldValue: undefined,
}; // prettier-ignore

/** A rule tells of a row. */
export interface Firing {
  readonly compiled: CompiledRule;
  readonly row: TableRow;
  /** The row's own number; 0 for a row that there is no room to remember. */
  readonly serial: number;
  /** How often the rule has told of the row: with the serial it names the message. */
  readonly turn: number;
  readonly previousTurn: number;
  /** Of the whole row. */
  readonly contentHash: string;
  /** What is known of what was in a column; undefined when nothing is. */
  readonly before: (column: number) => Cell | undefined;
  readonly submitted: 'new' | 'edited' | undefined;
  readonly isCritical: boolean;
  /** What is remembered of it when its message finds no room. */
  readonly owed: Owed;
}

/** What comes of looking at a tab. */
export interface TabDecision {
  readonly firings: readonly Firing[];
  /** Why rules are paused, by id. */
  readonly problems: ReadonlyMap<string, RuleProblem>;
  /** Headers that were found to be renamed just now, new by old. */
  readonly renames: Readonly<Record<string, string>>;
  readonly columns: Columns;
  readonly memory: TabMemory;
}

/** What {@link decideTab} decides on. */
export interface TabQuestion {
  /** All rules of the tab that are switched on. */
  readonly rules: readonly Rule[];
  readonly table: Table;
  /** undefined for a tab that was never looked at. */
  readonly memory: TabMemory | undefined;
  readonly change: Change;
  /** Epoch milliseconds. */
  readonly now: number;
}

/** The rules of a tab, ready for it; those that are not, and why. */
export interface Readiness {
  readonly columns: Columns;
  readonly compiled: readonly CompiledRule[];
  readonly problems: ReadonlyMap<string, RuleProblem>;
  readonly renames: Readonly<Record<string, string>>;
}

/**
 * Looks at a tab: finds which rows are new or changed since it was last looked at, and holds the rules against them. What
 * is remembered is the last state that was dealt with; so a look that never came to its end is made up for by the next, and
 * a change that is reported twice is one change.
 */
export function decideTab(question: TabQuestion): TabDecision {
  const ready = prepareRules(question);
  const look = new Look(ready, question);
  return { ...ready, firings: look.firings, memory: look.memory() };
}

/** Finds the columns that the rules name, and follows those that were renamed. */
export function prepareRules({ rules, table, memory }: Pick<TabQuestion, 'rules' | 'table' | 'memory'>): Readiness {
  const renames = memory === undefined ? {} : findRenames(memory.headers, table.headers);
  const columns = new Columns(table.headers, followed({ ...memory?.aliases }, renames));
  const problems = new Map<string, RuleProblem>();
  const compiled: CompiledRule[] = [];
  for (const rule of rules) {
    const problem = columns.problemOf(rule);
    if (problem === undefined) compiled.push(compileRule(rule, columns));
    else problems.set(rule.id, problem);
  }
  return { columns, compiled, problems, renames };
}

/** Rules keep the old names: an alias of an alias leads to the newest header. */
function followed(aliases: Record<string, string>, renames: Readonly<Record<string, string>>): Record<string, string> {
  for (const [from, to] of Object.entries(renames)) {
    for (const [old, current] of Object.entries(aliases)) if (current === from) aliases[old] = to;
    aliases[from] = to;
  }
  return aliases;
}
