import type { JudgingRows } from "./judging-rows.ts";
import { placeRows } from "./place-rows.ts";

export interface ScoredOrder {
  readonly name: string;
  /** One a row, higher first; rows of a search with equal scores share their places. */
  readonly scores: ArrayLike<number>;
}

/** A table of sums, a row a block of sessions, from which every metric is a ratio of two columns. */
export interface Measured {
  readonly table: Float64Array;
  readonly columns: number;
  readonly top: (order: number, metric: Metric) => number;
  readonly bottom: (metric: Metric) => number;
  readonly rawTop: (order: number, metric: RawMetric) => number;
  readonly rawBottom: (metric: RawMetric) => number;
  readonly sliceTop: (order: number, slice: number) => number;
  readonly sliceBottom: (slice: number) => number;
  readonly sliceCounts: readonly { readonly searches: number; readonly telling: number }[];
  readonly effectiveClicks: readonly number[];
  readonly clipped: number;
}

type Metric = "ndcg" | "mrr" | "purchase_ndcg" | "revenue" | "clicks";
type RawMetric = "ndcg" | "mrr";

const metrics: readonly Metric[] = ["ndcg", "mrr", "purchase_ndcg", "revenue", "clicks"];
const raws: readonly RawMetric[] = ["ndcg", "mrr"];

export interface MeasureOptions {
  readonly curve: Float64Array;
  readonly k: number;
  readonly clip: number;
  /** Block of each search. */
  readonly blocks: Int32Array;
  readonly blockCount: number;
}

export function measure(
  orders: readonly ScoredOrder[],
  rows: JudgingRows,
  { curve, k, clip, blocks, blockCount }: MeasureOptions,
): Measured {
  const { positions, gains, bought, values, groups } = rows;
  const slices = [...rows.slices.values()];
  const total = positions.length;
  const depth = positions.reduce((most, position) => Math.max(most, position), 1);
  const looked = lookedAt(curve, depth);
  const discounts = {
    log: discount(depth, (position) => (position <= k ? 1 / Math.log2(position + 1) : 0)),
    reciprocal: discount(depth, (position) => 1 / position),
    first: discount(depth, (position) => (position <= k ? 1 : 0)),
    looked,
  };

  // Divided by how much its position is looked at: what came of each row had it surely been seen.
  const weight = new Float64Array(total);
  let clipped = 0;
  let clicks = 0;
  for (let row = 0; row < total; row += 1) {
    const full = 1 / looked[positions[row]!]!;
    weight[row] = Math.min(full, clip);
    if (!(gains[row]! > 0)) continue;
    clicks += 1;
    if (full > clip) clipped += 1;
  }
  const gained = Float64Array.from(gains, (gain, row) => gain * weight[row]!);
  const purchased = Float64Array.from(bought, (flag, row) => flag * weight[row]!);
  const clicked = Float64Array.from(gains, (gain, row) => (gain > 0 ? weight[row]! : 0));
  const clickedRaw = Uint8Array.from(gains, (gain) => Number(gain > 0));
  const earned = Float64Array.from(values, (value, row) => value * weight[row]!);

  const perOrder = metrics.length + raws.length + slices.length;
  const columns = (orders.length + 1) * perOrder;
  const table = new Float64Array(blockCount * columns);
  const blockOfRow = spread(blocks, groups, total);
  const add = (column: number, what: ArrayLike<number>, at: Float64Array, mask?: Uint8Array): void => {
    for (let row = 0; row < total; row += 1) {
      const value = what[row]!;
      if (value === 0 || mask?.[row] === 0) continue;
      table[blockOfRow[row]! * columns + column]! += value * at[row]!;
    }
  };
  const scratch = (): Float64Array => new Float64Array(total);
  const placed = { log: scratch(), reciprocal: scratch(), first: scratch(), looked: scratch() };
  const lists = [discounts.log, discounts.reciprocal, discounts.first, discounts.looked];
  const outs = [placed.log, placed.reciprocal, placed.first, placed.looked];

  const effectiveClicks = orders.map(({ scores }, order) => {
    placeRows(scores, groups, positions, lists, outs);
    const at = order * perOrder;
    add(at, gained, placed.log);
    add(at + 1, clicked, placed.reciprocal);
    add(at + 2, purchased, placed.log);
    add(at + 3, earned, placed.first);
    add(at + 4, clicked, placed.looked);
    add(at + 5, gains, placed.log);
    add(at + 6, clickedRaw, placed.reciprocal);
    for (const [s, mask] of slices.entries()) add(at + metrics.length + raws.length + s, gained, placed.log, mask);
    return effective(clicked, placed.looked);
  });

  // What the ratios are over: the best order's DCG, all that was clicked, or the searches.
  const at = orders.length * perOrder;
  const one = new Float64Array(total).fill(1);
  const ideal = (what: ArrayLike<number>): Float64Array => {
    placeRows(what, groups, positions, [discounts.log], [placed.log]);
    return placed.log;
  };
  add(at, gained, ideal(gained));
  for (const [s, mask] of slices.entries()) add(at + metrics.length + raws.length + s, gained, placed.log, mask);
  add(at + 1, clicked, one);
  add(at + 2, purchased, ideal(purchased));
  add(at + 5, gains, ideal(gains));
  add(at + 6, clickedRaw, one);
  for (let search = 0; search < groups.length; search += 1) {
    table[blocks[search]! * columns + at + 3]! += 1;
    table[blocks[search]! * columns + at + 4]! += 1;
  }

  return {
    table,
    columns,
    top: (order, metric) => order * perOrder + metrics.indexOf(metric),
    bottom: (metric) => at + metrics.indexOf(metric),
    rawTop: (order, metric) => order * perOrder + metrics.length + raws.indexOf(metric),
    rawBottom: (metric) => at + metrics.length + raws.indexOf(metric),
    sliceTop: (order, slice) => order * perOrder + metrics.length + raws.length + slice,
    sliceBottom: (slice) => at + metrics.length + raws.length + slice,
    sliceCounts: slices.map((mask) => countSearches(groups, mask, gains)),
    effectiveClicks,
    clipped: clicks === 0 ? 0 : clipped / clicks,
  };
}

/** The curve for each position, going on as it ends. */
function lookedAt(curve: Float64Array, depth: number): Float64Array {
  return discount(depth, (position) => curve[Math.min(position, curve.length - 1)]!);
}

function discount(depth: number, of: (position: number) => number): Float64Array {
  return Float64Array.from({ length: depth + 1 }, (_, position) => (position === 0 ? 0 : of(position)));
}

function spread(blocks: Int32Array, groups: Int32Array, total: number): Int32Array {
  const spread = new Int32Array(total);
  let row = 0;
  for (const [search, rows] of groups.entries()) {
    spread.fill(blocks[search]!, row, row + rows);
    row += rows;
  }
  return spread;
}

/** Kish's effective number of clicks, each weighing what this order makes of it. */
function effective(clicked: ArrayLike<number>, looked: Float64Array): number {
  let sum = 0;
  let squares = 0;
  for (let row = 0; row < looked.length; row += 1) {
    const weight = clicked[row]! * looked[row]!;
    sum += weight;
    squares += weight ** 2;
  }
  return squares === 0 ? 0 : sum ** 2 / squares;
}

function countSearches(
  groups: Int32Array,
  mask: Uint8Array,
  gains: Float32Array,
): { readonly searches: number; readonly telling: number } {
  let [row, searches, telling] = [0, 0, 0];
  for (const rows of groups) {
    let [inside, told] = [0, 0];
    for (let i = row; i < row + rows; i += 1) {
      inside |= mask[i]!;
      if (mask[i] === 1 && gains[i]! > 0) told = 1;
    }
    searches += inside;
    telling += told;
    row += rows;
  }
  return { searches, telling };
}
