import type { ProductFacts } from "../src/domain/product-facts.ts";
import type { QueryTree } from "../src/domain/query-tree.ts";
import type { Candidate } from "../src/domain/retrieval.ts";

export interface RankQuery {
  readonly tree: QueryTree;
  /** The impression's time. */
  readonly nowMs: number;
  /** Names of the plan's fields, in the order of the candidates' scores. */
  readonly fields: readonly string[];
  /** Products in the catalogue, and how many of them hold a term. */
  readonly documents: number;
  readonly frequency: (term: string) => number;
  /** Products that match. */
  readonly total: number;
}

export interface RankRow {
  readonly candidate: Candidate;
  readonly facts: ProductFacts;
  /** From 1. */
  readonly firstStageRank: number;
}
