import type { Counters } from "../../src/domain/counters.ts";
import { derived } from "./derive.ts";
import { BUCKETS } from "./positions.ts";
import { positive, type Windows, windowsOf } from "./windows.ts";

/** What shoppers did with a product. */
export interface ProductState {
  readonly views: Windows;
  readonly clicks: Windows;
  readonly carts: Windows;
  readonly purchases: Windows;
  readonly allClicks: number;
  readonly allCarts: number;
  /** Less what came back. */
  readonly allPurchases: number;
  /** Clicks with a known position, and how often it was shown, by position bucket. */
  readonly placedClicks: number;
  readonly shown: Float64Array;
  /** Evidence by the queries that led to it, most first. */
  readonly queries: readonly { readonly words: readonly string[]; readonly evidence: number }[];
  /** The same by word. */
  readonly words: ReadonlyMap<string, number>;
  readonly evidence: number;
}

export const productState = derived((counters: Counters, hour: number): ProductState => {
  const queries: { readonly words: readonly string[]; readonly evidence: number }[] = [];
  for (const [field, value] of counters)
    if (value > 0 && field.startsWith("n:")) queries.push({ words: field.slice(2).split(" "), evidence: value });
  queries.sort((a, b) => b.evidence - a.evidence || compare(a.words, b.words));
  const words = new Map<string, number>();
  for (const each of queries) for (const word of each.words) words.set(word, (words.get(word) ?? 0) + each.evidence);
  return {
    views: windowsOf(counters, "V", hour),
    clicks: windowsOf(counters, "C", hour),
    carts: windowsOf(counters, "A", hour),
    purchases: windowsOf(counters, "P", hour),
    allClicks: positive(counters.get("C")),
    allCarts: positive(counters.get("A")),
    allPurchases: positive((counters.get("P") ?? 0) - positive(counters.get("R"))),
    placedClicks: positive(counters.get("k")),
    shown: Float64Array.from({ length: BUCKETS }, (_, b) => positive(counters.get(`i:${b}`))),
    queries: queries.slice(0, MOST_QUERIES),
    words,
    evidence: queries.reduce((sum, each) => sum + each.evidence, 0),
  };
});

/** That a query is compared with. */
const MOST_QUERIES = 12;

/** Counters of any two stores may list their fields in different orders. */
const compare = (a: readonly string[], b: readonly string[]): number => (a.join(" ") < b.join(" ") ? -1 : 1);
