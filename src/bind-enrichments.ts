import { decideText, type DecideDeps, revertTexts } from "./backfill/decide-texts.ts";
import type { Config } from "./config/config.ts";
import type { Enrichment } from "./domain/enrichment.ts";
import type { Shop } from "./http/shop.ts";
import type { AnswerStore, Spend } from "./ports/answer-store.ts";
import type { EnrichmentAnswer, SpendAnswer } from "./wire/enrichment.ts";

export interface EnrichmentsDeps extends DecideDeps {
  readonly answers: Pick<AnswerStore, "spent">;
  readonly languageModel: Config["languageModel"];
}

/** Who it was, in records. */
const by = "api";

/** What language models have written, and a person's word on it, as the routes call them. */
export const bindEnrichments = (deps: EnrichmentsDeps): Shop["enrichments"] => ({
  async list(catalog, { status, batch, after, limit }) {
    const filter = {
      ...(status !== undefined && { status }),
      ...(batch !== undefined && { batch }),
      ...(after !== undefined && { after }),
    };
    const [found, counts] = await Promise.all([
      deps.enrichments.list(catalog, { ...filter, limit: limit + 1 }),
      deps.enrichments.count(catalog),
    ]);
    const page = found.slice(0, limit);
    return { counts, enrichments: page.map(toAnswer), next: found.length > limit ? page.at(-1)!.product : null };
  },
  decide: async (catalog, product, decision) => toAnswer(await decideText(deps, catalog, product, decision, by)),
  revert: (catalog, batch) => revertTexts(deps, catalog, { batch, by }),
  async spend(days) {
    const since = new Date(deps.now() - (days - 1) * 24 * 3600_000).toISOString().slice(0, 10);
    const thisMonth = `${new Date(deps.now()).toISOString().slice(0, 7)}-01`;
    const spent = await deps.answers.spent(since < thisMonth ? since : thisMonth);
    const listed = spent.filter(({ day }) => day >= since);
    const spend = listed.map(({ promptTokens, completionTokens, costMicros, ...rest }) => ({
      ...rest,
      prompt_tokens: promptTokens,
      completion_tokens: completionTokens,
      cost: costMicros / 1e6,
    }));
    const inMonth = spent.filter(({ day }) => day >= thisMonth);
    return { spend, month: deps.languageModel === null ? null : toMonth(inMonth, deps.languageModel) };
  },
});

/** What the budget is held against: all models' spend, as `adapters/openai/month.ts` counts it. */
const toMonth = (
  spent: readonly Spend[],
  { model, monthly }: NonNullable<Config["languageModel"]>,
): SpendAnswer["month"] => ({
  model,
  tokens: spent.reduce((sum, one) => sum + one.promptTokens + one.completionTokens, 0),
  cost: spent.reduce((sum, one) => sum + one.costMicros, 0) / 1e6,
  max_tokens: monthly.tokens,
  max_cost: monthly.costMicros === null ? null : monthly.costMicros / 1e6,
});

const toAnswer = (one: Enrichment): EnrichmentAnswer => ({
  ...{ product: one.product, status: one.status, description: one.content.description ?? null },
  attributes: Object.fromEntries(
    Object.entries(one.content.attributes ?? {}).map(([name, values]) => [name, [...values]]),
  ),
  source: [...one.source],
  findings: one.findings.map((finding) => ({ ...finding })),
  model: one.provenance.model,
  prompt_version: one.provenance.promptVersion,
  source_hash: one.provenance.sourceHash,
  ...{ batch: one.provenance.batch, edited: one.edited, by: one.by },
  written_at: new Date(one.provenance.writtenAtMs).toISOString(),
  updated_at: new Date(one.updatedAtMs).toISOString(),
});
