import { mineSynonyms, type MineSynonymsDeps } from "./mine-synonyms.ts";
import type { Stores } from "./open-engine.ts";
import type {
  BackfillSynonymsOptions,
  BackfillSynonymsReport,
  BackfillSynonymsRun,
} from "./synonyms/backfill-synonyms.ts";

export type MineAsideDeps = Omit<MineSynonymsDeps, "retrieval" | "stores"> & { readonly stores: Stores };

/** The same where no index is open, such as in a command beside a running server: with one of its own for that time. */
export const mineAside = async (
  deps: MineAsideDeps,
  options: BackfillSynonymsOptions,
  run: BackfillSynonymsRun,
): Promise<BackfillSynonymsReport> => {
  await deps.stores.products.catalog(options.catalog);
  await using retrieval = await deps.stores.openRetrieval({ onTrouble: () => undefined, onIndexing: () => undefined });
  run.onProgress(0, 1, "the index is opened");
  await retrieval.refresh(options.catalog);
  return await mineSynonyms({ ...deps, retrieval }, options, run);
};
