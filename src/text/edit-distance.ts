/**
 * Optimal string alignment distance: insertions, deletions, replacements and swaps of neighbours count one each.
 * Characters are UTF-16 units.
 *
 * @returns the distance, or `max + 1` when it is greater than `max`
 */
export const editDistance = (a: string, b: string, max: number): number => {
  const tooFar = max + 1;
  if (Math.abs(a.length - b.length) > max) return tooFar;
  let from = 0;
  let endA = a.length;
  let endB = b.length;
  while (from < endA && from < endB && a.charCodeAt(from) === b.charCodeAt(from)) from++;
  while (endA > from && endB > from && a.charCodeAt(endA - 1) === b.charCodeAt(endB - 1)) {
    endA--;
    endB--;
  }
  const m = endA - from;
  const n = endB - from;
  if (m === 0 || n === 0) return Math.min(Math.max(m, n), tooFar);
  if (n >= rows[0]!.length) rows = [new Uint16Array(2 * n), new Uint16Array(2 * n), new Uint16Array(2 * n)];
  let [before, above, row] = rows as [Uint16Array, Uint16Array, Uint16Array];
  for (let j = 0; j <= n; j++) above[j] = j;
  for (let i = 1; i <= m; i++) {
    const charA = a.charCodeAt(from + i - 1);
    row[0] = i;
    let best = i;
    for (let j = 1; j <= n; j++) {
      const charB = b.charCodeAt(from + j - 1);
      let cost = above[j - 1]! + (charA === charB ? 0 : 1);
      if (above[j]! + 1 < cost) cost = above[j]! + 1;
      if (row[j - 1]! + 1 < cost) cost = row[j - 1]! + 1;
      if (
        i > 1 &&
        j > 1 &&
        charA === b.charCodeAt(from + j - 2) &&
        charB === a.charCodeAt(from + i - 2) &&
        before[j - 2]! + 1 < cost
      ) {
        cost = before[j - 2]! + 1;
      }
      row[j] = cost;
      if (cost < best) best = cost;
    }
    if (best > max) return tooFar;
    [before, above, row] = [above, row, before];
  }
  return Math.min(above[n]!, tooFar);
};

/** Scratch, kept between calls: the last three rows of the table. */
let rows: readonly Uint16Array[] = [new Uint16Array(64), new Uint16Array(64), new Uint16Array(64)];
