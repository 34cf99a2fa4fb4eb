import type { SheetWorld, Rows } from './sheet-world';
import { createSheetWorld } from './sheet-world';

/** One thing that happens. */
export type Step = (world: SheetWorld) => void;

/** What happens to a sheet, and what Chat must have received in the end, in order. */
export interface History {
  readonly name: string;
  readonly rows?: Rows;
  readonly rules: Readonly<Record<string, object>>;
  readonly steps: readonly Step[];
  readonly expected: readonly string[];
  /** The sheet is known before the first step. @default true */
  readonly isSettled?: boolean;
}

export const type =
  (row: number, column: number, text: string | number): Step =>
  (world) => {
    world.type(row, column, text);
  };

/** Types a whole row cell by cell, from the first column. */
export const typeRow =
  (row: number, ...texts: readonly (string | number)[]): Step =>
  (world) => {
    texts.forEach((text, index) => {
      world.type(row, index + 1, text);
    });
  };

export const paste =
  (row: number, column: number, ...rows: Rows): Step =>
  (world) => {
    world.person.paste('Orders', row, column, rows);
  };

/** Numbered rows pasted at once: [id, status, amount]. */
export const pasteMany =
  (row: number, count: number, status: string, firstId = 1): Step =>
  (world) => {
    world.person.paste(
      'Orders',
      row,
      1,
      Array.from({ length: count }, (_, index) => [String(firstId + index), status, 1]),
    );
  };

export const fillDown =
  (row: number, column: number, count: number, text: string): Step =>
  (world) => {
    world.person.paste(
      'Orders',
      row,
      column,
      Array.from({ length: count }, () => [text]),
    );
  };

export const clear =
  (row: number, column: number, rows = 1, columns = 1): Step =>
  (world) => {
    world.person.clear('Orders', { row, column, rows, columns });
  };

export const undo: Step = (world) => {
  world.person.undo();
};

export const insertRows =
  (before: number, count = 1): Step =>
  (world) => {
    world.person.insertRows('Orders', before, count);
  };

export const deleteRows =
  (first: number, count = 1): Step =>
  (world) => {
    world.person.deleteRows('Orders', first, count);
  };

export const insertColumn =
  (before: number): Step =>
  (world) => {
    world.person.insertColumns('Orders', before);
  };

export const deleteColumn =
  (at: number): Step =>
  (world) => {
    world.person.deleteColumns('Orders', at);
  };

export const sort =
  (column: number): Step =>
  (world) => {
    world.person.sort('Orders', column);
  };

export const renameTab =
  (from: string, to: string): Step =>
  (world) => {
    world.person.renameTab(from, to);
  };

/** By another script or the API: no trigger hears of it. */
export const write =
  (row: number, column: number, ...rows: Rows): Step =>
  (world) => {
    world.write(row, column, rows);
  };

export const minutes =
  (count: number): Step =>
  (world) => {
    world.tick(count);
  };

/** Time passes, and nothing runs. */
export const pause =
  (count: number): Step =>
  (world) => {
    world.clock.advance(count * 60_000);
  };

/** Each trigger runs twice from now on. */
export const doubled: Step = (world) => {
  world.person.habits.doubled = true;
};

/** No trigger runs while this happens. */
export const unheard =
  (...steps: readonly Step[]): Step =>
  (world) => {
    world.person.habits.lost = true;
    for (const step of steps) step(world);
    world.person.habits.lost = false;
  };

/** Google delivers the last event that was heard once more, after this has happened unheard. */
export const repeatedAfter =
  (...steps: readonly Step[]): Step =>
  (world) => {
    const { person } = world;
    for (const step of steps) step(world);
    person.repeatLastEvent();
  };

/** The executions of a step end at their nth service call, after it took effect or before. */
export const killed =
  (call: number, effect: 'none' | 'whole' | { first: number }, step: Step): Step =>
  (world) => {
    let left = call;
    world.project.interceptor = {
      decide: () => {
        left -= 1;
        return left === 0 ? { effect, outcome: 'kill' } : {};
      },
    };
    step(world);
    world.project.interceptor = undefined;
  };

export const setRules =
  (rules: Readonly<Record<string, object | null>>): Step =>
  (world) => {
    world.run('configure', { rules });
  };

export const run = (history: History): string[] => {
  const world = createSheetWorld(history.rows === undefined ? {} : { rows: history.rows });
  world.rules(history.rules, history.isSettled ?? true);
  for (const step of history.steps) step(world);
  world.tick(3);
  return world.texts();
};
