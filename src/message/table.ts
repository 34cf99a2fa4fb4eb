/** Tables in a fixed-width font. */

/** What a phone shows of a code block without scrolling much; our own choice. */
const MAX_TABLE_CHARACTERS = 60;

/** How a column's cells align. */
export type CellAlignment = 'center' | 'left' | 'right' | null;

/**
 * A table as lines of aligned columns; undefined when it is too wide to be read that way.
 *
 * @param rows - the header first
 */
export function tableLines(
  rows: readonly (readonly string[])[],
  align: readonly CellAlignment[],
): string[] | undefined {
  const [header = []] = rows;
  const widths = header.map((_, column) => Math.max(...rows.map((row) => widthOf(row[column] ?? ''))));
  if (widths.reduce((sum, width) => sum + width + 2, -2) > MAX_TABLE_CHARACTERS) return undefined;
  const line = (row: readonly string[]): string =>
    widths
      .map((width, column) => padded(row[column] ?? '', width, align[column] ?? null))
      .join('  ')
      .trimEnd();
  return [line(header), widths.map((width) => '-'.repeat(width)).join('  '), ...rows.slice(1).map(line)];
}

function padded(text: string, width: number, align: CellAlignment): string {
  const free = width - widthOf(text);
  const left = align === 'right' ? free : align === 'center' ? Math.floor(free / 2) : 0;
  return ' '.repeat(left) + text + ' '.repeat(free - left);
}

const widthOf = (text: string): number => Array.from(text).length;
