import type { Interval } from "./bootstrap.ts";

/**
 * One column of resampled sums over another, round by round.
 *
 * @param sums row-major, rounds + 1 × columns; row 0 are the sums themselves
 * @returns null when there is nothing to divide by
 */
export function ratios(sums: Float64Array, columns: number, top: number, bottom: number): Float64Array | null {
  if (!(sums[bottom]! > 0)) return null;
  const values = new Float64Array(sums.length / columns);
  for (let round = 0; round < values.length; round += 1) {
    const below = sums[round * columns + bottom]!;
    // A draw without evidence says what all of it says.
    values[round] = below > 0 ? sums[round * columns + top]! / below : values[0]!;
  }
  return values;
}

/** @param values the value itself, then one a round; @returns 95 % interval by percentiles */
export function intervalOf(values: Float64Array | null): Interval | null {
  if (values === null) return null;
  const drawn = values.slice(1).sort();
  if (drawn.length === 0) return { mean: values[0]!, low: values[0]!, high: values[0]! };
  const at = (share: number): number => drawn[Math.round(share * (drawn.length - 1))]!;
  return { mean: values[0]!, low: at(0.025), high: at(0.975) };
}
