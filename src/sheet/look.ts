import { alignRows, type Mark } from './align';
import { canonical, fromEvent, isBlank, recalled, remembered, type Cell } from './cell';
import { asksOf, ruleKeyOf } from './compile';
import { holds } from './condition';
import type { Change, Firing, Readiness, TabQuestion } from './decide';
import { decideRow, NEW_ROW_MINUTES, type CompiledRule, type RowFacts, type RuleRow, type Verdict } from './decide-row';
import { Marks } from './marks';
import type { Owed, RowMemory, RuleMemory, TabMemory } from './memory-types';
import { lookMinutes } from './rule';
import { shortHash } from './short-hash';
import type { TableRow } from './table';

const MINUTE_MS = 60_000;

/** How long a row that went away is remembered, for an undo to bring it back. */
const GONE_MINUTES = 60;

const isOneCell = ({ kind, firstRow, lastRow, firstColumn, lastColumn }: Change): boolean =>
  kind === 'edit' && firstRow === lastRow && firstColumn === lastColumn;

/** What a row is, seen from what is remembered. */
interface Sighting {
  readonly row: TableRow;
  readonly mark: Mark;
  /** What is remembered of it; undefined for a new row, and for one that was there before anything was remembered. */
  readonly known: RowMemory | undefined;
  readonly isTouched: boolean;
  readonly isNew: boolean;
  readonly isChanged: boolean;
}

/** One look at one tab. */
export class Look {
  readonly firings: Firing[] = [];
  private readonly nowMinute: number;
  private readonly marks: Marks;
  private readonly isComparable: boolean;
  /** Rules that must be held against every row, though nothing may have happened to it. */
  private readonly restless: readonly CompiledRule[];
  /** Rules that are paused, by key, and whether they wait for new rows. */
  private readonly paused = new Map<string, boolean>();
  private readonly owed: ReadonlyMap<string, Owed>;
  private readonly rows: RowMemory[] = [];
  private readonly used = new Set<RowMemory>();
  private nextSerial: number;

  constructor(
    private readonly ready: Readiness,
    private readonly question: TabQuestion,
  ) {
    const { rules, table, memory, now } = question;
    const { compiled, columns } = ready;
    this.nowMinute = Math.floor(now / MINUTE_MS);
    this.marks = new Marks(compiled, rules, columns);
    this.isComparable = memory?.hashed === this.marks.fingerprint;
    this.restless = compiled.filter((rule) => this.isRestless(rule));
    const active = new Set(compiled.map(({ key }) => key));
    for (const rule of rules) {
      const key = ruleKeyOf(rule);
      if (!active.has(key)) this.paused.set(key, rule.when === 'added' || rule.when === 'submitted');
    }
    this.owed = new Map((memory?.owed ?? []).map((one) => [`${one.rule}/${one.serial}`, one]));
    this.nextSerial = memory?.nextSerial ?? 1;
    const marks = table.rows.map((row) => this.marks.of(row));
    const slots = this.align(marks);
    const firstKnown = slots.findIndex((slot) => slot >= 0);
    table.rows.forEach((row, index) => {
      const slot = slots[index] as number;
      const mark = marks[index] as Mark;
      const known = slot >= 0 ? memory?.rows[slot] : this.revived(mark);
      // Above the first row that is remembered lie those that there is no room for.
      const isForgotten = (memory?.forgotten ?? 0) > 0 && index < firstKnown;
      this.lookAt(this.sight(row, mark, known, isForgotten), isForgotten);
    });
  }

  /** What is remembered from now on. */
  memory(): TabMemory {
    const { rules, table, memory } = this.question;
    const known: Record<string, RuleMemory> = {};
    for (const rule of rules) {
      const { code = '', text = '' } = this.ready.problems.get(rule.id) ?? {};
      known[ruleKeyOf(rule)] = { asks: asksOf(rule), problem: code, text };
    }
    let next = this.nowMinute + Math.min(...rules.map(lookMinutes));
    for (const { waits } of this.rows) {
      for (const [key, minute] of waits) if (!this.paused.has(key)) next = Math.min(next, minute);
    }
    const gone = (memory?.rows ?? [])
      .filter((row) => !this.used.has(row))
      .map((row) => ({ ...row, newSince: this.nowMinute }));
    return {
      tabId: table.tabId,
      tabName: table.tabName,
      headers: table.headers,
      aliases: this.ready.columns.aliases,
      hashed: this.marks.fingerprint,
      remembered: this.marks.remembered,
      nextSerial: this.nextSerial,
      forgotten: Math.min(memory?.forgotten ?? 0, table.rows.length),
      lookedAt: this.nowMinute,
      nextLookAt: Math.max(this.nowMinute + 1, next),
      rules: known,
      rows: this.rows,
      gone: [...(memory?.gone ?? []).filter((row) => !this.used.has(row) && this.isRecent(row)), ...gone],
      owed: [],
    };
  }

  /** Rules whose verdict can change while a row stays as it is: those about time, those that begin, or begin again. */
  private isRestless({ key, asks, isTimed, isOnce, hasChange, rule }: CompiledRule): boolean {
    const known = this.question.memory?.rules[key];
    const begins = known === undefined || known.asks !== asks;
    return (
      begins ||
      known.problem !== '' ||
      isTimed ||
      (rule.when === 'found' && !isOnce) ||
      (!this.isComparable && !hasChange)
    );
  }

  /** Which remembered row each row is; -1 for one that is not remembered. */
  private align(marks: readonly Mark[]): number[] {
    const { memory } = this.question;
    if (memory === undefined) return marks.map(() => -1);
    const forgotten = Math.min(memory.forgotten, marks.length);
    // Hashes of other columns say nothing: then only keys and places do.
    const bare = ({ key }: Mark): Mark => ({ key, hash: '' });
    const after = this.isComparable ? marks.slice(forgotten) : marks.slice(forgotten).map(bare);
    const before = this.isComparable ? memory.rows : memory.rows.map(bare);
    return [...marks.slice(0, forgotten).map(() => -1), ...alignRows(before, after)];
  }

  private isRecent({ newSince }: RowMemory): boolean {
    return newSince > this.nowMinute - GONE_MINUTES;
  }

  /** A row that went away lately and is there again, with all that was known of it. */
  private revived({ hash, key }: Mark): RowMemory | undefined {
    if (!this.isComparable) return undefined;
    const { memory } = this.question;
    return memory?.gone.find(
      (row) => !this.used.has(row) && row.hash === hash && row.key === key && this.isRecent(row),
    );
  }

  private sight(row: TableRow, mark: Mark, known: RowMemory | undefined, isForgotten: boolean): Sighting {
    const { memory, change } = this.question;
    if (known !== undefined) this.used.add(known);
    const isTouched = row.number >= change.firstRow && row.number <= change.lastRow;
    const isOld = memory === undefined ? !this.seemsNew(row, isTouched) : isForgotten;
    const isNew = known === undefined && !isOld;
    const isDifferent = known === undefined || !this.isComparable ? isTouched : known.hash !== mark.hash;
    return { row, mark, known, isTouched, isNew, isChanged: isNew || isDifferent };
  }

  /** Of a tab that is not known yet, only what an event points at can be new: a row with nothing but what was just written. */
  private seemsNew({ cells }: TableRow, isTouched: boolean): boolean {
    const { change } = this.question;
    if (!isTouched) return false;
    if (change.kind === 'submit') return true;
    if (isOneCell(change) && change.oldValue !== undefined) return false;
    return cells.every(
      (cell, column) => isBlank(cell) || (column + 1 >= change.firstColumn && column + 1 <= change.lastColumn),
    );
  }

  private lookAt(sighting: Sighting, isForgotten: boolean): void {
    const { row, mark, known, isNew } = sighting;
    const facts = this.factsOf(sighting);
    const serial = known?.serial ?? (isForgotten ? 0 : this.nextSerial++);
    const after = this.carryOver(known);
    if (isNew) for (const [key, waits] of this.paused) if (waits) after.waits.set(key, this.nowMinute);
    for (const rule of this.rulesFor(sighting, facts)) {
      const own = ruleRowOf(rule, known);
      const owed = this.owed.get(`${rule.key}/${serial}`);
      const verdict = this.holdAgainst(rule, facts, own, sighting, owed);
      setOrDelete(after.turns, rule.key, verdict.next.turn);
      setOrDelete(after.quiet, rule.key, verdict.next.quietUntil);
      setOrDelete(after.waits, rule.key, verdict.next.waitUntil);
      for (const key of [...after.since.keys()]) if (key.startsWith(rule.key)) after.since.delete(key);
      for (const [key, minute] of verdict.next.since) after.since.set(key, minute);
      if (verdict.outcome === 'tells')
        this.firings.push(this.firing(rule, sighting, serial, own, verdict, facts, owed));
    }
    if (isForgotten) return;
    const values = this.marks.rememberedAt.map((column) => remembered(row.cells[column] ?? ''));
    this.rows.push({ serial, ...mark, values, newSince: facts.newSince, ...after });
  }

  /** Nothing happens to most rows: they are only for the restless, and for rules that wait. */
  private rulesFor({ known, isChanged }: Sighting, { newSince, submitted }: RowFacts): readonly CompiledRule[] {
    const { compiled } = this.ready;
    if (isChanged || known === undefined || newSince > 0 || submitted !== undefined || this.owed.size > 0)
      return compiled;
    if (known.waits.size === 0) return this.restless;
    return compiled.filter((rule) => known.waits.has(rule.key) || this.restless.includes(rule));
  }

  /** What is known of a row, but for rules that are no more. */
  private carryOver(known: RowMemory | undefined) {
    const isRule = (key: string): boolean =>
      this.paused.has(key.slice(0, 5)) || this.ready.compiled.some((rule) => key.startsWith(rule.key));
    const copy = (map: ReadonlyMap<string, number> | undefined): Map<string, number> =>
      new Map([...(map ?? [])].filter(([key]) => isRule(key)));
    return {
      turns: copy(known?.turns),
      since: copy(known?.since),
      quiet: copy(known?.quiet),
      waits: copy(known?.waits),
    };
  }

  private factsOf(sighting: Sighting): RowFacts {
    const { change, memory, table, now } = this.question;
    const { row, known, isNew, isChanged, isTouched } = sighting;
    const before = this.beforeOf(sighting);
    const age = known === undefined ? 0 : this.nowMinute - known.newSince;
    // Only forms write into a form's tab: a new row that no event reported was a submission too.
    const isUnreported = isNew && !isTouched && memory !== undefined;
    const isSubmitted = change.kind === 'submit' && isTouched && isChanged;
    return {
      state: { cells: row.cells, before, now, timeZone: table.timeZone },
      nowMinute: this.nowMinute,
      isNew,
      isChanged,
      isTyped: isTouched && isOneCell(change),
      submitted: isSubmitted || isUnreported ? (isNew ? 'new' : 'edited') : undefined,
      newSince: isNew ? this.nowMinute : known !== undefined && age < NEW_ROW_MINUTES ? known.newSince : 0,
      isColumnChanged: (column) => {
        const was = before(column);
        return was === undefined ? isChanged : remembered(was) !== remembered(row.cells[column] ?? '');
      },
      isSwept: false,
    };
  }

  /**
   * What was in a column before. What is remembered goes first; an event's own word counts only where that does not already
   * have the new value: then the event is late, and its change was dealt with.
   */
  private beforeOf({ row, known, isNew, isTouched }: Sighting): (column: number) => Cell | undefined {
    const { change, memory, table } = this.question;
    return (column) => {
      const cell = row.cells[column] ?? '';
      const own = known === undefined ? undefined : this.valueIn(known.values, column, memory?.remembered ?? []);
      if (own !== undefined && own === remembered(cell)) return cell;
      if (isTouched && isOneCell(change) && column + 1 === change.firstColumn) {
        return fromEvent(change.oldValue, cell, table.timeZone);
      }
      if (own !== undefined) return recalled(own);
      return isNew ? '' : undefined;
    };
  }

  private valueIn(values: readonly string[], column: number, names: readonly string[]): string | undefined {
    const name = this.marks.remembered[this.marks.rememberedAt.indexOf(column)];
    return name === undefined ? undefined : values[names.indexOf(name)];
  }

  private holdAgainst(
    compiled: CompiledRule,
    facts: RowFacts,
    own: RuleRow,
    { known }: Sighting,
    owed: Owed | undefined,
  ): Verdict {
    const { memory } = this.question;
    const { rule, asks, key, hasChange, isOnce, isTimed, columns } = compiled;
    const ofRule = memory?.rules[key];
    const begins = ofRule === undefined || ofRule.asks !== asks || known === undefined;
    const isReport = rule.when === 'found' && (rule.existing ?? 'report') === 'report';
    if (begins && !facts.isNew && !isReport) return this.begin(compiled, facts, own);
    if (owed !== undefined) return decideRow(compiled, this.asOwed(facts, owed), own);
    // What happened while the rule was paused, or its columns were not compared, shows in what the row is now.
    const isMissed = ofRule?.problem !== '' || !this.isComparable;
    const canTell = rule.when === 'edited' && isOnce && !hasChange && !isTimed && columns === undefined;
    return decideRow(compiled, isMissed && canTell ? { ...facts, isSwept: true } : facts, own);
  }

  /** The row as it was when its message found no room: what changed then is still a change. */
  private asOwed(facts: RowFacts, { values }: Owed): RowFacts {
    const names = this.question.memory?.remembered ?? [];
    const before = (column: number): Cell | undefined => {
      const own = values === null ? '' : this.valueIn(values, column, names);
      return own === undefined ? undefined : recalled(own);
    };
    return { ...facts, isSwept: true, state: { ...facts.state, before } };
  }

  /** A rule meets a row that was there before it: what matches already is taken as told; an edit is not. */
  private begin(compiled: CompiledRule, facts: RowFacts, own: RuleRow): Verdict {
    const verdict = decideRow(compiled, facts, own);
    const isEdited =
      facts.isChanged && !(compiled.isOnce && !compiled.hasChange && this.matchedBefore(compiled, facts));
    if (isEdited || verdict.outcome === 'no-match') return verdict;
    const turn = own.turn % 2 === 0 ? own.turn + 1 : own.turn;
    return { outcome: 'told', held: verdict.held, next: { ...verdict.next, quietUntil: 0, turn } };
  }

  private matchedBefore({ all, any }: CompiledRule, { state }: RowFacts): boolean {
    if (!isOneCell(this.question.change)) return false;
    const was = { ...state, cells: state.cells.map((cell, column) => state.before(column) ?? cell) };
    return all.every((bound) => holds(bound, was)) && (any.length === 0 || any.some((bound) => holds(bound, was)));
  }

  private firing(
    compiled: CompiledRule,
    { row, known }: Sighting,
    serial: number,
    own: RuleRow,
    { next }: Verdict,
    { state, submitted }: RowFacts,
    owed: Owed | undefined,
  ): Firing {
    return {
      compiled,
      row,
      serial,
      turn: next.turn,
      previousTurn: own.turn,
      contentHash: shortHash(row.cells.map(canonical).join('\u0001'), 6),
      before: (column) => state.before(column),
      submitted,
      isCritical: compiled.critical.length > 0 && compiled.critical.every((bound) => holds(bound, state)),
      // What was owed before and is again is so with what was there at first.
      owed: owed ?? { rule: compiled.key, serial, values: known === undefined ? null : [...known.values] },
    };
  }
}

const ruleRowOf = ({ key }: CompiledRule, known: RowMemory | undefined): RuleRow => ({
  turn: known?.turns.get(key) ?? 0,
  quietUntil: known?.quiet.get(key) ?? 0,
  waitUntil: known?.waits.get(key) ?? 0,
  since: known?.since ?? new Map(),
});

function setOrDelete(map: Map<string, number>, key: string, value: number): void {
  if (value === 0) map.delete(key);
  else map.set(key, value);
}
