import type { SearchDeps } from "./search/deps.ts";
import { createSearch } from "./search/search.ts";

/**
 * Asks each catalogue as the first shoppers will, before they come: the first searches of a process connect, compile and read
 * from disk, and would miss their deadline on a busy machine. What fails is left to them.
 *
 * @param limitMs after which it is left alone
 */
export const warmUp = async (
  retrieval: SearchDeps["retrieval"],
  catalogs: readonly string[],
  limitMs: number = WARM_MS,
): Promise<void> => {
  const search = createSearch({ retrieval, synonyms: () => [], newQueryId: () => "" });
  const signal = AbortSignal.timeout(limitMs);
  const ask = (catalog: string, text: string) =>
    search.search(
      {
        ...{ catalog, text, filters: [], facets: null, sort: { by: "relevance" }, page: 1, size: 24 },
        ...{ collapse: true, explain: false, highlight: true, order: "text" },
      },
      { signal, remainingMs: () => limitMs },
    );
  const warm = async (catalog: string) => {
    await ask(catalog, "");
    const [common] = retrieval.lexicon(catalog).vocabulary.withPrefix("s", 1);
    if (common !== undefined) await ask(catalog, common.term);
  };
  const given = new Promise((resolve) => signal.addEventListener("abort", resolve));
  await Promise.race([Promise.allSettled(catalogs.slice(0, MOST).map(warm)), given]);
};

const WARM_MS = 10_000;
/** Catalogues; of many each has little to be read. */
const MOST = 20;
