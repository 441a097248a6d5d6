/** The steps from a tree's root to a leaf: plain arrays, since a path may be longer than any before. */
export interface Path {
  /** The column that a step depends on. */
  readonly column: number[];
  /** Of the training rows before a step, those that took it. */
  readonly share: number[];
  /** 1 when the explained row takes it. */
  readonly taken: number[];
  readonly scratch: Scratch;
}

/** By column of the path, each once. */
interface Scratch {
  /** Column → its place, or -1. */
  readonly place: Int32Array;
  readonly column: Int32Array;
  readonly share: Float64Array;
  readonly taken: Uint8Array;
  readonly product: Float64Array;
}

export function createPath(columns: number): Path {
  return {
    column: [],
    share: [],
    taken: [],
    scratch: {
      place: new Int32Array(columns).fill(-1),
      column: new Int32Array(columns),
      share: new Float64Array(columns),
      taken: new Uint8Array(columns),
      product: new Float64Array(columns + 1),
    },
  };
}

/**
 * Adds the Shapley values of one leaf, as the game in which the columns of its path play: a coalition S is worth the leaf's
 * value × Π over S of taken × Π over the others of share. So coalitions of k columns are worth the coefficient of t^k in
 * Π (share + taken · t). Columns that the row does not follow have constant factors and all get the same, which leaves a
 * product over those that it follows; without one of them it is that product divided by (share + t).
 */
export function addLeaf(
  { column, share, taken, scratch }: Path,
  steps: number,
  value: number,
  added: Float64Array,
): void {
  const count = mergeColumns(column, share, taken, scratch, steps);
  const { product } = scratch;
  let constant = value;
  for (let i = 0; i < count; i++) if (scratch.taken[i] === 0) constant *= scratch.share[i]!;
  product[0] = constant;
  let degree = 0;
  for (let i = 0; i < count; i++) {
    if (scratch.taken[i] === 0) continue;
    const z = scratch.share[i]!;
    product[degree + 1] = product[degree]!;
    for (let k = degree; k > 0; k--) product[k] = product[k]! * z + product[k - 1]!;
    product[0] *= z;
    degree++;
  }

  const weights = shapleyWeights(count);
  let lost = 0;
  if (degree < count) for (let k = 0; k <= degree; k++) lost += weights[k]! * product[k]!;
  for (let i = 0; i < count; i++) {
    if (scratch.taken[i] === 0) {
      added[scratch.column[i]!]! -= lost;
      continue;
    }
    // Division from the highest coefficient on: errors shrink with each step, since no share is above 1.
    const z = scratch.share[i]!;
    let quotient = product[degree]!;
    let sum = weights[degree - 1]! * quotient;
    for (let k = degree - 1; k > 0; k--) {
      quotient = product[k]! - z * quotient;
      sum += weights[k - 1]! * quotient;
    }
    added[scratch.column[i]!]! += (1 - z) * sum;
  }
}

/** Several steps of a column are one. @returns columns */
function mergeColumns(
  column: readonly number[],
  share: readonly number[],
  taken: readonly number[],
  scratch: Scratch,
  steps: number,
): number {
  let count = 0;
  for (let i = 0; i < steps; i++) {
    const place = scratch.place[column[i]!]!;
    if (place >= 0) {
      scratch.share[place]! *= share[i]!;
      scratch.taken[place]! &= taken[i]!;
      continue;
    }
    scratch.place[column[i]!] = count;
    scratch.column[count] = column[i]!;
    scratch.share[count] = share[i]!;
    scratch.taken[count++] = taken[i]!;
  }
  for (let i = 0; i < count; i++) scratch.place[scratch.column[i]!] = -1;
  return count;
}

/** @returns for coalitions of k of the other columns k! (count - 1 - k)! / count! */
function shapleyWeights(count: number): Float64Array {
  const known = weightsOf[count];
  if (known !== undefined) return known;
  const weights = new Float64Array(count);
  let weight = 1 / count;
  for (let k = 0; k < count; k++) {
    weights[k] = weight;
    weight *= (k + 1) / (count - 1 - k);
  }
  weightsOf[count] = weights;
  return weights;
}

const weightsOf: (Float64Array | undefined)[] = [];
