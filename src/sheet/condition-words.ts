import { timesInWords } from '../schedule/words';
import { cellWords, isBlank, isFormulaError, numberIn, instantIn, type Cell } from './cell';
import type { BoundCondition, RowState } from './condition';
import { isChange, placeOf, testOf, type Condition, type Operand, type Route, type Rule, type Test } from './rule';

/** What a condition asks for: `"Late"`, `more than 1000`, `a change to "Done"`. */
export function wanted(condition: Condition): string {
  const test = testOf(condition);
  const wish = test === undefined ? 'nothing' : WISHES[test](condition[test] as never);
  return condition.forMinutes === undefined ? wish : `${wish} for ${minutesWords(condition.forMinutes)}`;
}

/** A condition as a sentence: `Status is "Late"`, `Amount is more than 1000`, `Status changes to "Done"`. */
export function conditionWords(condition: Condition): string {
  const test = testOf(condition);
  const sentence = test === undefined ? undefined : SENTENCES[test];
  const period = condition.forMinutes === undefined ? '' : ` for ${minutesWords(condition.forMinutes)}`;
  if (sentence !== undefined) return `${condition.column} ${sentence(condition)}${period}`;
  return `${condition.column} is ${wanted(condition)}`;
}

const quoted = (operand: Operand): string =>
  typeof operand === 'string'
    ? `"${operand}"`
    : typeof operand === 'object'
      ? `what is in ${operand.column}`
      : String(operand).toUpperCase();

const size = (word: string, time: string) => (operand: Operand) =>
  `${typeof operand === 'string' && numberIn(operand) === undefined ? time : word} ${plain(operand)}`;

const plain = (operand: Operand): string => (typeof operand === 'string' ? operand : quoted(operand));

const listed = (values: readonly Operand[]): string => values.map(quoted).join(', ');

const WISHES: Readonly<Record<Test, (operand: never) => string>> = {
  is: quoted,
  isNot: (operand: Operand) => `anything but ${quoted(operand)}`,
  contains: (text: string) => `a text with "${text}" in it`,
  doesNotContain: (text: string) => `a text without "${text}"`,
  startsWith: (text: string) => `a text that begins with "${text}"`,
  matches: (pattern: string) => `a text that matches /${pattern}/`,
  isOneOf: (values: readonly Operand[]) => `one of ${listed(values)}`,
  isNotOneOf: (values: readonly Operand[]) => `none of ${listed(values)}`,
  isEmpty: (empty: boolean) => (empty ? 'nothing in it' : 'something in it'),
  above: size('more than', 'later than'),
  atLeast: size('at least', 'not before'),
  below: size('less than', 'earlier than'),
  atMost: size('at most', 'not after'),
  before: (operand: Operand) => `a date before ${plain(operand)}`,
  after: (operand: Operand) => `a date after ${plain(operand)}`,
  changes: (changes: boolean) => (changes ? 'a change' : 'no change'),
  changesTo: (operand: Operand) => `a change to ${quoted(operand)}`,
  changesFrom: (operand: Operand) => `a change from ${quoted(operand)}`,
  changesFromTo: ({ from, to }: { from: Operand; to: Operand }) => `a change from ${quoted(from)} to ${quoted(to)}`,
  increasesBy: (amount: number) => `an increase by ${amount} or more`,
  decreasesBy: (amount: number) => `a decrease by ${amount} or more`,
};

/** The tests whose sentence is not "is" and what is wanted. */
const SENTENCES: Readonly<Partial<Record<Test, (condition: Condition) => string>>> = {
  isNot: ({ isNot }) => `is not ${quoted(isNot as Operand)}`,
  contains: ({ contains }) => `contains "${contains}"`,
  doesNotContain: ({ doesNotContain }) => `does not contain "${doesNotContain}"`,
  startsWith: ({ startsWith }) => `begins with "${startsWith}"`,
  matches: ({ matches }) => `matches /${matches}/`,
  isEmpty: ({ isEmpty }) => (isEmpty === true ? 'is empty' : 'is not empty'),
  before: ({ before }) => `is before ${plain(before as Operand)}`,
  after: ({ after }) => `is after ${plain(after as Operand)}`,
  changes: ({ changes }) => (changes === false ? 'does not change' : 'changes'),
  changesTo: ({ changesTo }) => `changes to ${quoted(changesTo as Operand)}`,
  changesFrom: ({ changesFrom }) => `changes from ${quoted(changesFrom as Operand)}`,
  changesFromTo: ({ changesFromTo }) =>
    `changes from ${quoted(changesFromTo?.from as Operand)} to ${quoted(changesFromTo?.to as Operand)}`,
  increasesBy: ({ increasesBy }) => `increases by ${increasesBy} or more`,
  decreasesBy: ({ decreasesBy }) => `decreases by ${decreasesBy} or more`,
};

/** "90 minutes", "2 hours", "3 days". */
export function minutesWords(minutes: number): string {
  const [amount, unit] =
    minutes % 1440 === 0 ? [minutes / 1440, 'day'] : minutes % 60 === 0 ? [minutes / 60, 'hour'] : [minutes, 'minute'];
  return `${amount} ${unit}${amount === 1 ? '' : 's'}`;
}

/** What a row has against a condition, or for it: `Status is "Open", wanted "Late"`. */
export function findingWords({ condition, test, column }: BoundCondition, row: RowState, holds: boolean): string {
  const cell = row.cells[column] ?? '';
  const has = `${condition.column} ${isChange(test) ? changeWords(row.before(column), cell, row) : `is ${cellWords(cell, row.timeZone)}`}`;
  if (holds) return has;
  return `${has}, wanted ${wanted(condition)}${misfit(condition, cell, row)}`;
}

function changeWords(before: Cell | undefined, cell: Cell, { timeZone }: RowState): string {
  const now = cellWords(cell, timeZone);
  if (before === undefined) return `is ${now}, and what it was before is not known`;
  const was = cellWords(before, timeZone);
  return was === now ? `is ${now} and has not changed` : `was ${was} and is ${now}`;
}

/** Why a value could not be compared at all. */
function misfit(condition: Condition, cell: Cell, { timeZone }: RowState): string {
  if (isFormulaError(cell)) return `: its formula gives an error`;
  const test = testOf(condition);
  if (isBlank(cell) || test === undefined) return '';
  if ((test === 'before' || test === 'after') && instantIn(cell, timeZone) === undefined) {
    return `: that is no date${typeof cell === 'string' ? ', but text; format the column as a date' : ''}`;
  }
  const bySize = ['above', 'atLeast', 'below', 'atMost', 'increasesBy', 'decreasesBy'].includes(test);
  return bySize && numberIn(cell) === undefined && instantIn(cell, timeZone) === undefined ? ': that is no number' : '';
}

/** A rule in words: `When a row in Orders is edited so that Status changes to "Late", send to ops, thread by row.` */
export function ruleWords(rule: Rule): string {
  const happening = {
    edited: `is edited${rule.columns === undefined ? '' : ` in ${rule.columns.join(' or ')}`}`,
    added: 'is added',
    submitted: 'is filled in by a form',
    found: 'is found',
  }[rule.when];
  const all = (rule.all ?? []).map(conditionWords);
  const any = (rule.any ?? []).map(conditionWords);
  const parts = [all.join(' and '), any.length > 1 ? `(${any.join(' or ')})` : any.join('')].filter(
    (part) => part !== '',
  );
  const condition = parts.length === 0 ? '' : ` so that ${parts.join(' and ')}`;
  const what = rule.form === undefined ? `a row in ${placeOf(rule)} ${happening}` : 'the form is submitted';
  return `When ${what}${condition}, send to ${toWords(rule.to)}${digestWords(rule)}, ${threadWords(rule)}.`;
}

/** When what is collected is sent: " together at 09:00 every weekday, or as soon as there are 20". */
function digestWords({ digest }: Rule): string {
  if (digest === undefined) return '';
  const { everyMinutes, cron, count } = digest;
  const times = [
    ...(everyMinutes === undefined ? [] : [`${everyMinutes} minutes after the first`]),
    ...(cron === undefined ? [] : [timesInWords({ cron, timeZone: '' })]),
    ...(count === undefined ? [] : [`as soon as there are ${count}`]),
  ];
  return ` together ${times.join(', or ')}`;
}

function toWords(to: Rule['to']): string {
  if (typeof to === 'string') return to;
  if (Array.isArray(to)) return (to as readonly string[]).join(' and ');
  const { column, routes, otherwise } = to as Route;
  const names = (target: string | readonly string[]) => (typeof target === 'string' ? target : target.join(' and '));
  const branches = Object.entries(routes).map(([value, target]) => `${names(target)} for "${value}"`);
  const rest = otherwise === undefined ? [] : [`otherwise ${names(otherwise)}`];
  return `${[...branches, ...rest].join(', ')} by ${column}`;
}

const threadWords = ({ thread = 'row' }: Rule): string =>
  typeof thread === 'object'
    ? `thread by ${thread.column}`
    : thread === 'none'
      ? 'without a thread'
      : `thread by ${thread}`;
