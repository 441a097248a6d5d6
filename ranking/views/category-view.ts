import type { Places } from "./order-of.ts";
import { placesOf } from "./order-of.ts";
import type { QueryWords } from "./query-words.ts";

/** What a category's name has to do with a query. */
export interface CategoryMatch {
  /** Share of the words of its last level that stand for words of the query. */
  readonly leaf: number;
  /** Share of the query's words, by idf, that are in its path. */
  readonly covered: number;
  /** Prices of the window's products in it. */
  readonly prices: Places;
  readonly products: number;
}

export interface CategoryView {
  of(category: string): CategoryMatch;
}

/** @param rows the window's products */
export const categoryView = (
  rows: readonly { readonly facts: { readonly category: string | null; readonly price: number | null } }[],
  query: QueryWords,
  wordsIn: (text: string) => readonly string[],
): CategoryView => {
  const prices = new Map<string, number[]>();
  for (const { facts } of rows) {
    if (facts.category === null) continue;
    const all = prices.get(facts.category);
    if (all === undefined) prices.set(facts.category, [facts.price ?? NaN]);
    else all.push(facts.price ?? NaN);
  }
  const matches = new Map<string, CategoryMatch>();
  for (const [category, all] of prices) {
    const levels = category.split(" > ");
    const leaf = wordsIn(levels.at(-1)!);
    matches.set(category, {
      leaf: leaf.length === 0 ? 0 : leaf.filter((word) => query.byTerm.has(word)).length / leaf.length,
      covered: coveredBy(
        levels.flatMap((level) => wordsIn(level)),
        query,
      ),
      prices: placesOf(Float64Array.from(all)),
      products: all.length,
    });
  }
  return { of: (category) => matches.get(category)! };
};

const coveredBy = (terms: readonly string[], { byTerm, counts, idf, idfSum }: QueryWords): number => {
  const seen = new Set<number>();
  let sum = 0;
  for (const term of terms)
    for (let use = byTerm.get(term) ?? null; use !== null; use = use.next) {
      if (seen.has(use.word) || use.rest.length > 0) continue;
      seen.add(use.word);
      sum += counts[use.word]! * idf[use.word]!;
    }
  return idfSum === 0 ? 0 : sum / idfSum;
};
