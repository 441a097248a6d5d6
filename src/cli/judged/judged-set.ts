import type { CatalogMapping } from "../../domain/mapping.ts";
import type { Product } from "../../domain/product.ts";
import type { JudgedQuery } from "../icecat.ts";

/** A catalogue with queries that people judged products for. */
export interface JudgedSet {
  readonly name: string;
  readonly mapping: CatalogMapping;
  readonly products: readonly Product[];
  readonly queries: readonly JudgedQuery[];
}
