import type { JobHandler } from "./jobs/worker.ts";
import type { mineSynonyms } from "./mine-synonyms.ts";
import type { ProductStore } from "./ports/product-store.ts";

/** Options and run as `mineSynonyms` takes them; bound to an index. */
export type Mine = (...args: Tail<Parameters<typeof mineSynonyms>>) => ReturnType<typeof mineSynonyms>;
type Tail<T extends readonly unknown[]> = T extends [unknown, ...infer Rest] ? Rest : never;

export interface SynonymsJobDeps {
  readonly products: Pick<ProductStore, "catalogs">;
  readonly mine: Mine;
  /** Clearly good ones go live without a person. */
  readonly auto: boolean;
}

/** Synonyms of one catalogue, or of each, from the log. Done twice it comes to the same. */
export const synonymsJob =
  ({ products, mine, auto }: SynonymsJobDeps): JobHandler<"backfill_synonyms"> =>
  async ({ catalog, limit = null }, run) => {
    const names = catalog === undefined ? (await products.catalogs()).map(({ name }) => name) : [catalog];
    const found: Record<string, { readonly live: number; readonly proposed: number }> = {};
    for (const name of names) {
      const report = await mine(
        { catalog: name, limit, auto, dryRun: false },
        { signal: run.signal, onProgress: (done, total, note) => run.progress(done, total, `${name}: ${note}`) },
      );
      for (const { from, to, status } of report.synonyms) run.log(`${name}: “${from}” → “${to}” is ${status}.`);
      for (const { from, to } of report.retired)
        run.log(`${name}: “${from}” → “${to}” is taken back: searches for it led to fewer clicks than before.`);
      found[name] = { live: report.live, proposed: report.proposed };
    }
    return { synonyms: found };
  };
