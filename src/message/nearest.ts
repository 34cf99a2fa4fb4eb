/** Finds what somebody probably meant. */

/**
 * The known name that a misspelt one resembles most; undefined when none is close: the same but for case and
 * separators, or at most a third of its letters off.
 */
export function nearestName(name: string, known: readonly string[]): string | undefined {
  const wanted = letters(name);
  let best: string | undefined;
  let bestDistance = Math.max(1, Math.floor(wanted.length / 3)) + 1;
  for (const candidate of known) {
    const distance = editDistance(wanted, letters(candidate), bestDistance);
    if (distance < bestDistance) {
      best = candidate;
      bestDistance = distance;
    }
  }
  return best;
}

const letters = (name: string): string =>
  name
    .toLowerCase()
    .replace(/[\s_.-]/g, '')
    .slice(0, 60);

/** Letters to insert, remove or replace, or two neighbours to swap; `limit` when it is that much or more. */
function editDistance(a: string, b: string, limit: number): number {
  if (Math.abs(a.length - b.length) >= limit) return limit;
  let previous: number[] = [];
  let row = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let i = 1; i <= a.length; i++) {
    const above = row;
    row = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1];
      let least = Math.min((above[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (above[j - 1] ?? 0) + (same ? 0 : 1));
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) {
        least = Math.min(least, (previous[j - 2] ?? 0) + 1);
      }
      row.push(least);
    }
    previous = above;
  }
  return Math.min(row[b.length] ?? limit, limit);
}
