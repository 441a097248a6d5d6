/** The places of values among those of a window. */
export interface Places {
  readonly largest: number;
  /** Share of the known values that are below, halves for equal ones: 0.5 for the only one. NaN for NaN. */
  of(value: number): number;
}

/** @param values NaN is unknown; sorted in place */
export const placesOf = (values: Float64Array): Places => {
  let known = 0;
  for (const value of values) if (!Number.isNaN(value)) known++;
  if (known === 0) return UNKNOWN;
  // NaN sorts last.
  values.sort();
  return {
    largest: values[known - 1]!,
    of: (value) =>
      Number.isNaN(value) ? NaN : (bound(values, known, value, 0) + bound(values, known, value, 1)) / (2 * known),
  };
};

const UNKNOWN: Places = { largest: NaN, of: () => NaN };

/** How many are below `value` (0), or not above it (1). */
const bound = (sorted: Float64Array, count: number, value: number, equal: 0 | 1): number => {
  let low = 0;
  let high = count;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (equal === 1 ? sorted[middle]! <= value : sorted[middle]! < value) low = middle + 1;
    else high = middle;
  }
  return low;
};
