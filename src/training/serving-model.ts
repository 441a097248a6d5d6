import type { ModelRecord } from "../domain/model.ts";
import type { Scorer, TreeModel } from "../../ranking/model/tree-model.ts";

/** A model that is ready to order hits and to say why. */
export interface ServingModel {
  readonly version: string;
  readonly record: ModelRecord;
  readonly scorer: Scorer;
  /** For explanations. */
  readonly trees: TreeModel;
}

/** What orders a catalogue's hits now: one value, replaced as a whole. */
export interface Serving {
  /** Of the pointer it was made from; 0 before there is one. */
  readonly revision: number;
  /** Grows with each change that answers may show, also those without a new pointer. */
  readonly generation: number;
  /** Null: the first stage's order. */
  readonly champion: ServingModel | null;
  readonly canary: { readonly model: ServingModel; readonly share: number } | null;
  /** Versions that the pointer names and that cannot be loaded. */
  readonly refused: readonly string[];
  /** Set while the first stage's order stands in for the models above, which are null then. */
  readonly suspended: { readonly why: string; readonly sinceMs: number } | null;
}

export const nothingServing: Serving = {
  ...{ revision: 0, generation: 0, champion: null, canary: null },
  ...{ refused: [], suspended: null },
};
