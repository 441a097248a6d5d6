import type { Interval } from "../../ranking/metrics/bootstrap.ts";
import { performance } from "node:perf_hooks";
import type { ModelRecord } from "../domain/model.ts";
import type { PositionBias } from "../../ranking/labels/position-bias.ts";
import { drift } from "../../ranking/metrics/drift.ts";
import { judge, type JudgeReport } from "../../ranking/metrics/judge.ts";
import type { ScoredOrder } from "../../ranking/metrics/measure-orders.ts";
import type { JudgingRows } from "../../ranking/metrics/judging-rows.ts";
import { randomScores } from "../../ranking/metrics/random-order.ts";
import { checkSamples } from "../../ranking/model/check-samples.ts";
import { openScorer } from "../../ranking/model/open-scorer.ts";
import { readLightgbm } from "../../ranking/model/read-lightgbm.ts";
import type { Scorer } from "../../ranking/model/tree-model.ts";
import { featureAucs } from "./feature-auc.ts";
import type { FeatureFacts } from "./gate-evidence.ts";

/** Plain data, so that a thread can be asked. */
export interface MeasureRequest {
  readonly rows: JudgingRows;
  /** Some of the rows that the model was fitted on. */
  readonly fitted: Float32Array;
  readonly names: readonly string[];
  readonly challenger: { readonly text: string; readonly samples: ModelRecord["samples"] };
  /** Null when the first stage serves. */
  readonly champion: string | null;
  /** Of the fit alone: what gain it expects of a row, as a logarithm. What there is to gain in a search, it weighs by. */
  readonly expectation: string;
  readonly bias: PositionBias;
  readonly seed: number;
}

export interface Measurement {
  /** The orders `challenger`, `champion`, `first_stage` and `random`, the first against each other one. */
  readonly reports: Readonly<Record<string, JudgeReport>>;
  /** See GateEvidence. */
  readonly wholeGain: Interval | null;
  readonly features: readonly FeatureFacts[];
  /** Scoring 200 rows, the median of many, in microseconds. */
  readonly micros: number;
  readonly trees: number;
  readonly identical: boolean;
}

/** Everything that can be measured of a new model on searches that its training has not seen. */
export async function measureModel(request: MeasureRequest): Promise<Measurement> {
  const { rows, fitted, names, challenger, champion, expectation, bias, seed } = request;
  const trees = readLightgbm(challenger.text);
  const scorer = await openScorer(trees);
  const total = rows.positions.length;
  const orders = [
    { name: "challenger", scores: scoresOf(scorer, rows) },
    ...(champion === null
      ? []
      : [{ name: "champion", scores: scoresOf(await openScorer(readLightgbm(champion)), rows) }]),
    { name: "first_stage", scores: Float64Array.from(rows.firstStage, (rank) => -rank) },
    { name: "random", scores: randomScores(total, seed) },
  ];
  const expected = scoresOf(await openScorer(readLightgbm(expectation)), rows).map(Math.exp);
  const moved = drift(fitted, rows.vectors, names);
  const aucs = featureAucs(rows);
  const gainOf = new Map(trees.importance.map(({ feature, gain }) => [feature, gain]));
  const all = trees.importance.reduce((sum, { gain }) => sum + gain, 0);
  return {
    ...judgeOrders(orders, rows, { bias, seed, expected }),
    features: moved.map(({ feature, psi, missingBefore, missingNow }, column) => ({
      ...{ feature, psi, missingBefore, missingNow, auc: aucs[column]! },
      share: all === 0 ? 0 : (gainOf.get(feature) ?? 0) / all,
    })),
    micros: timeOf(scorer, rows),
    trees: trees.treeCount,
    identical: challenger.samples.scores.length > 0 && checkSamples(scorer, challenger.samples),
  };
}

/** @param orders the challenger first, then what serves */
export function judgeOrders(
  orders: readonly ScoredOrder[],
  rows: JudgingRows,
  how: { readonly bias: PositionBias; readonly seed: number; readonly expected?: Float64Array },
): Pick<Measurement, "reports" | "wholeGain"> {
  const [, serving, ...others] = orders.map(({ name }) => name);
  const against = (name: string) => [name, judge(orders, rows, { ...how, against: name })] as const;
  const reports = Object.fromEntries([serving!, ...others].map(against));
  const ndcg = ({ gains }: JudgeReport) => gains.find(({ name }) => name === orders[0]!.name)!.metrics.ndcg;
  const flat = flattest(how.bias);
  if (flat === null) return { reports, wholeGain: null };
  const byFlattest = ndcg(judge(orders.slice(0, 2), rows, { ...how, bias: flat, against: serving! }));
  return { reports, wholeGain: withDoubt(ndcg(reports[serving!]!), byFlattest) };
}

/** The curve at the upper end of its 95 % interval: lower places are looked at as much as the clicks may mean. */
function flattest(bias: PositionBias): PositionBias | null {
  if (bias.method !== "swaps" && bias.method !== "rank_changes") return null;
  const curve = bias.curve.map((examined, position) =>
    Math.min(1, examined * Math.exp(1.96 * (bias.error[position] ?? 0))),
  );
  return { ...bias, curve };
}

/**
 * Two things are not known for sure: the gain given the curve, and the curve. As they are independent, their variances
 * add up; the second is how far the gain moves when the curve does (delta method).
 */
function withDoubt(gain: Interval | null, byFlattest: Interval | null): Interval | null {
  if (gain === null || byFlattest === null) return null;
  const moved = byFlattest.mean - gain.mean;
  const half = (side: number) => Math.hypot(side, moved);
  return {
    mean: gain.mean,
    low: gain.mean - half(gain.mean - gain.low),
    high: gain.mean + half(gain.high - gain.mean),
  };
}

function scoresOf(scorer: Scorer, { vectors, positions }: JudgingRows): Float64Array {
  const scores = new Float64Array(positions.length);
  scorer.score(vectors, positions.length, scores);
  return scores;
}

const TIMED_ROWS = 200;
const RUNS = 31;

function timeOf(scorer: Scorer, { vectors, columns, positions }: JudgingRows): number {
  if (positions.length === 0) return 0;
  const values = Float32Array.from({ length: TIMED_ROWS * columns }, (_, i) => vectors[i % vectors.length]!);
  const out = new Float64Array(TIMED_ROWS);
  const times = Array.from({ length: RUNS }, () => {
    const start = performance.now();
    scorer.score(values, TIMED_ROWS, out);
    return 1000 * (performance.now() - start);
  });
  return times.sort((a, b) => a - b)[RUNS >> 1]!;
}
