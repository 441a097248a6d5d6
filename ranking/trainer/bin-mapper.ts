/** How a column's values become at most 256 bins. */
export interface BinMapper {
  /** Largest value of each bin; the last is Infinity. */
  readonly upper: Float64Array;
  /** Bin of NaN: one more than the others when the fit rows have NaN; else NaN counts as 0. */
  readonly nanBin: number;
  readonly hasNan: boolean;
  /** All bins, that of NaN too. */
  readonly bins: number;
  readonly min: number;
  readonly max: number;
}

export interface BinOptions {
  readonly maxBin: number;
  readonly minDataInBin: number;
}

/** LightGBM: what counts as zero, float32(1e-35). */
const ZERO = Math.fround(1e-35);
/** Stands for infinity: LightGBM writes no infinite thresholds either. */
const HUGE = 1e300;

/**
 * Bins of about equal size, each value that is frequent in a bin of its own, and zero in one of its own, since in
 * sparse features zero means "none" (LightGBM's way, so that both trainers see the same splits).
 *
 * @param sample some of the column's values, in any order; it is sorted
 */
export function makeBinMapper(sample: Float64Array, { maxBin, minDataInBin }: BinOptions): BinMapper {
  sample.sort(); // NaN last
  let known = sample.length;
  while (known > 0 && Number.isNaN(sample[known - 1])) known--;
  const hasNan = known < sample.length;
  const { values, counts } = distinct(sample.subarray(0, known));
  const most = hasNan ? maxBin - 1 : maxBin;
  const upper = Float64Array.from(zeroInItsOwnBin(values, counts, known, Math.max(most, 1), minDataInBin));
  const at = binOf(upper, 0);
  return {
    upper,
    hasNan,
    nanBin: hasNan ? upper.length : at,
    bins: upper.length + (hasNan ? 1 : 0),
    min: values[0] ?? 0,
    max: values.at(-1) ?? 0,
  };
}

/** The first bin whose upper bound is no less than x, by halving. */
export function binOf(upper: Float64Array, x: number): number {
  let low = 0;
  let high = upper.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (x <= upper[middle]!) high = middle;
    else low = middle + 1;
  }
  return low;
}

function distinct(sorted: Float64Array): { values: number[]; counts: number[] } {
  const values: number[] = [];
  const counts: number[] = [];
  for (const raw of sorted) {
    const x = Math.abs(raw) <= ZERO ? 0 : Math.min(HUGE, Math.max(-HUGE, raw));
    if (values.length > 0 && values.at(-1) === x) counts[counts.length - 1]!++;
    else {
      values.push(x);
      counts.push(1);
    }
  }
  return { values, counts };
}

function zeroInItsOwnBin(values: number[], counts: number[], total: number, most: number, least: number): number[] {
  const negatives = values.findIndex((x) => x > -ZERO);
  const split = negatives < 0 ? values.length : negatives;
  const zeros = values[split] === 0 ? counts[split]! : 0;
  const right = split + (zeros > 0 ? 1 : 0);
  const left = sum(counts, 0, split);
  const bounds: number[] = [];
  if (split > 0 && most > 1) {
    const share = Math.max(1, Math.floor((left / (total - zeros)) * (most - 1)));
    bounds.push(...equalBins(values.slice(0, split), counts.slice(0, split), left, share, least));
    bounds[bounds.length - 1] = -ZERO;
  }
  const rest = most - 1 - bounds.length;
  if (right < values.length && rest > 0) {
    bounds.push(ZERO, ...equalBins(values.slice(right), counts.slice(right), total - left - zeros, rest, least));
  } else bounds.push(Infinity);
  return bounds;
}

/** Upper bounds of at most `most` bins with `least` rows each; the last is Infinity. */
function equalBins(values: number[], counts: number[], total: number, most: number, least: number): number[] {
  const bounds: number[] = [];
  const close = (i: number): void => {
    const bound = above((values[i]! + values[i + 1]!) / 2);
    if (bounds.length === 0 || bound > bounds.at(-1)!) bounds.push(bound);
  };
  if (values.length <= most) {
    let held = 0;
    for (let i = 0; i + 1 < values.length; i++) {
      held += counts[i]!;
      if (held < least) continue;
      close(i);
      held = 0;
    }
  } else greedy(counts, total, Math.max(1, Math.min(most, Math.floor(total / Math.max(least, 1)))), close);
  bounds.push(Infinity);
  return bounds;
}

/** Values that fill a bin by themselves get one; the others share what is left, equally. */
function greedy(counts: number[], total: number, most: number, close: (i: number) => void): void {
  const large = counts.map((count) => count >= total / most);
  let restBins = most;
  let rest = total;
  for (const [i, count] of counts.entries()) {
    if (!large[i]) continue;
    restBins--;
    rest -= count;
  }
  let mean = rest / restBins;
  let made = 1;
  let held = 0;
  for (let i = 0; i + 1 < counts.length && made < most; i++) {
    if (!large[i]) rest -= counts[i]!;
    held += counts[i]!;
    if (!large[i] && held < mean && !(large[i + 1] && held >= Math.max(1, mean / 2))) continue;
    close(i);
    made++;
    held = 0;
    if (large[i]) continue;
    restBins--;
    mean = rest / restBins;
  }
}

/** The next number above x, so that a midpoint that rounds down to the lower value still parts the two. */
function above(x: number): number {
  bits[0] = x;
  if (x === 0) return Number.MIN_VALUE;
  pattern[0]! += x > 0 ? 1n : -1n;
  return bits[0];
}

const bits = new Float64Array(1);
const pattern = new BigInt64Array(bits.buffer);

function sum(counts: readonly number[], from: number, to: number): number {
  let total = 0;
  for (let i = from; i < to; i++) total += counts[i]!;
  return total;
}
