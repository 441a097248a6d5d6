import type { Candidate } from "../../src/domain/retrieval.ts";
import type { ProductFacts } from "../../src/domain/product-facts.ts";
import type { ProductState } from "../state/product-state.ts";
import type { QueryProduct } from "../state/query-state.ts";
import type { TitleMatch } from "./match-title.ts";

/** A product found for a query, with what is known of it: filled anew for each row. */
export interface RowView {
  /** Its place in the window, from 0. */
  index: number;
  candidate: Candidate;
  facts: ProductFacts;
  /** From 1. */
  firstStageRank: number;
  readonly title: TitleMatch;
  product: ProductState;
  /** Null when nothing came of it for this query. */
  forQuery: QueryProduct | null;
}
