import type { MetricName } from "../../ranking/metrics/judge.ts";
import type { Comparison, GateEvidence, SliceFacts } from "./gate-evidence.ts";
import { decide } from "./gate.ts";
import { defaultLoopSettings } from "./settings.ts";

const settings = defaultLoopSettings.gate;
const within = (mean: number, half = 0.005) => ({ mean, low: mean - half, high: mean + half });
const slice: SliceFacts = {
  ...{ fromMs: 0, toMs: 1, searches: 5000, sessions: 2000, rows: 100_000, positives: 6000, purchases: 500 },
  ...{ queries: 300, shoppers: 1500 },
};
const noMetrics: Record<MetricName, null> = { ndcg: null, mrr: null, purchase_ndcg: null, revenue: null, clicks: null };
const comparison = (other: string, gain: number, more: Partial<Comparison> = {}): Comparison => ({
  ...{ other, base: 0.6, gains: { ...noMetrics, ndcg: within(gain) }, slices: [], effectiveClicks: 1000 },
  ...more,
});
const feature = { feature: "price", share: 1, psi: 0.1, missingBefore: 0, missingNow: 0, auc: 0.7 };

const good: GateEvidence = {
  ...{ fit: slice, judge: slice },
  againstServing: comparison("champion", 0.02),
  againstFirstStage: comparison("first_stage", 0.05),
  againstRandom: comparison("random", 0.2),
  bias: { method: "swaps", confident: true, says: "Read from swaps." },
  ...{ rawGain: 0.01, wholeGain: within(0.02), features: [feature], staleMs: 0, staleEntries: 0 },
  ...{ micros: 500, bytes: 1e6, trees: 100, sampleRows: 200, identical: true },
};

const failing = (more: Partial<GateEvidence>) =>
  decide({ ...good, ...more }, settings)
    .checks.filter(({ passed }) => !passed)
    .map(({ name }) => name);

describe("the gate", () => {
  it("promotes what is surely better and harms nobody, and says why in a sentence", () => {
    const { promote, reason, checks } = decide(good, settings);
    expect(promote).toBe(true);
    expect(reason).toContain("higher up than with the serving model: NDCG@10 +0.020");
    for (const { says } of checks) expect(says).toMatch(/^[A-Z0-9].*\.$/u);
  });

  it("decides the same from the same numbers", () => {
    const again = JSON.parse(JSON.stringify(good)) as GateEvidence;
    expect(decide(again, settings)).toEqual(decide(good, settings));
  });

  it("refuses a gain that chance may have made, and a loss that cannot be excluded", () => {
    expect(failing({ againstServing: comparison("champion", 0.003) })).toEqual(["gain"]);
    const wide = { ...noMetrics, ndcg: within(0.02, 0.03) };
    expect(failing({ againstServing: comparison("champion", 0.02, { gains: wide }) })).toEqual(["no_loss", "gain"]);
  });

  it("refuses what was not measured: a model says nothing for itself", () => {
    const unknown = comparison("champion", NaN, { gains: noMetrics });
    expect(failing({ againstServing: unknown })).toEqual(expect.arrayContaining(["no_loss", "gain"]));
  });

  it("refuses a better order than the champion's that is worse than no model at all", () =>
    expect(failing({ againstFirstStage: comparison("first_stage", -0.03) })).toEqual(["no_loss_on_first_stage"]));

  it("refuses what costs purchases or revenue", () => {
    const gains = { ...noMetrics, ndcg: within(0.02), purchase_ndcg: within(-0.02), revenue: within(-3, 1) };
    const losing = comparison("champion", 0.02, { gains });
    expect(failing({ againstServing: losing })).toEqual(["no_loss_of_purchase_ndcg", "no_loss_of_revenue"]);
  });

  it("believes a counterfactual value only when enough clicks are behind it", () => {
    const gains = { ...noMetrics, ndcg: within(0.02), clicks: within(-0.1) };
    const of = (effectiveClicks: number) =>
      failing({ againstServing: comparison("champion", 0.02, { gains, effectiveClicks }) });
    expect(of(1000)).toEqual(["no_loss_of_clicks"]);
    expect(of(50)).toEqual([]);
  });

  it("refuses what makes a slice worse, if the slice has enough to tell", () => {
    const of = (telling: number) => {
      const slices = [{ slice: "tail", searches: 1000, telling, gain: within(-0.02) }];
      return failing({ againstServing: comparison("champion", 0.02, { slices }) });
    };
    expect(of(500)).toEqual(["slice_tail"]);
    expect(of(50)).toEqual([]);
  });

  it("wants people and queries, not numbers of them: one shopper or one query counts once", () => {
    expect(failing({ judge: { ...slice, shoppers: 3 } })).toEqual(["enough_shoppers_judged"]);
    expect(failing({ fit: { ...slice, queries: 1 } })).toEqual(["enough_queries_learned"]);
    expect(failing({ judge: { ...slice, searches: 50, sessions: 20 } })).toEqual([
      "enough_searches_judged",
      "enough_sessions_judged",
    ]);
  });

  it("believes a gain that is sure whatever the position bias may be, and plain clicks where nothing is known of that", () => {
    const bias = { method: "rank_changes", confident: false, says: "Little is known." };
    expect(failing({ bias, rawGain: -0.01, wholeGain: within(0.02) })).toEqual([]);
    expect(failing({ bias, rawGain: 0.01, wholeGain: within(0.02, 0.03) })).toEqual(["position_bias"]);
    expect(failing({ bias, rawGain: 0.01, wholeGain: null })).toEqual([]);
    expect(failing({ bias, rawGain: -0.01, wholeGain: null })).toEqual(["position_bias"]);
    expect(failing({ bias, rawGain: null, wholeGain: null })).toEqual(["position_bias"]);
  });

  it("names the feature that knows the outcome, and the one that has changed", () => {
    const leak = decide({ ...good, features: [{ ...feature, feature: "later", auc: 0.995 }] }, settings);
    expect(leak.promote).toBe(false);
    expect(leak.reason).toContain("“later”");
    const drift = decide({ ...good, features: [{ ...feature, feature: "stock", psi: 5 }] }, settings);
    expect(drift.reason).toContain("“stock”");
    expect(failing({ features: [feature, { ...feature, share: 0, psi: 9 }] })).toEqual([]);
  });

  it("refuses stale features, slow and huge models, and scores that are not the trainer's", () => {
    expect(failing({ staleMs: 3_600_000, staleEntries: 5000 })).toEqual(["fresh_features"]);
    expect(failing({ staleMs: 3_600_000, staleEntries: 5 })).toEqual([]);
    expect(failing({ micros: 1e5 })).toEqual(["fast"]);
    expect(failing({ bytes: 1e9 })).toEqual(["small"]);
    expect(failing({ identical: false })).toEqual(["identical"]);
  });
});
