import { backfillDescriptions } from "./backfill/backfill-descriptions.ts";
import { defaultBackfill } from "./backfill/backfill-options.ts";
import { type FindNow, orUnknown, sayEmptySearches, watchEmptySearches } from "./backfill/empty-searches.ts";
import { openRunAccount } from "./backfill/run-account.ts";
import type { Config } from "./config/config.ts";
import { WinnowError } from "./domain/errors.ts";
import type { JobHandler } from "./jobs/worker.ts";
import type { EventStore } from "./ports/event-store.ts";
import type { TokenUsage } from "./ports/language-model.ts";
import type { Stores } from "./open-engine.ts";
import { openModel } from "./open-model.ts";

export interface BackfillJobDeps {
  readonly config: Pick<Config, "languageModel">;
  readonly stores: Pick<Stores, "products" | "enrichments" | "answers"> & {
    readonly events: Pick<EventStore, "head" | "tail">;
  };
  readonly findNow: FindNow;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/**
 * Descriptions as a job: tried again, it goes on where it was, in the same batch, and pays for nothing twice. What it
 * says that it spent, and what its budget allows, is for all its attempts together.
 */
export const backfillJob =
  ({ config, stores, findNow, now }: BackfillJobDeps): JobHandler<"backfill_descriptions"> =>
  async ({ catalog, limit, budget_tokens, budget_cost, review }, run) => {
    const { language } = await stores.products.mapping(catalog);
    const log = (line: string) => run.log(line);
    const batch = `job-${run.id}`;
    const model = openModel(config, stores.answers);
    const empty = await orUnknown(
      () => watchEmptySearches({ events: stores.events, findNow, now }, catalog, run.signal),
      log,
    );
    const report = await backfillDescriptions(
      { ...stores, model, now, account: await openRunAccount(stores.answers, batch, now) },
      {
        ...{ ...defaultBackfill, catalog, batch, language, review },
        tone: config.languageModel?.tone ?? defaultBackfill.tone,
        limit: limit ?? null,
        budget: {
          tokens: budget_tokens ?? null,
          costMicros: budget_cost === undefined ? null : Math.round(budget_cost * 1e6),
        },
      },
      {
        signal: run.signal,
        onProgress: (done, total, spent) => run.progress(done, total, `${catalog}, ${saySpent(spent)}`),
        log,
      },
    );
    const { stopped, usage, ...counts } = report;
    if (stopped !== null) run.log(stopped.says);
    if (stopped?.code === "language_model_unavailable") throw new WinnowError(stopped.code, stopped.says);
    const effect = empty === null ? null : await orUnknown(empty, log);
    if (effect !== null) run.log(sayEmptySearches(effect));
    return {
      ...counts,
      ...{ tokens: usage.promptTokens + usage.completionTokens, cost: usage.costMicros / 1e6 },
      empty_searches: effect === null ? null : { ...effect },
    };
  };

/** A price of nothing is not a sum to show. */
const saySpent = ({ promptTokens, completionTokens, costMicros }: TokenUsage): string =>
  `${promptTokens + completionTokens} tokens${costMicros === 0 ? "" : ` for ${(costMicros / 1e6).toFixed(4)}`} so far`;
