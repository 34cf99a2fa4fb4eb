import type { Project } from '../../project';
import type { Trigger } from '../../triggers';
import type { Area } from './a1';
import type { CellValue } from './cell';
import { isError } from './cell';
import { display } from './display';
import type { SpreadsheetDocument, Written } from './document';
import type { ChangeEvent, ChangeType, EditEvent, OpenEvent, RangeMarker, SpreadsheetMarker } from './events';
import type { Tab } from './tab';

/** How long a simple trigger may run (guides/triggers, "Restrictions", read 2026-11-24). */
const SIMPLE_TRIGGER_MAX_MS = 30_000;

const UNDO_STEPS = 50;

/** What Google's docs leave open about events, to be tried both ways. */
export interface EventHabits {
  /** Each installable trigger fires twice, as some people see it. @default false */
  doubled: boolean;
  /** No trigger fires at all: an outage, or a disabled trigger. @default false */
  lost: boolean;
}

/**
 * Someone at a spreadsheet. What they do fires the project's triggers with the events that Google documents: edits of
 * cells fire onEdit and onChange, everything else onChange alone, and what scripts write fires nothing.
 */
export class Person {
  readonly habits: EventHabits = { doubled: false, lost: false };
  readonly #undo: (() => EditEvent | null)[] = [];
  #last: EditEvent | undefined;

  constructor(
    private readonly project: Project,
    readonly spreadsheet: SpreadsheetDocument,
    private readonly email = project.user,
  ) {}

  /** Opens the spreadsheet. */
  open(): void {
    const event: OpenEvent = { authMode: 'LIMITED', source: this.#source(), user: this.#user() };
    this.#simple('onOpen', event);
    this.#installable('ON_OPEN', event);
  }

  /** Types into one cell; '' empties it. */
  type(tab: string, row: number, column: number, text: Written): void {
    this.paste(tab, row, column, [[text]]);
  }

  /** Pastes a block, fills down, or drags: everything at once. */
  paste(tab: string, row: number, column: number, texts: readonly (readonly Written[])[]): void {
    const target = this.#tab(tab);
    const area = { row, column, rows: texts.length, columns: texts[0]?.length ?? 0 };
    this.#edit(target, area, () => {
      texts.forEach((line, r) => {
        line.forEach((text, c) => {
          this.spreadsheet.enter(target, row + r, column + c, text);
        });
      });
    });
  }

  /** Presses Delete on a selection. */
  clear(tab: string, area: Area): void {
    const target = this.#tab(tab);
    this.#edit(target, area, () => {
      this.spreadsheet.clear(target, area, 'contents');
    });
  }

  /** Takes the last edit of cells back. The event tells the place only. */
  undo(): void {
    const event = this.#undo.pop()?.() ?? null;
    if (event === null) return;
    this.#fireEdit(event);
  }

  /** Google delivers the last edit's event once more. */
  repeatLastEvent(): void {
    if (this.#last) this.#fireEdit(this.#last);
  }

  insertRows(tab: string, before: number, count = 1): void {
    this.spreadsheet.insert(this.#tab(tab), 'row', before, count);
    this.#change('INSERT_ROW');
  }

  deleteRows(tab: string, first: number, count = 1): void {
    this.spreadsheet.remove(this.#tab(tab), 'row', first, count);
    this.#change('REMOVE_ROW');
  }

  insertColumns(tab: string, before: number, count = 1): void {
    this.spreadsheet.insert(this.#tab(tab), 'column', before, count);
    this.#change('INSERT_COLUMN');
  }

  deleteColumns(tab: string, first: number, count = 1): void {
    this.spreadsheet.remove(this.#tab(tab), 'column', first, count);
    this.#change('REMOVE_COLUMN');
  }

  addTab(name: string): void {
    this.spreadsheet.addTab(name);
    this.#change('INSERT_GRID');
  }

  deleteTab(tab: string): void {
    this.spreadsheet.removeTab(this.#tab(tab));
    this.#change('REMOVE_GRID');
  }

  renameTab(tab: string, name: string): void {
    this.spreadsheet.renameTab(this.#tab(tab), name);
    this.#change('OTHER');
  }

  format(tab: string, area: Area, format: string): void {
    const target = this.#tab(tab);
    for (let row = area.row; row < area.row + area.rows; row++) {
      for (let column = area.column; column < area.column + area.columns; column++) {
        this.spreadsheet.patch(target, row, column, { format });
      }
    }
    this.#change('FORMAT');
  }

  merge(tab: string, area: Area): void {
    this.spreadsheet.merge(this.#tab(tab), area);
    this.#change('OTHER');
  }

  /** Sorts the rows below the header by a column, smallest first. */
  sort(tab: string, column: number, firstRow = 2): void {
    const target = this.#tab(tab);
    const count = Math.max(0, target.lastRow - firstRow + 1);
    const keys = this.spreadsheet
      .values(target, { row: firstRow, column, rows: count, columns: 1 })
      .map(([key]) => key ?? '');
    const order = keys.map((_key, index) => index).sort((a, b) => compare(keys[a] ?? '', keys[b] ?? '') || a - b);
    target.reorder(firstRow, order.map((index) => firstRow + index)); // prettier-ignore
    this.#change('OTHER');
  }

  /** Chooses an entry of a menu that the script has added. */
  choose(label: string): unknown {
    const { menus } = this.project.services.SpreadsheetApp;
    const item = menus.flatMap(({ items }) => items).find((candidate) => candidate.label === label);
    if (!item) throw new Error(`No menu entry is called "${label}".`);
    return this.project.run(item.functionName, [], { kind: 'menu' });
  }

  #edit(tab: Tab, area: Area, write: () => void): void {
    const before = this.#textOf(tab, area);
    const restore = tab.snapshot();
    write();
    const after = this.#textOf(tab, area);
    const event: EditEvent = {
      authMode: 'LIMITED',
      source: this.#source(),
      range: this.#range(tab, area),
      user: this.#user(),
      ...(after === undefined ? {} : { value: after }),
      ...(before === undefined ? {} : { oldValue: before }),
    };
    this.#undo.push(() => {
      if (!this.spreadsheet.tabs.includes(tab)) return null;
      restore();
      return { authMode: 'LIMITED', source: this.#source(), range: this.#range(tab, area), user: this.#user() };
    });
    if (this.#undo.length > UNDO_STEPS) this.#undo.shift();
    this.#fireEdit(event);
  }

  #fireEdit(event: EditEvent): void {
    this.#last = event;
    this.#simple('onEdit', event);
    this.#installable('ON_EDIT', event);
    this.#change('EDIT');
  }

  #change(changeType: ChangeType): void {
    const event: ChangeEvent = { authMode: 'FULL', source: this.#source(), user: this.#user(), changeType };
    this.#installable('ON_CHANGE', event);
  }

  /** Simple triggers run only in a script that belongs to the spreadsheet. */
  #simple(handler: 'onOpen' | 'onEdit', event: OpenEvent | EditEvent): void {
    const { project } = this;
    if (this.habits.lost || project.services.SpreadsheetApp.boundTo !== this.spreadsheet.id) return;
    if (!project.program.names.includes(handler)) return;
    try {
      project.run(handler, [event], { kind: 'simpleTrigger', user: this.email, maxMs: SIMPLE_TRIGGER_MAX_MS });
    } catch {
      // The log has it.
    }
  }

  #installable(kind: 'ON_OPEN' | 'ON_EDIT' | 'ON_CHANGE', event: OpenEvent | EditEvent | ChangeEvent): void {
    fireSource(this.project, kind, this.spreadsheet.id, event, this.habits);
  }

  /** What an event says of a cell: a text, dates as their number; nothing for an empty cell or a block. */
  #textOf(tab: Tab, area: Area): string | undefined {
    if (area.rows !== 1 || area.columns !== 1) return undefined;
    const value = this.spreadsheet.values(tab, area)[0]?.[0] ?? '';
    return value === ''
      ? undefined
      : isError(value)
        ? value.error
        : typeof value === 'boolean'
          ? String(value).toUpperCase()
          : String(value);
  }

  #tab(name: string): Tab {
    const tab = this.spreadsheet.tab(name);
    if (!tab) throw new Error(`No tab is called "${name}".`);
    return tab;
  }

  #source(): SpreadsheetMarker {
    return { google: 'Spreadsheet', outline: this.spreadsheet.outline() };
  }

  #range(tab: Tab, area: Area): RangeMarker {
    return { google: 'Range', outline: this.spreadsheet.outline(), tabId: tab.id, area };
  }

  #user() {
    return { google: 'User', email: this.email } as const;
  }
}

/** Fires a project's installable triggers of one kind for one document. */
export function fireSource(
  project: Project,
  event: 'ON_OPEN' | 'ON_EDIT' | 'ON_CHANGE' | 'ON_FORM_SUBMIT',
  sourceId: string,
  data: object,
  habits: Readonly<EventHabits>,
): void {
  if (habits.lost) return;
  const watches = ({ id, spec }: Trigger): boolean =>
    !('clock' in spec) && spec.event === event && spec.sourceId === sourceId && !project.triggers.isDisabled(id);
  for (const trigger of project.triggers.list().filter(watches)) {
    const args = [{ ...data, triggerUid: trigger.id }];
    project.fire(trigger, args);
    if (habits.doubled) project.fire(trigger, args);
  }
}

function compare(a: CellValue, b: CellValue): number {
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  if (a === '' || b === '') return a === b ? 0 : a === '' ? 1 : -1;
  return display(a, undefined).localeCompare(display(b, undefined), 'en');
}
