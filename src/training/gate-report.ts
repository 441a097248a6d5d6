import type { JsonObject, JsonValue } from "../domain/json.ts";
import type { Interval } from "../../ranking/metrics/bootstrap.ts";
import { type JudgeReport, type MetricName, metricNames, type Metrics } from "../../ranking/metrics/judge.ts";
import type { PositionBias } from "../../ranking/labels/position-bias.ts";
import type { Comparison, GateEvidence, SliceFacts } from "./gate-evidence.ts";
import type { Measurement } from "./measure-model.ts";
import type { LeftOut } from "./survey-log.ts";

/** One order against another, out of what was measured. */
export function comparisonWith(other: string, reports: Readonly<Record<string, JudgeReport>>): Comparison {
  const report = reports[other]!;
  const gain = report.gains.find(({ name }) => name === "challenger")!;
  const find = (name: string) => report.orders.find((order) => order.name === name)!;
  const { metrics: gains, slices } = gain;
  return {
    ...{ other, gains, slices },
    base: find(other).metrics.ndcg?.mean ?? NaN,
    effectiveClicks: find("challenger").effectiveClicks,
  };
}

export interface ReportFacts {
  readonly evidence: GateEvidence;
  readonly measurement: Measurement;
  readonly stop: SliceFacts;
  readonly leftOut: LeftOut;
  readonly bias: PositionBias;
  /** Of each order: the model's version, null for the first stage and chance. */
  readonly versions: Readonly<Record<string, string | null>>;
  readonly training: JsonObject;
  /** Searches of a slice, below which it is shown but not judged by. */
  readonly minSliceSearches: number;
}

/** All numbers of a decision as JSON: what charts are drawn from and what it can be decided by again. */
export function gateReport({
  evidence,
  measurement,
  stop,
  leftOut,
  bias,
  versions,
  training,
  minSliceSearches,
}: ReportFacts): JsonObject {
  const { againstServing, features } = evidence;
  const { reports } = measurement;
  const serving = reports[againstServing.other]!;
  return {
    kind: "gate",
    data: {
      ...{ fit: sliceJson(evidence.fit), stop: sliceJson(stop), judge: sliceJson(evidence.judge) },
      left_out: {
        unusable: leftOut.unusable,
        suspects: leftOut.suspects,
        beyond_share: leftOut.beyondShare,
        suspicions: leftOut.suspicions,
        other_features: leftOut.otherFeatures,
        without_evidence: leftOut.withoutEvidence,
      },
      stale: { ms: evidence.staleMs, entries: evidence.staleEntries },
    },
    orders: serving.orders.map(({ name, metrics, raw, effectiveClicks }) => ({
      ...{ order: name, version: versions[name] ?? null, metrics: metricsJson(metrics) },
      ...{ raw_ndcg: interval(raw.ndcg), effective_clicks: effectiveClicks },
    })),
    against: againstServing.other,
    gain: metricsJson(againstServing.gains),
    relative_gain: number((againstServing.gains.ndcg?.mean ?? NaN) / againstServing.base),
    raw_gain: number(evidence.rawGain),
    slices: againstServing.slices.map(({ slice, searches, telling, gain }) => ({
      ...{ slice, searches, telling, gain: interval(gain), enough: gain !== null && telling >= minSliceSearches },
    })),
    importance: features
      .map(({ feature, share, psi, auc, missingBefore, missingNow }) => ({
        ...{ feature, share, gain: share, psi: number(psi), auc },
        ...{ missing_before: missingBefore, missing_now: missingNow },
      }))
      .sort((a, b) => b.share - a.share),
    scoring: {
      ...{ micros_200_rows: evidence.micros, bytes: evidence.bytes, trees: evidence.trees },
      ...{ sample_rows: evidence.sampleRows, identical: evidence.identical },
    },
    training,
    debiasing: { method: bias.method, confident: bias.confident, says: bias.says },
    position_bias: [...bias.curve]
      .slice(1, 49)
      .map((examined, i) => ({ position: i + 1, examined: number(examined), error: number(bias.error[i + 1] ?? NaN) })),
  };
}

const sliceJson = (facts: SliceFacts): JsonObject => ({
  ...{ from_ms: facts.fromMs, to_ms: facts.toMs, searches: facts.searches, sessions: facts.sessions },
  ...{ rows: facts.rows, positives: facts.positives, purchases: facts.purchases },
  ...{ queries: facts.queries, shoppers: facts.shoppers },
});

const metricsJson = (metrics: Metrics): JsonObject =>
  Object.fromEntries(metricNames.map((name) => [jsonNames[name], interval(metrics[name])]));

/** With their cut-off, which is the judge's own default. */
const jsonNames: Readonly<Record<MetricName, string>> = {
  ndcg: "ndcg_10",
  mrr: "mrr",
  purchase_ndcg: "ndcg_purchase_10",
  revenue: "revenue_10",
  clicks: "clicks",
};

const interval = (value: Interval | null): JsonValue =>
  value === null ? null : { mean: number(value.mean), low: number(value.low), high: number(value.high) };

/** JSON has no NaN. */
const number = (value: number | null): number | null => (value === null || !Number.isFinite(value) ? null : value);
