/** A1 notation. Rows and columns count from 1, as in Google's methods. */

/** A block of cells. */
export interface Area {
  readonly row: number;
  readonly column: number;
  readonly rows: number;
  readonly columns: number;
}

/** An area as written: of a named tab or not, with open ends where the notation leaves them open. */
export interface WrittenArea {
  readonly tab: string | null;
  readonly row: number;
  readonly column: number;
  /** null: to the last row. */
  readonly lastRow: number | null;
  readonly lastColumn: number | null;
}

/** 28 → "AB" */
export function columnLetters(column: number): string {
  let letters = '';
  for (let left = column; left > 0; left = Math.floor((left - 1) / 26)) {
    letters = String.fromCharCode(65 + ((left - 1) % 26)) + letters;
  }
  return letters;
}

/** "AB" → 28 */
export const columnNumber = (letters: string): number =>
  Array.from(letters.toUpperCase()).reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0);

/** "B2:D10"; one cell as "B2". */
export function writeArea({ row, column, rows, columns }: Area): string {
  const first = `${columnLetters(column)}${String(row)}`;
  if (rows === 1 && columns === 1) return first;
  return `${first}:${columnLetters(column + columns - 1)}${String(row + rows - 1)}`;
}

const CORNERS = /^\$?([A-Za-z]{1,3})?\$?([1-9]\d*)?(?::\$?([A-Za-z]{1,3})?\$?([1-9]\d*)?)?$/;

/** Reads "B2", "B2:D", "A:C", "2:5", "Orders!A1" or "'Old orders'!A1:B2"; null when it is none of these. */
export function readArea(notation: string): WrittenArea | null {
  const named = /^(?:'((?:[^']|'')+)'|([^'!]+))!(.+)$/.exec(notation.trim());
  const tab = named ? (named[1]?.replace(/''/g, "'") ?? named[2] ?? null) : null;
  const corners = CORNERS.exec((named ? named[3] : notation.trim()) ?? '');
  if (!corners) return null;
  const [, firstLetters, firstDigits, lastLetters, lastDigits] = corners;
  const isRange = corners[0].includes(':');
  if (!isRange) {
    if (firstLetters === undefined || firstDigits === undefined) return null;
    const column = columnNumber(firstLetters);
    return { tab, row: Number(firstDigits), column, lastRow: Number(firstDigits), lastColumn: column };
  }
  if (firstLetters === undefined && firstDigits === undefined) return null;
  if ((firstLetters === undefined) !== (lastLetters === undefined)) return null;
  const column = firstLetters === undefined ? 1 : columnNumber(firstLetters);
  const row = firstDigits === undefined ? 1 : Number(firstDigits);
  return {
    tab,
    row,
    column,
    lastRow: lastDigits === undefined ? null : Math.max(Number(lastDigits), row),
    lastColumn: lastLetters === undefined ? null : Math.max(columnNumber(lastLetters), column),
  };
}
