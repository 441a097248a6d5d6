import { bendsOf, hats, knotsUpTo } from "./curve-basis.ts";
import type { PositionGroups } from "./position-groups.ts";
import { solveSymmetric } from "./solve.ts";

export interface PositionCurve {
  /** Examination at each position against the first; [0] is unused. */
  readonly curve: Float64Array;
  /** Its relative standard error. */
  readonly error: Float64Array;
  /** Clicks of groups that were seen at more than one position. */
  readonly clicks: number;
}

/**
 * How much less a position is looked at than the first, from things that were shown at several. The model is that of
 * position and item (clicks = examination of the position × attraction of the item); the items' attractions are
 * conditioned away: given a group's clicks, where they fell is multinomial in shown × examination. That is the fixed
 * effects Poisson estimator (Hausman, Hall, Griliches 1984), which asks only that the means be right (Wooldridge 1999),
 * and uses every pair of positions at once where intervention harvesting (Agarwal et al. 2019) weighs pair by pair.
 *
 * The logarithm of the curve is piecewise linear in that of the position. Its bends are taken to be drawn from a
 * Student's t distribution whose width is estimated along (empirical Bayes): a power law stays smooth down to where
 * hardly anyone clicks, and a fold of the page may still break it.
 *
 * @param depth last position of the curve
 */
export function fitPositionCurve(groups: PositionGroups, depth: number): PositionCurve {
  const knots = knotsUpTo(depth);
  const basis = hats(knots, depth);
  const size = knots.length - 1;
  const { bends, spreads } = bendsOf(knots);
  let beta: Float64Array = new Float64Array(size);
  let inverse: Float64Array = new Float64Array(size * size);
  const variances = spreads.map((spread, i) => (i === 0 ? slope ** 2 : firstWidth ** 2 * spread));
  let width = firstWidth ** 2;
  for (let round = 0; round < rounds; round += 1) {
    const { gradient, information } = derivatives(groups, basis, size, beta, depth);
    for (const [i, bend] of bends.entries()) {
      const pull = dot(bend, beta) / variances[i]!;
      for (let a = 0; a < size; a += 1) {
        gradient[a]! -= pull * bend[a]!;
        for (let b = 0; b < size; b += 1) information[a * size + b]! += (bend[a]! * bend[b]!) / variances[i]!;
      }
    }
    const solved = solveSymmetric(information, gradient);
    inverse = solved.inverse;
    const largest = Math.max(...solved.solution.map(Math.abs));
    // Newton's step, held back where the first ones would overshoot.
    const scale = Math.min(1, 1 / Math.max(largest, 1e-12));
    beta = beta.map((value, i) => value + scale * solved.solution[i]!);
    if (round < 3) continue;
    // Expectation maximisation of the bends' variances; the first "bend" is the exponent itself and stays free.
    const squares = bends.map((bend) => dot(bend, beta) ** 2 + quadratic(inverse, bend));
    let [sum, count] = [0, 0];
    for (let i = 1; i < bends.length; i += 1) {
      const weight = (freedom + 1) / (freedom + squares[i]! / (spreads[i]! * width));
      sum += (weight * squares[i]!) / spreads[i]!;
      count += 1;
      variances[i] = (spreads[i]! * width) / weight;
    }
    if (count > 0) width = Math.max(least ** 2, sum / count);
    for (let i = 1; i < bends.length; i += 1) variances[i] = Math.max(variances[i]!, least ** 2 * spreads[i]!);
    if (largest < 1e-6) break;
  }
  const curve = new Float64Array(depth + 1).fill(1);
  const error = new Float64Array(depth + 1);
  for (let position = 1; position <= depth; position += 1) {
    const row = basis.subarray(position * size, (position + 1) * size);
    curve[position] = Math.exp(dot(row, beta));
    error[position] = Math.sqrt(Math.max(0, quadratic(inverse, row)));
  }
  return { curve, error, clicks: groups.clicked.reduce((sum, value) => sum + value, 0) };
}

const rounds = 60;
/** Of the t distribution: 2 lets a break be a break. */
const freedom = 2;
/** Standard deviation of a bend over one unit of log position, before the data speaks, and the least it may come to. */
const firstWidth = 0.5;
const least = 0.05;
/** The same of the exponent: next to nothing is held of it. */
const slope = 3;

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i += 1) sum += a[i]! * b[i]!;
  return sum;
}

function quadratic(matrix: Float64Array, row: Float64Array): number {
  const size = row.length;
  let sum = 0;
  for (let a = 0; a < size; a += 1) for (let b = 0; b < size; b += 1) sum += row[a]! * matrix[a * size + b]! * row[b]!;
  return sum;
}

/** Of the conditional likelihood: first summed position by position, then brought to the knots. */
function derivatives(
  { size: rows, group, position, shown, clicked }: PositionGroups,
  basis: Float64Array,
  size: number,
  beta: Float64Array,
  depth: number,
): { readonly gradient: Float64Array; readonly information: Float64Array } {
  const wide = depth + 1;
  const looked = new Float64Array(wide);
  for (let p = 1; p < wide; p += 1) looked[p] = Math.exp(dot(basis.subarray(p * size, (p + 1) * size), beta));
  const slopes = new Float64Array(wide);
  const curvature = new Float64Array(wide * wide);
  for (let from = 0; from < rows;) {
    let [to, total, clicks] = [from, 0, 0];
    for (; to < rows && group[to] === group[from]; to += 1) {
      total += shown[to]! * looked[position[to]!]!;
      clicks += clicked[to]!;
    }
    for (let i = from; i < to; i += 1) {
      const p = position[i]!;
      const share = (shown[i]! * looked[p]!) / total;
      slopes[p]! += clicked[i]! - clicks * share;
      curvature[p * wide + p]! += clicks * share;
      for (let j = from; j < to; j += 1)
        curvature[p * wide + position[j]!]! -= (clicks * share * shown[j]! * looked[position[j]!]!) / total;
    }
    from = to;
  }
  const gradient = new Float64Array(size);
  const half = new Float64Array(wide * size);
  const information = new Float64Array(size * size);
  for (let p = 1; p < wide; p += 1)
    for (let a = 0; a < size; a += 1) {
      gradient[a]! += slopes[p]! * basis[p * size + a]!;
      for (let q = 1; q < wide; q += 1) half[p * size + a]! += curvature[p * wide + q]! * basis[q * size + a]!;
    }
  for (let p = 1; p < wide; p += 1)
    for (let a = 0; a < size; a += 1) {
      const value = basis[p * size + a]!;
      if (value !== 0) for (let b = 0; b < size; b += 1) information[a * size + b]! += value * half[p * size + b]!;
    }
  return { gradient, information };
}
