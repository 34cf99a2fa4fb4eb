/** One benchmark: a file `bench/b<number>-<name>.ts` that exports it as `benchmark`. */
export interface Benchmark {
  /** What is measured, one line. */
  readonly title: string;
  /** Measures. Talk goes to stderr; the table is the result. */
  readonly run: () => Promise<Table> | Table;
}

/** What a benchmark found. */
export interface Table {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly (string | number)[])[];
  /** What a reader must know to read the numbers: conditions, versions, what was not measured. */
  readonly notes: readonly string[];
}

/** The middle of several measurements. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? Number.NaN) + upper) / 2;
}

/** A table as Markdown, its columns aligned. */
export function formatTable({ columns, rows, notes }: Table): string {
  const cells = [columns, ...rows].map((row) => row.map(String));
  const widths = columns.map((_, column) => Math.max(3, ...cells.map((row) => row[column]?.length ?? 0)));
  const line = (row: readonly string[]) =>
    `| ${widths.map((width, column) => (row[column] ?? '').padEnd(width)).join(' | ')} |`;
  const [head = [], ...body] = cells;
  const rule = line(widths.map((width) => '-'.repeat(width)));
  return [line(head), rule, ...body.map(line), ...notes.map((note) => `\n${note}`)].join('\n');
}
