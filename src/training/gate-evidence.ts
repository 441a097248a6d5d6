import type { Interval } from "../../ranking/metrics/bootstrap.ts";
import type { Metrics, SliceGain } from "../../ranking/metrics/judge.ts";

/** How one order compares with another on the same searches. */
export interface Comparison {
  readonly other: string;
  /** The other's own NDCG@10. */
  readonly base: number;
  /** Challenger less the other. */
  readonly gains: Metrics;
  readonly slices: readonly SliceGain[];
  /** Of clicks behind `gains.clicks`; see ranking/metrics/judge.ts. */
  readonly effectiveClicks: number;
}

/** What of the log a decision rests on. */
export interface SliceFacts {
  readonly fromMs: number;
  readonly toMs: number;
  /** Searches that something came of. */
  readonly searches: number;
  readonly sessions: number;
  readonly rows: number;
  /** Products that something came of. */
  readonly positives: number;
  readonly purchases: number;
  /** Distinct queries, weighted: (Σn)² / Σn², so that one query asked a thousand times counts as one. */
  readonly queries: number;
  /** Shoppers, likewise by what came of their searches. */
  readonly shoppers: number;
}

export interface FeatureFacts {
  readonly feature: string;
  /** Share of the model's gain. */
  readonly share: number;
  /** Population stability index between the fitting and the judging slice. */
  readonly psi: number;
  readonly missingBefore: number;
  readonly missingNow: number;
  /** How well it alone tells what was clicked from what was seen and not clicked, in one direction or the other; 0.5 to 1. */
  readonly auc: number;
}

/** All that the gate goes by. */
export interface GateEvidence {
  readonly fit: SliceFacts;
  readonly judge: SliceFacts;
  /** With what serves: the champion, else the first stage. */
  readonly againstServing: Comparison;
  /** Null when the first stage is what serves. */
  readonly againstFirstStage: Comparison | null;
  readonly againstRandom: Comparison;
  readonly bias: { readonly method: string; readonly confident: boolean; readonly says: string };
  /** NDCG@10 on raw clicks, challenger less what serves: biased for what was shown. */
  readonly rawGain: number | null;
  /**
   * NDCG@10, challenger less what serves; its interval also holds what is not known of the position bias. Null when
   * nothing is known of it.
   */
  readonly wholeGain: Interval | null;
  readonly features: readonly FeatureFacts[];
  /** Age of the oldest entry that the features lacked when they were computed, and their number, at the 90th percentile. */
  readonly staleMs: number;
  readonly staleEntries: number;
  readonly micros: number;
  readonly bytes: number;
  readonly trees: number;
  readonly sampleRows: number;
  readonly identical: boolean;
}
