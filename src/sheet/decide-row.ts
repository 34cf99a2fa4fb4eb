import { isBlank } from './cell';
import { holds, type BoundCondition, type RowState } from './condition';
import type { Rule } from './rule';

/** A rule that is ready to be held against the rows of its tab. */
export interface CompiledRule {
  readonly rule: Rule;
  /** Its name in what is remembered: 5 characters. */
  readonly key: string;
  /** The fingerprint of what it asks. */
  readonly asks: string;
  readonly all: readonly BoundCondition[];
  readonly any: readonly BoundCondition[];
  readonly critical: readonly BoundCondition[];
  /** The columns whose changes count; undefined when all do that it looks at. */
  readonly columns: readonly number[] | undefined;
  /** Every column it looks at. */
  readonly lookedAt: readonly number[];
  readonly isOnce: boolean;
  readonly hasChange: boolean;
  /** Whether it can begin to match while the row stays as it is. */
  readonly isTimed: boolean;
}

/** What has happened to a row. */
export interface RowFacts {
  readonly state: RowState;
  /** Epoch minutes. */
  readonly nowMinute: number;
  /** It was not there before. */
  readonly isNew: boolean;
  /** Something in it that rules look at is different, or it is new. */
  readonly isChanged: boolean;
  /** Someone is typing into it cell by cell. */
  readonly isTyped: boolean;
  /** A form has filled it in: for the first time, or again. */
  readonly submitted: 'new' | 'edited' | undefined;
  /** At which minute it was first seen, while it counts as new; 0 otherwise. */
  readonly newSince: number;
  /** Whether a column is different from what it was; unknown counts as different. */
  isColumnChanged(column: number): boolean;
  /** A rule is held against it although nothing happened: it was paused, or is asked. */
  readonly isSwept: boolean;
}

/** What a rule knows of a row. */
export interface RuleRow {
  /** Odd while it matches and was told. */
  readonly turn: number;
  /** Epoch minutes; 0 for none. */
  readonly quietUntil: number;
  readonly waitUntil: number;
  readonly since: ReadonlyMap<string, number>;
}

/** What a rule makes of a row. */
export type Outcome =
  /** A message is made. */
  | 'tells'
  /** It matches, and was told before; nothing until it has stopped matching. */
  | 'told'
  /** Its conditions do not hold. */
  | 'no-match'
  /** It matches, but what the rule waits for has not happened to it: an edit, a submission, its being new. */
  | 'no-occasion'
  /** It matches, but the last message about it is too recent. */
  | 'quiet'
  /** It is new and still being filled in. */
  | 'being-filled';

export interface Verdict {
  readonly outcome: Outcome;
  /** Which of `all`, then of `any`, hold. */
  readonly held: readonly boolean[];
  /** The rule's knowledge of the row from now on. */
  readonly next: RuleRow;
}

/** How long a new row counts as new while it is typed in cell by cell. */
export const NEW_ROW_MINUTES = 5;

/**
 * Holds one rule against one row. The engine acts by it, and explanations say what it says: there is no second opinion.
 */
export function decideRow(compiled: CompiledRule, facts: RowFacts, known: RuleRow): Verdict {
  const { rule, all, any, isOnce, hasChange } = compiled;
  const { nowMinute } = facts;
  const since = new Map<string, number>();
  let wait = 0;
  const held = [...all, ...any].map((bound, index) => {
    if (!holds(bound, facts.state)) return false;
    const { forMinutes } = bound.condition;
    if (forMinutes === undefined) return true;
    const key = `${compiled.key}${index}`;
    const from = known.since.get(key) ?? nowMinute;
    since.set(key, from);
    if (nowMinute - from >= forMinutes) return true;
    wait = earliest(wait, from + forMinutes);
    return false;
  });
  const isMatch =
    held.slice(0, all.length).every((one) => one) && (any.length === 0 || held.slice(all.length).some((one) => one));
  const next = (turn: number, quietUntil = known.quietUntil, waitUntil = 0): RuleRow => ({
    turn,
    quietUntil: quietUntil > nowMinute ? quietUntil : 0,
    waitUntil: earliest(wait, waitUntil),
    since,
  });
  const isTold = known.turn % 2 === 1;
  if (!isMatch) return { outcome: 'no-match', held, next: next(isTold ? known.turn + 1 : known.turn) };
  if (isTold && isOnce) return { outcome: 'told', held, next: next(known.turn) };
  if (!hasOccasion(compiled, facts, known)) return { outcome: 'no-occasion', held, next: next(known.turn) };
  if (rule.when === 'added' && isBeingFilled(compiled, facts, known)) {
    return { outcome: 'being-filled', held, next: next(known.turn, 0, facts.newSince + NEW_ROW_MINUTES) };
  }
  if (known.quietUntil > nowMinute) {
    // A state can be told when the quiet is over, if it still holds then; a change is over.
    return { outcome: 'quiet', held, next: next(known.turn, known.quietUntil, hasChange ? 0 : known.quietUntil) };
  }
  const { cooldownMinutes = 0 } = rule;
  const quietUntil = cooldownMinutes === 0 ? 0 : nowMinute + cooldownMinutes;
  return { outcome: 'tells', held, next: next(known.turn + (isTold ? 2 : 1), quietUntil) };
}

/** The earlier of two minutes, 0 meaning none. */
const earliest = (one: number, other: number): number => (one === 0 ? other : other === 0 ? one : Math.min(one, other));

/** Whether what the rule waits for has happened to the row. */
function hasOccasion({ rule, columns }: CompiledRule, facts: RowFacts, { waitUntil }: RuleRow): boolean {
  if (facts.isSwept || (waitUntil > 0 && waitUntil <= facts.nowMinute)) return true;
  switch (rule.when) {
    case 'found':
      return true;
    case 'added':
      return facts.newSince > 0;
    case 'submitted':
      return facts.submitted !== undefined && ['all', facts.submitted].includes(rule.responses ?? 'all');
    case 'edited':
      return facts.isChanged && (columns === undefined || columns.some((column) => facts.isColumnChanged(column)));
  }
}

function isBeingFilled(
  { lookedAt }: CompiledRule,
  { isTyped, newSince, nowMinute, state }: RowFacts,
  { waitUntil }: RuleRow,
): boolean {
  if (!isTyped && waitUntil <= nowMinute) return false;
  if (nowMinute >= newSince + NEW_ROW_MINUTES) return false;
  return lookedAt.some((column) => isBlank(state.cells[column] ?? ''));
}
