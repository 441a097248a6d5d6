export interface Drift {
  readonly feature: string;
  /** Population stability index over ten parts of what it was; above 0.25 is a shift. */
  readonly psi: number;
  /** Largest difference of the two distributions (Kolmogorov and Smirnov), of the known values. */
  readonly ks: number;
  /** Shares of unknown values. */
  readonly missingBefore: number;
  readonly missingNow: number;
}

/**
 * How each feature's values have changed between two slices of the log.
 *
 * @param before row-major, rows × names.length; NaN is unknown
 */
export function drift(before: Float32Array, now: Float32Array, names: readonly string[]): readonly Drift[] {
  return names.map((feature, column) => {
    const then = valuesOf(before, names.length, column);
    const since = valuesOf(now, names.length, column);
    const missingBefore = 1 - then.length / Math.max(1, before.length / names.length);
    const missingNow = 1 - since.length / Math.max(1, now.length / names.length);
    const psi = stability(then, since) + term(missingBefore, missingNow);
    return { feature, psi, ks: distance(then, since), missingBefore, missingNow };
  });
}

/** Known values, ascending. */
function valuesOf(rows: Float32Array, columns: number, column: number): Float32Array {
  const values = new Float32Array(rows.length / columns);
  let known = 0;
  for (let at = column; at < rows.length; at += columns) {
    const value = rows[at]!;
    if (Number.isNaN(value)) continue;
    values[known] = value;
    known += 1;
  }
  return values.subarray(0, known).sort();
}

const parts = 10;

function stability(then: Float32Array, since: Float32Array): number {
  if (then.length === 0 || since.length === 0) return 0;
  // Equal values stay in one part: a feature that is mostly 0 has fewer parts.
  const edges = [
    ...new Set(Array.from({ length: parts - 1 }, (_, i) => then[Math.floor(((i + 1) / parts) * then.length)]!)),
  ];
  let [sum, thenBelow, sinceBelow] = [0, 0, 0];
  for (const edge of [...edges, Infinity]) {
    const [a, b] = [upTo(then, edge), upTo(since, edge)];
    sum += term((a - thenBelow) / then.length, (b - sinceBelow) / since.length);
    [thenBelow, sinceBelow] = [a, b];
  }
  return sum;
}

/** An empty part counts as one in ten thousand, as is usual. */
function term(before: number, now: number): number {
  const [a, b] = [Math.max(before, 1e-4), Math.max(now, 1e-4)];
  return (b - a) * Math.log(b / a);
}

function upTo(sorted: Float32Array, edge: number): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (sorted[middle]! <= edge) low = middle + 1;
    else high = middle;
  }
  return low;
}

function distance(then: Float32Array, since: Float32Array): number {
  let [i, j, largest] = [0, 0, 0];
  while (i < then.length && j < since.length) {
    const value = Math.min(then[i]!, since[j]!);
    while (i < then.length && then[i]! <= value) i += 1;
    while (j < since.length && since[j]! <= value) j += 1;
    largest = Math.max(largest, Math.abs(i / then.length - j / since.length));
  }
  return largest;
}
