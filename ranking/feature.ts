import type { QueryView } from "./views/query-view.ts";
import type { RowView } from "./views/row-view.ts";

/**
 * One number that the model sees of a product found for a query. A new feature is one of these in a file of `features/`,
 * and a line in `feature-set.ts`; what it needs of behaviour is a counter of `state/fold.ts`.
 */
export interface Feature {
  readonly name: string;
  readonly group: Group;
  /**
   * A finite number, or NaN where it is unknown. Called once a row, in the rows' order; must not keep `row`, which is
   * filled anew for the next one.
   */
  readonly value: (row: RowView, query: QueryView) => number;
}

/** What features are about, in a shopkeeper's words: an explanation adds up the features of a group. */
export const groupWords = {
  title: "words in the title",
  fields: "words in the brand, category, attributes and description",
  match: "how closely the words match",
  first_stage: "the text match as a whole",
  naming: "the product's kind and brand are what was asked for",
  query: "the kind of query",
  query_history: "often bought for this query",
  similar_queries: "chosen for similar searches",
  category_taste: "the category that people choose for this query",
  price_taste: "the price that people pay for this query",
  popularity: "popular at the moment",
  price: "price",
  rating: "rating and reviews",
  stock: "in stock",
  freshness: "how new it is in the shop",
  content: "picture and description",
  own: "the shop's own numbers",
  session: "your recent interest",
} as const;

export type Group = keyof typeof groupWords;
