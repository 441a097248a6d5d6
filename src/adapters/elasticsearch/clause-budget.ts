import type { QueryTree } from "../../domain/query-tree.ts";

/**
 * Elasticsearch refuses queries of more clauses than its heap allows: 1,024 at the very least, some 16,000 with a heap
 * of 1 GB. Only a query of over fifty words comes near this.
 */
const MOST_CLAUSES = 6000;

/** The tree with fewer alternatives a word, the best first, when it would become too many clauses. */
export function withinBudget(query: QueryTree, fields: number): QueryTree {
  // Each alternative is asked for twice a field: whether it matches, and its score.
  const most = Math.max(1, Math.floor(MOST_CLAUSES / (2 * Math.max(1, fields) * Math.max(1, query.words.length))));
  if (query.words.every(({ alternatives }) => alternatives.length <= most)) return query;
  const words = query.words.map((word) => ({ ...word, alternatives: word.alternatives.slice(0, most) }));
  return { ...query, words };
}
