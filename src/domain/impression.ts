import type { Filter } from "./filter.ts";
import type { Sort } from "./retrieval.ts";

/** Which order a shopper was given. */
export type Arm = "first_stage" | "champion" | "challenger";

export interface ShownProduct {
  readonly id: string;
  readonly group: string;
  /** From 1, over all pages; 0 for a candidate that was not shown but sampled from the rest of the window. */
  readonly position: number;
  /** Its rank in the engine's order, from 1. */
  readonly firstStageRank: number;
  /** The score it was ordered by. */
  readonly score: number;
  /** Probability that it was shown at this position rather than where the order alone would have put it; 1 without exploration. */
  readonly propensity: number;
  /**
   * Where the order alone would have put it, from 1; null where no chance was at work, or where it was not the same chance
   * for all: comparing what the same place's products came to elsewhere shows what places do.
   */
  readonly ownPlace: number | null;
}

/** One answered search: what was asked, what was shown, and the very numbers it was ordered by. */
export interface Impression {
  /** 32 lower-case hexadecimal digits; pages of one search share it. */
  readonly queryId: string;
  readonly catalog: string;
  readonly shownAtMs: number;
  /** Pseudonyms; null when the caller did not say. */
  readonly user: string | null;
  readonly session: string | null;
  readonly bot: boolean;
  readonly device: "mobile" | "desktop" | null;
  /** As typed, scrubbed of what looks like e-mail addresses and card numbers. */
  readonly text: string;
  /** As understood; empty for browsing, and for what had to be scrubbed. What query counters are kept by. */
  readonly normalized: string;
  readonly filters: readonly Filter[];
  readonly sort: Sort;
  readonly page: number;
  readonly size: number;
  readonly total: number;
  readonly engine: string;
  /** Null for the first stage's order. */
  readonly modelVersion: string | null;
  /** The one that the shopper was assigned to; without its model's version when that could not serve. */
  readonly arm: Arm;
  /** What vectors and scores took, in milliseconds; null when nothing was scored. */
  readonly rescoreMs: number | null;
  /** Hash of the features below. */
  readonly featureSet: string;
  /** How much of the log the counters had folded when the features were computed. */
  readonly stateSequence: number;
  /** The last event that the session's state held, 0 for none. */
  readonly sessionSequence: number;
  readonly shown: readonly ShownProduct[];
  /** Row-major, shown.length × the feature set's length; what each product was scored with. NaN is unknown. */
  readonly vectors: Float32Array;
}

/**
 * An impression as it was stored, by this version or an earlier one: places apart from chance were not noted at first, and
 * what nobody knows is null.
 */
export const storedImpression = (stored: Omit<Impression, "vectors">, vectors: Float32Array): Impression => {
  const isComplete = stored.shown.length === 0 || "ownPlace" in stored.shown[0]!;
  const shown = isComplete ? stored.shown : stored.shown.map((one) => ({ ...one, ownPlace: null }));
  return { ...stored, shown, vectors };
};
