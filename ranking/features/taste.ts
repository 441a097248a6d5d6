import type { Feature } from "../feature.ts";
import { logPrice } from "./price.ts";

/** The category and the price that people choose for this query. */
export const tasteFeatures: readonly Feature[] = [
  {
    name: "taste.category",
    group: "category_taste",
    value: ({ facts }, { taste }) => (facts.category === null ? NaN : taste.categoryShare(facts.category)),
  },
  {
    name: "taste.category_by_words",
    group: "category_taste",
    value: ({ facts }, { taste }) => (facts.category === null ? NaN : taste.wordCategoryShare(facts.category)),
  },
  {
    // In spreads above or below the mean logarithm of the prices that were chosen.
    name: "taste.price",
    group: "price_taste",
    value: ({ facts }, { taste }) => (logPrice(facts.price) - taste.logPrice) / taste.spread,
  },
  { name: "taste.log_evidence", group: "category_taste", value: (_, { taste }) => Math.log1p(taste.queryEvidence) },
];
