import { HASH_CHARACTERS, KEY_CHARACTERS, type RowMemory } from './memory-types';

/**
 * Rows as one text: `[serials, hashes, keys, values, turns, since, quiet, waits, new]`.
 *
 * - serials are runs, "1-40,57"
 * - hashes are 4 characters each, one after the other; keys 5, or nothing at all where no row has one
 * - values are for each remembered column its distinct texts, and which of them each row has: `[["Late","Open"],"0110"]`
 * - turns, since, quiet and waits are for each rule "value:rows;value:rows" in base 36, the rows as runs
 */
type Encoded = [
  serials: string,
  hashes: string,
  keys: string,
  values: [texts: string[], codes: string][],
  turns: Record<string, string>,
  since: Record<string, string>,
  quiet: Record<string, string>,
  waits: Record<string, string>,
  newSince: string,
];

const NO_KEY = '-'.repeat(KEY_CHARACTERS);

export function encodeRows(rows: readonly RowMemory[]): string {
  const columns = Math.max(0, ...rows.map(({ values }) => values.length));
  const encoded: Encoded = [
    runs(rows.map(({ serial }) => serial)),
    rows.map(({ hash }) => hash).join(''),
    rows.every(({ key }) => key === '') ? '' : rows.map(({ key }) => key || NO_KEY).join(''),
    Array.from({ length: columns }, (_, column) => dictionary(rows.map(({ values }) => values[column] ?? ''))),
    byRule(rows.map(({ turns }) => turns)),
    byRule(rows.map(({ since }) => since)),
    byRule(rows.map(({ quiet }) => quiet)),
    byRule(rows.map(({ waits }) => waits)),
    sparse(rows.map(({ newSince }) => newSince)),
  ];
  return JSON.stringify(encoded);
}

/** Reads what {@link encodeRows} wrote; what it did not write gives no rows. */
export function decodeRows(text: string): RowMemory[] {
  try {
    const [serials, hashes, keys, values, turns, since, quiet, waits, newSince] = JSON.parse(text) as Encoded;
    const numbers = expand(serials);
    const columns = values.map((column) => entries(column, numbers.length));
    const all = [turns, since, quiet, waits].map((map) => spread(map, numbers.length));
    const news = sparseValues(newSince);
    return numbers.map((serial, row) => ({
      serial,
      hash: hashes.slice(row * HASH_CHARACTERS, (row + 1) * HASH_CHARACTERS),
      key: keys.slice(row * KEY_CHARACTERS, (row + 1) * KEY_CHARACTERS).replace(NO_KEY, ''),
      values: columns.map((column) => column[row] ?? ''),
      turns: all[0]?.[row] ?? NONE,
      since: all[1]?.[row] ?? NONE,
      quiet: all[2]?.[row] ?? NONE,
      waits: all[3]?.[row] ?? NONE,
      newSince: news.get(row) ?? 0,
    }));
  } catch {
    return [];
  }
}

const NONE: ReadonlyMap<string, number> = new Map();

/** [1, 2, 3, 7] → "1-3,7"; the order stays. */
function runs(numbers: readonly number[]): string {
  const parts: string[] = [];
  for (let start = 0; start < numbers.length;) {
    let end = start;
    while (numbers[end + 1] === (numbers[end] as number) + 1) end += 1;
    const first = (numbers[start] as number).toString(36);
    parts.push(end === start ? first : `${first}-${(numbers[end] as number).toString(36)}`);
    start = end + 1;
  }
  return parts.join(',');
}

function expand(text: string): number[] {
  if (text === '') return [];
  return text.split(',').flatMap((part) => {
    const [first = '', last = first] = part.split('-');
    const from = parseInt(first, 36);
    return Array.from({ length: parseInt(last, 36) - from + 1 }, (_, index) => from + index);
  });
}

/** One character for each row while there are few texts, two for more. */
function dictionary(texts: readonly string[]): [string[], string] {
  const distinct = [...new Set(texts)];
  const codes = new Map(distinct.map((text, index) => [text, index]));
  const width = distinct.length > 36 ? 2 : 1;
  return [distinct, texts.map((text) => (codes.get(text) as number).toString(36).padStart(width, '0')).join('')];
}

function entries([texts, codes]: [string[], string], count: number): string[] {
  const width = texts.length > 36 ? 2 : 1;
  return Array.from(
    { length: count },
    (_, row) => texts[parseInt(codes.slice(row * width, (row + 1) * width), 36)] ?? '',
  );
}

function byRule(maps: readonly ReadonlyMap<string, number>[]): Record<string, string> {
  const keys = new Set<string>();
  for (const map of maps) for (const key of map.keys()) keys.add(key);
  return Object.fromEntries([...keys].sort().map((key) => [key, sparse(maps.map((map) => map.get(key) ?? 0))]));
}

function spread(map: Record<string, string>, count: number): (Map<string, number> | undefined)[] {
  const rows: (Map<string, number> | undefined)[] = Array.from({ length: count });
  for (const [key, text] of Object.entries(map)) {
    for (const [row, value] of sparseValues(text)) {
      const own = rows[row] ?? new Map<string, number>();
      rows[row] = own.set(key, value);
    }
  }
  return rows;
}

/** [0, 5, 5, 0, 9] → "5:1-2;9:4": zeros are left out. */
function sparse(values: readonly number[]): string {
  const rows = new Map<number, number[]>();
  values.forEach((value, row) => {
    if (value === 0) return;
    const own = rows.get(value);
    if (own === undefined) rows.set(value, [row]);
    else own.push(row);
  });
  return [...rows].map(([value, at]) => `${value.toString(36)}:${runs(at)}`).join(';');
}

function sparseValues(text: string): Map<number, number> {
  const values = new Map<number, number>();
  if (text === '') return values;
  for (const part of text.split(';')) {
    const [value = '', at = ''] = part.split(':');
    for (const row of expand(at)) values.set(row, parseInt(value, 36));
  }
  return values;
}
