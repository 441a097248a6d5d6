import type { Counters } from "../../src/domain/counters.ts";
import { derived } from "./derive.ts";
import { BUCKETS } from "./positions.ts";
import { positive, type Windows, windowsOf } from "./windows.ts";

/** What shoppers did with a product. */
export interface ProductState {
  /** Logarithms of one more than how often, in the last 1, 7 and 30 days. */
  readonly views: Windows;
  readonly clicks: Windows;
  readonly carts: Windows;
  readonly purchases: Windows;
  readonly allClicks: number;
  /** Less what came back. */
  readonly allPurchases: number;
  /** Clicks with a known position, and how often it was shown, by position bucket. */
  readonly placedClicks: number;
  readonly shown: Float64Array;
  /** Of the queries that led to it, those with most evidence, most first: how many words they have, and evidence. */
  readonly queries: readonly { readonly words: number; readonly evidence: number }[];
  /** The words of all queries that led to it. */
  readonly words: ReadonlyMap<string, ProductWord>;
  readonly evidence: number;
}

export interface ProductWord {
  evidence: number;
  /** A bit for each of `queries` that has it. */
  queries: number;
}

export const productState = derived((counters: Counters, hour: number): ProductState => {
  const queries: { readonly words: readonly string[]; readonly evidence: number }[] = [];
  for (const [field, value] of counters)
    if (value > 0 && field.startsWith("n:")) queries.push({ words: field.slice(2).split(" "), evidence: value });
  queries.sort((a, b) => b.evidence - a.evidence || compare(a.words, b.words));
  const words = new Map<string, ProductWord>();
  for (const [q, { words: own, evidence }] of queries.entries())
    for (const name of own) {
      let word = words.get(name);
      if (word === undefined) words.set(name, (word = { evidence: 0, queries: 0 }));
      word.evidence += evidence;
      if (q < MOST_QUERIES) word.queries |= 1 << q;
    }
  return {
    views: logarithms(windowsOf(counters, "V", hour)),
    clicks: logarithms(windowsOf(counters, "C", hour)),
    carts: logarithms(windowsOf(counters, "A", hour)),
    purchases: logarithms(windowsOf(counters, "P", hour)),
    allClicks: positive(counters.get("C")),
    allPurchases: positive((counters.get("P") ?? 0) - positive(counters.get("R"))),
    placedClicks: positive(counters.get("k")),
    shown: Float64Array.from({ length: BUCKETS }, (_, b) => positive(counters.get(`i:${b}`))),
    queries: queries.slice(0, MOST_QUERIES).map(({ words, evidence }) => ({ words: words.length, evidence })),
    words,
    evidence: queries.reduce((sum, each) => sum + each.evidence, 0),
  };
});

/** That a query is compared with; fewer than the bits of a whole number. */
const MOST_QUERIES = 16;

const logarithms = ({ day, week, month }: Windows): Windows => ({
  day: Math.log1p(day),
  week: Math.log1p(week),
  month: Math.log1p(month),
});

/** Counters of any two stores may list their fields in different orders. */
const compare = (a: readonly string[], b: readonly string[]): number => (a.join(" ") < b.join(" ") ? -1 : 1);
