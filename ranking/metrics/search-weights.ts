import type { JudgingRows } from "./judging-rows.ts";

/**
 * What each search is to weigh so that the ratio of sums comes near the mean of every search's own NDCG: one over what
 * its best order could gain. What was clicked in a search must not weigh the search itself (the few clicked by mistake
 * would count most), so that is taken from what was expected of it beforehand, or from the other searches for the same
 * query, drawn to the mean of all.
 *
 * @param looked examination by position
 * @param discount of a position
 * @param expected gain of each row, known without this slice of the log; null without
 * @returns one a search, 1 in the mean
 */
export function searchWeights(
  rows: JudgingRows,
  looked: Float64Array,
  discount: Float64Array,
  expected: ArrayLike<number> | null,
): Float64Array {
  const best = expected === null ? gainedElsewhere(rows, looked) : bestExpected(rows, discount, expected);
  const mean = best.reduce((sum, value) => sum + value, 0) / Math.max(1, best.length);
  if (!(mean > 0)) return best.fill(1);
  const weights = best.map((value) => 1 / Math.max(value, mean * least));
  const level = weights.reduce((sum, value) => sum + value, 0) / weights.length;
  return weights.map((value) => value / level);
}

/** No search weighs as if its best were less than this share of the mean's. */
const least = 0.1;
/** How many searches the mean of all counts for beside those of the query. */
const prior = 2;

function gainedElsewhere({ groups, queries, gains, positions }: JudgingRows, looked: Float64Array): Float64Array {
  const gained = new Float64Array(groups.length);
  let [row, total] = [0, 0];
  for (let search = 0; search < groups.length; search += 1)
    for (const end = row + groups[search]!; row < end; row += 1)
      if (gains[row]! > 0) gained[search]! += gains[row]! / looked[positions[row]!]!;
  const sums = new Map<number, { gained: number; searches: number }>();
  for (const [search, query] of queries.entries()) {
    const sum = sums.get(query) ?? { gained: 0, searches: 0 };
    sums.set(query, sum);
    sum.gained += gained[search]!;
    sum.searches += 1;
    total += gained[search]!;
  }
  const mean = total / Math.max(1, groups.length);
  return gained.map((own, search) => {
    const all = sums.get(queries[search]!)!;
    return (all.gained - own + prior * mean) / (all.searches - 1 + prior);
  });
}

function bestExpected(
  { groups, positions }: JudgingRows,
  discount: Float64Array,
  expected: ArrayLike<number>,
): Float64Array {
  let row = 0;
  return Float64Array.from(groups, (rows) => {
    const sorted = Float64Array.from({ length: rows }, (_, i) => Math.max(0, expected[row + i]!))
      .sort()
      .reverse();
    let sum = 0;
    for (let i = 0; i < rows; i += 1) sum += sorted[i]! * discount[positions[row + i]!]!;
    row += rows;
    return sum;
  });
}
