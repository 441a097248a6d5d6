import type { ProductFacts } from "../../src/domain/product-facts.ts";
import type { Candidate } from "../../src/domain/retrieval.ts";
import type { ProductState } from "../state/product-state.ts";
import type { QueryProduct } from "../state/query-state.ts";
import type { BrandView } from "./brand-view.ts";
import type { CategoryView } from "./category-view.ts";
import type { QueryMatch } from "./match-queries.ts";
import type { TitleMatch } from "./match-title.ts";

/** A product found for a query, with what is known of it: filled anew for each row. */
export interface RowView {
  candidate: Candidate;
  facts: ProductFacts;
  /** From 1. */
  firstStageRank: number;
  /** Natural logarithm; NaN when the price is unknown or none. */
  logPrice: number;
  readonly title: TitleMatch;
  readonly similar: QueryMatch;
  product: ProductState;
  /** Null when nothing came of it for this query. */
  forQuery: QueryProduct | null;
  category: CategoryView | null;
  brand: BrandView | null;
}
