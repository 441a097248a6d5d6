import type { Check } from "../domain/model.ts";
import type { Interval } from "../../ranking/metrics/bootstrap.ts";
import type { MetricName } from "../../ranking/metrics/judge.ts";
import type { Comparison, GateEvidence, SliceFacts } from "./gate-evidence.ts";
import type { GateSettings } from "./settings.ts";

export interface Verdict {
  readonly promote: boolean;
  /** One sentence. */
  readonly reason: string;
  readonly checks: readonly Check[];
}

/**
 * Whether a new model may serve: from numbers alone, so that every decision can be done again from its record. What is
 * not known for sure counts against the new model; what serves has shown that it can.
 */
export function decide(evidence: GateEvidence, settings: GateSettings): Verdict {
  const checks = [
    ...enough(evidence, settings),
    ...worth(evidence, settings),
    ...harmless(evidence, settings),
    ...sound(evidence, settings),
  ];
  const failed = checks.filter(({ passed }) => !passed);
  if (failed.length === 0) return { promote: true, reason: checks.find(({ name }) => name === "gain")!.says, checks };
  const more = failed.length === 1 ? "" : ` (and ${failed.length - 1} more)`;
  return { promote: false, reason: `${failed[0]!.says}${more}`, checks };
}

/** Is there enough to judge by, from enough people and queries? */
function enough({ fit, judge }: GateEvidence, settings: GateSettings): readonly Check[] {
  const atLeast = (slice: "judged" | "learned", what: keyof SliceFacts, words: string, limit: number): Check => {
    const value = Math.floor((slice === "judged" ? judge : fit)[what]);
    const passed = value >= limit;
    const use = slice === "judged" ? "to judge by" : "to learn from";
    const says = `${value} ${words} ${use}${passed ? "" : `; ${limit} are needed`}.`;
    return { name: `enough_${what}_${slice}`, passed, value, low: null, high: null, limit, says };
  };
  const { minSearches, minSessions, minPositives, minQueries, minShoppers } = settings;
  const queries = "different queries (frequent ones count once)";
  const shoppers = "different shoppers (busy ones count once)";
  return [
    atLeast("judged", "searches", "searches with a click or purchase", minSearches),
    atLeast("judged", "sessions", "visits", minSessions),
    atLeast("judged", "positives", "products clicked or bought", minPositives),
    atLeast("judged", "queries", queries, minQueries),
    atLeast("judged", "shoppers", shoppers, minShoppers),
    atLeast("learned", "queries", queries, minQueries),
    atLeast("learned", "shoppers", shoppers, minShoppers),
  ];
}

/** Is it better than what serves, and not only by chance? */
function worth(
  { againstServing, againstFirstStage, againstRandom, bias, rawGain, wholeGain }: GateEvidence,
  settings: GateSettings,
): readonly Check[] {
  const { margin, sureOfGain } = settings;
  const gain = ndcgGain(againstServing);
  const sure = probabilityAbove(gain, 0);
  const aboveChance = probabilityAbove(ndcgGain(againstRandom), 0) >= sureOfGain;
  const checks: Check[] = [
    noLoss("no_loss", againstServing, margin),
    {
      ...{ name: "gain", passed: sure >= sureOfGain, value: gain.mean, low: gain.low, high: gain.high, limit: 0 },
      says:
        sure >= sureOfGain
          ? `Shoppers find what they want higher up than with ${nameOf(againstServing.other)}: ${change(gain, againstServing)}.`
          : `It is not shown to be better than ${nameOf(againstServing.other)}: ${change(gain, againstServing)}.`,
    },
    {
      ...intervalOf("better_than_random", ndcgGain(againstRandom), 0),
      passed: aboveChance,
      says: aboveChance
        ? `Better than random order: ${change(ndcgGain(againstRandom), againstRandom)}.`
        : `Not surely better than random order: ${change(ndcgGain(againstRandom), againstRandom)}.`,
    },
  ];
  if (againstFirstStage !== null) checks.push(noLoss("no_loss_on_first_stage", againstFirstStage, margin));
  checks.push(unbiased(bias.says, rawGain, wholeGain, sureOfGain));
  return checks;
}

/**
 * Clicks favour what was shown at the top, and the gain is read from clicks corrected for that: it must be sure with all
 * that is not known of the correction. Where nothing is known of it, plain clicks, biased for what serves, must show it.
 */
function unbiased(curve: string, rawGain: number | null, wholeGain: Interval | null, sureOfGain: number): Check {
  if (wholeGain === null) {
    const passed = (rawGain ?? -1) > 0;
    const says = passed
      ? "How much less lower places are looked at is not known, but plain clicks show a gain, too."
      : `How much less lower places are looked at is not known, and plain clicks show no gain. ${curve}`;
    return { name: "position_bias", passed, value: rawGain, low: null, high: null, limit: 0, says };
  }
  const passed = probabilityAbove(wholeGain, 0) >= sureOfGain;
  const says = passed
    ? `The gain is sure with what is not known of how much less lower places are looked at, too: ${range(wholeGain)}.`
    : `Too little is known of how much less lower places are looked at: with that, the gain may be ${range(wholeGain)}. ${curve}`;
  return { ...intervalOf("position_bias", wholeGain, 0), passed, says };
}

/** Does anyone lose by it? */
function harmless({ againstServing }: GateEvidence, settings: GateSettings): readonly Check[] {
  const { gains, slices, effectiveClicks } = againstServing;
  const { minSliceSearches, minEffectiveClicks } = settings;
  const others: readonly (readonly [MetricName, string])[] = [
    ["purchase_ndcg", "How high up bought products stand"],
    ["revenue", "Revenue from the first ten places"],
    ["clicks", "Clicks expected if its order had been shown"],
  ];
  const metrics = others.flatMap(([metric, words]) => {
    const gain = gains[metric];
    // An order too unlike the one that was shown cannot be valued by what came of that one.
    if (gain === null || (metric === "clicks" && effectiveClicks < minEffectiveClicks)) return [];
    const passed = !(gain.high < 0);
    const says = `${words}: ${signed(gain.mean)} [${signed(gain.low)} to ${signed(gain.high)}]${passed ? "" : ", a loss"}.`;
    return [{ ...intervalOf(`no_loss_of_${metric}`, gain, 0), passed, says }];
  });
  const sliced = slices.flatMap(({ slice, telling, gain }) => {
    if (gain === null || telling < minSliceSearches) return [];
    const passed = !(gain.high < 0);
    const says = `${sliceWords[slice] ?? slice}: ${signed(gain.mean)} on ${telling} searches${passed ? "" : ": they get worse"}.`;
    return [{ ...intervalOf(`slice_${slice}`, gain, 0), passed, says }];
  });
  return [...metrics, ...sliced];
}

/** Are the model and what it learned from as they should be? */
function sound(evidence: GateEvidence, settings: GateSettings): readonly Check[] {
  const { features, staleMs, staleEntries, micros, bytes, identical, sampleRows } = evidence;
  const { maxFeatureAuc, maxDrift, maxStaleMs, maxStaleEntries, maxMicros, maxBytes } = settings;
  const upTo = (name: string, value: number, limit: number, says: (passed: boolean) => string): Check => {
    const passed = value <= limit;
    return { name, passed, value, low: null, high: null, limit, says: says(passed) };
  };
  const telling = features.reduce((a, b) => (b.auc > a.auc ? b : a), nothing);
  // What a model does not use may move as it likes.
  const moved = features.reduce((sum, { psi, share }) => sum + Math.min(psi, 10) * share, 0);
  const most = features.reduce((a, b) => (b.psi * b.share > a.psi * a.share ? b : a), nothing);
  return [
    upTo("no_leak", telling.auc, maxFeatureAuc, (passed) =>
      passed
        ? "No feature knows the outcome by itself."
        : `The feature “${telling.feature}” alone tells what was clicked from what was not in ${percent(telling.auc)} of cases: it must have seen the clicks, which it cannot when it counts.`,
    ),
    upTo("drift", moved, maxDrift, (passed) =>
      passed
        ? "Features are distributed as they were when the model learned from them."
        : `Features have changed since the model learned from them, most of all “${most.feature}” (stability index ${most.psi.toFixed(2)}).`,
    ),
    // One old entry in a quiet shop changes little, and many young ones in a busy shop are on their way.
    upTo("fresh_features", staleEntries > maxStaleEntries ? staleMs : 0, maxStaleMs, (passed) =>
      passed
        ? "Counters were up to date when features were computed."
        : `Counters were ${staleEntries} events and ${Math.round(staleMs / 1000)} s behind when features were computed: it learned from stale numbers.`,
    ),
    upTo("fast", micros, maxMicros, (passed) =>
      passed
        ? `Orders 200 products in ${Math.round(micros)} µs.`
        : `Takes ${Math.round(micros)} µs for 200 products; ${maxMicros} are allowed.`,
    ),
    upTo("small", bytes, maxBytes, (passed) => `${Math.ceil(bytes / 1024)} kB${passed ? "" : ": too large"}.`),
    {
      ...{ name: "identical", passed: identical, value: sampleRows, low: null, high: null, limit: null },
      says: identical
        ? `Our scores are the trainer's on ${sampleRows} rows, bit for bit.`
        : "Our scores differ from the trainer's: it would not serve as it was judged.",
    },
  ];
}

const nothing = { feature: "none", auc: 0.5, psi: 0, share: 0, missingBefore: 0, missingNow: 0 };

const sliceWords: Readonly<Record<string, string>> = {
  head: "Frequent queries",
  middle: "Queries of middling frequency",
  tail: "Rare queries",
  no_click: "Queries without clicks before",
  new_products: "New products",
  mobile: "Shoppers on phones",
};

const nameOf = (order: string): string =>
  order === "first_stage" ? "the text order" : order === "champion" ? "the serving model" : order;

function noLoss(name: string, comparison: Comparison, margin: number): Check {
  const gain = ndcgGain(comparison);
  const limit = -margin * comparison.base;
  const passed = gain.low > limit;
  const other = nameOf(comparison.other);
  const says = passed
    ? `It loses nothing that matters against ${other}: ${change(gain, comparison)}.`
    : `A loss of more than ${percent(margin)} against ${other} cannot be excluded: ${change(gain, comparison)}.`;
  return { ...intervalOf(name, gain, limit), passed, says };
}

const ndcgGain = ({ gains }: Comparison): Interval => gains.ndcg ?? { mean: NaN, low: NaN, high: NaN };

const intervalOf = (name: string, { mean, low, high }: Interval, limit: number) => ({
  ...{ name, value: mean, low, high, limit },
});

/** Of the true mean, by the normal curve that fits the interval. */
function probabilityAbove({ mean, low, high }: Interval, limit: number): number {
  const error = (high - low) / (2 * 1.959964);
  if (!(error > 0)) return mean > limit ? 1 : 0;
  return normal((mean - limit) / error);
}

/** The normal distribution (Abramowitz and Stegun 26.2.17, error below 7.5e-8). */
function normal(z: number): number {
  const t = 1 / (1 + 0.2316419 * Math.abs(z));
  const poly = t * (0.31938153 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
  const tail = (Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI)) * poly;
  return z > 0 ? 1 - tail : tail;
}

const change = (gain: Interval, { base }: Comparison): string => `NDCG@10 ${range(gain)} on ${base.toFixed(3)}`;
const range = ({ mean, low, high }: Interval): string => `${signed(mean)} [${signed(low)} to ${signed(high)}]`;
const signed = (value: number): string => `${value < 0 ? "−" : "+"}${Math.abs(value).toFixed(3)}`;
const percent = (share: number): string => `${Number((share * 100).toPrecision(3))} %`;
