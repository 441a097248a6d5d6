import { mineSuggestions, type MinedSuggestions, type MineSuggestionsRun } from "./mine-suggestions.ts";
import { mineSynonyms, type MineSynonymsDeps } from "./mine-synonyms.ts";
import type { Stores } from "./open-engine.ts";
import type { Retrieval } from "./ports/retrieval.ts";
import type {
  BackfillSynonymsOptions,
  BackfillSynonymsReport,
  BackfillSynonymsRun,
} from "./synonyms/backfill-synonyms.ts";

export type MineAsideDeps = Omit<MineSynonymsDeps, "retrieval" | "stores"> & { readonly stores: Stores };

/** The same where no index is open, such as in a command beside a running server: with one of its own for that time. */
export const mineAside = (
  deps: MineAsideDeps,
  options: BackfillSynonymsOptions,
  run: BackfillSynonymsRun,
): Promise<BackfillSynonymsReport> =>
  withIndex(deps.stores, options.catalog, run, (retrieval) => mineSynonyms({ ...deps, retrieval }, options, run));

/** `mineSuggestions` where no index is open. */
export const mineSuggestionsAside = (
  deps: Omit<MineAsideDeps, "model">,
  catalog: string,
  run: MineSuggestionsRun,
): Promise<MinedSuggestions> =>
  withIndex(deps.stores, catalog, run, (retrieval) => mineSuggestions({ ...deps, retrieval }, catalog, run));

const withIndex = async <T>(
  stores: Stores,
  catalog: string,
  run: Pick<MineSuggestionsRun, "onProgress">,
  work: (retrieval: Retrieval) => Promise<T>,
): Promise<T> => {
  await stores.products.catalog(catalog);
  await using retrieval = await stores.openRetrieval({ onTrouble: () => undefined, onIndexing: () => undefined });
  run.onProgress(0, 1, "the index is opened");
  await retrieval.refresh(catalog);
  return await work(retrieval);
};
