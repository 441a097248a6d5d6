import type { BinMapper } from "./bin-mapper.ts";
import type { Histogram } from "./histogram.ts";
import type { Options } from "./options.ts";

export interface LeafSums {
  readonly count: number;
  readonly gradient: number;
  readonly hessian: number;
}

export interface Split {
  readonly column: number;
  /** Rows of bins up to this one go left. */
  readonly bin: number;
  readonly nanLeft: boolean;
  /** Above min_gain_to_split and what the leaf had. */
  readonly gain: number;
}

/** Keeps a hessian above 0, LightGBM's constant. */
const EPSILON = 1e-15;

/**
 * The split of a leaf that lowers the loss most; of equals the first column's, and its highest bin's.
 *
 * @param random of extremely randomised trees (Geurts, Ernst, Wehenkel 2006): one bound a column is drawn, and the best of
 *   these taken; null looks at all
 */
export function bestSplit(
  histogram: Histogram,
  mappers: readonly BinMapper[],
  columns: Int32Array,
  offsets: Int32Array,
  leaf: LeafSums,
  options: Options,
  random: (() => number) | null,
): Split | null {
  let best: Split | null = null;
  for (const column of columns) {
    const found = ofColumn(histogram, mappers[column]!, column, offsets[column]! * 2, leaf, options, random);
    if (found !== null && found.gain > (best?.gain ?? 0)) best = found;
  }
  return best;
}

/**
 * Goes through the bounds from the highest down with NaN on the left, then, where there is NaN, once more with it on
 * the right. Rows of a bin are counted by their share of the leaf's hessian, as LightGBM does: no counts are kept.
 */
function ofColumn(
  histogram: Histogram,
  { upper, hasNan, bins }: BinMapper,
  column: number,
  base: number,
  leaf: LeafSums,
  options: Options,
  random: (() => number) | null,
): Split | null {
  const { minDataInLeaf, minSumHessianInLeaf, lambdaL1, lambdaL2, minGainToSplit } = options;
  if (bins < 2) return null;
  const total = leaf.hessian + 2 * EPSILON;
  const rowsOf = leaf.count / total;
  const floor = score(leaf.gradient, total, lambdaL1, lambdaL2) + minGainToSplit;
  const leastRows = Math.max(minDataInLeaf, 1);
  let bestGain = floor;
  let bestBin = -1;
  let nanLeft = true;
  const known = upper.length;
  const drawn = random === null ? -1 : Math.floor(random() * Math.max(1, known - 1));
  for (let pass = 0; pass < (hasNan ? 2 : 1); pass++) {
    // What is on the right: first the highest bins, and in the second pass NaN's from the beginning.
    const nan = pass === 1 ? base + 2 * known : -1;
    let gradient = nan < 0 ? 0 : histogram[nan]!;
    let hessian = nan < 0 ? EPSILON : histogram[nan + 1]! + EPSILON;
    let rows = nan < 0 ? 0 : Math.round(histogram[nan + 1]! * rowsOf);
    const highest = nan < 0 ? known - 2 : known - 1;
    for (let bin = highest; bin >= 0; bin--) {
      if (bin < known - 1) {
        const entry = base + 2 * (bin + 1);
        gradient += histogram[entry]!;
        hessian += histogram[entry + 1]!;
        rows += Math.round(histogram[entry + 1]! * rowsOf);
      }
      if (drawn >= 0 && bin !== drawn) continue;
      if (rows < leastRows || hessian < minSumHessianInLeaf) continue;
      const leftHessian = total - hessian;
      if (leaf.count - rows < leastRows || leftHessian < minSumHessianInLeaf) break;
      const gain =
        score(gradient, hessian, lambdaL1, lambdaL2) + score(leaf.gradient - gradient, leftHessian, lambdaL1, lambdaL2);
      if (gain <= bestGain) continue;
      bestGain = gain;
      bestBin = bin;
      nanLeft = pass === 0;
    }
  }
  return bestBin < 0 ? null : { column, bin: bestBin, nanLeft, gain: bestGain - floor };
}

/** What a leaf with these sums lowers the loss by, twice. */
function score(gradient: number, hessian: number, l1: number, l2: number): number {
  const pull = soften(gradient, l1);
  return (pull * pull) / (hessian + l2);
}

/** The leaf's value that lowers the loss most. */
export function leafValue({ gradient, hessian }: LeafSums, { lambdaL1, lambdaL2 }: Options): number {
  return -soften(gradient, lambdaL1) / (hessian + lambdaL2 + EPSILON);
}

function soften(gradient: number, l1: number): number {
  return l1 === 0 ? gradient : Math.sign(gradient) * Math.max(0, Math.abs(gradient) - l1);
}
