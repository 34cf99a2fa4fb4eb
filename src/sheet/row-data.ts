import { Shown } from '../message/shown';
import { cellWords, isDate, type Cell } from './cell';
import type { Firing } from './decide';
import { linkTo, type Place } from './place';

/** What of a firing a template can name. */
export type RowOccasion = Pick<Firing, 'row' | 'before' | 'submitted'>;

/**
 * What a rule's template can name: every column by its header, old names of renamed ones too, and about the row itself
 * `row`, `link`, `tab`, `rule`, `by`, `before`, `answers`, `isEdited`. A column of the same name goes first.
 */
export function rowData(
  { row, before, submitted }: RowOccasion,
  ruleTitle: string,
  place: Place,
): Record<string, unknown> {
  const { table, columns, by } = place;
  const shown = place.shown(row.number);
  const cells: Record<string, unknown> = {};
  const was: Record<string, unknown> = {};
  const answers: { question: string; answer: unknown }[] = [];
  columns.headers.forEach((header, column) => {
    if (header === '' || Object.prototype.hasOwnProperty.call(cells, header)) return;
    const cell = row.cells[column] ?? '';
    cells[header] = shownCell(cell, shown[column]);
    was[header] = beforeWords(before(column), table.timeZone);
    if (shown[column] !== undefined && shown[column] !== '') answers.push({ question: header, answer: cells[header] });
  });
  for (const [old, header] of Object.entries(columns.aliases)) {
    if (old in cells || !(header in cells)) continue;
    cells[old] = cells[header];
    was[old] = was[header];
  }
  return {
    row: row.number,
    link: linkTo(place, row.number),
    tab: table.tabName,
    rule: ruleTitle,
    by,
    before: was,
    answers,
    isEdited: submitted === 'edited',
    ...cells,
  };
}

/** A cell as its sheet shows it, and as formatters take it. */
function shownCell(cell: Cell, text: string | undefined): unknown {
  if (text === undefined) return isDate(cell) && Number.isNaN(cell.getTime()) ? '' : cell;
  return text === cell ? text : new Shown(cell, text);
}

const beforeWords = (cell: Cell | undefined, timeZone: string): unknown =>
  cell === undefined || cell === '' ? '' : isDate(cell) ? cellWords(cell, timeZone) : cell;
