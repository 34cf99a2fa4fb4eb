import { utf8Length } from '../message/bytes';
import { fingerprint } from '../schedule/hash';

/**
 * How configuration is kept in the store:
 *
 *   cc/c/m         {"v":1,"k":{"schedules":["1x9f…",…],…}}: the version of the format, and the pieces of each kind
 *   cc/c/p/1x9f…   [["standup",{…},1764036000000],…]: a piece: entries by id, and when each was stored
 *
 * A piece is named after what is in it and never changes. New pieces are written before the manifest that names them and
 * old ones removed after it, so that a kill leaves either the old configuration or the new one, whole.
 */
export const MANIFEST_KEY = 'cc/c/m';
export const PIECE_PREFIX = 'cc/c/p/';

/** The version of the format that this code writes. */
export const FORMAT_VERSION = 1;

/** The bytes that one piece takes at most: Apps Script's limit on a value is 9 KB, taken as 9,000 bytes. */
export const PIECE_BYTES = 8_600;

/** An entry as it is stored. */
export interface StoredEntry {
  readonly entry: unknown;
  /** Epoch milliseconds. */
  readonly storedAt: number;
}

/** The stored entries of every kind, by kind and id. */
export type StoredEntries = ReadonlyMap<string, ReadonlyMap<string, StoredEntry>>;

type Snapshot = Readonly<Record<string, string>>;

interface Manifest {
  readonly version: number;
  readonly pieces: Readonly<Record<string, readonly string[]>>;
}

/** Turns the entries of one version of the format into those of the next. */
export type Migration = (kind: string, entry: unknown) => unknown;

/** By the version they start from. Version 1 is the first, so there is none yet. */
const MIGRATIONS: Readonly<Record<number, Migration>> = {};

/** Reads the manifest; one that is damaged counts as none. */
export function readManifest(snapshot: Snapshot): Manifest {
  try {
    const stored = JSON.parse(snapshot[MANIFEST_KEY] ?? '') as { v?: unknown; k?: unknown };
    if (typeof stored.v === 'number' && typeof stored.k === 'object' && stored.k !== null) {
      return { version: stored.v, pieces: stored.k as Manifest['pieces'] };
    }
  } catch {
    // None, or not of our making.
  }
  return { version: FORMAT_VERSION, pieces: {} };
}

/** What changes whenever a stored entry of a kind does. */
export const storedFingerprint = ({ version, pieces }: Manifest, kind: string): string =>
  `${version}:${(pieces[kind] ?? []).join('+')}`;

/**
 * Reads the stored entries of a kind. What is damaged is left out; a format newer than this code is left alone, and
 * nothing of it is in force.
 *
 * @param migrations - what takes older formats up to this code's
 */
export function readStored(
  snapshot: Snapshot,
  kind: string,
  { version, pieces }: Manifest = readManifest(snapshot),
  migrations: Readonly<Record<number, Migration>> = MIGRATIONS,
): Map<string, StoredEntry> {
  const found = new Map<string, StoredEntry>();
  if (version > FORMAT_VERSION) return found;
  for (const name of pieces[kind] ?? []) {
    for (const [id, entry, storedAt] of readPiece(snapshot[PIECE_PREFIX + name])) {
      let upgraded = entry;
      for (let from = version; from < FORMAT_VERSION; from += 1)
        upgraded = migrations[from]?.(kind, upgraded) ?? upgraded;
      found.set(id, { entry: upgraded, storedAt });
    }
  }
  return found;
}

type PieceRow = readonly [id: string, entry: unknown, storedAt: number];

function readPiece(text: string | undefined): PieceRow[] {
  try {
    const rows = JSON.parse(text ?? '[]') as unknown;
    return Array.isArray(rows) ? rows.filter(isPieceRow) : [];
  } catch {
    return [];
  }
}

const isPieceRow = (row: unknown): row is PieceRow =>
  Array.isArray(row) && typeof row[0] === 'string' && typeof row[2] === 'number';

/** What to write to store a configuration. */
export interface StoredChanges {
  /** New pieces first, the manifest last. */
  readonly entries: Readonly<Record<string, string>>;
  /** Pieces that are of no use once the entries are written. */
  readonly removals: readonly string[];
}

/** The bytes that an entry takes in its piece. */
export const entryBytes = (id: string, { entry, storedAt }: StoredEntry): number =>
  utf8Length(JSON.stringify([id, entry, storedAt])) + 1;

/** Lays entries out in pieces. Entries keep to the piece they are in, so that a small change writes little. */
export function packStored(snapshot: Snapshot, next: StoredEntries): StoredChanges {
  const manifest = readManifest(snapshot);
  const pieces: Record<string, string[]> = {};
  const texts = new Map<string, string>();
  for (const [kind, entries] of next) {
    const groups = group(
      entries,
      (manifest.pieces[kind] ?? []).map((name) => readPiece(snapshot[PIECE_PREFIX + name])),
    );
    if (groups.length === 0) continue;
    pieces[kind] = groups.map((text) => {
      const name = fingerprint(text);
      texts.set(PIECE_PREFIX + name, text);
      return name;
    });
  }
  const entries: Record<string, string> = {};
  for (const [key, text] of texts) if (snapshot[key] !== text) entries[key] = text;
  const removals = Object.keys(snapshot).filter((key) => key.startsWith(PIECE_PREFIX) && !texts.has(key));
  return { entries: { ...entries, [MANIFEST_KEY]: JSON.stringify({ v: FORMAT_VERSION, k: pieces }) }, removals };
}

function group(entries: ReadonlyMap<string, StoredEntry>, before: readonly (readonly PieceRow[])[]): string[] {
  const left = new Map(entries);
  const groups: { rows: string[]; sizeBytes: number }[] = [];
  const add = (id: string, stored: StoredEntry, place: number): void => {
    const row = JSON.stringify([id, stored.entry, stored.storedAt]);
    const sizeBytes = utf8Length(row) + 1;
    let at = place;
    while (groups[at] !== undefined && (groups[at]?.sizeBytes ?? 0) + sizeBytes > PIECE_BYTES) at += 1;
    const target = (groups[at] = groups[at] ?? { rows: [], sizeBytes: 2 });
    target.rows.push(row);
    target.sizeBytes += sizeBytes;
    left.delete(id);
  };
  before.forEach((rows) => {
    const place = groups.length;
    for (const [id] of rows) {
      const stored = left.get(id);
      if (stored !== undefined) add(id, stored, place);
    }
  });
  for (const [id, stored] of [...left]) add(id, stored, 0);
  return groups.filter(({ rows }) => rows.length > 0).map(({ rows }) => `[${rows.join(',')}]`);
}
