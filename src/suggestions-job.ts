import type { JobHandler } from "./jobs/worker.ts";
import type { MinedSuggestions, MineSuggestionsRun } from "./mine-suggestions.ts";

/** `mineSuggestions`, bound to an index. */
export type MineQueries = (catalog: string, run: MineSuggestionsRun) => Promise<MinedSuggestions>;

/** Suggestions of one catalogue, or of each, from the log. Done twice it comes to the same. */
export const suggestionsJob =
  (
    named: (catalog: string | undefined) => Promise<readonly string[]>,
    mine: MineQueries,
  ): JobHandler<"mine_suggestions"> =>
  async ({ catalog }, run) => {
    const suggestions: Record<string, { readonly kept: number; readonly dropped: number }> = {};
    for (const name of await named(catalog)) {
      const { kept, dropped } = await mine(name, {
        signal: run.signal,
        onProgress: (done, total, note) => run.progress(done, total, `${name}: ${note}`),
      });
      run.log(`${name}: ${kept} searches are suggested; ${dropped} find nothing as they are typed.`);
      suggestions[name] = { kept, dropped };
    }
    run.progress(1, 1, "done");
    return { suggestions };
  };
