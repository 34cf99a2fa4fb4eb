import type { DeliveryInfo } from '../delivery/ledger';
import type { FormEvent, SheetEvent, TabInfo } from '../platform/platform';
import type { Trouble } from '../schedule/run';
import { Columns } from './columns';
import { dryRun, explainRow, type ExplainQuestion, type RowExplanation } from './explain';
import { readMemory } from './memory';
import { PENDING_KEY } from './pending';
import type { Place } from './place';
import { makeTable, type TableRow } from './table';
import type { WatchSetting } from './watch-setting';
import { findTab, watchedTabs, type WatchedTab } from './watched';
import { Watcher } from './watcher';

/** What the part about sheets needs of the rest. */
export interface DeskSetting extends WatchSetting {
  /** Sends what waits. */
  readonly drain: () => void;
  /** All deliveries that are known, for the sheets that want to know what became of them. */
  readonly outcomes: () => readonly DeliveryInfo[];
}

/** What each rule of a tab would tell of its last rows. */
export interface DryRun {
  readonly rule: string;
  /** How many rows were tried. */
  readonly tried: number;
  /** The numbers of the rows that match. */
  readonly rows: readonly number[];
  /** Why the rule is paused; '' while it is not. */
  readonly problem: string;
}

/** Everything about sheets and forms, for one execution. */
export class SheetDesk {
  private readonly watcher: Watcher;
  private isHandedOver = false;

  constructor(private readonly setting: DeskSetting) {
    this.watcher = new Watcher({
      ...setting,
      accept: (plan, snapshot) => {
        this.isHandedOver = this.isHandedOver || plan.items.length > 0;
        return setting.accept(plan, snapshot);
      },
    });
  }

  /** Something happened in a spreadsheet: messages are handed over, and sent as far as time allows. */
  handle(event: SheetEvent): Trouble[] {
    const troubles = this.watcher.handle(event);
    this.send();
    return troubles;
  }

  handleForm(event: FormEvent): Trouble[] {
    const troubles = this.watcher.handleForm(event);
    this.send();
    return troubles;
  }

  /** By the clock. Sending is left to the tick; what became of earlier messages is written into their sheets. */
  tick(snapshot: Readonly<Record<string, string>>): Trouble[] {
    const troubles = this.watcher.tick(snapshot);
    if (snapshot[PENDING_KEY] !== undefined) this.report();
    return troubles;
  }

  /**
   * Says which rules would tell of a row and which not, and why.
   *
   * @param tab - the tab's name
   * @param row - counted from 1
   * @param spreadsheetId - '' for the spreadsheet that the script belongs to
   */
  explain(tab: string, row: number, spreadsheetId = ''): RowExplanation[] {
    return this.questions(tab, spreadsheetId, row).flatMap((question) => {
      const found = question.table.rows.find(({ number }) => number === row);
      const empty: TableRow = { number: row, cells: [] };
      return explainRow(found ?? empty, question, 'edited');
    });
  }

  /** Tries the rules of a tab on its last rows, as if they had just come in. */
  dryRun(tab: string, lastRows: number, spreadsheetId = ''): DryRun[] {
    return this.questions(tab, spreadsheetId, 0).flatMap((question) => dryRun(question, lastRows));
  }

  private send(): void {
    if (!this.isHandedOver) return;
    this.setting.drain();
    this.report();
  }

  private report(): void {
    const { store, outcomes } = this.setting;
    const snapshot = store.readAll();
    if (snapshot[PENDING_KEY] === undefined) return;
    const known = new Map(outcomes().map((delivery) => [`${delivery.to}\n${delivery.id}`, delivery]));
    this.watcher.report(snapshot, (to, id) => known.get(`${to}\n${id}`));
  }

  private questions(tabName: string, spreadsheetId: string, row: number): ExplainQuestion[] {
    const { sheets, store, rules, clock } = this.setting;
    const snapshot = store.readAll();
    const spreadsheet = sheets.open(spreadsheetId);
    const info = spreadsheet?.tabs().find(({ name }) => name === tabName);
    if (spreadsheet === undefined || info === undefined) return [];
    const isOwn = (id: string): boolean => id === spreadsheetId || sheets.open(id)?.id === spreadsheet.id;
    const tabs = watchedTabs(rules(snapshot)).filter(
      (tab) => isOwn(tab.spreadsheetId) && this.isTab(tab, info, snapshot),
    );
    if (tabs.length === 0) return [];
    const values = spreadsheet.readValues(info.id);
    const formulas = row === 0 ? [] : spreadsheet.readFormulas(info.id, row);
    const shown = row === 0 ? [] : (spreadsheet.readShown(info.id, row, 1)[0] ?? []);
    return tabs.map((tab): ExplainQuestion => {
      const memory = readMemory(snapshot, tab.key);
      const table = makeTable(values, {
        spreadsheetId: spreadsheet.id,
        tabId: info.id,
        tabName: info.name,
        timeZone: spreadsheet.timeZone(),
        headerRow: tab.headerRow,
      });
      const place: Place = {
        table,
        columns: new Columns(table.headers, memory?.aliases),
        tabKey: tab.key,
        url: spreadsheet.url(),
        by: '',
        now: clock.now(),
        shown: () => shown,
      };
      const formulaColumns = formulas.flatMap((formula, column) => (formula === '' ? [] : [column]));
      return { rules: tab.rules, table, memory, now: clock.now(), place, formulaColumns };
    });
  }

  private isTab(tab: WatchedTab, info: TabInfo, snapshot: Readonly<Record<string, string>>): boolean {
    return findTab([info], tab, readMemory(snapshot, tab.key)?.tabId) !== undefined;
  }
}
