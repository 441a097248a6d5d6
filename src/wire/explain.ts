import { z } from "zod";
import { Ranking, Token } from "./search.ts";
import { CatalogName, Name, QueryText } from "./text.ts";

/** What the parameters of `GET /v1/explain` are read into. */
export const ExplainParameters = z.strictObject({
  q: QueryText,
  product: Name,
  catalog: CatalogName.default("products"),
  user: Token.optional(),
  session: Token.optional(),
});

const Part = z.strictObject({ name: z.string(), value: z.number() });

export const ExplainAnswer = z
  .strictObject({
    query: z.string(),
    product: Name,
    position: z.int().meta({ description: "From 1." }),
    total: z.int(),
    ranking: Ranking,
    score: z.number(),
    base: z.number().meta({ description: "What all products begin with; contributions add up to score - base." }),
    contributions: z
      .array(
        z.strictObject({
          group: z.string(),
          says: z.string().meta({ description: "In a shopkeeper's words.", example: "words in the title" }),
          value: z.number().meta({ description: "Below 0 it pushed the product down." }),
          features: z.array(
            z.strictObject({ name: z.string(), value: z.number().nullable(), contribution: z.number() }),
          ),
        }),
      )
      .meta({ description: "SHAP values by theme, largest effect first; empty without a model." }),
    first_stage: z.strictObject({ rank: z.int(), score: z.number(), parts: z.array(Part) }),
    rules: z.array(z.string()),
    would_move: z.array(z.strictObject({ says: z.string(), position: z.int() })).meta({
      description: "With this theme as the first product has it, all else the same: the place it would have.",
    }),
    lineage: z
      .strictObject({
        model: z.string(),
        trained_at: z.string(),
        trainer: z.string(),
        from: z.string(),
        to: z.string(),
        searches: z.int(),
        rows: z.int(),
        positives: z.int(),
      })
      .nullable()
      .meta({ description: "What the model was made from." }),
  })
  .meta({ id: "PlaceExplanation" });
export type ExplainAnswer = z.infer<typeof ExplainAnswer>;
