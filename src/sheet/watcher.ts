import type { FormEvent, SheetEvent } from '../platform/platform';
import type { Trouble } from '../schedule/run';
import { LOOK, type Change } from './decide';
import { digestItem, isDue, storedDigests } from './digest';
import { lookAtSubmission } from './look-at-submission';
import { lookAtTab } from './look-at-tab';
import { nextLookAt, readMemory } from './memory';
import { PENDING_KEY, readPending, writePending } from './pending';
import type { Rule } from './rule';
import { writeStatuses, type Outcome } from './status';
import { trouble } from './troubles';
import type { Snapshot, WatchSetting } from './watch-setting';
import { findTab, watchedTabs, type WatchedTab } from './watched';

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
      return this.lookAt(tabs, snapshot, changeOf(event), event.by);
    });
  }

  /** A form was submitted that tells of it itself. */
  handleForm(event: FormEvent): Trouble[] {
    return this.locked((snapshot) => lookAtSubmission(event, snapshot, this.setting));
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
      const { isSent, troubles } = this.sendDigests(fresh, current, now);
      const copy = isSent ? this.setting.store.readAll() : fresh;
      return [...troubles, ...this.lookAt(this.dueTabs(fresh, current, now), copy, LOOK, '')];
    });
  }

  /** Looks at one tab after the other, as long as there is time. Each look writes, and the next one goes by what is there then. */
  private lookAt(tabs: readonly WatchedTab[], snapshot: Snapshot, change: Change, by: string): Trouble[] {
    const { clock, store } = this.setting;
    const startedAt = clock.now();
    return tabs.flatMap((tab, index) => {
      if (clock.now() - startedAt > LOOKS_MS) return [];
      return lookAtTab(tab, { snapshot: index === 0 ? snapshot : store.readAll(), change, by }, this.setting);
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
    // A look may have added to it meanwhile: then the next tick writes them again.
    if (store.read(PENDING_KEY) !== stored) return;
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

  /** @returns whether any was due, and which webhooks missed one that others took */
  private sendDigests(
    snapshot: Snapshot,
    rules: readonly Rule[],
    now: number,
  ): { isSent: boolean; troubles: readonly Trouble[] } {
    const due = this.dueDigests(snapshot, rules, now);
    if (due.length === 0) return { isSent: false, troubles: [] };
    const timeZone = this.setting.clock.timeZone();
    const items = due.map(([, digest]) =>
      digestItem(ruleOf(rules, digest.rule) ?? orphan(digest.rule), digest, { now, timeZone }),
    );
    const refusals = this.setting.accept({ items, entries: {}, removals: [] }, snapshot);
    const troubles: Trouble[] = [];
    due.forEach(([key, digest], index) => {
      const refused = refusals.filter(({ id }) => id === items[index]?.id);
      if (refused.some(({ isTold }) => !isTold)) return;
      this.setting.store.remove(key);
      const rule = ruleOf(rules, digest.rule) ?? orphan(digest.rule);
      for (const { to, error } of refused) troubles.push(trouble(rule, `"${to}" missed a digest: ${error.message}`));
    });
    return { isSent: true, troubles };
  }
}

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
