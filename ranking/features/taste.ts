import type { Feature } from "../feature.ts";

/** The category and the price that people choose for this query. */
export const tasteFeatures: readonly Feature[] = [
  { name: "taste.category", group: "category_taste", value: ({ category }) => category?.taste ?? NaN },
  { name: "taste.category_by_words", group: "category_taste", value: ({ category }) => category?.tasteByWords ?? NaN },
  {
    // In spreads above or below the mean logarithm of the prices that were chosen.
    name: "taste.price",
    group: "price_taste",
    value: ({ logPrice }, { taste }) => (logPrice - taste.logPrice) / taste.spread,
  },
  { name: "taste.log_evidence", group: "category_taste", value: (_, { taste }) => Math.log1p(taste.queryEvidence) },
];
