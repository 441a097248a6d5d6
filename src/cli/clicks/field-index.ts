/** One text field of all documents: how often each has a term. */
export interface FieldIndex {
  /** BM25 of a query's terms in a document; k1 1.2, b 0.75. */
  bm25(query: readonly string[], document: number): number;
  /** Share of the query's terms that the document has. */
  covered(query: readonly string[], document: number): number;
}

/** @param documents the terms of each, in order */
export function indexField(documents: readonly (readonly string[])[]): FieldIndex {
  const counts = documents.map((terms) => {
    const count = new Map<string, number>();
    for (const term of terms) count.set(term, (count.get(term) ?? 0) + 1);
    return count;
  });
  const frequency = new Map<string, number>();
  for (const count of counts) for (const term of count.keys()) frequency.set(term, (frequency.get(term) ?? 0) + 1);
  const mean = documents.reduce((sum, terms) => sum + terms.length, 0) / Math.max(1, documents.length);
  const idf = (term: string): number => {
    const having = frequency.get(term) ?? 0;
    return Math.log(1 + (documents.length - having + 0.5) / (having + 0.5));
  };
  return {
    bm25(query, document) {
      const long = 1.2 * (0.25 + (0.75 * documents[document]!.length) / mean);
      let sum = 0;
      for (const term of new Set(query)) {
        const count = counts[document]!.get(term) ?? 0;
        if (count > 0) sum += (idf(term) * count * 2.2) / (count + long);
      }
      return sum;
    },
    covered: (query, document) =>
      query.length === 0 ? 0 : query.filter((term) => counts[document]!.has(term)).length / query.length,
  };
}
