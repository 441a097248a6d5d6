import type { JudgingRows } from "./judging-rows.ts";
import { meanAt, placeRow, type Places } from "./place-row.ts";
import { searchWeights } from "./search-weights.ts";
import { tellingRows, type TellingRows } from "./telling-rows.ts";

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
  readonly clicks: number;
  readonly clipped: number;
}

const metrics = ["ndcg", "mrr", "purchase_ndcg", "revenue", "clicks"] as const;
const raws = ["ndcg", "mrr"] as const;
type Metric = (typeof metrics)[number];
type RawMetric = (typeof raws)[number];

export interface MeasureOptions {
  readonly curve: Float64Array;
  readonly k: number;
  readonly clip: number;
  /** Block of each search. */
  readonly blocks: Int32Array;
  readonly blockCount: number;
  /** Gain of each row as expected beforehand; null without. */
  readonly expected: ArrayLike<number> | null;
}

export function measure(orders: readonly ScoredOrder[], rows: JudgingRows, options: MeasureOptions): Measured {
  const { curve, k, clip, blocks, blockCount, expected } = options;
  const slices = [...rows.slices.values()];
  const worth = worthOf(rows.positions, curve, k);
  const weights = searchWeights(rows, worth.looked, worth.log, expected);
  const telling = tellingRows(rows, worth.looked, weights, clip);
  const perOrder = metrics.length + raws.length + slices.length;
  const columns = (orders.length + 1) * perOrder;
  const table = new Float64Array(blockCount * columns);
  const sink: Sink = { rows, slices, worth, telling, table, columns, blocks };

  const effectiveClicks = orders.map(({ scores }, order) => addOrder(scores, order * perOrder, sink));
  const bottom = orders.length * perOrder;
  addBest(bottom, sink);
  for (const block of blocks) {
    table[block * columns + bottom + metrics.indexOf("revenue")]! += 1;
    table[block * columns + bottom + metrics.indexOf("clicks")]! += 1;
  }
  const raw = (metric: RawMetric): number => metrics.length + raws.indexOf(metric);
  const slice = (number: number): number => metrics.length + raws.length + number;
  return {
    table,
    columns,
    top: (order, metric) => order * perOrder + metrics.indexOf(metric),
    bottom: (metric) => bottom + metrics.indexOf(metric),
    rawTop: (order, metric) => order * perOrder + raw(metric),
    rawBottom: (metric) => bottom + raw(metric),
    sliceTop: (order, number) => order * perOrder + slice(number),
    sliceBottom: (number) => bottom + slice(number),
    sliceCounts: slices.map((mask) => countSearches(rows.groups, mask, telling)),
    effectiveClicks,
    clicks: telling.clicks,
    clipped: telling.clipped,
  };
}

interface Sink {
  readonly rows: JudgingRows;
  readonly slices: readonly Uint8Array[];
  readonly worth: Worth;
  readonly telling: TellingRows;
  readonly table: Float64Array;
  readonly columns: number;
  readonly blocks: Int32Array;
}

/** What standing at a position is worth, by metric. */
interface Worth {
  readonly log: Float64Array;
  readonly reciprocal: Float64Array;
  readonly first: Float64Array;
  readonly looked: Float64Array;
}

function worthOf(positions: Uint16Array, curve: Float64Array, k: number): Worth {
  let depth = 1;
  for (const position of positions) depth = Math.max(depth, position);
  const by = (of: (position: number) => number): Float64Array =>
    Float64Array.from({ length: depth + 1 }, (_, position) => (position === 0 ? 0 : of(position)));
  return {
    log: by((position) => (position <= k ? 1 / Math.log2(position + 1) : 0)),
    reciprocal: by((position) => 1 / position),
    first: by((position) => (position <= k ? 1 : 0)),
    // The curve goes on as it ends.
    looked: by((position) => curve[Math.min(position, curve.length - 1)]!),
  };
}

/** @returns Kish's effective number of clicks, each weighing what this order makes of it */
function addOrder(scores: ArrayLike<number>, column: number, sink: Sink): number {
  const { rows, slices, worth, telling, table, columns, blocks } = sink;
  const { positions, gains } = rows;
  const places: Places = { above: 0, same: 0 };
  let [sum, squares] = [0, 0];
  for (let t = 0; t < telling.row.length; t += 1) {
    const row = telling.row[t]!;
    const first = telling.first[t]!;
    placeRow(scores, first, telling.rows[t]!, row, places);
    const log = meanAt(worth.log, positions, first, places);
    const reciprocal = meanAt(worth.reciprocal, positions, first, places);
    const looked = meanAt(worth.looked, positions, first, places);
    const at = blocks[telling.search[t]!]! * columns + column;
    const gained = telling.gained[t]! * log;
    table[at]! += gained;
    table[at + 1]! += telling.clicked[t]! * reciprocal;
    table[at + 2]! += telling.purchased[t]! * log;
    if (telling.earned[t] !== 0) table[at + 3]! += telling.earned[t]! * meanAt(worth.first, positions, first, places);
    table[at + 4]! += telling.clicked[t]! * looked;
    table[at + 5]! += gains[row]! * log;
    if (gains[row]! > 0) table[at + 6]! += reciprocal;
    for (let s = 0; s < slices.length; s += 1) if (slices[s]![row] === 1) table[at + 7 + s]! += gained;
    const weight = telling.clicked[t]! * looked;
    sum += weight;
    squares += weight ** 2;
  }
  return squares === 0 ? 0 : sum ** 2 / squares;
}

/** What ratios are over: the best order's DCG, and all that was clicked. */
function addBest(column: number, { rows, slices, worth, telling, table, columns, blocks }: Sink): void {
  const { positions, gains } = rows;
  const places: Places = { above: 0, same: 0 };
  const best = new Float64Array(positions.length);
  const bestLog = (values: ArrayLike<number>, t: number): number => {
    placeRow(values, telling.first[t]!, telling.rows[t]!, telling.row[t]!, places);
    return meanAt(worth.log, positions, telling.first[t]!, places);
  };
  const fill = (values: Float64Array): Float64Array => {
    for (let t = 0; t < values.length; t += 1) best[telling.row[t]!] = values[t]!;
    return best;
  };
  const add = (t: number, metric: number, value: number): void => {
    table[blocks[telling.search[t]!]! * columns + column + metric]! += value;
  };
  fill(telling.gained);
  for (let t = 0; t < telling.row.length; t += 1) {
    const gained = telling.gained[t]! * bestLog(best, t);
    add(t, 0, gained);
    for (const [s, mask] of slices.entries()) if (mask[telling.row[t]!] === 1) add(t, 7 + s, gained);
    add(t, 1, telling.clicked[t]!);
    add(t, 5, gains[telling.row[t]!]! * bestLog(gains, t));
    add(t, 6, gains[telling.row[t]!]! > 0 ? 1 : 0);
  }
  fill(telling.purchased);
  for (let t = 0; t < telling.row.length; t += 1)
    if (telling.purchased[t]! > 0) add(t, 2, telling.purchased[t]! * bestLog(best, t));
}

function countSearches(
  groups: Int32Array,
  mask: Uint8Array,
  { row: tellingRow, search }: TellingRows,
): { readonly searches: number; readonly telling: number } {
  let [row, searches] = [0, 0];
  for (const rows of groups) {
    if (mask.subarray(row, row + rows).includes(1)) searches += 1;
    row += rows;
  }
  let [last, telling] = [-1, 0];
  for (let t = 0; t < search.length; t += 1) {
    if (search[t] === last || mask[tellingRow[t]!] !== 1) continue;
    last = search[t]!;
    telling += 1;
  }
  return { searches, telling };
}
