import type { Alternative, QueryWord } from "../src/domain/query-tree.ts";
import type { RetrievalPlan } from "../src/domain/retrieval.ts";
import { type Corpus, searched } from "./engine-corpus.ts";
import type { QueryKind } from "./engine-peer.ts";

/** The plans that the query layer would make of the words. */
export function plansOf(corpus: Corpus): (kind: QueryKind | "facets", words: readonly string[]) => RetrievalPlan {
  const sorted = corpus.vocabulary.toSorted();
  const near = (word: string): Alternative[] =>
    corpus.vocabulary
      .filter((other) => other.length === word.length && other !== word && distance(word, other) === 1)
      .slice(0, 4)
      .map((term) => ({ terms: [term], weight: 0.5, kind: "typo" }));
  const startingWith = (prefix: string): Alternative[] =>
    sorted
      .filter((term) => term.startsWith(prefix) && term !== prefix)
      .slice(0, 10)
      .map((term) => ({ terms: [term], weight: 0.7, kind: "prefix" }));

  const wordOf = (kind: string, text: string, last: boolean): QueryWord => {
    const exact: Alternative = { terms: [text], weight: 1, kind: "exact" };
    const more = kind === "typo" ? near(text) : kind === "prefix" && last ? startingWith(text.slice(0, -1)) : [];
    return { text, alternatives: [exact, ...more], required: kind !== "or" };
  };
  return (kind, words) => ({
    catalog: "bench",
    query: {
      text: words.join(" "),
      words: words.map((word, i) => wordOf(kind, word, i === words.length - 1)),
      phrases: [],
      identifier: null,
    },
    fields: searched,
    filters: [],
    facetFilters: [],
    facets: [],
    sort: { by: "relevance" },
    size: 100,
    collapse: false,
    ...(kind === "facets" && withFacets),
  });
}

const withFacets = {
  filters: [{ kind: "boolean", field: "in_stock", value: true }],
  facetFilters: [{ field: "price", filter: { kind: "range", field: "price", gte: 10, lte: 500 } }],
  facets: [
    { kind: "terms", field: "brand", size: 10 },
    { kind: "tree", field: "categories", size: 20, open: ["D1"] },
    { kind: "terms", field: "attributes.colour", size: 10 },
    { kind: "terms", field: "attributes.size", size: 10 },
    { kind: "stats", field: "price" },
  ],
  collapse: true,
} as const;

/** Letters that differ between words of one length. */
function distance(a: string, b: string): number {
  let differing = 0;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) differing++;
  return differing;
}
