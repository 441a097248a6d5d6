import type { JudgingRows } from "../../ranking/metrics/judging-rows.ts";

/** Fewer pairs prove nothing. */
const LEAST_PAIRS = 200;

/**
 * How well each feature alone tells, within a search, what was clicked from what was not: the area under the ROC curve
 * over pairs, in the better of both directions, ties as half; unknown values are below all others. What is far below the
 * last click is not taken as seen.
 */
export function featureAucs({ groups, gains, positions, vectors, columns }: JudgingRows): Float64Array {
  const above = new Float64Array(columns);
  let pairs = 0;
  let first = 0;
  for (const rows of groups) {
    const search = { from: first, to: first + rows };
    first = search.to;
    let last = -1;
    for (let row = search.from; row < search.to; row += 1) if (gains[row]! > 0) last = row;
    if (last < 0) continue;
    for (let good = search.from; good <= last; good += 1) {
      if (!(gains[good]! > 0)) continue;
      for (let bad = search.from; bad < search.to && positions[bad]! <= positions[last]! + 1; bad += 1) {
        if (gains[bad]! > 0) continue;
        pairs += 1;
        for (let column = 0; column < columns; column += 1) {
          const a = vectors[good * columns + column]!;
          const b = vectors[bad * columns + column]!;
          if (a > b || (b !== b && a === a)) above[column]! += 1;
          else if (a === b || (a !== a && b !== b)) above[column]! += 0.5;
        }
      }
    }
  }
  return above.map((won) => (pairs < LEAST_PAIRS ? 0.5 : Math.max(won, pairs - won) / pairs));
}
