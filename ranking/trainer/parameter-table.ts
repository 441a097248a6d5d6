/** What is known of a parameter of LightGBM, by its canonical name. */
export interface ParameterRule {
  readonly kind: "number" | "whole" | "boolean" | "numbers" | "wholes" | "word";
  /** Number, or each of the numbers: the smallest and largest that make sense. */
  readonly range?: readonly [low: number, high: number];
  readonly words?: readonly string[];
  /** The built-in trainer knows it too. */
  readonly builtIn?: true;
}

const positive = [Number.MIN_VALUE, Number.MAX_VALUE] as const;
const nonNegative = [0, Number.MAX_VALUE] as const;
const share = [Number.MIN_VALUE, 1] as const;

/** LightGBM ignores what it does not know, so a misspelt parameter would train another model than the one asked for. */
export const parameterTable: Readonly<Record<string, ParameterRule>> = {
  objective: { kind: "word", words: ["lambdarank", "regression", "poisson"], builtIn: true },
  metric: { kind: "word", words: ["ndcg", "l2", "rmse", "poisson", "map"], builtIn: true },
  num_iterations: { kind: "whole", range: [1, 10_000], builtIn: true },
  learning_rate: { kind: "number", range: [Number.MIN_VALUE, 1], builtIn: true },
  num_leaves: { kind: "whole", range: [2, 4096], builtIn: true },
  max_depth: { kind: "whole", range: [-1, 1000], builtIn: true },
  min_data_in_leaf: { kind: "whole", range: nonNegative, builtIn: true },
  min_sum_hessian_in_leaf: { kind: "number", range: nonNegative, builtIn: true },
  min_gain_to_split: { kind: "number", range: nonNegative, builtIn: true },
  lambda_l1: { kind: "number", range: nonNegative, builtIn: true },
  lambda_l2: { kind: "number", range: nonNegative, builtIn: true },
  max_bin: { kind: "whole", range: [2, 255], builtIn: true },
  min_data_in_bin: { kind: "whole", range: [1, 1e9], builtIn: true },
  bin_construct_sample_cnt: { kind: "whole", range: [1, 1e9] },
  feature_fraction: { kind: "number", range: share, builtIn: true },
  feature_fraction_bynode: { kind: "number", range: share },
  bagging_fraction: { kind: "number", range: share, builtIn: true },
  bagging_freq: { kind: "whole", range: [0, 1e6], builtIn: true },
  bagging_by_query: { kind: "boolean" },
  seed: { kind: "whole", range: [0, 2 ** 31 - 1], builtIn: true },
  sigmoid: { kind: "number", range: positive, builtIn: true },
  lambdarank_truncation_level: { kind: "whole", range: [1, 10_000], builtIn: true },
  lambdarank_norm: { kind: "boolean", builtIn: true },
  lambdarank_position_bias_regularization: { kind: "number", range: nonNegative },
  label_gain: { kind: "numbers", range: nonNegative, builtIn: true },
  eval_at: { kind: "wholes", range: [1, 10_000], builtIn: true },
  boost_from_average: { kind: "boolean", builtIn: true },
  extra_trees: { kind: "boolean", builtIn: true },
  path_smooth: { kind: "number", range: nonNegative },
  max_delta_step: { kind: "number", range: nonNegative },
  monotone_constraints: { kind: "wholes", range: [-1, 1] },
  interaction_constraints: { kind: "word" },
  categorical_feature: { kind: "wholes", range: [0, 1e6] },
  cat_smooth: { kind: "number", range: nonNegative },
  cat_l2: { kind: "number", range: nonNegative },
  max_cat_to_onehot: { kind: "whole", range: [1, 1e6] },
  max_cat_threshold: { kind: "whole", range: [1, 1e6] },
  min_data_per_group: { kind: "whole", range: [1, 1e9] },
  use_missing: { kind: "boolean" },
  zero_as_missing: { kind: "boolean" },
  feature_pre_filter: { kind: "boolean" },
  enable_bundle: { kind: "boolean" },
  is_enable_sparse: { kind: "boolean" },
  boosting: { kind: "word", words: ["gbdt"] },
};

/** Other names that LightGBM takes, refused here so that two spellings cannot contradict each other. */
export const aliases: Readonly<Record<string, string>> = {
  application: "objective",
  app: "objective",
  loss: "objective",
  num_iteration: "num_iterations",
  n_iter: "num_iterations",
  num_tree: "num_iterations",
  num_trees: "num_iterations",
  num_round: "num_iterations",
  num_rounds: "num_iterations",
  num_boost_round: "num_iterations",
  n_estimators: "num_iterations",
  max_iter: "num_iterations",
  shrinkage_rate: "learning_rate",
  eta: "learning_rate",
  num_leaf: "num_leaves",
  max_leaves: "num_leaves",
  max_leaf: "num_leaves",
  min_data: "min_data_in_leaf",
  min_data_per_leaf: "min_data_in_leaf",
  min_child_samples: "min_data_in_leaf",
  min_samples_leaf: "min_data_in_leaf",
  min_sum_hessian: "min_sum_hessian_in_leaf",
  min_hessian: "min_sum_hessian_in_leaf",
  min_child_weight: "min_sum_hessian_in_leaf",
  reg_alpha: "lambda_l1",
  l1_regularization: "lambda_l1",
  reg_lambda: "lambda_l2",
  lambda: "lambda_l2",
  l2_regularization: "lambda_l2",
  min_split_gain: "min_gain_to_split",
  sub_feature: "feature_fraction",
  colsample_bytree: "feature_fraction",
  sub_row: "bagging_fraction",
  subsample: "bagging_fraction",
  bagging: "bagging_fraction",
  subsample_freq: "bagging_freq",
  random_seed: "seed",
  random_state: "seed",
  max_bins: "max_bin",
  metrics: "metric",
  metric_types: "metric",
  ndcg_eval_at: "eval_at",
  ndcg_at: "eval_at",
  map_eval_at: "eval_at",
  map_at: "eval_at",
  boosting_type: "boosting",
  boost: "boosting",
  cat_feature: "categorical_feature",
};

/** What the trainer decides itself: the process, its threads, and that the same rows give the same model. */
export const ours: Readonly<Record<string, string>> = {
  deterministic: "it is always true",
  force_col_wise: "it is always true",
  force_row_wise: "training is column-wise, so that the number of threads changes nothing",
  num_threads: "it is one fewer than the processors",
  verbosity: "it is always -1",
  early_stopping_round: "pass `patience`",
  linear_tree: "no scorer here reads linear trees",
};
