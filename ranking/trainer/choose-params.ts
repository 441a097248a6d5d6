import type { JsonObject } from "../../src/domain/json.ts";

/** What there is to learn from, after everything that is left out. */
export interface Evidence {
  /** With at least one positive label each. */
  readonly queries: number;
  readonly rows: number;
  /** Rows with a label above 0. */
  readonly positives: number;
  /** The distinct labels; each is its own gain unless `labelGain` says otherwise. */
  readonly grades: readonly number[];
  /** Gain of each label from 0, as the measure that will judge the model has it. */
  readonly labelGain?: readonly number[];
  /** Depth of the measure that will judge the model; default 10. */
  readonly depth?: number;
}

export type TrainingPlan =
  | { readonly kind: "hand_weights"; readonly reason: string }
  | { readonly kind: "train"; readonly params: JsonObject; readonly patience: number; readonly reason: string };

/** Below this, weights set by hand were as good on held-out queries (Icecat, movies). */
const FEWEST_QUERIES = 20;
/** Below this, regression on the grades was better than pairs: there are too few of them. */
const ENOUGH_FOR_PAIRS = 50;

/** Each label is its own gain; all of LightGBM's labels, since a later slice may have one that the fit rows lack. */
const EVERY_LABEL = Array.from({ length: 31 }, (_, label) => label);

/**
 * Which objective the evidence carries, and trees no larger than it. Pairs are cut just below the depth that the
 * measure looks at, and weigh what the measure weighs.
 */
export function chooseParams(evidence: Evidence): TrainingPlan {
  const { rows, grades, depth = 10 } = evidence;
  // A positive a query is the least: what is less is not that many queries' worth.
  const queries = Math.min(evidence.queries, evidence.positives);
  if (queries < FEWEST_QUERIES) {
    const reason = `${queries} queries with a positive are too few to learn from; it takes ${FEWEST_QUERIES}.`;
    return { kind: "hand_weights", reason };
  }
  const pairs = queries >= ENOUGH_FOR_PAIRS;
  if (grades.length < 2) return { kind: "hand_weights", reason: "All rows have the same label: no order is better." };
  const few = queries < 500;
  return {
    kind: "train",
    patience: few ? 50 : 30,
    reason: pairs
      ? `${queries} queries with positives: lambdarank by NDCG@${depth}.`
      : `${queries} queries with positives: regression on the grades, below ${ENOUGH_FOR_PAIRS} better than pairs.`,
    params: {
      ...(pairs
        ? {
            objective: "lambdarank",
            metric: "ndcg",
            eval_at: [depth],
            lambdarank_truncation_level: depth + 3,
            label_gain: evidence.labelGain ?? EVERY_LABEL,
          }
        : { objective: "regression", metric: "l2" }),
      num_iterations: few ? 150 : 500,
      learning_rate: few ? 0.05 : 0.1,
      num_leaves: leaves(queries),
      min_data_in_leaf: Math.round(clamp(rows / 200, 5, 50)),
      lambda_l2: few ? 5 : 1,
      feature_fraction: 0.8,
      seed: 1,
    },
  };
}

/** A leaf for every ten queries, up to LightGBM's default. */
function leaves(queries: number): number {
  return Math.round(clamp(queries / 10, 4, 31));
}

function clamp(x: number, low: number, high: number): number {
  return Math.min(high, Math.max(low, x));
}
