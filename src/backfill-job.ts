import { backfillDescriptions } from "./backfill/backfill-descriptions.ts";
import { defaultBackfill } from "./backfill/backfill-options.ts";
import type { Config } from "./config/config.ts";
import { WinnowError } from "./domain/errors.ts";
import type { JobHandler } from "./jobs/worker.ts";
import type { Stores } from "./open-engine.ts";
import { openModel } from "./open-model.ts";

export interface BackfillJobDeps {
  readonly config: Pick<Config, "languageModel">;
  readonly stores: Pick<Stores, "products" | "enrichments" | "answers">;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/** Descriptions as a job: tried again, it goes on where it was, in the same batch, and pays for nothing twice. */
export const backfillJob =
  ({ config, stores, now }: BackfillJobDeps): JobHandler<"backfill_descriptions"> =>
  async ({ catalog, limit, budget_tokens, budget_cost, review }, run) => {
    const { language } = await stores.products.mapping(catalog);
    const report = await backfillDescriptions(
      { ...stores, model: openModel(config, stores.answers), now },
      {
        ...{ ...defaultBackfill, catalog, batch: `job-${run.id}`, language, review },
        tone: config.languageModel?.tone ?? defaultBackfill.tone,
        limit: limit ?? null,
        budget: {
          tokens: budget_tokens ?? null,
          costMicros: budget_cost === undefined ? null : Math.round(budget_cost * 1e6),
        },
      },
      {
        signal: run.signal,
        onProgress: (done, total) => run.progress(done, total, catalog),
        log: (line) => run.log(line),
      },
    );
    const { stopped, usage, ...counts } = report;
    if (stopped !== null) run.log(stopped.says);
    if (stopped?.code === "language_model_unavailable") throw new WinnowError(stopped.code, stopped.says);
    return { ...counts, tokens: usage.promptTokens + usage.completionTokens, cost: usage.costMicros / 1e6 };
  };
