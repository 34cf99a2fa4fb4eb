import {
  canonical, cellWords, comparable, instantIn, isBlank, isDate, isFormulaError, numberIn, remembered, type Cell,
} from './cell'; // prettier-ignore
import { findMoment, isRelative, type Moment } from './moment';
import { isChange, testOf, type Condition, type Operand, type Test } from './rule';

/** What a condition is held against. */
export interface RowState {
  /** The row's cells, by column number from 0. */
  readonly cells: readonly Cell[];
  /** What was in a column before the change; undefined when that is not known. */
  before(column: number): Cell | undefined;
  /** Epoch milliseconds. */
  readonly now: number;
  readonly timeZone: string;
}

/** A condition whose columns are found. */
export interface BoundCondition {
  readonly condition: Condition;
  readonly test: Test;
  readonly column: number;
  /** Of the operand that is a column; -1 when it is none. */
  readonly otherColumn: number;
  readonly isChange: boolean;
  /** Whether it can begin or cease to hold while the row stays as it is. */
  readonly isTimed: boolean;
  readonly pattern: RegExp | undefined;
}

/** How much of a cell a regular expression sees, so that no cell can make it run for ever. */
const MATCHED_CHARACTERS = 5_000;

/** @param columnOf - the number of a column by its header, from 0 */
export function bindCondition(condition: Condition, columnOf: (header: string) => number): BoundCondition {
  const test = testOf(condition) as Test;
  const operand = operandOf(condition, test);
  return {
    condition,
    test,
    column: columnOf(condition.column),
    otherColumn: isColumn(operand) ? columnOf(operand.column) : -1,
    isChange: isChange(test),
    isTimed: condition.forMinutes !== undefined || (typeof operand === 'string' && isRelative(operand)),
    pattern: condition.matches === undefined ? undefined : new RegExp(condition.matches, 'i'),
  };
}

/** The columns that a condition names, by header. */
export function columnsOf(condition: Condition): string[] {
  const operand = operandOf(condition, testOf(condition));
  return [condition.column, ...(isColumn(operand) ? [operand.column] : [])];
}

const operandOf = (condition: Condition, test: Test | undefined): unknown =>
  test === undefined ? undefined : condition[test];

const isColumn = (operand: unknown): operand is { readonly column: string } =>
  typeof operand === 'object' && operand !== null && 'column' in operand;

/** Whether a condition holds; `forMinutes` apart, which is about more than one moment. */
export function holds(bound: BoundCondition, row: RowState): boolean {
  const { condition, test } = bound;
  const cell = row.cells[bound.column] ?? '';
  const given = (operand: Operand): Operand | Cell =>
    isColumn(operand) ? (row.cells[bound.otherColumn] ?? '') : operand;
  const is = (value: Cell, operand: Operand) => sameAs(value, given(operand) as Cell, row);
  switch (test) {
    case 'is':
      return is(cell, condition.is as Operand);
    case 'isNot':
      return !is(cell, condition.isNot as Operand);
    case 'contains':
      return textOf(cell, row).includes(comparable(condition.contains as string));
    case 'doesNotContain':
      return !textOf(cell, row).includes(comparable(condition.doesNotContain as string));
    case 'startsWith':
      return textOf(cell, row).startsWith(comparable(condition.startsWith as string));
    case 'matches':
      return bound.pattern?.test(canonicalText(cell, row).slice(0, MATCHED_CHARACTERS)) === true;
    case 'isOneOf':
      return (condition.isOneOf as readonly Operand[]).some((operand) => is(cell, operand));
    case 'isNotOneOf':
      return !(condition.isNotOneOf as readonly Operand[]).some((operand) => is(cell, operand));
    case 'isEmpty':
      return isBlank(cell) === condition.isEmpty;
    case 'above':
    case 'atLeast':
    case 'below':
    case 'atMost':
      return compares(test, cell, given(condition[test] as Operand) as Cell, row);
    case 'before':
    case 'after':
      return compares(
        test === 'before' ? 'below' : 'above',
        asDate(cell, row),
        given(condition[test] as Operand) as Cell,
        row,
      );
    default:
      return changed(condition, test, row.before(bound.column), cell, is);
  }
}

/** Tests of a change. What was there before may be unknown: then only a change *to* something can be told. */
function changed(
  condition: Condition,
  test: Test,
  before: Cell | undefined,
  cell: Cell,
  is: (value: Cell, operand: Operand) => boolean,
): boolean {
  const isUnknown = before === undefined;
  if (!isUnknown && remembered(before) === remembered(cell)) return test === 'changes' && condition.changes === false;
  switch (test) {
    case 'changes':
      return condition.changes === true;
    case 'changesTo':
      return is(cell, condition.changesTo as Operand) && (isUnknown || !is(before, condition.changesTo as Operand));
    case 'changesFrom':
      return !isUnknown && is(before, condition.changesFrom as Operand) && !is(cell, condition.changesFrom as Operand);
    case 'changesFromTo': {
      const { from, to } = condition.changesFromTo as { from: Operand; to: Operand };
      return !isUnknown && is(before, from) && is(cell, to);
    }
    default: {
      const was = isUnknown || isBlank(before) ? undefined : numberIn(before);
      const now = numberIn(cell);
      if (was === undefined || now === undefined) return false;
      return test === 'increasesBy'
        ? now - was >= (condition.increasesBy as number)
        : was - now >= (condition.decreasesBy as number);
    }
  }
}

/** Whether a cell holds a value: by number, by day or time, or as text without case. */
function sameAs(cell: Cell, operand: Cell, { now, timeZone }: RowState): boolean {
  if (isDate(cell) || isDate(operand)) {
    const at = instantIn(cell, timeZone);
    const moment = isDate(operand) ? momentOf(operand, now, timeZone) : momentOf(canonical(operand), now, timeZone);
    return (
      at !== undefined && moment !== undefined && at >= moment.from && at < Math.max(moment.until, moment.from + 1)
    );
  }
  if (typeof cell === 'number' || typeof operand === 'number') {
    const [one, other] = [numberIn(cell), numberIn(operand)];
    return one !== undefined && one === other;
  }
  return comparable(canonical(cell)) === comparable(canonical(operand));
}

const momentOf = (value: string | Date, now: number, timeZone: string): Moment | undefined =>
  typeof value === 'string' ? findMoment(value, now, timeZone) : { from: value.getTime(), until: value.getTime() };

/** Numbers by size, dates by time; false when the two are not of one kind. */
function compares(test: 'above' | 'atLeast' | 'below' | 'atMost', cell: Cell, operand: Cell, row: RowState): boolean {
  if (isBlank(cell) || isFormulaError(cell)) return false;
  const numbers = isDate(cell) || isDate(operand) ? undefined : [numberIn(cell), numberIn(operand)];
  if (numbers?.[0] !== undefined && numbers[1] !== undefined) {
    const [one, other] = numbers as [number, number];
    return test === 'above'
      ? one > other
      : test === 'atLeast'
        ? one >= other
        : test === 'below'
          ? one < other
          : one <= other;
  }
  const at = instantIn(cell, row.timeZone);
  const moment = typeof operand === 'string' || isDate(operand) ? momentOf(operand, row.now, row.timeZone) : undefined;
  if (at === undefined || moment === undefined) return false;
  // A day is a span: later than it means from the next midnight on, an instant is later than itself by a millisecond.
  const until = Math.max(moment.until, moment.from + 1);
  return test === 'above'
    ? at >= until
    : test === 'atLeast'
      ? at >= moment.from
      : test === 'below'
        ? at < moment.from
        : at < until;
}

/** A text that is a date becomes one, so that a number is never compared with a moment. */
function asDate(cell: Cell, { timeZone }: RowState): Cell {
  const at = instantIn(cell, timeZone);
  return at === undefined ? '' : new Date(at);
}

/** A cell as its text is searched: a date as "2026-03-02". */
const canonicalText = (cell: Cell, { timeZone }: RowState): string =>
  isDate(cell) ? cellWords(cell, timeZone) : canonical(cell);

const textOf = (cell: Cell, row: RowState): string => canonicalText(cell, row).toLowerCase();
