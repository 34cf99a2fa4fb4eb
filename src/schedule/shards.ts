import { utf8Length } from '../message/bytes';

/** A row of state: an id first, then what is kept of it. */
export type Row = readonly [id: string, ...values: (string | number)[]];

/** What changes in the store: part of a plan. */
export interface StoreChanges {
  readonly entries: Readonly<Record<string, string>>;
  readonly removals: readonly string[];
}

/** The bytes of rows that one value holds; Apps Script's limit is 9 KB, taken as 9,000 bytes. */
const SHARD_BYTES = 8_400;

/**
 * Rows of state, spread over as many values of the store as they need. A row stays in the value it was first put into, so
 * that a change rewrites one value and not all.
 */
export class Shards<R extends Row> {
  readonly rows = new Map<string, R>();
  private readonly places = new Map<string, number>();
  private readonly before = new Map<number, string>();

  /**
   * @param prefix - the keys' beginning: "cc/t/s" for "cc/t/s0", "cc/t/s1", …
   * @param isRow - whether a stored value is a row of this kind; what is not is left out, as if it had never been there
   */
  constructor(
    snapshot: Readonly<Record<string, string>>,
    private readonly prefix: string,
    isRow: (value: Row) => boolean,
  ) {
    for (const key of Object.keys(snapshot)) {
      const shard = key.startsWith(prefix) ? Number(key.slice(prefix.length)) : NaN;
      if (!Number.isInteger(shard)) continue;
      const text = snapshot[key] ?? '';
      this.before.set(shard, text);
      for (const row of readRows(text)) {
        if (!isRow(row) || this.rows.has(row[0])) continue;
        this.rows.set(row[0], row as R);
        this.places.set(row[0], shard);
      }
    }
  }

  /** What to write: each call gives the changes since the one before, or since reading. */
  changes(): StoreChanges {
    const shards = new Map<number, { texts: string[]; sizeBytes: number }>();
    const shardOf = (index: number) => {
      const shard = shards.get(index) ?? { texts: [], sizeBytes: 0 };
      shards.set(index, shard);
      return shard;
    };
    for (const row of this.rows.values()) {
      const text = JSON.stringify(row);
      const sizeBytes = utf8Length(text) + 1;
      let place = this.places.get(row[0]) ?? 0;
      while (shardOf(place).sizeBytes + sizeBytes > SHARD_BYTES) place += 1;
      this.places.set(row[0], place);
      const shard = shardOf(place);
      shard.texts.push(text);
      shard.sizeBytes += sizeBytes;
    }
    const entries: Record<string, string> = {};
    const removals: string[] = [];
    for (const [index, { texts }] of shards) {
      const text = `[${texts.join(',')}]`;
      if (texts.length === 0 || this.before.get(index) === text) continue;
      entries[this.prefix + index] = text;
      this.before.set(index, text);
    }
    for (const index of [...this.before.keys()]) {
      if ((shards.get(index)?.texts.length ?? 0) > 0) continue;
      removals.push(this.prefix + index);
      this.before.delete(index);
    }
    return { entries, removals };
  }
}

function readRows(text: string): Row[] {
  try {
    const rows = JSON.parse(text) as unknown;
    return Array.isArray(rows)
      ? rows.filter((row): row is Row => Array.isArray(row) && typeof row[0] === 'string')
      : [];
  } catch {
    return [];
  }
}
