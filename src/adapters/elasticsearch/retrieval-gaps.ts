/** Where this engine does otherwise than the port says, or only nearly; read by the contract suite and by people. */
export const retrievalGaps: Readonly<Record<string, string>> = {
  "near-ties":
    "Scores agree to about 1e-6: Lucene adds up clauses in its own order, so products that close may change places.",
  estimates:
    "Groups, and a facet's values beyond those shown, are counted exactly to 40,000, the most that its cardinality aggregation does.",
  "facet-depth":
    "Of an attribute, of a tree, and of a facet that is searched by a word the 5,000 most frequent values are looked at: they are chosen from here, not by an expression made of what was typed.",
  "round-trips":
    "Two requests for a page by cursor of collapsed results, which Elasticsearch does not collapse after a place, and for a search that matches several members each of over 1,000 groups.",
  "long-queries":
    "From about 50 words on the last of a word's alternatives are left out: the number of clauses is limited by the server's heap.",
  "deleted-products":
    "What was deleted or replaced weighs in frequencies until its segment is merged, which both engines do in their own time.",
  "partial-writes":
    "A call of several writes is not one transaction: after a crash in the middle some of its products are written and others not, each of them whole.",
};
