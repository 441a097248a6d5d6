import type { JsonObject } from "./json.ts";

export type ModelStatus =
  /** Trained, not judged yet. */
  | "candidate"
  /** Refused by the gate, or by the canary. */
  | "refused"
  /** Serving a share of the shoppers. */
  | "canary"
  /** Serving everyone. */
  | "champion"
  /** A champion of earlier, kept to roll back to. */
  | "retired";

/** A trained model's record; its text is kept beside it. */
export interface ModelRecord {
  /** `m-` and the first 12 hexadecimal digits of the text's SHA-256. */
  readonly version: string;
  readonly catalog: string;
  readonly status: ModelStatus;
  readonly createdAtMs: number;
  /** `lightgbm 4.7.0` or `built-in`. */
  readonly trainer: string;
  /** Hash of the feature set it reads; another one refuses it. */
  readonly featureSet: string;
  readonly sha256: string;
  readonly bytes: number;
  /** Lineage: what of the log it was made from. */
  readonly window: {
    readonly fromMs: number;
    readonly toMs: number;
    readonly firstSequence: number;
    readonly lastSequence: number;
    readonly searches: number;
    readonly rows: number;
    readonly positives: number;
  };
  readonly params: JsonObject;
  /** Gain of each feature, largest first. */
  readonly importance: readonly { readonly feature: string; readonly gain: number }[];
  /** Rows with the trainer's own scores, which a scorer must repeat bit for bit before it serves. */
  readonly samples: {
    readonly columns: number;
    readonly values: readonly (number | null)[];
    readonly scores: readonly number[];
  };
}

/** A model that is to serve, as the store has it; null is what the store has not. */
export interface StoredModel {
  readonly catalog: string;
  readonly version: string;
  readonly record: ModelRecord | null;
  /** LightGBM's. */
  readonly text: string | null;
}

export type DecisionKind =
  | "promote_to_canary"
  | "promote"
  | "refuse"
  | "roll_back"
  /** The first stage's order, or the model before, took over: the model cannot serve for now. */
  | "fall_back"
  /** The model serves again. */
  | "resume";

/** A number that a decision was made by, with what it was held against. */
export interface Check {
  readonly name: string;
  readonly passed: boolean;
  readonly value: number | null;
  readonly low: number | null;
  readonly high: number | null;
  readonly limit: number | null;
  /** In words for people. */
  readonly says: string;
}

/** Why a model serves or does not: kept for ever, with all its numbers. */
export interface Decision {
  readonly id: string;
  readonly catalog: string;
  readonly atMs: number;
  readonly kind: DecisionKind;
  /** The model decided on. */
  readonly version: string;
  /** The one it was compared with; null for the first stage. */
  readonly against: string | null;
  /** `gate`, `canary`, `watchdog`, or who did it by hand. */
  readonly by: string;
  /** One sentence. */
  readonly reason: string;
  readonly checks: readonly Check[];
  /** Everything measured: orders × metrics with intervals, slices, importance. */
  readonly report: JsonObject;
}

/** What serves now; replaced as a whole, by compare and set. */
export interface ServingPointer {
  /** Grows by one with each change. */
  readonly revision: number;
  /** Null: the first stage's order. */
  readonly champion: string | null;
  readonly canary: { readonly version: string; readonly share: number; readonly sinceMs: number } | null;
}
