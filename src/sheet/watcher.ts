import type { Plan } from '../delivery/types';
import type {
  Clock,
  FormEvent,
  Lock,
  Log,
  SheetEvent,
  Sheets,
  Spreadsheet,
  Store,
  TabInfo,
} from '../platform/platform';
import type { Refusal, Trouble } from '../schedule/run';
import { compose, type Composed } from './compose';
import { asksOf, ruleKeyOf } from './compile';
import { decideTab, LOOK, type Change, type TabDecision } from './decide';
import { decideForm } from './forms';
import { digestItem, isDue, storedDigests } from './digest';
import { nextLookAt, readMemory, writeMemory } from './memory';
import type { TabMemory } from './memory-types';
import { mayPass, owing } from './owing';
import { PENDING_KEY, pendingOf, readPending, writePending } from './pending';
import type { Place } from './place';
import { lookMinutes, type Rule } from './rule';
import { writeStatuses, type Outcome } from './status';
import { makeTable } from './table';
import { rowsOf, trouble, troublesOf } from './troubles';
import { findTab, watchedTabs, type WatchedTab } from './watched';

type Snapshot = Readonly<Record<string, string>>;

/** What watching needs and does. */
export interface WatchSetting {
  readonly sheets: Sheets;
  readonly clock: Clock;
  readonly store: Store;
  readonly lock: Lock;
  readonly log: Log;
  /** The rules in force, by what is stored. */
  readonly rules: (snapshot: Snapshot) => readonly Rule[];
  /** Takes a plan into the outbox, in one write with the state that belongs to it. */
  readonly accept: (plan: Plan, snapshot: Snapshot) => readonly Refusal[];
}

/** How long an execution waits for another one that is looking at a sheet, milliseconds. */
const LOCK_MS = 20_000;

/** No further tab is looked at after this long, so that the execution ends well before Apps Script ends it. */
const LOOKS_MS = 120_000;

const MINUTE_MS = 60_000;

/**
 * Looks at sheets when something happens in them, and now and then by the clock, and hands over the messages of the rules.
 * Whatever it was that led to a look, it is the same look: what differs from what is remembered is what has happened.
 */
export class Watcher {
  constructor(private readonly setting: WatchSetting) {}

  /**
   * Something happened in a spreadsheet.
   *
   * @returns what went wrong, for a person to hear of
   */
  handle(event: SheetEvent): Trouble[] {
    if (event.kind === 'change' && ['EDIT', 'FORMAT'].includes(event.changeType)) return [];
    return this.locked((snapshot) => {
      const tabs = watchedTabs(this.setting.rules(snapshot)).filter((tab) => this.concerns(tab, event, snapshot));
      return tabs.flatMap((tab) => this.lookAt(tab, snapshot, changeOf(event), event.by));
    });
  }

  /** A form was submitted that tells of it itself. */
  handleForm(event: FormEvent): Trouble[] {
    const { clock, log } = this.setting;
    return this.locked((snapshot) => {
      const rules = this.setting.rules(snapshot).filter(({ form, paused }) => form === event.formId && paused !== true);
      if (rules.length === 0) return [];
      const { plan, problems, unsaid, remarks } = decideForm(rules, event, snapshot, clock.now(), clock.timeZone());
      if (plan.items.length === 0 && Object.keys(plan.entries).length === 0) return troublesOf(rules, problems);
      const refusals = this.setting.accept(plan, snapshot);
      if (mayPass(refusals)) this.forget(plan, snapshot);
      for (const { rule, text } of remarks) log.write('warning', 'form.template', { rule, text });
      for (const { firing, reason } of unsaid)
        log.write('warning', 'form.unsaid', { rule: firing.compiled.rule.id, reason });
      for (const { id, error } of refusals) log.write('error', 'form.refused', { id, reason: error.message });
      return [
        ...troublesOf(rules, problems),
        ...refusals.map(({ id, error }) =>
          trouble(
            rules.find((rule) => id.startsWith(`rule/${rule.id}/`)),
            error.message,
          ),
        ),
        ...unsaid.map(({ firing, reason }) => trouble(firing.compiled.rule, reason)),
      ];
    });
  }

  /** A submission that found no room was not seen: submitting it again, or repeating its event, tells of it. */
  private forget({ entries }: Plan, snapshot: Snapshot): void {
    const before = Object.keys(entries).map((key): [string, string] => [key, snapshot[key] ?? '[]']);
    this.setting.store.write(Object.fromEntries(before));
  }

  /**
   * Looks at the tabs whose time has come, and sends the digests whose time has.
   *
   * @param snapshot - the store as just read
   */
  tick(snapshot: Snapshot): Trouble[] {
    const rules = this.setting.rules(snapshot);
    if (rules.length === 0 && storedDigests(snapshot).length === 0) return [];
    const now = this.setting.clock.now();
    const hasTime = this.dueTabs(snapshot, rules, now).length > 0;
    if (!hasTime && this.dueDigests(snapshot, rules, now).length === 0) return [];
    return this.locked((fresh) => {
      const current = this.setting.rules(fresh);
      this.sendDigests(fresh, current, now);
      const troubles: Trouble[] = [];
      let last = fresh;
      for (const tab of this.dueTabs(fresh, current, now)) {
        if (this.setting.clock.now() - now > LOOKS_MS) break;
        troubles.push(...this.lookAt(tab, last, LOOK, ''));
        // Each look writes; the next one's share of the outbox is measured on what is there then.
        last = this.setting.store.readAll();
      }
      return troubles;
    });
  }

  /**
   * Writes into the sheets that want it what became of their messages so far.
   *
   * @param snapshot - the store as just read
   * @param outcomeOf - undefined when nothing is known of a message any more
   */
  report(snapshot: Snapshot, outcomeOf: (to: string, id: string) => Outcome | undefined): void {
    const { sheets, clock, store } = this.setting;
    const stored = snapshot[PENDING_KEY];
    if (stored === undefined) return;
    const left = writeStatuses(readPending(stored), outcomeOf, sheets, clock.now());
    if (left.length === 0) store.remove(PENDING_KEY);
    else if (writePending(left) !== stored) store.write({ [PENDING_KEY]: writePending(left) });
  }

  private locked(work: (snapshot: Snapshot) => Trouble[]): Trouble[] {
    const { lock, log, store } = this.setting;
    const isHeld = lock.tryAcquire(LOCK_MS);
    // Without the lock two looks may repeat each other's messages under the same ids, which makes no second message.
    if (!isHeld) log.write('warning', 'sheet.lock-busy');
    try {
      return work(store.readAll());
    } finally {
      if (isHeld) lock.release();
    }
  }

  private concerns(tab: WatchedTab, event: SheetEvent, snapshot: Snapshot): boolean {
    if (tab.spreadsheetId !== '' && tab.spreadsheetId !== event.spreadsheetId) return false;
    if (tab.spreadsheetId === '' && (this.ownId() ?? event.spreadsheetId) !== event.spreadsheetId) return false;
    return event.tab === undefined || findTab([event.tab], tab, readMemory(snapshot, tab.key)?.tabId) !== undefined;
  }

  private own: { readonly id: string | undefined } | undefined;

  private ownId(): string | undefined {
    this.own = this.own ?? { id: this.setting.sheets.open('')?.id };
    return this.own.id;
  }

  private dueTabs(snapshot: Snapshot, rules: readonly Rule[], now: number): WatchedTab[] {
    return watchedTabs(rules).filter((tab) => nextLookAt(snapshot, tab.key) <= Math.floor(now / MINUTE_MS));
  }

  private dueDigests(snapshot: Snapshot, rules: readonly Rule[], now: number) {
    return storedDigests(snapshot).filter(([, digest]) => isDue(digest, ruleOf(rules, digest.rule), now));
  }

  private sendDigests(snapshot: Snapshot, rules: readonly Rule[], now: number): void {
    const due = this.dueDigests(snapshot, rules, now);
    if (due.length === 0) return;
    const timeZone = this.setting.clock.timeZone();
    const items = due.map(([, digest]) =>
      digestItem(ruleOf(rules, digest.rule) ?? orphan(digest.rule), digest, { now, timeZone }),
    );
    const refused = new Set(this.setting.accept({ items, entries: {}, removals: [] }, snapshot).map(({ id }) => id));
    due.forEach(([key], index) => {
      if (!refused.has(items[index]?.id ?? '')) this.setting.store.remove(key);
    });
  }

  private lookAt(tab: WatchedTab, snapshot: Snapshot, change: Change, by: string): Trouble[] {
    const { sheets, clock, log } = this.setting;
    const memory = readMemory(snapshot, tab.key);
    const spreadsheet = sheets.open(tab.spreadsheetId);
    const info = spreadsheet === undefined ? undefined : findTab(spreadsheet.tabs(), tab, memory?.tabId);
    if (spreadsheet === undefined || info === undefined) return this.miss(tab, snapshot, memory, spreadsheet);
    const now = clock.now();
    const table = makeTable(spreadsheet.readValues(info.id), {
      spreadsheetId: spreadsheet.id,
      tabId: info.id,
      tabName: info.name,
      timeZone: spreadsheet.timeZone(),
      headerRow: tab.headerRow,
    });
    const decision = decideTab({ rules: tab.rules, table, memory, change, now });
    if (Object.keys(decision.renames).length > 0)
      log.write('warning', 'sheet.columns-renamed', { tab: info.name, ...decision.renames });
    if (memory !== undefined && memory.tabName !== info.name)
      log.write('warning', 'sheet.tab-renamed', { from: memory.tabName, to: info.name });
    const place: Place = {
      table,
      columns: decision.columns,
      tabKey: tab.key,
      url: decision.firings.length === 0 ? '' : spreadsheet.url(),
      by,
      now,
      shown: shownRows(spreadsheet, info, decision),
    };
    const composed = compose(decision.firings, place, snapshot);
    return [
      ...this.handOver(tab, snapshot, decision, composed),
      ...troublesOf(tab.rules, new Map([...decision.problems].map(([id, { text }]) => [id, text]))),
    ];
  }

  /** Hands the messages over, and mends what is remembered when one finds no room. */
  private handOver(tab: WatchedTab, snapshot: Snapshot, { memory }: TabDecision, composed: Composed): Trouble[] {
    const { accept, store, log } = this.setting;
    const { outgoing, unsaid, remarks } = composed;
    const { maxBytes } = tab;
    const changes = writeMemory(snapshot, tab.key, memory, maxBytes);
    if (changes.forgotten > memory.forgotten)
      log.write('warning', 'sheet.memory-full', { tab: tab.name, rows: changes.forgotten });
    const pending = pendingOf(tab, memory, outgoing);
    const entries = {
      ...composed.entries,
      ...changes.entries,
      ...(pending.length > 0 && { [PENDING_KEY]: writePending([...readPending(snapshot[PENDING_KEY]), ...pending]) }),
    };
    const removals = [...composed.removals, ...changes.removals];
    const refusals = accept({ items: outgoing.map(({ item }) => item), entries, removals }, snapshot);
    const refused = outgoing.flatMap((one) => {
      const own = refusals.filter(({ id }) => id === one.item.id);
      return own.length === 0 ? [] : [{ ...one, refusals: own }];
    });
    const later = refused.filter((one) => mayPass(one.refusals));
    if (later.length > 0) {
      const mended = owing(memory, later);
      store.write(writeMemory(after(snapshot, entries, removals), tab.key, mended, maxBytes).entries);
    }
    for (const { rule, row, text } of remarks) log.write('warning', 'sheet.template', { rule, row, text });
    for (const { firing, reason } of unsaid)
      log.write('warning', 'sheet.unsaid', { rule: firing.compiled.rule.id, row: firing.row.number, reason });
    for (const one of refused)
      log.write('error', 'sheet.refused', { id: one.item.id ?? '', reason: one.refusals[0]?.error.message ?? '' });
    return [
      ...refused.map((one) =>
        trouble(one.firings[0]?.compiled.rule, `row ${rowsOf(one)}: ${one.refusals[0]?.error.message ?? ''}`),
      ),
      ...unsaid.map(({ firing, reason }) => trouble(firing.compiled.rule, `row ${firing.row.number}: ${reason}`)),
    ];
  }

  /** The tab or its spreadsheet is gone: its rules are paused, and all else that is known stays. */
  private miss(
    tab: WatchedTab,
    snapshot: Snapshot,
    memory: TabMemory | undefined,
    spreadsheet: Spreadsheet | undefined,
  ): Trouble[] {
    const nowMinute = Math.floor(this.setting.clock.now() / MINUTE_MS);
    const text =
      spreadsheet === undefined
        ? `The spreadsheet of the tab "${tab.name}" cannot be opened. Is it there, and does this account may see it? Rules that watch it are paused.`
        : `The tab "${memory?.tabName ?? tab.name}" is gone. Rules that watch it are paused: name another tab, or bring it back.`;
    const rules = Object.fromEntries(
      tab.rules.map((rule) => [
        ruleKeyOf(rule),
        { asks: memory?.rules[ruleKeyOf(rule)]?.asks ?? asksOf(rule), problem: 'R02', text },
      ]),
    );
    const missing: TabMemory = {
      ...(memory ?? NOTHING),
      rules,
      lookedAt: nowMinute,
      nextLookAt: nowMinute + Math.min(...tab.rules.map(lookMinutes)),
    };
    const { entries, removals } = writeMemory(snapshot, tab.key, missing, tab.maxBytes);
    this.setting.accept({ items: [], entries, removals }, snapshot);
    this.setting.log.write('error', 'sheet.tab-gone', { tab: tab.name });
    return troublesOf(tab.rules, new Map(tab.rules.map(({ id }) => [id, text])));
  }
}

/** The store as it is when these were written and those removed. */
function after(snapshot: Snapshot, entries: Snapshot, removals: readonly string[]): Snapshot {
  const stored = { ...snapshot, ...entries };
  for (const key of removals) delete stored[key];
  return stored;
}

const NOTHING: TabMemory = {
  tabId: -1, tabName: '', headers: [], aliases: {}, hashed: '', remembered: [], nextSerial: 1, forgotten: 0, lookedAt: 0,
  nextLookAt: 0, rules: {}, rows: [], gone: [], owed: [],
}; // prettier-ignore

const ruleOf = (rules: readonly Rule[], id: string): Rule | undefined => rules.find((rule) => rule.id === id);

/** For rows that were collected for a rule that is no more. */
const orphan = (id: string): Rule => ({ id, when: 'found', to: [], message: '' });

function changeOf({ kind, area, oldValue }: SheetEvent): Change {
  if (kind === 'change') return LOOK;
  return {
    kind,
    firstRow: area.row,
    lastRow: area.row + area.rows - 1,
    firstColumn: area.column,
    lastColumn: area.column + area.columns - 1,
    oldValue,
  };
}

/** The texts of the rows that are told of, read in one go. */
function shownRows(
  spreadsheet: Spreadsheet,
  { id }: TabInfo,
  { firings }: TabDecision,
): (row: number) => readonly string[] {
  if (firings.length === 0) return () => [];
  const numbers = firings.map(({ row }) => row.number);
  const first = Math.min(...numbers);
  const texts = spreadsheet.readShown(id, first, Math.max(...numbers) - first + 1);
  return (row) => texts[row - first] ?? [];
}
