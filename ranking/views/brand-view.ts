import type { RankRow } from "../rank-query.ts";
import { plainWords } from "./plain-words.ts";
import type { QueryWords } from "./query-words.ts";
import type { SessionView } from "./session-view.ts";

/** What a brand has to do with a query and its shopper; worked out once for all of the window's products of it. */
export interface BrandView {
  /** Share of its name's words that stand for words of the query. */
  readonly named: number;
  /** Share of what this shopper looked at. */
  readonly session: number;
}

export const brandViews = (
  rows: readonly RankRow[],
  { byTerm }: QueryWords,
  session: SessionView,
): ReadonlyMap<string, BrandView> => {
  const views = new Map<string, BrandView>();
  for (const { facts } of rows) {
    const { brand } = facts;
    if (brand === null || views.has(brand)) continue;
    const own = plainWords(brand);
    views.set(brand, {
      named: own.length === 0 ? 0 : own.filter((word) => byTerm.has(word)).length / own.length,
      session: session.brands.get(brand) ?? 0,
    });
  }
  return views;
};
