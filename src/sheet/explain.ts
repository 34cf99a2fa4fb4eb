import type { Message } from '../message/types';
import { recalled, remembered, type Cell } from './cell';
import { ruleKeyOf } from './compile';
import { messageOf, threadKeyOf } from './compose';
import { findingWords, minutesWords } from './condition-words';
import { prepareRules, type Firing, type TabQuestion } from './decide';
import { decideRow, type CompiledRule, type Outcome, type RowFacts, type RuleRow } from './decide-row';
import { alignRows } from './align';
import { Marks } from './marks';
import type { RowMemory } from './memory-types';
import type { Place } from './place';
import { targetsOf } from './route';
import type { TableRow } from './table';

/** What one rule makes of one row. */
export interface RowExplanation {
  /** The rule's id. */
  readonly rule: string;
  readonly title: string;
  /** What would happen if the row were edited, or looked at, now. `paused`: the rule cannot be held against the tab. */
  readonly outcome: Outcome | 'paused' | 'nobody' | 'empty';
  /** In one sentence: `Condition 2 is false: Status is "Open", wanted "Done".` */
  readonly words: string;
  /** Each condition in words, and whether it holds. */
  readonly conditions: readonly { readonly holds: boolean; readonly words: string }[];
  /** Where the message would go; empty when there is none. */
  readonly to: readonly string[];
  /** undefined for none. */
  readonly threadKey: string | undefined;
  /** What would be said; undefined when there is nothing to say, or the rule is paused. */
  readonly message: Message | undefined;
  /** What could not be filled in as meant. */
  readonly remarks: readonly string[];
}

/** What to hold the rules against. */
export interface ExplainQuestion extends Omit<TabQuestion, 'change'> {
  readonly place: Place;
  /** Columns whose cells are formulas, in the row that is asked about; from 0. */
  readonly formulaColumns: readonly number[];
}

const MINUTE_MS = 60_000;

/**
 * Says for one row which rules would tell of it and which not, and why. The verdict is the engine's own.
 *
 * @param as - `edited`: as if the row had just been edited, with what is remembered as what was before; `arrived`: as if it
 *   had just come in, with nothing known of before
 */
export function explainRow(row: TableRow, question: ExplainQuestion, as: 'edited' | 'arrived'): RowExplanation[] {
  const ready = prepareRules(question);
  const known = as === 'edited' ? knownRow(row, question, ready.compiled, ready) : undefined;
  return question.rules.map((rule): RowExplanation => {
    const title = rule.title ?? rule.id;
    const compiled = ready.compiled.find(({ key }) => key === ruleKeyOf(rule));
    const common = {
      rule: rule.id,
      title,
      to: [],
      threadKey: undefined,
      message: undefined,
      remarks: [],
      conditions: [],
    };
    if (compiled === undefined) {
      return { ...common, outcome: 'paused', words: ready.problems.get(rule.id)?.text ?? 'The rule is paused.' };
    }
    const facts = factsOf(row, known, question, ready.compiled, ready);
    const own = ownOf(compiled, known);
    const verdict = decideRow(compiled, facts, own);
    const conditions = [...compiled.all, ...compiled.any].map((bound, index) => {
      const holds = verdict.held[index] === true;
      return { holds, words: findingWords(bound, facts.state, holds) };
    });
    const to = targetsOf(rule, row.cells, ready.columns);
    const occasion: Pick<Firing, 'row' | 'before' | 'submitted' | 'serial'> = {
      row,
      before: (column) => facts.state.before(column),
      submitted: undefined,
      serial: known?.serial ?? 0,
    };
    const { message, remarks } = messageOf(rule, occasion, question.place);
    const outcome =
      verdict.outcome === 'tells' && to === undefined
        ? 'nobody'
        : verdict.outcome === 'tells' && message === undefined
          ? 'empty'
          : verdict.outcome;
    return {
      ...common,
      outcome,
      words: wordsOf(outcome, compiled, conditions, own, question),
      conditions,
      to: to ?? [],
      threadKey: threadKeyOf(rule, occasion, question.place),
      message,
      remarks,
    };
  });
}

/** Which of the last rows each rule would tell of, as if they had just come in: its numbers of rows, from top to bottom. */
export function dryRun(
  question: ExplainQuestion,
  lastRows: number,
): { rule: string; tried: number; rows: number[]; problem: string }[] {
  const ready = prepareRules(question);
  const rows = question.table.rows.slice(-lastRows);
  return question.rules.map((rule) => {
    const compiled = ready.compiled.find(({ key }) => key === ruleKeyOf(rule));
    if (compiled === undefined)
      return { rule: rule.id, tried: 0, rows: [], problem: ready.problems.get(rule.id)?.text ?? '' };
    const matching = rows.filter((row) => {
      const facts = factsOf(row, undefined, question, ready.compiled, ready);
      return decideRow(compiled, facts, ownOf(compiled, undefined)).outcome === 'tells';
    });
    return { rule: rule.id, tried: rows.length, rows: matching.map(({ number }) => number), problem: '' };
  });
}

type Ready = ReturnType<typeof prepareRules>;

const ownOf = ({ key }: CompiledRule, known: RowMemory | undefined): RuleRow => ({
  turn: known?.turns.get(key) ?? 0,
  quietUntil: known?.quiet.get(key) ?? 0,
  waitUntil: 0,
  since: known?.since ?? new Map(),
});

/** What is remembered of the row that is asked about. */
function knownRow(
  row: TableRow,
  { table, memory, rules }: ExplainQuestion,
  compiled: readonly CompiledRule[],
  { columns }: Ready,
): RowMemory | undefined {
  if (memory === undefined) return undefined;
  const marks = new Marks(compiled, rules, columns);
  const after = table.rows.slice(memory.forgotten).map((one) => marks.of(one));
  const slots = alignRows(memory.rows, after);
  return memory.rows[slots[table.rows.indexOf(row) - memory.forgotten] ?? -1];
}

function factsOf(
  row: TableRow,
  known: RowMemory | undefined,
  question: ExplainQuestion,
  compiled: readonly CompiledRule[],
  { columns }: Ready,
): RowFacts {
  const { now, table, memory, rules } = question;
  const { remembered: names, rememberedAt } = new Marks(compiled, rules, columns);
  const before = (column: number): Cell | undefined => {
    const place = memory?.remembered.indexOf(names[rememberedAt.indexOf(column)] ?? '') ?? -1;
    const own = known?.values[place];
    if (own === undefined) return undefined;
    const cell = row.cells[column] ?? '';
    return own === remembered(cell) ? cell : recalled(own);
  };
  return {
    state: { cells: row.cells, before, now, timeZone: table.timeZone },
    nowMinute: Math.floor(now / MINUTE_MS),
    isNew: known === undefined,
    isChanged: true,
    isTyped: false,
    submitted: 'new',
    newSince: Math.floor(now / MINUTE_MS),
    isColumnChanged: () => true,
    isSwept: true,
  };
}

function wordsOf(
  outcome: RowExplanation['outcome'],
  compiled: CompiledRule,
  conditions: RowExplanation['conditions'],
  own: RuleRow,
  { now, formulaColumns }: ExplainQuestion,
): string {
  const { rule, all, any } = compiled;
  switch (outcome) {
    case 'tells':
      return occasionWords(compiled);
    case 'told':
      return 'It matches, and was told before. It is told again once it has stopped matching and matches anew.';
    case 'quiet':
      return `It matches, but the last message about it is too recent: quiet for another ${minutesWords(own.quietUntil - Math.floor(now / MINUTE_MS))}.`;
    case 'no-match': {
      const failed = conditions.slice(0, all.length).findIndex(({ holds }) => !holds);
      const formula = formulaWords(compiled, formulaColumns);
      if (failed >= 0) return `Condition ${failed + 1} is false: ${conditions[failed]?.words ?? ''}.${formula}`;
      const none = conditions.slice(all.length).map(({ words }) => words);
      return `None of the ${any.length} conditions of "any" holds: ${none.join('; ')}.${formula}`;
    }
    case 'nobody':
      return 'It matches, but nobody is named for its value: add it to "routes", or name somebody in "otherwise".';
    case 'empty':
      return 'It matches, but every field of the message is empty.';
    case 'being-filled':
      return 'It matches, and is told once it is filled in, or after five minutes.';
    case 'no-occasion':
      return `It matches, but a rule that waits for "${rule.when}" has not seen that of it.`;
    default:
      return '';
  }
}

const occasionWords = ({ rule }: CompiledRule): string =>
  rule.when === 'found'
    ? 'It matches, and is told when the tab is looked at next.'
    : `It matches, and is told when it is ${rule.when === 'submitted' ? 'submitted' : rule.when}.`;

/** Results of formulas change without an edit: Google reports none. */
function formulaWords({ rule, lookedAt, all, any }: CompiledRule, formulaColumns: readonly number[]): string {
  if (rule.when !== 'edited' || rule.everyMinutes !== undefined) return '';
  const formula = [...all, ...any].find(({ column }) => formulaColumns.includes(column) && lookedAt.includes(column));
  if (formula === undefined) return '';
  return ` ${formula.condition.column} is a formula: Google does not report changed results as edits, so they are found within 30 minutes. Set everyMinutes: 5 to find them sooner.`;
}
