import { createFlatScorer } from "./flat-scorer.ts";
import type { Scorer, TreeModel } from "./tree-model.ts";

/** What a scorer is made of, for a worker to build and post. */
export interface ScorerTables {
  readonly kind: "flat";
  readonly model: TreeModel;
}

/** The faster scorer where the model fits it, else the flat one. */
export const openScorer = (model: TreeModel): Promise<Scorer> => fromTables(scorerTables(model));

export function scorerTables(model: TreeModel): ScorerTables {
  return { kind: "flat", model };
}

/** What can be transferred of the tables instead of copied; the sender then has it no more. */
export function transferables(_tables: ScorerTables): ArrayBuffer[] {
  return [];
}

export function fromTables(tables: ScorerTables): Promise<Scorer> {
  return Promise.resolve(createFlatScorer(tables.model));
}
