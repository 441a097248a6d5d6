import type { FeatureSet } from "../../ranking/feature-set.ts";
import type { Arm, Impression } from "../domain/impression.ts";
import type { Visitor } from "../domain/visitor.ts";
import type { CounterStore } from "../ports/counter-store.ts";
import type { SessionStore } from "../ports/session-store.ts";

/** A model that serves. */
export interface RankingModel {
  readonly version: string;
  /** A feature's share of a row's score; the last is what all rows begin with (SHAP). */
  explain(row: Float32Array): Float64Array;
  readonly scorer: { score(values: Float32Array, rows: number, out: Float64Array): void };
}

/** Why a search got the first stage's order although a model was there for it. */
export type RescoreOutcome = "ok" | "model_slow" | "feature_state" | "error";

/** What a search needs of the learning loop, and what it gives back to it. */
export interface Learning {
  readonly featureSet: FeatureSet;
  readonly counters: Pick<CounterStore, "read">;
  readonly sessions: Pick<SessionStore, "read">;
  /** The arm a shopper is assigned to, and the model that serves it: null is the first stage's order. */
  assigned(catalog: string, visitor: Visitor): { readonly arm: Arm; readonly model: RankingModel | null };
  /** What became of a rescoring, for the watchdog. */
  rescored(catalog: string, version: string, ms: number, outcome: RescoreOutcome): void;
  /** Takes what was shown, to be written after the answer is sent. */
  record(impression: Impression): void;
  /** Scrubs what a shopper typed of what may name a person. */
  scrub(text: string): string;
  /** Name of the engine, for the log. */
  readonly engine: string;
  /** State, vectors and scores together may take so long, in milliseconds; then the first stage's order stands. */
  readonly budgetMs: number;
  readonly exploration: Exploration;
  /** Milliseconds since 1970. */
  now(): number;
  /** In [0, 1). */
  random(): number;
}

export interface Exploration {
  /** Share of searches whose order is changed a little, at random, to learn from; 0 for none. */
  readonly share: number;
}
