import { z } from "zod";
import { CatalogName } from "./text.ts";

const Status = z.enum(["proposed", "applied", "refused", "reverted"]);
const Time = z.string().meta({ format: "date-time" });
const Product = z.string().min(1).max(512);

/** What the parameters of `GET /v1/enrichments` are read into. */
export const EnrichmentsParameters = z.strictObject({
  catalog: CatalogName.default("products"),
  status: Status.optional(),
  batch: z.string().min(1).max(100).optional(),
  after: Product.optional(),
  limit: z.coerce.number().int().min(1).max(500).default(50),
});
export type EnrichmentsParameters = z.infer<typeof EnrichmentsParameters>;

export const AcceptBody = z
  .strictObject({
    description: z.string().max(5000).optional().meta({ description: "Instead of the model's; plain text." }),
  })
  .meta({ id: "AcceptEnrichment" });

export const RevertBody = z
  .strictObject({
    batch: z.string().min(1).max(100).optional().meta({ description: "Those of one run." }),
    all: z.literal(true).optional().meta({ description: "All of the catalogue." }),
  })
  .refine(({ batch, all }) => (batch === undefined) !== (all === undefined), {
    error: "takes batch or all: one of them",
  })
  .meta({ id: "RevertEnrichments" });

export const EnrichmentAnswer = z
  .strictObject({
    product: z.string(),
    status: Status.meta({ description: "proposed: waits for a person; applied: searched and shown." }),
    description: z.string().nullable(),
    attributes: z.record(z.string(), z.array(z.union([z.string(), z.number(), z.boolean()]))),
    source: z.array(z.string()).meta({ description: "The product's data that it was written from, a line each." }),
    findings: z
      .array(
        z.strictObject({
          check: z.string(),
          says: z.string(),
          text: z.string().meta({ description: "The part of the description that it is about; empty: the whole." }),
        }),
      )
      .meta({ description: "Why it is not shown without a person's consent." }),
    model: z.string(),
    prompt_version: z.string(),
    source_hash: z.string(),
    batch: z.string(),
    edited: z.boolean(),
    by: z.string().meta({ description: "Who has decided last." }),
    written_at: Time,
    updated_at: Time,
  })
  .meta({ id: "Enrichment" });
export type EnrichmentAnswer = z.infer<typeof EnrichmentAnswer>;

export const EnrichmentsAnswer = z
  .strictObject({
    counts: z.strictObject({ proposed: z.int(), applied: z.int(), refused: z.int(), reverted: z.int() }),
    enrichments: z.array(EnrichmentAnswer).meta({ description: "By product." }),
    next: z.string().nullable().meta({ description: "For `after`, when there is more." }),
  })
  .meta({ id: "Enrichments" });
export type EnrichmentsAnswer = z.infer<typeof EnrichmentsAnswer>;

export const RevertedAnswer = z.strictObject({ reverted: z.int() }).meta({ id: "RevertedEnrichments" });

/** What the parameters of `GET /v1/enrichments/spend` are read into. */
export const SpendParameters = z.strictObject({ days: z.coerce.number().int().min(1).max(3660).default(31) });

export const SpendAnswer = z
  .strictObject({
    spend: z.array(
      z.strictObject({
        day: z.string(),
        purpose: z.string(),
        model: z.string(),
        calls: z.int(),
        prompt_tokens: z.int(),
        completion_tokens: z.int(),
        cost: z.number().meta({ description: "In the currency of the configured prices." }),
      }),
    ),
    month: z
      .strictObject({
        model: z.string(),
        tokens: z.int(),
        cost: z.number(),
        max_tokens: z.number().nullable().meta({ description: "Null: no limit." }),
        max_cost: z.number().nullable(),
      })
      .nullable()
      .meta({ description: "The calendar month (UTC) against its limits; null where no model is configured." }),
  })
  .meta({ id: "LanguageModelSpend" });
export type SpendAnswer = z.infer<typeof SpendAnswer>;
