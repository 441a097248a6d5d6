/**
 * A model of trees, as plain data that can be cloned to another thread. Nodes, leaves and category sets of all trees lie
 * one tree after the other in typed arrays.
 */
export interface TreeModel {
  /** Values a row has. */
  readonly columns: number;
  readonly names: readonly string[];
  /** What LightGBM saw of each column when it trained: `[min:max]`, `1:5:7` of categories, `none`. */
  readonly infos: readonly string[];
  /** `lambdarank`, `regression`, …; empty for one of its own. */
  readonly objective: string;
  /** Of objectives that have one. */
  readonly sigmoid: number | null;
  readonly treeCount: number;
  /** Gain of each column that is split on, largest first. */
  readonly importance: readonly { readonly feature: string; readonly gain: number }[];
  /** Tree t has the inner nodes nodeStart[t] up to nodeStart[t + 1]; none when it is a single leaf. */
  readonly nodeStart: Int32Array;
  /** Tree t has the leaves leafStart[t] up to leafStart[t + 1]. */
  readonly leafStart: Int32Array;
  /** The column a node asks for. */
  readonly feature: Int32Array;
  /** Values up to it go left; for a categorical node the index of its category set. */
  readonly threshold: Float64Array;
  /** LightGBM's `decision_type`: see the functions below. */
  readonly decision: Uint8Array;
  /** An inner node of the same tree, counted from its first; below 0 the leaf ~child, likewise. */
  readonly left: Int32Array;
  readonly right: Int32Array;
  /** Training rows that came by a node or ended in a leaf. */
  readonly nodeRows: Float64Array;
  readonly leafRows: Float64Array;
  readonly leafValue: Float64Array;
  /** Category set s has the words setStart[s] up to setStart[s + 1] of setBits; its members go left. */
  readonly setStart: Int32Array;
  readonly setBits: Uint32Array;
}

/** Scores rows with one model. It has memory of its own: one call at a time, on one thread. */
export interface Scorer {
  readonly columns: number;
  readonly kind: "simd" | "flat";
  /**
   * Raw scores, equal bit for bit to LightGBM's `predict(raw_score=True)`.
   *
   * @param values row-major, rows × columns; NaN is unknown
   * @param out receives a score a row
   * @throws RangeError when values or out are too short
   */
  score(values: Float32Array | Float64Array, rows: number, out: Float64Array): void;
}

/** LightGBM takes what is not further from 0 for 0: float32(1e-35). */
export const ZERO = Math.fround(1e-35);

export const isCategorical = (decision: number): boolean => (decision & 1) !== 0;
export const isDefaultLeft = (decision: number): boolean => (decision & 2) !== 0;
/** What counts as missing at a node, and goes the default way: nothing (NaN is 0 there), zero, NaN. */
export const missingOf = (decision: number): number => decision >> 2;
export const MISSING_ZERO = 1;
export const MISSING_NAN = 2;

/** Whether a categorical node sends a value left. LightGBM cuts the fraction off; NaN and negative ones go right. */
export function inSet(model: TreeModel, set: number, value: number): boolean {
  // Comparisons with NaN are false.
  if (!(value > -1 && value < 2 ** 31)) return false;
  const category = Math.trunc(value);
  const word = model.setStart[set]! + (category >>> 5);
  return word < model.setStart[set + 1]! && ((model.setBits[word]! >>> (category & 31)) & 1) === 1;
}

/** @throws RangeError */
export function checkSizes(
  columns: number,
  values: { readonly length: number },
  rows: number,
  out: Float64Array,
): void {
  if (values.length < rows * columns) throw new RangeError(`${values.length} values are not ${rows} × ${columns}`);
  if (out.length < rows) throw new RangeError(`${out.length} places for ${rows} scores`);
}
