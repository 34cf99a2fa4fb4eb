import type { Mark } from './align';
import { canonical } from './cell';
import { rememberedColumns } from './compile';
import type { Columns } from './columns';
import type { CompiledRule } from './decide-row';
import { HASH_CHARACTERS, KEY_CHARACTERS } from './memory-types';
import type { Rule } from './rule';
import { shortHash } from './short-hash';
import type { TableRow } from './table';

/** What of a tab's rows is remembered: which columns make their hash, which name them, and whose values are kept. */
export class Marks {
  /** Of the hashed columns' names: what is remembered under another one cannot be compared. */
  readonly fingerprint: string;
  /** The columns whose values are kept, by the names that rules use. */
  readonly remembered: readonly string[];
  /** The same by number. */
  readonly rememberedAt: readonly number[];
  private readonly hashed: readonly number[];
  private readonly keyColumn: number;

  constructor(compiled: readonly CompiledRule[], rules: readonly Rule[], columns: Columns) {
    const { headers, aliases } = columns;
    const originals = new Map(Object.entries(aliases).map(([old, current]) => [current, old]));
    const nameOf = (column: number): string => originals.get(headers[column] ?? '') ?? headers[column] ?? '';
    // A form's answers all count: one that was changed is a change.
    const hashed = compiled.flatMap(({ rule, lookedAt }) =>
      rule.when === 'submitted' ? headers.map((_, column) => column) : lookedAt,
    );
    // By name, not by place: a column that was moved or renamed changes nothing.
    const named = [...new Set(hashed)].map((column) => ({ column, name: nameOf(column) }));
    named.sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : a.column - b.column));
    this.hashed = named.map(({ column }) => column);
    const key = rules.find((rule) => rule.key !== undefined)?.key;
    this.keyColumn = key === undefined ? -1 : (columns.find(key) ?? -1);
    this.fingerprint = shortHash(JSON.stringify([named.map(({ name }) => name), this.keyColumn >= 0]), 8);
    this.remembered = [...new Set(compiled.flatMap(({ rule }) => rememberedColumns(rule)))].sort();
    this.rememberedAt = this.remembered.map((name) => columns.find(name) ?? -1);
  }

  of({ cells }: TableRow): Mark {
    const text = this.hashed.map((column) => canonical(cells[column] ?? '')).join('\u0001');
    const key = this.keyColumn < 0 ? '' : canonical(cells[this.keyColumn] ?? '').trim();
    return {
      hash: shortHash(text, HASH_CHARACTERS),
      key: key === '' ? '' : shortHash(key.toLowerCase(), KEY_CHARACTERS),
    };
  }
}
