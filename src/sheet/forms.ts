import type { Plan } from '../delivery/types';
import { utf8Length } from '../message/bytes';
import type { FormEvent } from '../platform/platform';
import { cellWords, type Cell } from './cell';
import { Columns } from './columns';
import { compileRule } from './compile';
import { compose, type Composed } from './compose';
import { holds } from './condition';
import type { Firing } from './decide';
import { decideRow, type RowFacts, type RuleRow } from './decide-row';
import { SHEET_PREFIX, VALUE_BYTES } from './memory';
import type { Place } from './place';
import type { Rule } from './rule';
import { shortHash } from './short-hash';
import type { Table } from './table';

/** What comes of a submission to a form that tells of it itself. */
export interface FormDecision {
  /** Its items are those of the messages. */
  readonly plan: Plan;
  readonly outgoing: Composed['outgoing'];
  /** Why rules could not be held against it, by id. */
  readonly problems: ReadonlyMap<string, string>;
  readonly unsaid: Composed['unsaid'];
  readonly remarks: Composed['remarks'];
}

/** The columns that a form has besides its questions. */
export const FORM_COLUMNS = ['Timestamp', 'Email Address'] as const;

const NOTHING: RuleRow = { turn: 0, quietUntil: 0, waitUntil: 0, since: new Map() };

/**
 * Holds the rules of a form against a submission. An edited response is told apart by its id, which stays; a submission
 * that is reported twice is one.
 *
 * Remembered under cc/w/f/<form> are the last 250 to 400 responses, as many as one value holds; an edit of an older one
 * counts as new.
 *
 * @param now - epoch milliseconds
 */
export function decideForm(
  rules: readonly Rule[],
  event: FormEvent,
  snapshot: Readonly<Record<string, string>>,
  now: number,
  timeZone: string,
): FormDecision {
  const key = `${SHEET_PREFIX}f/${shortHash(event.formId, 6)}`;
  const seen = readSeen(snapshot[key]);
  const name = shortHash(event.responseId, 8);
  const before = seen.find(([response]) => response === name);
  if (before?.[1] === event.submittedAt)
    return {
      plan: { items: [], entries: {}, removals: [] },
      outgoing: [],
      problems: new Map(),
      unsaid: [],
      remarks: [],
    };
  const table = tableOf(event, timeZone);
  const columns = new Columns(table.headers);
  const problems = new Map<string, string>();
  const firings: Firing[] = [];
  const facts = factsOf(table, before === undefined ? 'new' : 'edited', now);
  const serial = parseInt(fingerprintDigits(event.responseId), 36);
  for (const rule of rules) {
    const problem = columns.problemOf(rule);
    if (problem !== undefined) {
      problems.set(rule.id, problem.text);
      continue;
    }
    const compiled = compileRule(rule, columns);
    const verdict = decideRow(compiled, facts, NOTHING);
    const [row] = table.rows;
    if (verdict.outcome !== 'tells' || row === undefined) continue;
    firings.push({
      compiled,
      row,
      serial,
      turn: before === undefined ? 1 : 2,
      previousTurn: 0,
      contentHash: shortHash(`${event.responseId}/${event.submittedAt}`, 6),
      before: () => undefined,
      submitted: facts.submitted,
      isCritical: compiled.critical.length > 0 && compiled.critical.every((bound) => holds(bound, facts.state)),
      owed: { rule: compiled.key, serial, values: null },
    });
  }
  const composed = compose(firings, placeOf(table, columns, event, now), snapshot);
  const entries = {
    ...composed.entries,
    [key]: writeSeen([...seen.filter(([response]) => response !== name), [name, event.submittedAt]]),
  };
  return {
    plan: { items: composed.outgoing.map(({ item }) => item), entries, removals: [] },
    outgoing: composed.outgoing,
    problems,
    unsaid: composed.unsaid,
    remarks: composed.remarks,
  };
}

/** A submission as a table of one row. */
function tableOf({ title, submittedAt, email, answers }: FormEvent, timeZone: string): Table {
  const cells: Cell[] = [new Date(submittedAt), email, ...answers.map(({ answer }) => answer)];
  return {
    spreadsheetId: '',
    tabId: 0,
    tabName: title,
    timeZone,
    headers: [...FORM_COLUMNS, ...answers.map(({ question }) => question)],
    rows: [{ number: 1, cells }],
  };
}

function factsOf({ rows: [row], timeZone }: Table, submitted: 'new' | 'edited', now: number): RowFacts {
  const nowMinute = Math.floor(now / 60_000);
  return {
    state: { cells: row?.cells ?? [], before: () => undefined, now, timeZone },
    nowMinute,
    isNew: submitted === 'new',
    isChanged: true,
    isTyped: false,
    submitted,
    newSince: nowMinute,
    isColumnChanged: () => true,
    isSwept: false,
  };
}

function placeOf(table: Table, columns: Columns, { formId, email }: FormEvent, now: number): Place {
  const shown = (table.rows[0]?.cells ?? []).map((cell) =>
    typeof cell === 'string' ? cell : cellWords(cell, table.timeZone),
  );
  return { table, columns, tabKey: `form-${shortHash(formId, 6)}`, url: '', by: email, now, shown: () => shown };
}

/** A number that stands for a response. */
const fingerprintDigits = (id: string): string =>
  shortHash(id, 5)
    .replace(/[^a-z0-9]/gi, 'x')
    .toLowerCase();

type Seen = [response: string, submittedAt: number];

function readSeen(stored: string | undefined): Seen[] {
  try {
    return JSON.parse(stored ?? '[]') as Seen[];
  } catch {
    return [];
  }
}

/** The newest that fit one value. */
function writeSeen(seen: readonly Seen[]): string {
  const texts: string[] = [];
  let bytes = 2;
  for (const one of [...seen].reverse()) {
    const text = JSON.stringify(one);
    bytes += utf8Length(text) + 1;
    if (bytes > VALUE_BYTES) break;
    texts.unshift(text);
  }
  return `[${texts.join(',')}]`;
}
