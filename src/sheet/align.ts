/** What identifies a row when it is looked for again. */
export interface Mark {
  /** The value of the tab's key column; '' when there is none. */
  readonly key: string;
  readonly hash: string;
}

/**
 * Finds for each row of a tab which of the remembered ones it is: by its key where there is one, otherwise by what is in it
 * and by where it stands. Rows may have been inserted, deleted, moved, sorted and changed.
 *
 * @param before - the remembered rows, from top to bottom
 * @param after - the tab's rows, from top to bottom
 * @returns for each of `after` its place in `before`, or -1 for a row that is new
 */
export function alignRows(before: readonly Mark[], after: readonly Mark[]): number[] {
  const found: number[] = after.map(() => -1);
  const taken: boolean[] = before.map(() => false);
  const pair = (row: number, slot: number): void => {
    found[row] = slot;
    taken[slot] = true;
  };
  pairByName(before, after, pair, ({ key }) => key, 'first');
  pairEnds(before, after, found, taken, pair);
  pairByName(before, after, pair, ({ hash, key }) => `${key}\n${hash}`, 'only', found, taken);
  pairInGaps(before, after, found, taken, pair);
  return found;
}

type Pair = (row: number, slot: number) => void;

/** Rows and slots with the same name: of several the first with the first, or only where there is just one of each. */
function pairByName(
  before: readonly Mark[],
  after: readonly Mark[],
  pair: Pair,
  nameOf: (mark: Mark) => string,
  several: 'first' | 'only',
  found: readonly number[] = [],
  taken: readonly boolean[] = [],
): void {
  const slots = new Map<string, number[]>();
  before.forEach((mark, slot) => {
    const name = nameOf(mark);
    if (name === '' || taken[slot] === true) return;
    const own = slots.get(name);
    if (own === undefined) slots.set(name, [slot]);
    else own.push(slot);
  });
  if (slots.size === 0) return;
  const rows = new Map<string, number[]>();
  after.forEach((mark, row) => {
    const name = nameOf(mark);
    if (name === '' || (found[row] ?? -1) >= 0 || !slots.has(name)) return;
    const own = rows.get(name);
    if (own === undefined) rows.set(name, [row]);
    else own.push(row);
  });
  for (const [name, ofName] of rows) {
    const matching = slots.get(name) as number[];
    if (several === 'only' && (ofName.length > 1 || matching.length > 1)) continue;
    ofName.slice(0, matching.length).forEach((row, index) => pair(row, matching[index] as number));
  }
}

/** What is the same from the top, and from the bottom. */
function pairEnds(
  before: readonly Mark[],
  after: readonly Mark[],
  found: readonly number[],
  taken: readonly boolean[],
  pair: Pair,
): void {
  const isSame = (row: number, slot: number): boolean =>
    found[row] === slot || (found[row] === -1 && taken[slot] === false && after[row]?.hash === before[slot]?.hash);
  const least = Math.min(before.length, after.length);
  let top = 0;
  while (top < least && isSame(top, top)) top += 1;
  let bottom = 0;
  while (bottom < least - top && isSame(after.length - 1 - bottom, before.length - 1 - bottom)) bottom += 1;
  for (let row = 0; row < top; row++) pair(row, row);
  for (let up = 0; up < bottom; up++) pair(after.length - 1 - up, before.length - 1 - up);
}

/** Between rows that are known, what is left stands for each other in order: rows that were changed where they are. */
function pairInGaps(
  before: readonly Mark[],
  after: readonly Mark[],
  found: readonly number[],
  taken: readonly boolean[],
  pair: Pair,
): void {
  let slot = 0;
  for (let row = 0; row < after.length; row++) {
    const known = found[row] as number;
    if (known >= 0) {
      slot = Math.max(slot, known + 1);
      continue;
    }
    const end = nextKnown(found, row, before.length);
    while (slot < end && taken[slot] === true) slot += 1;
    if (slot < end && mayBeSame(before[slot], after[row])) {
      pair(row, slot);
      slot += 1;
    }
  }
}

/** A row of another key is another row; one whose key was just filled in or emptied is not. */
const mayBeSame = (before: Mark | undefined, after: Mark | undefined): boolean =>
  before !== undefined && after !== undefined && (before.key === '' || after.key === '' || before.key === after.key);

function nextKnown(found: readonly number[], row: number, otherwise: number): number {
  for (let below = row + 1; below < found.length; below++)
    if ((found[below] as number) >= 0) return found[below] as number;
  return otherwise;
}
