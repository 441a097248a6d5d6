import type { RankRow } from "../rank-query.ts";
import { type Places, placesOf } from "./order-of.ts";
import { plainWords } from "./plain-words.ts";
import type { QueryWords } from "./query-words.ts";
import { parentOf, type SessionView } from "./session-view.ts";
import type { TasteView } from "./taste-view.ts";

/** What a category has to do with a query and its shopper; worked out once for all of the window's products in it. */
export interface CategoryView {
  /** Share of the words of its last level that stand for words of the query. */
  readonly leaf: number;
  /** Share of the query's words, by idf, that are in its path. */
  readonly covered: number;
  /** Prices of the window's products in it. */
  readonly prices: Places;
  /** Share of what people chose for this query, and with its words. */
  readonly taste: number;
  readonly tasteByWords: number;
  /** Share of what this shopper looked at, in it and beside it. */
  readonly session: number;
  readonly sessionAbove: number;
}

export const categoryViews = (
  rows: readonly RankRow[],
  query: QueryWords,
  taste: TasteView,
  session: SessionView,
): ReadonlyMap<string, CategoryView> => {
  const prices = new Map<string, number[]>();
  for (const { facts } of rows) {
    if (facts.category === null) continue;
    const all = prices.get(facts.category);
    if (all === undefined) prices.set(facts.category, [facts.price ?? NaN]);
    else all.push(facts.price ?? NaN);
  }
  const views = new Map<string, CategoryView>();
  for (const [category, all] of prices) {
    const leaf = plainWords(category.slice(category.lastIndexOf(" > ") + 1));
    views.set(category, {
      leaf: leaf.length === 0 ? 0 : leaf.filter((word) => query.byTerm.has(word)).length / leaf.length,
      covered: coveredBy(plainWords(category), query),
      prices: placesOf(new Float64Array(all)),
      taste: taste.categoryShare(category),
      tasteByWords: taste.wordCategoryShare(category),
      session: session.categories.get(category) ?? 0,
      sessionAbove: session.weight === 0 ? 0 : (session.parents.get(parentOf(category)) ?? 0),
    });
  }
  return views;
};

const coveredBy = (terms: readonly string[], { byTerm, counts, idf, idfSum }: QueryWords): number => {
  let seen = 0;
  let sum = 0;
  for (const term of terms)
    for (let use = byTerm.get(term) ?? null; use !== null; use = use.next) {
      if ((seen & (1 << use.word)) !== 0 || use.rest.length > 0) continue;
      seen |= 1 << use.word;
      sum += counts[use.word]! * idf[use.word]!;
    }
  return idfSum === 0 ? 0 : sum / idfSum;
};
