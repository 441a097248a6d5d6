import type { PositionBias } from "../labels/position-bias.ts";
import type { Interval } from "./bootstrap.ts";
import type { JudgingRows } from "./judging-rows.ts";
import { measure, type Measured, type ScoredOrder } from "./measure-orders.ts";
import { intervalOf, ratios } from "./ratios.ts";
import { blocksOf, resample } from "./resample.ts";

export interface JudgeOptions {
  readonly bias: Pick<PositionBias, "curve" | "method" | "confident">;
  /** The order that the others are compared with; the first one without. */
  readonly against?: string;
  /** Cut-off of NDCG and revenue. */
  readonly k?: number;
  /** No click weighs more than so many at the first position. */
  readonly clip?: number;
  /**
   * Gain of each row as a model of the earlier log alone expects it: what queries weigh by. Without, it is taken from the
   * other searches of the query.
   */
  readonly expected?: ArrayLike<number>;
  readonly seed?: number;
  readonly rounds?: number;
}

/**
 * `ndcg`: DCG@k of an order over that of the best one, gains divided by examination, searches alike whatever there is to
 * gain in each; the gate's. `mrr`: mean of 1/rank
 * over what was clicked, likewise. `purchase_ndcg`: `ndcg` of purchases alone. `revenue`: minor units a search from the
 * first k places. `clicks`: clicks a search, had it been shown in this order (the position-based estimator of Li et al.
 * 2018). The last two are of the impressions' own position curve.
 */
export const metricNames = ["ndcg", "mrr", "purchase_ndcg", "revenue", "clicks"] as const;
export type MetricName = (typeof metricNames)[number];

/** Null where nothing says anything of it. */
export type Metrics = Readonly<Record<MetricName, Interval | null>>;

export interface JudgedOrder {
  readonly name: string;
  readonly metrics: Metrics;
  /** The same as if every position were looked at alike: biased towards the order that was shown; not to decide by. */
  readonly raw: { readonly ndcg: Interval | null; readonly mrr: Interval | null };
  /** Effective number of clicks behind `clicks` (Kish): few mean that this order is too unlike the one shown to be valued. */
  readonly effectiveClicks: number;
}

export interface SliceGain {
  readonly slice: string;
  readonly searches: number;
  /** Of these with something clicked or more. */
  readonly telling: number;
  /** Of `ndcg`. */
  readonly gain: Interval | null;
}

export interface JudgedGain {
  readonly name: string;
  readonly against: string;
  readonly metrics: Metrics;
  readonly raw: { readonly ndcg: Interval | null };
  readonly slices: readonly SliceGain[];
}

export interface JudgeReport {
  readonly searches: number;
  readonly sessions: number;
  /** Shown products that something came of. */
  readonly clicks: number;
  readonly orders: readonly JudgedOrder[];
  /** What each other order has over `against`, in the same draws of sessions. */
  readonly gains: readonly JudgedGain[];
  readonly debiased: {
    readonly method: PositionBias["method"];
    readonly confident: boolean;
    /** Share of the clicks whose weight was cut. */
    readonly clipped: number;
  };
}

/**
 * Judges orders on the same searches without believing the clicks' positions: each click is divided by how much its
 * position is looked at, so that in the mean every product shown counts as if it had been seen (inverse-propensity
 * scoring of rankings: Joachims, Swaminathan, Schnabel 2017). Both a gain at the top and the noise that comes with
 * weighing deep clicks are in the intervals, drawn over whole sessions.
 */
export function judge(orders: readonly ScoredOrder[], rows: JudgingRows, options: JudgeOptions): JudgeReport {
  const { bias, k = 10, clip = 20, seed = 1, rounds = 1000 } = options;
  const against = orders.find(({ name }) => name === (options.against ?? orders[0]?.name));
  if (against === undefined) throw new RangeError(`no order is called ${options.against ?? "anything"}`);
  const { blocks, count } = blocksOf(rows.clusters, seed);
  const measured = measure(orders, rows, {
    curve: bias.curve,
    k,
    clip,
    blocks,
    blockCount: count,
    expected: options.expected ?? null,
  });
  const sums = resample(measured.table, measured.columns, rounds, seed);
  const ratio = (top: number, bottom: number) => ratios(sums, measured.columns, top, bottom);
  const number = orders.indexOf(against);

  return {
    searches: rows.groups.length,
    sessions: new Set(rows.clusters).size,
    clicks: measured.clicks,
    orders: orders.map(({ name }, o) => ({
      name,
      metrics: each((metric) => intervalOf(ratio(measured.top(o, metric), measured.bottom(metric)))),
      raw: {
        ndcg: intervalOf(ratio(measured.rawTop(o, "ndcg"), measured.rawBottom("ndcg"))),
        mrr: intervalOf(ratio(measured.rawTop(o, "mrr"), measured.rawBottom("mrr"))),
      },
      effectiveClicks: measured.effectiveClicks[o]!,
    })),
    gains: orders.flatMap((order, o) =>
      order === against ? [] : [gainsOf(order.name, o, against.name, number, measured, rows, ratio)],
    ),
    debiased: { method: bias.method, confident: bias.confident, clipped: measured.clipped },
  };
}

function gainsOf(
  name: string,
  o: number,
  against: string,
  other: number,
  measured: Measured,
  rows: JudgingRows,
  ratio: (top: number, bottom: number) => Float64Array | null,
): JudgedGain {
  const difference = (top: (order: number) => number, bottom: number): Interval | null => {
    const [ours, theirs] = [ratio(top(o), bottom), ratio(top(other), bottom)];
    return ours === null || theirs === null ? null : intervalOf(ours.map((value, i) => value - theirs[i]!));
  };
  return {
    name,
    against,
    metrics: each((metric) => difference((order) => measured.top(order, metric), measured.bottom(metric))),
    raw: { ndcg: difference((order) => measured.rawTop(order, "ndcg"), measured.rawBottom("ndcg")) },
    slices: [...rows.slices.keys()].map((slice, s) => ({
      slice,
      ...measured.sliceCounts[s]!,
      gain: difference((order) => measured.sliceTop(order, s), measured.sliceBottom(s)),
    })),
  };
}

function each<T>(of: (metric: MetricName) => T): Record<MetricName, T> {
  return Object.fromEntries(metricNames.map((metric) => [metric, of(metric)])) as Record<MetricName, T>;
}
