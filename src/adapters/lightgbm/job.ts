import type { JsonObject } from "../../domain/json.ts";

/*
 * What parent and child say to each other. Matrices go through the child's standard input as raw bytes behind one line
 * of JSON: no copy in the parent, no file that a killed process would leave behind, and the child reads them straight
 * into the arrays that the library takes. Answers come back on descriptor 3, since the library prints to 1 and 2.
 */

/** The library's file; null is the built-in trainer. */
export type LibraryFile = string | null;

export interface RowsShape {
  readonly rows: number;
  readonly columns: number;
  /** Values are float64, else float32. */
  readonly wide: boolean;
  readonly groups: number;
  readonly weights: boolean;
  readonly positions: boolean;
}

export interface TrainJob {
  readonly kind: "train";
  readonly library: LibraryFile;
  readonly threads: number;
  readonly names: readonly string[];
  readonly params: JsonObject;
  readonly rounds: number;
  readonly patience: number;
  readonly higherIsBetter: boolean;
  readonly fit: RowsShape;
  readonly stop: RowsShape | null;
}

export interface PredictJob {
  readonly kind: "predict";
  readonly library: LibraryFile;
  readonly threads: number;
  readonly what: "score" | "contributions";
  readonly rows: number;
  readonly columns: number;
  readonly wide: boolean;
  /** The model's text comes first, then the values. */
  readonly textBytes: number;
  readonly sha256: string;
}

/** Only opens the library and says what it is. */
export interface ProbeJob {
  readonly kind: "probe";
  readonly library: LibraryFile;
  readonly threads: number;
}

export type Job = TrainJob | PredictJob | ProbeJob;

/** A line of JSON; `bytes` of payload follow it. */
export type Answer =
  | { readonly kind: "progress"; readonly round: number; readonly bytes: 0 }
  | {
      readonly kind: "trained";
      readonly rounds: number;
      readonly history: readonly number[];
      readonly gains: readonly number[];
      /** The payload is the text; this is its SHA-256. */
      readonly sha256: string;
      readonly bytes: number;
    }
  | { readonly kind: "numbers"; readonly bytes: number }
  | { readonly kind: "probed"; readonly bytes: 0 }
  | { readonly kind: "failed"; readonly message: string; readonly bytes: 0 };
