/** Where an engine may answer otherwise than the reference, and why. The contract suite reads it; nothing else may differ. */
export interface RetrievalGap {
  readonly engine: string;
  readonly what: string;
  readonly why: string;
}

export const retrievalGaps: readonly RetrievalGap[] = [
  {
    engine: "Elasticsearch",
    what: "Scores are equal to about 1e-6, so that two products whose scores are that close may change places.",
    why: "Lucene adds up clauses in the order in which it finds them, in float64 rounded to float32 once a clause.",
  },
  {
    engine: "Elasticsearch",
    what: "Counts of groups, and of a facet's values beyond those shown, are estimates above 40,000.",
    why: "Its cardinality aggregation counts exactly up to a threshold, of which 40,000 is the most.",
  },
  {
    engine: "Elasticsearch",
    what: "Of a facet searched by a word, of one attribute or of a tree's level the 5,000 most frequent values are looked at.",
    why: "Values are chosen here, not by an expression made of what a shopper typed.",
  },
  {
    engine: "Elasticsearch",
    what: "A page by cursor of collapsed results takes two requests or more, and so does a search that matches several members each of over 1,000 groups.",
    why: "Elasticsearch does not collapse after a place, and counts the members of a page's groups only once it is known.",
  },
  {
    engine: "Elasticsearch",
    what: "Deleted and replaced products weigh in term frequencies until their segment is merged, at a time that differs.",
    why: "Both engines merge when it is due by their own sizes.",
  },
];
