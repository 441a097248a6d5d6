export type Third = "head" | "middle" | "tail";

/**
 * Splits queries by how often they are asked: the most frequent that make up a third of the searches, those of the
 * second third, and the rest. Queries asked equally often belong together, to the later third.
 *
 * @param queries one a search
 */
export function trafficThirds(queries: readonly string[]): ReadonlyMap<string, Third> {
  const counts = new Map<string, number>();
  for (const query of queries) counts.set(query, (counts.get(query) ?? 0) + 1);
  const searchesAt = new Map<number, number>();
  for (const count of counts.values()) searchesAt.set(count, (searchesAt.get(count) ?? 0) + count);
  const thirdOf = new Map<number, Third>();
  let before = 0;
  for (const [count, searches] of [...searchesAt].sort(([a], [b]) => b - a)) {
    before += searches;
    const share = before / queries.length;
    thirdOf.set(count, share <= 1 / 3 ? "head" : share <= 2 / 3 ? "middle" : "tail");
  }
  return new Map([...counts].map(([query, count]) => [query, thirdOf.get(count)!]));
}
