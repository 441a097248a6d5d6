import type { JsonObject } from "../domain/json.ts";

/** Rows of whole queries, one after the other. */
export interface TrainingRows {
  /** Row-major, rows × columns; NaN is unknown. */
  readonly values: Float32Array | Float64Array;
  readonly columns: number;
  /** Whole numbers from 0 to 30 for ranking; any number for regression. */
  readonly labels: Float32Array;
  /** One a row; null for all alike. */
  readonly weights: Float32Array | null;
  /** Rows of each query, in order; together all rows; none above 10,000. */
  readonly groups: Int32Array;
  /** Where each row was shown, from 0, for LightGBM's position bias; null without. */
  readonly positions: Int32Array | null;
}

export interface TrainingRequest {
  readonly names: readonly string[];
  readonly fit: TrainingRows;
  /** A later slice, by which the number of trees is chosen; null trains all rounds. */
  readonly stop: TrainingRows | null;
  /** LightGBM's parameters by their names: objective, num_leaves, learning_rate, num_iterations, seed, … */
  readonly params: JsonObject;
  /** Training stops when the stop slice has not become better for so many rounds. */
  readonly patience: number;
}

export interface Trained {
  /** LightGBM's text format. */
  readonly text: string;
  /** Trees in it. */
  readonly rounds: number;
  /** The stop slice's measure after each round; empty without one. */
  readonly history: readonly number[];
  readonly importance: readonly { readonly feature: string; readonly gain: number }[];
  /** Every parameter that was in force, those that the trainer sets itself (seed, determinism, threads) too. */
  readonly params: JsonObject;
}

/**
 * Trains in a process of its own, one thread fewer than the cores. The same rows and parameters give the same text.
 *
 * @throws WinnowError `training_failed`, `invalid_request` (rows or parameters it would silently misread)
 */
export interface Trainer {
  /** `lightgbm 4.7.0` or `built-in`. */
  readonly name: string;
  train(request: TrainingRequest, run: TrainingRun): Promise<Trained>;
  /** The library's own raw scores of rows, the reference for our scorers. */
  score(text: string, values: Float32Array | Float64Array, columns: number): Promise<Float64Array>;
  /**
   * What each column added to a row's raw score (SHAP values), and the base value last.
   *
   * @returns row-major, rows × (columns + 1)
   */
  contributions(text: string, values: Float32Array | Float64Array, columns: number): Promise<Float64Array>;
}

export interface TrainingRun {
  readonly signal: AbortSignal;
  readonly onProgress: (round: number, rounds: number) => void;
}
