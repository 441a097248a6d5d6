import type { JsonObject } from "../../src/domain/json.ts";

/** The built-in trainer's parameters, with LightGBM's names in camel case and LightGBM's defaults. */
export interface Options {
  readonly ranking: boolean;
  /** Of what is no ranking: counts instead of any numbers. */
  readonly poisson: boolean;
  readonly metric: string;
  readonly learningRate: number;
  readonly numLeaves: number;
  readonly maxDepth: number;
  readonly minDataInLeaf: number;
  readonly minSumHessianInLeaf: number;
  readonly minGainToSplit: number;
  readonly lambdaL1: number;
  readonly lambdaL2: number;
  readonly maxBin: number;
  readonly minDataInBin: number;
  readonly featureFraction: number;
  readonly baggingFraction: number;
  readonly baggingFreq: number;
  readonly extraTrees: boolean;
  readonly seed: number;
  readonly sigmoid: number;
  readonly truncation: number;
  readonly norm: boolean;
  /** Gain of each label. */
  readonly labelGain: readonly number[];
  /** The measure's depth. */
  readonly evalAt: number;
  readonly boostFromAverage: boolean;
}

const LABELS = 31;

/** @param params checked by checkParams */
export function readOptions(params: JsonObject): Options {
  const number = (name: string, otherwise: number): number => (params[name] as number | undefined) ?? otherwise;
  const truth = (name: string, otherwise: boolean): boolean => (params[name] as boolean | undefined) ?? otherwise;
  const list = (name: string): readonly number[] | undefined => params[name] as readonly number[] | undefined;
  const { objective } = params;
  return {
    ranking: objective === "lambdarank",
    poisson: objective === "poisson",
    metric: (params["metric"] as string | undefined) ?? defaultMetric(objective as string),
    learningRate: number("learning_rate", 0.1),
    numLeaves: number("num_leaves", 31),
    maxDepth: number("max_depth", -1),
    minDataInLeaf: number("min_data_in_leaf", 20),
    minSumHessianInLeaf: number("min_sum_hessian_in_leaf", 1e-3),
    minGainToSplit: number("min_gain_to_split", 0),
    lambdaL1: number("lambda_l1", 0),
    lambdaL2: number("lambda_l2", 0),
    maxBin: number("max_bin", 255),
    minDataInBin: number("min_data_in_bin", 3),
    featureFraction: number("feature_fraction", 1),
    baggingFraction: number("bagging_fraction", 1),
    baggingFreq: number("bagging_freq", 0),
    extraTrees: truth("extra_trees", false),
    seed: number("seed", 1),
    sigmoid: number("sigmoid", 1),
    truncation: number("lambdarank_truncation_level", 30),
    norm: truth("lambdarank_norm", true),
    labelGain: list("label_gain") ?? Array.from({ length: LABELS }, (_, label) => 2 ** label - 1),
    evalAt: list("eval_at")?.[0] ?? 10,
    boostFromAverage: truth("boost_from_average", true),
  };
}

/** What an objective is judged by unless told otherwise. */
export const defaultMetric = (objective: string): string =>
  objective === "lambdarank" ? "ndcg" : objective === "poisson" ? "poisson" : "l2";
