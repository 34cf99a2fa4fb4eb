import type { Columns } from './columns';
import type { Table } from './table';

/** What messages about a tab's rows say and need besides the rules. */
export interface Place {
  readonly table: Table;
  readonly columns: Columns;
  /** The tab's name in what is remembered. */
  readonly tabKey: string;
  /** "https://docs.google.com/spreadsheets/d/ID/edit"; '' when it is not known. */
  readonly url: string;
  /** Whose edit it was, an address; '' when Google does not say. */
  readonly by: string;
  /** Epoch milliseconds. */
  readonly now: number;
  /** The texts that a row's cells show, by the row's number. */
  shown(row: number): readonly string[];
}

/** The address of a row, or of the whole tab. */
export function linkTo({ url, table }: Pick<Place, 'url' | 'table'>, row?: number): string {
  if (url === '') return '';
  return `${url}#gid=${table.tabId}${row === undefined ? '' : `&range=${row}:${row}`}`;
}
