import type { Area } from './a1';
import { type Cell, EMPTY } from './cell';

/** One tab's cells and size. It decides nothing and refuses nothing. */
export class Tab {
  hidden = false;
  readonly merges: Area[] = [];
  #rows: (Cell | undefined)[][] = [];

  constructor(
    readonly id: number,
    public name: string,
    public maxRows = 1000,
    public maxColumns = 26,
  ) {}

  cell(row: number, column: number): Cell {
    return this.#rows[row - 1]?.[column - 1] ?? EMPTY;
  }

  set(row: number, column: number, cell: Cell): void {
    const cells = (this.#rows[row - 1] ??= []);
    cells[column - 1] = cell;
    this.maxRows = Math.max(this.maxRows, row);
    this.maxColumns = Math.max(this.maxColumns, column);
  }

  /** The last row with a value or a formula; 0 in an empty tab. */
  get lastRow(): number {
    for (let row = this.#rows.length; row > 0; row--) if (this.#rows[row - 1]?.some(hasContent)) return row;
    return 0;
  }

  get lastColumn(): number {
    let last = 0;
    for (const cells of this.#rows) {
      for (let column = (cells as Cell[] | undefined)?.length ?? 0; column > last; column--) {
        if (hasContent(cells?.[column - 1])) last = column;
      }
    }
    return last;
  }

  /** Every cell that is there. */
  forEach(visit: (cell: Cell, row: number, column: number) => void): void {
    this.#rows.forEach((cells, row) => {
      cells.forEach((cell, column) => {
        if (cell) visit(cell, row + 1, column + 1);
      });
    });
  }

  insert(axis: 'row' | 'column', at: number, count: number): void {
    if (axis === 'row') {
      this.maxRows += count;
      if (at <= this.#rows.length) this.#rows.splice(at - 1, 0, ...Array.from({ length: count }, () => []));
      return;
    }
    this.maxColumns += count;
    for (const cells of this.#rows) {
      if (at <= ((cells as Cell[] | undefined)?.length ?? 0))
        cells.splice(at - 1, 0, ...Array.from({ length: count }, () => undefined));
    }
  }

  remove(axis: 'row' | 'column', at: number, count: number): void {
    if (axis === 'row') {
      this.maxRows -= count;
      this.#rows.splice(at - 1, count);
      return;
    }
    this.maxColumns -= count;
    for (const cells of this.#rows) (cells as Cell[] | undefined)?.splice(at - 1, count);
  }

  /** Puts rows into another order. @param order - of each row from `first` on, which row it was before */
  reorder(first: number, order: readonly number[]): void {
    const moved = order.map((row) => this.#rows[row - 1] ?? []);
    moved.forEach((cells, index) => (this.#rows[first - 1 + index] = cells));
  }

  /** All cells as they are now. The result puts them back. */
  snapshot(): () => void {
    const rows = this.#rows.map((cells) => [...cells]);
    const { maxRows, maxColumns, name } = this;
    return () => {
      this.#rows = rows.map((cells) => [...cells]);
      Object.assign(this, { maxRows, maxColumns, name });
    };
  }
}

const hasContent = (cell: Cell | undefined): boolean =>
  cell !== undefined && (cell.formula !== undefined || cell.value !== '');
