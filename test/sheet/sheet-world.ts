import type { FormDocument } from '../../emulator/services/spreadsheet/form';
import { Person } from '../../emulator/services/spreadsheet/person';
import { createWorld, type WorldOptions } from '../world';

/** What is written into cells: the first line is the header. */
export type Rows = readonly (readonly (string | number | boolean)[])[];

const ORDERS: Rows = [
  ['Order', 'Status', 'Amount', 'Owner', 'Due'],
  ['1001', 'Open', 100, 'Ada', '2026-03-10'],
  ['1002', 'Open', 200, 'Bo', '2026-03-11'],
  ['1003', 'Done', 300, 'Cy', '2026-03-12'],
];

/** The usual rule: an order becomes late. */
export const LATE = {
  tab: 'Orders',
  when: 'edited',
  all: [{ column: 'Status', changesTo: 'Late' }],
  to: 'ops',
  message: 'Order {{Order}} is late',
};

/** The same by what is, not by what changes: an order is late. */
export const STATE = { ...LATE, all: [{ column: 'Status', is: 'Late' }] };

/** So many orders that are late. */
export const manyLate = (count: number): Rows =>
  Array.from({ length: count }, (_, index) => [`A${String(index)}`, 'Late', index]);

/** A spreadsheet of orders with the shipped script in it, its triggers, someone who edits, and a Chat. */
export function createSheetWorld({
  rows = ORDERS,
  tab = 'Orders',
  ...options
}: WorldOptions & { rows?: Rows; tab?: string } = {}) {
  const world = createWorld({ boundTo: 'orders-id', ...options });
  const { project } = world;
  const spreadsheet = project.services.SpreadsheetApp.document('orders-id', 'Shop');
  const [first] = spreadsheet.tabs;
  if (first) spreadsheet.renameTab(first, tab);
  const person = new Person(project, spreadsheet);
  // The edit's execution is not the last one: a change follows it.
  let editCalls: readonly string[] = [];
  const fire = project.fire.bind(project);
  project.fire = (trigger, args) => {
    fire(trigger, args);
    if (trigger.handler === 'handleEdit') editCalls = project.lastExecution?.calls ?? [];
  };
  const install = (
    handler: string,
    event: 'ON_EDIT' | 'ON_CHANGE' | 'ON_FORM_SUBMIT',
    sourceId = 'orders-id',
  ): void => {
    const source = sourceId === 'orders-id' ? 'SPREADSHEETS' : 'FORMS';
    project.triggers.add(handler, project.user, { source, event, sourceId }, project.clock.now());
  };
  install('handleEdit', 'ON_EDIT');
  install('handleChange', 'ON_CHANGE');
  install('handleFormSubmit', 'ON_FORM_SUBMIT');
  world.setWebhook('ops');
  world.setWebhook('sales');
  /** As another script or the API writes: no trigger hears of it. */
  const write = (row: number, column: number, values: Rows, into = tab): void => {
    const target = spreadsheet.tab(into);
    if (!target) throw new Error(`No tab is called "${into}".`);
    values.forEach((line, r) => {
      line.forEach((value, c) => {
        spreadsheet.enter(target, row + r, column + c, value);
      });
    });
  };
  write(1, 1, rows);
  return {
    ...world,
    get log(): string[] {
      return world.log;
    },
    get calls(): readonly string[] {
      return world.calls;
    },
    /** Chat answers with this status from now on, or as it should. */
    chatAnswers(status: number | null, space = 'ops'): void {
      world.chat.setFaults(space, status === null ? [] : [{ status }], world.clock.now());
    },
    spreadsheet,
    person,
    write,
    install,
    /** Adds rules; the first minute afterwards takes the sheet as it is for known. */
    rules(rules: Readonly<Record<string, object>>, settle = true): void {
      world.run('configure', { rules });
      if (settle) this.tick();
    },
    /** The next minute, and what Google runs in it. */
    tick(minutes = 1): void {
      for (let minute = 0; minute < minutes; minute++) {
        world.clock.advance(60_000);
        world.run('tick');
      }
    },
    type: (row: number, column: number, text: string | number | boolean): void => {
      person.type(tab, row, column, text);
    },
    /** The texts in Chat so far, oldest first, of one space or all. */
    texts: (space?: string): string[] =>
      world.chat.messages.filter((message) => space === undefined || message.space === space).map(({ text }) => text),
    submit: (
      form: FormDocument,
      answers: Parameters<FormDocument['submit']>[1],
      more?: Parameters<FormDocument['submit']>[2],
    ) => form.submit(project, answers, more),
    /** The service calls of the last execution of handleEdit. */
    callsOfEdit: (): readonly string[] => editCalls,
    cell: (row: number, column: number, of = tab): unknown => spreadsheet.tab(of)?.cell(row, column).value,
  };
}

export type SheetWorld = ReturnType<typeof createSheetWorld>;
