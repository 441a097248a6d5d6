/** Where the curve may bend: at each position of a first page, seldom further down. */
export function knotsUpTo(depth: number): readonly number[] {
  const knots: number[] = [];
  for (let knot = 1; knot < depth; knot += knot < 24 ? 1 : Math.floor(knot / 6)) knots.push(knot);
  return [...knots, Math.max(depth, 2)];
}

/**
 * Piecewise linear in the logarithm of the position, row-major: a row a position from 0 to depth, a column a knot but the
 * first, where the curve is 1 by definition.
 */
export function hats(knots: readonly number[], depth: number): Float64Array {
  const size = knots.length - 1;
  const basis = new Float64Array((Math.max(depth, 2) + 1) * size);
  for (let position = 2; position <= depth; position += 1) {
    const right = knots.findIndex((knot) => knot >= position);
    const [low, high] = [Math.log(knots[right - 1]!), Math.log(knots[right]!)];
    const share = (Math.log(position) - low) / (high - low);
    basis[position * size + right - 1] = share;
    if (right > 1) basis[position * size + right - 2] = 1 - share;
  }
  return basis;
}

/**
 * The exponent at the first position, then how much it changes at each knot, as rows to multiply the knots' values with;
 * and over how much of log position each change is spread.
 */
export function bendsOf(knots: readonly number[]): {
  readonly bends: readonly Float64Array[];
  readonly spreads: readonly number[];
} {
  const size = knots.length - 1;
  const steps = knots.slice(1).map((knot, i) => Math.log(knot / knots[i]!));
  const bends = steps.map((step, i) => {
    const row = new Float64Array(size);
    row[i]! += 1 / step;
    if (i > 0) row[i - 1]! -= 1 / step + 1 / steps[i - 1]!;
    if (i > 1) row[i - 2]! += 1 / steps[i - 1]!;
    return row;
  });
  return { bends, spreads: steps.map((step, i) => (i === 0 ? 1 : (step + steps[i - 1]!) / 2)) };
}
