import type { Feature } from "../feature.ts";

/** What other queries with the same words led to: the words that people chose this product with. */
export const similarQueryFeatures: readonly Feature[] = [
  {
    // How much of what led to this product had the query's words.
    name: "similar.words_of_product",
    group: "similar_queries",
    value: ({ product }, { names, nameIdf, nameIdfSum }) => {
      if (product.evidence === 0 || nameIdfSum === 0) return 0;
      let sum = 0;
      for (let i = 0; i < names.length; i++) sum += nameIdf[i]! * (product.words.get(names[i]!) ?? 0);
      return sum / (nameIdfSum * (product.evidence + FIRM));
    },
  },
  {
    // How much of what was chosen with the query's words was this product.
    name: "similar.product_of_words",
    group: "similar_queries",
    value: ({ product }, { names, nameIdf, nameIdfSum, nameEvidence }) => {
      if (product.evidence === 0 || nameIdfSum === 0) return 0;
      let sum = 0;
      for (let i = 0; i < names.length; i++)
        sum += (nameIdf[i]! * (product.words.get(names[i]!) ?? 0)) / (nameEvidence[i]! + FIRM);
      return sum / nameIdfSum;
    },
  },
  {
    // The nearest of the queries that led to it, by the share of words in common, with how much it led to it.
    name: "similar.nearest_query",
    group: "similar_queries",
    value: ({ product }, { names, nameSet }) => {
      let best = 0;
      for (const { words, evidence } of product.queries) {
        let common = 0;
        for (const word of words) if (nameSet.has(word)) common++;
        if (common === 0) continue;
        const likeness = common / (words.length + names.length - common);
        best = Math.max(best, likeness * (evidence / (evidence + FIRM)));
      }
      return best;
    },
  },
  { name: "similar.log_evidence", group: "similar_queries", value: ({ product }) => Math.log1p(product.evidence) },
];

/** Evidence that weighs as much as what is known besides. */
const FIRM = 2;
