import type { PopularQueries, PopularQuery } from "../domain/popular-query.ts";
import { foldPhrase } from "../text/lexicon/fold-phrase.ts";

/** Sorts them by what they begin with once; a look is a binary search. Case, accents and signs do not matter. */
export function openPopularQueries(queries: readonly PopularQuery[]): PopularQueries {
  // A space behind each, so that what is typed with one is the beginning of whole words alone.
  const entries = queries
    .map((query) => ({ ...query, key: `${foldPhrase(query.text)} ` }))
    .sort((a, b) => compare(a.key, b.key));
  return {
    complete(typed, limit) {
      const words = foldPhrase(typed);
      if (words === "") return [];
      const prefix = /[\s\p{Z}]$/u.test(typed) ? `${words} ` : words;
      let from = 0;
      for (let to = entries.length; from < to;) {
        const middle = (from + to) >>> 1;
        if (entries[middle]!.key < prefix) from = middle + 1;
        else to = middle;
      }
      let end = from;
      while (end < entries.length && entries[end]!.key.startsWith(prefix)) end += 1;
      return entries
        .slice(from, end)
        .sort((a, b) => b.shoppers - a.shoppers || compare(a.key, b.key))
        .slice(0, limit)
        .map(({ text, count }) => ({ text, count, kind: "query" }));
    },
  };
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
