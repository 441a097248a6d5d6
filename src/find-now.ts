import type { FindNow } from "./backfill/empty-searches.ts";
import type { Retrieval } from "./ports/retrieval.ts";
import type { Stores } from "./open-engine.ts";
import type { SynonymRule } from "./query/synonyms.ts";
import { createSearch } from "./search/search.ts";
import { toRules } from "./synonyms/live-synonyms.ts";

export interface FindNowDeps {
  readonly stores: Pick<Stores, "openRetrieval" | "synonyms">;
  /** Synonyms of the shop's own file. */
  readonly own: readonly SynonymRule[];
}

/** Nobody waits for one of them. */
const searchMs = 10_000;

/** Asks as shoppers do, in the order of words. */
export const findNow =
  ({ stores, own, retrieval }: FindNowDeps & { readonly retrieval: Retrieval }): FindNow =>
  async (catalog, texts, signal) => {
    await retrieval.refresh(catalog);
    const learned = await stores.synonyms.list(catalog, { status: "live", limit: 10_000 });
    const rules = [...own, ...learned.flatMap(toRules)];
    const search = createSearch({ retrieval, synonyms: () => rules, newQueryId: () => "" });
    const totals: number[] = [];
    for (const text of texts) {
      signal.throwIfAborted();
      const { total } = await search.search(
        {
          ...{ catalog, text, filters: [], facets: [], sort: { by: "relevance" }, page: 1, size: 1 },
          ...{ collapse: true, explain: false, highlight: false, order: "text" },
        },
        { signal: AbortSignal.any([signal, AbortSignal.timeout(searchMs)]), remainingMs: () => searchMs },
      );
      totals.push(total);
    }
    return totals;
  };

/** The same where no index is open: with one of its own for that time, beside a running server too. */
export const findAside =
  (deps: FindNowDeps): FindNow =>
  async (...asked) => {
    await using retrieval = await deps.stores.openRetrieval({
      onTrouble: () => undefined,
      onIndexing: () => undefined,
    });
    return await findNow({ ...deps, retrieval })(...asked);
  };
