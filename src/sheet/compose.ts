import type { Refusal, SendItem } from '../delivery/types';
import type { Message } from '../message/types';
import { renderMessage } from '../message/template';
import { formatInstant, localTime } from '../schedule/zone';
import { dateText } from '../schedule/days';
import { canonical, cellWords } from './cell';
import type { Firing } from './decide';
import { collect, digestItem, digestKey, digestLine, isDue, type DigestLine } from './digest';
import { linkTo, type Place } from './place';
import { rowData } from './row-data';
import { targetsOf } from './route';
import { DIGEST_ABOVE, type Rule } from './rule';
import { shortHash } from './short-hash';

/** A message, and the rows it tells of. */
export interface Outgoing {
  readonly item: SendItem;
  readonly firings: readonly Firing[];
  /** The key of what was collected before and is told now: to be removed once the message is taken, not before. */
  readonly collectedIn?: string;
}

/** What becomes of firings. */
export interface Composed {
  readonly outgoing: readonly Outgoing[];
  /** What is collected for digests. */
  readonly entries: Readonly<Record<string, string>>;
  /** Rows that no message could be made of, and why. */
  readonly unsaid: readonly { readonly firing: Firing; readonly reason: string }[];
  /** What could not be filled in as meant: messages go out all the same. */
  readonly remarks: readonly { readonly rule: string; readonly row: number; readonly text: string }[];
}

/** Makes messages of firings: one for each row, or one for many. */
export function compose(
  firings: readonly Firing[],
  place: Place,
  snapshot: Readonly<Record<string, string>>,
): Composed {
  const outgoing: Outgoing[] = [];
  const entries: Record<string, string> = {};
  const unsaid: { firing: Firing; reason: string }[] = [];
  const remarks: { rule: string; row: number; text: string }[] = [];
  for (const { rule, to, group } of groups(firings, place, unsaid)) {
    const critical = group.filter(({ isCritical }) => isCritical);
    const others = group.filter(({ isCritical }) => !isCritical);
    const above = rule.digestAbove ?? DIGEST_ABOVE;
    const single = rule.digest !== undefined || (above > 0 && others.length > above) ? critical : group;
    for (const firing of single) {
      const made = messageOf(rule, firing, place);
      remarks.push(...made.remarks.map((text) => ({ rule: rule.id, row: firing.row.number, text })));
      if (made.message === undefined) unsaid.push({ firing, reason: EMPTY });
      else outgoing.push({ item: itemOf(rule, to, firing, made.message, place), firings: [firing] });
    }
    if (single === group || others.length === 0) continue;
    const lines = others.map((firing) => lineOf(rule, firing, place));
    const { now, table } = place;
    const url = linkTo(place);
    if (rule.digest === undefined) {
      outgoing.push({
        item: digestItem(rule, { to, lines, more: 0, url }, { now, timeZone: table.timeZone }),
        firings: others,
      });
      continue;
    }
    const key = digestKey(rule, to);
    const stored = collect(entries[key] ?? snapshot[key], { rule, to, lines, now, timeZone: table.timeZone, url });
    if (!isDue(stored, rule, now)) entries[key] = JSON.stringify(stored);
    else {
      outgoing.push({
        item: digestItem(rule, stored, { now, timeZone: table.timeZone }),
        firings: others,
        ...(snapshot[key] !== undefined && { collectedIn: key }),
      });
    }
  }
  return { outgoing, entries, unsaid, remarks };
}

/** The keys of what was collected for messages that were taken. */
export const toldKeys = (outgoing: readonly Outgoing[], refusals: readonly Refusal[]): string[] =>
  outgoing.flatMap(({ item, collectedIn }) =>
    collectedIn === undefined || refusals.some(({ id, isTold }) => id === item.id && !isTold) ? [] : [collectedIn],
  );

const EMPTY =
  "There's nothing to send: every field of the message is empty. Add fixed text to it, or a condition that skips empty rows.";

interface Group {
  readonly rule: Rule;
  readonly to: readonly string[];
  readonly group: Firing[];
}

/** Firings of one rule for the same webhooks, in the order of the rows. */
function groups(
  firings: readonly Firing[],
  { columns, table }: Place,
  unsaid: { firing: Firing; reason: string }[],
): Group[] {
  const found = new Map<string, Group>();
  for (const firing of firings) {
    const { rule } = firing.compiled;
    const to = targetsOf(rule, firing.row.cells, columns);
    if (to === undefined) {
      const column = (rule.to as { column: string }).column;
      const value = cellWords(firing.row.cells[columns.find(column) ?? -1] ?? '', table.timeZone);
      unsaid.push({
        firing,
        reason: `Nobody is named for ${column} being ${value}: add it to "routes", or name somebody in "otherwise".`,
      });
      continue;
    }
    const name = JSON.stringify([rule.id, to]);
    const group = found.get(name);
    if (group === undefined) found.set(name, { rule, to, group: [firing] });
    else group.group.push(firing);
  }
  return [...found.values()];
}

/** The message of one row; undefined when nothing is in it. */
export function messageOf(
  rule: Rule,
  firing: Pick<Firing, 'row' | 'before' | 'submitted'>,
  place: Place,
): { message: Message | undefined; remarks: string[] } {
  const { now, table } = place;
  const options = { now, timeZone: table.timeZone, ...(rule.locale !== undefined && { locale: rule.locale }) };
  const { message, issues } = renderMessage(rule.message, rowData(firing, titleOf(rule), place), options);
  const isEmpty = (message.text ?? '').trim() === '' && (message.cardsV2 ?? []).length === 0;
  const remarks = issues.map(
    ({ path, problem, expected, received }) => `${path || 'message'} ${problem}: expected ${expected}, got ${received}`,
  );
  return { message: isEmpty ? undefined : message, remarks };
}

const titleOf = (rule: Rule): string => rule.title ?? rule.id;

function lineOf(rule: Rule, firing: Firing, place: Place): DigestLine {
  const text = digestLine(rule, rowData(firing, titleOf(rule), place), place.now, place.table.timeZone);
  return { id: nameOf(firing, place), text };
}

/** Names what is told of a row: the same again is the same message. */
function nameOf({ serial, turn, contentHash, row }: Firing, { tabKey }: Place): string {
  // A row that there is no room to remember has no number of its own.
  return `${tabKey}.${serial === 0 ? `n${row.number}` : serial}.${turn}.${contentHash}`;
}

function itemOf(rule: Rule, to: readonly string[], firing: Firing, message: Message, place: Place): SendItem {
  const { priority, expiresAfterMinutes, digestAbove = DIGEST_ABOVE } = rule;
  const threadKey = threadKeyOf(rule, firing, place);
  const isUrgent = firing.isCritical ? 'critical' : priority;
  return {
    to,
    message,
    id: `rule/${rule.id}/${nameOf(firing, place)}`,
    whenTooLong: rule.whenTooLong ?? 'cut',
    ...(threadKey !== undefined && { threadKey }),
    ...(isUrgent !== undefined && { priority: isUrgent }),
    ...(expiresAfterMinutes !== undefined && { expiresAt: formatInstant(place.now + expiresAfterMinutes * 60_000) }),
    ...(digestAbove > 0 && isUrgent !== 'critical' && { digestKey: `rule/${rule.id}` }),
  };
}

/** The same for all rules of a tab where it is about the row: an order's messages are one conversation. */
export function threadKeyOf(
  { thread = 'row', id, key }: Rule,
  { serial, row }: Pick<Firing, 'serial' | 'row'>,
  { columns, table, tabKey, now }: Place,
): string | undefined {
  const valueIn = (header: string): string =>
    canonical(row.cells[columns.find(header) ?? -1] ?? '')
      .trim()
      .slice(0, 200);
  if (typeof thread === 'object') return `${tabKey}-${shortHash(thread.column, 4)}-${valueIn(thread.column)}`;
  switch (thread) {
    case 'none':
      return undefined;
    case 'rule':
      return `rule-${id}`;
    case 'day':
      return `rule-${id}-${dateText(localTime(now, table.timeZone))}`;
    case 'row':
      return `${tabKey}-${key !== undefined && valueIn(key) !== '' ? `key-${valueIn(key)}` : serial === 0 ? `n${row.number}` : `row-${serial}`}`;
  }
}
