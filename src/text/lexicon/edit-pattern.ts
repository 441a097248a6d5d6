/** The last code unit seen at each place of the pattern, a bit a place; cleared after each use. */
const places = new Int32Array(0x10000);

/**
 * Optimal string alignment distance (insertions, deletions, substitutions, swaps of neighbours; no part edited twice) of one pattern to
 * many texts. Patterns of up to 32 units run bit-parallel: H. Hyyrö, "A bit-vector algorithm for computing Levenshtein
 * and Damerau edit distances", Nordic Journal of Computing 10 (2003).
 *
 * @param visit gets `distance(units, from, to)`, which is valid during the visit only
 */
export function withPattern<T>(pattern: string, visit: (distance: Distance) => T): T {
  const { length } = pattern;
  if (length === 0) return visit((_units, from, to) => to - from);
  if (length > 32) return visit((units, from, to) => plainDistance(pattern, units, from, to));
  for (let i = 0; i < length; i++) places[pattern.charCodeAt(i)]! |= 1 << i;
  try {
    return visit((units, from, to) => bitDistance(length, units, from, to));
  } finally {
    for (let i = 0; i < length; i++) places[pattern.charCodeAt(i)] = 0;
  }
}

export type Distance = (units: Uint16Array, from: number, to: number) => number;

function bitDistance(length: number, units: Uint16Array, from: number, to: number): number {
  const last = 1 << (length - 1);
  let up = -1;
  let down = 0;
  let diagonal = 0;
  let before = 0;
  let distance = length;
  for (let i = from; i < to; i++) {
    const here = places[units[i]!]!;
    const swapped = ((~diagonal & here) << 1) & before;
    diagonal = (((here & up) + up) ^ up) | here | down | swapped;
    let right = down | ~(diagonal | up);
    let left = diagonal & up;
    if ((right & last) !== 0) distance++;
    if ((left & last) !== 0) distance--;
    right = (right << 1) | 1;
    left <<= 1;
    up = left | ~(diagonal | right);
    down = right & diagonal;
    before = here;
  }
  return distance;
}

function plainDistance(pattern: string, units: Uint16Array, from: number, to: number): number {
  const width = to - from;
  let beforeLast: number[] = [];
  let last = Array.from({ length: width + 1 }, (_, j) => j);
  for (let i = 1; i <= pattern.length; i++) {
    const row = [i];
    for (let j = 1; j <= width; j++) {
      const same = pattern.charCodeAt(i - 1) === units[from + j - 1];
      let best = Math.min(last[j]! + 1, row[j - 1]! + 1, last[j - 1]! + (same ? 0 : 1));
      const swapped =
        i > 1 &&
        j > 1 &&
        pattern.charCodeAt(i - 1) === units[from + j - 2] &&
        pattern.charCodeAt(i - 2) === units[from + j - 1];
      if (swapped) best = Math.min(best, beforeLast[j - 2]! + 1);
      row.push(best);
    }
    beforeLast = last;
    last = row;
  }
  return last[width]!;
}
