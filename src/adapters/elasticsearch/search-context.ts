import type { CatalogMapping } from "../../domain/mapping.ts";
import type { Fields } from "./fields.ts";
import type { Clause } from "./filter-clause.ts";

/** What a request's body is made by, beside the plan. */
export interface SearchContext {
  readonly mapping: CatalogMapping;
  readonly fields: Fields;
  /** False when every product is a group of its own. */
  readonly hasVariants: boolean;
}

/** Above this many groups their count is an estimate: the most that Elasticsearch counts exactly. */
const EXACT_GROUPS = 40_000;

/** How many groups are in a bucket. */
export function groupCount(): Clause {
  return { cardinality: { field: "winnow.group", precision_threshold: EXACT_GROUPS } };
}
