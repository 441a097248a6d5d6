import { z } from "zod";
import { CatalogName, QueryText } from "./text.ts";

const Kind = z.enum(["one_way", "two_way", "correction", "phrase"]);
const Status = z.enum(["proposed", "live", "refused", "retired"]);
const Time = z.string().meta({ format: "date-time" });

/** What the parameters of `GET /v1/synonyms` are read into. */
export const SynonymsParameters = z.strictObject({
  catalog: CatalogName.default("products"),
  status: Status.optional(),
  after: z.string().min(1).max(100).optional(),
  limit: z.coerce.number().int().min(1).max(500).default(50),
});
export type SynonymsParameters = z.infer<typeof SynonymsParameters>;

/** The body of `POST /v1/synonyms`. */
export const SynonymBody = z
  .strictObject({
    from: z.string().min(1).max(100).meta({ description: "What shoppers write.", example: "hosepipe" }),
    to: z.string().min(1).max(100).meta({ description: "What the catalogue writes.", example: "garden hose" }),
    two_way: z.boolean().default(false).meta({ description: "Each finds the other." }),
  })
  .meta({ id: "NewSynonym" });
export type SynonymBody = z.output<typeof SynonymBody>;

/** What the parameters of `GET /v1/synonyms/preview` are read into. */
export const SynonymPreviewParameters = z.strictObject({
  catalog: CatalogName.default("products"),
  from: z.string().min(1).max(100),
  to: z.string().min(1).max(100),
  two_way: z.boolean().default(false),
  q: QueryText.optional(),
});
export type SynonymPreviewParameters = z.infer<typeof SynonymPreviewParameters>;

const Found = z.strictObject({
  total: z.int(),
  whole: z.boolean().meta({ description: "Whether all that was asked for, as it was asked, is in what was found." }),
  hits: z
    .array(
      z.strictObject({
        id: z.string(),
        title: z.string(),
        only_here: z.boolean().meta({ description: "The other's first 24 lack it." }),
      }),
    )
    .meta({ description: "The first 5, in the order of words." }),
});

export const SynonymPreviewAnswer = z
  .strictObject({ text: z.string().meta({ description: "What was searched for." }), without: Found, with: Found })
  .meta({ id: "SynonymPreview" });
export type SynonymPreviewAnswer = z.infer<typeof SynonymPreviewAnswer>;

export const SynonymAnswer = z
  .strictObject({
    id: z.string(),
    kind: Kind,
    from: z.string(),
    to: z.string(),
    status: Status.meta({ description: "proposed: waits for a person; live: searched by." }),
    source: z.enum(["log", "model", "person"]),
    evidence: z
      .strictObject({
        shoppers: z.int().meta({ description: "Distinct ones who went on from the one to the other." }),
        share: z.number().meta({ description: "Of those who gave up the one and got somewhere." }),
        lift: z.number(),
        examples: z.array(z.strictObject({ searched: z.string(), then: z.string() })),
      })
      .nullable(),
    effect: z
      .strictObject({
        searches: z.int().meta({ description: "Logged ones, answered again without and with it." }),
        recovered: z.int().meta({ description: "Of them, answered with it alone." }),
        empty_before: z.int(),
        empty_after: z.int(),
        displaced: z.number().meta({ description: "Products of the first ten of an answered search; mean." }),
        refound_before: z.number().meta({ description: "Of what was wanted in the end, the share on the first page." }),
        refound_after: z.number(),
        ndcg_before: z.number(),
        ndcg_after: z.number(),
      })
      .nullable(),
    watch: z
      .strictObject({
        ...{ searches: z.int(), empty: z.int(), clicked: z.int(), purchased: z.int() },
        worse: z.boolean().meta({ description: "They lead to clicks more seldom than before it was live." }),
      })
      .nullable()
      .meta({ description: "Searches for it since it is live." }),
    by: z.string().meta({ description: "Who has decided last." }),
    created_at: Time,
    updated_at: Time,
  })
  .meta({ id: "Synonym" });
export type SynonymAnswer = z.infer<typeof SynonymAnswer>;

export const SynonymEditAnswer = z
  .strictObject({
    synonym: SynonymAnswer,
    was: Status.nullable().meta({ description: "What it was before; null: it is new. Who undoes it needs that." }),
  })
  .meta({ id: "SynonymEdit" });
export type SynonymEditAnswer = z.infer<typeof SynonymEditAnswer>;

export const SynonymsAnswer = z
  .strictObject({
    counts: z.strictObject({ proposed: z.int(), live: z.int(), refused: z.int(), retired: z.int() }),
    synonyms: z.array(SynonymAnswer).meta({ description: "By id." }),
    next: z.string().nullable().meta({ description: "For `after`, when there is more." }),
  })
  .meta({ id: "Synonyms" });
export type SynonymsAnswer = z.infer<typeof SynonymsAnswer>;
