/** What the loop goes by; every number can be set for a shop of another size, or for a demonstration of two minutes. */
export interface LoopSettings {
  /** Trains again after so many searches with a click or purchase since the last training… */
  readonly retrainAfterSearches: number;
  /** …or after so long, when there are a tenth of them. */
  readonly retrainAfterMs: number;
  /** How often the loop looks, in milliseconds. */
  readonly everyMs: number;
  /** A training whose process has died is taken over after so long. */
  readonly leaseMs: number;
  /** Models kept besides those that serve. */
  readonly keptModels: number;
  readonly rows: RowSettings;
  readonly gate: GateSettings;
  readonly canary: CanarySettings;
  readonly watchdog: WatchdogSettings;
}

export interface RowSettings {
  /** The log's latest part that is learned from. */
  readonly windowMs: number;
  /** Shown products at most, over all slices: memory is this × features × 4 bytes. */
  readonly maxRows: number;
  /** Shares of the searches with evidence, oldest first; the rest judges. */
  readonly fitShare: number;
  readonly stopShare: number;
  /** Rows that the trainer scores, for scorers to repeat. */
  readonly sampleRows: number;
}

export interface GateSettings {
  /** Judged searches, shoppers' sessions, clicked products, distinct queries and shoppers, at least. */
  readonly minSearches: number;
  readonly minSessions: number;
  readonly minPositives: number;
  readonly minQueries: number;
  readonly minShoppers: number;
  /** A loss of NDCG@10 that the interval of the gain must exclude, as a share of the other's. */
  readonly margin: number;
  /** How sure the gain must be, as a one-sided probability. */
  readonly sureOfGain: number;
  /** Searches of a slice, below which it is shown but not judged by. */
  readonly minSliceSearches: number;
  /** Clicks, by their effective number, below which the counterfactual value is shown but not judged by. */
  readonly minEffectiveClicks: number;
  /** A feature that alone tells the clicked from the unclicked so well knows the outcome: area under the ROC curve. */
  readonly maxFeatureAuc: number;
  /** Population stability index of a feature between fit and judging slice, weighted by its importance. */
  readonly maxDrift: number;
  /** Age of the oldest entry that features lacked when they were computed, and their number, at the 90th percentile. */
  readonly maxStaleMs: number;
  readonly maxStaleEntries: number;
  /** Scoring 200 rows, in microseconds; rescoring as a whole has 20 ms. */
  readonly maxMicros: number;
  readonly maxBytes: number;
}

export interface CanarySettings {
  /** Shoppers who are given the new model first, 0 to 1. */
  readonly share: number;
  /** Searches of theirs before it may serve all. */
  readonly minSearches: number;
  readonly minMs: number;
  /** After so long it serves all, unless it harms. */
  readonly maxMs: number;
  /** A loss of click rate that must be excluded before `maxMs`, as a share of the champion's. */
  readonly tolerance: number;
  /** Chance of calling harm what is none, over all looks together. */
  readonly falseAlarms: number;
  /** Share of searches that it was to order and did not, beyond the champion's. */
  readonly maxDegraded: number;
  /** 95th percentile of rescoring, in milliseconds. */
  readonly maxRescoreMs: number;
}

export interface WatchdogSettings {
  /** Rescorings looked at together. */
  readonly window: number;
  /** Share of them that was too slow, lacked state or failed, above which the first stage's order takes over. */
  readonly maxShare: number;
  /** Age of the oldest entry that is not folded into counters. */
  readonly maxStaleMs: number;
  /** How long it takes over before the model is tried again; doubled each time it fails again. */
  readonly holdMs: number;
}

const minute = 60_000;
const hour = 60 * minute;

export const defaultLoopSettings: LoopSettings = {
  retrainAfterSearches: 2000,
  retrainAfterMs: 24 * hour,
  everyMs: 1000,
  leaseMs: 30_000,
  keptModels: 5,
  rows: { windowMs: 90 * 24 * hour, maxRows: 600_000, fitShare: 0.6, stopShare: 0.1, sampleRows: 200 },
  gate: {
    minSearches: 200,
    minSessions: 100,
    minPositives: 200,
    minQueries: 10,
    minShoppers: 30,
    margin: 0.005,
    sureOfGain: 0.95,
    minSliceSearches: 100,
    minEffectiveClicks: 200,
    maxFeatureAuc: 0.97,
    maxDrift: 1.5,
    maxStaleMs: minute,
    maxStaleEntries: 500,
    maxMicros: 4000,
    maxBytes: 32 * 1024 * 1024,
  },
  canary: {
    share: 0.1,
    minSearches: 500,
    minMs: hour,
    maxMs: 72 * hour,
    tolerance: 0.05,
    falseAlarms: 0.01,
    maxDegraded: 0.05,
    maxRescoreMs: 15,
  },
  watchdog: { window: 200, maxShare: 0.2, maxStaleMs: minute, holdMs: minute },
};
