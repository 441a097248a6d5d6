import type { FindNow } from "../backfill/empty-searches.ts";
import type { Retrieval } from "../ports/retrieval.ts";
import type { SynonymStore } from "../ports/synonym-store.ts";
import type { SynonymRule } from "../query/synonyms.ts";
import { createSearch } from "../search/search.ts";
import { toRules } from "../synonyms/live-synonyms.ts";

export interface FindAsideStores {
  readonly synonyms: Pick<SynonymStore, "list">;
  readonly openRetrieval: (told: {
    readonly onTrouble: () => void;
    readonly onIndexing: () => void;
  }) => Promise<Retrieval>;
}

/** Nobody waits for one of them. */
const searchMs = 10_000;

/**
 * Asks with an index of its own for that time, beside a running server too.
 *
 * @param own synonyms of the shop's own file
 */
export const findAside =
  (stores: FindAsideStores, own: readonly SynonymRule[]): FindNow =>
  async (catalog, texts, signal) => {
    const learned = await stores.synonyms.list(catalog, { status: "live", limit: 10_000 });
    const rules = [...own, ...learned.flatMap(toRules)];
    await using retrieval = await stores.openRetrieval({ onTrouble: () => undefined, onIndexing: () => undefined });
    await retrieval.refresh(catalog);
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
