import type { Feature } from "../feature.ts";

/** What other queries with the same words led to: the words that people chose this product with. */
export const similarQueryFeatures: readonly Feature[] = [
  { name: "similar.words_of_product", group: "similar_queries", value: ({ similar }) => similar.wordsOfProduct },
  { name: "similar.product_of_words", group: "similar_queries", value: ({ similar }) => similar.productOfWords },
  { name: "similar.nearest_query", group: "similar_queries", value: ({ similar }) => similar.nearest },
  { name: "similar.log_evidence", group: "similar_queries", value: ({ product }) => Math.log1p(product.evidence) },
];
