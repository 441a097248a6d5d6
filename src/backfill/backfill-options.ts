import type { EnrichmentStore } from "../ports/enrichment-store.ts";
import type { LanguageModel, RunAccount, SpendLimit } from "../ports/language-model.ts";
import type { ProductStore } from "../ports/product-store.ts";

export interface BackfillDeps {
  /** The enriched one. */
  readonly products: Pick<ProductStore, "catalog" | "changes" | "find" | "write">;
  readonly enrichments: Pick<EnrichmentStore, "find" | "save">;
  readonly model: LanguageModel;
  /** Of a run that may be tried again; absent: this is its only attempt. */
  readonly account?: RunAccount;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

export interface BackfillOptions {
  readonly catalog: string;
  /** Names the run: what it writes can be taken back together. */
  readonly batch: string;
  /** Snowball's name. */
  readonly language: string;
  readonly tone: string;
  /** Products to write for; null is all. */
  readonly limit: number | null;
  readonly budget: SpendLimit;
  /** Nothing is shown before a person has read it. */
  readonly review: boolean;
  /** Whether values of missing attributes are looked for too. */
  readonly attributes: boolean;
  /** Only counts, and estimates the cost; asks nothing. */
  readonly dryRun: boolean;
  /** A shop's own description of so many characters is enough. */
  readonly enough: number;
  /** Of what is written, in characters. */
  readonly longest: number;
  /** Products at once. */
  readonly atOnce: number;
}

export const defaultBackfill = {
  ...{ tone: "plain and factual", limit: null, budget: { tokens: null, costMicros: null } },
  ...{ attributes: true, review: false, dryRun: false, enough: 40, longest: 500, atOnce: 4 },
} as const satisfies Partial<BackfillOptions>;
