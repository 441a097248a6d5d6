import { z } from "zod";
import { limits } from "./limits.ts";
import { Product } from "./product.ts";
import { Highlight, TimeoutMs } from "./search.ts";
import { CatalogName, QueryText } from "./text.ts";

/** What the parameters of `GET /v1/suggest` are read into. */
export const SuggestParameters = z.strictObject({
  q: QueryText.default(""),
  catalog: CatalogName.default("products"),
  size: z.int().min(1).max(limits.suggestions).default(6).meta({ description: "Of each kind." }),
  timeout_ms: TimeoutMs,
});
export type SuggestParameters = z.infer<typeof SuggestParameters>;

const Suggestion = z
  .strictObject({ text: z.string(), count: z.int().meta({ description: "Products it leads to." }) })
  .meta({ id: "Suggestion" });
type Suggestion = z.infer<typeof Suggestion>;

const SuggestedProduct = z
  .strictObject({ id: z.string(), product: Product, highlight: Highlight.optional() })
  .meta({ id: "SuggestedProduct" });
type SuggestedProduct = z.infer<typeof SuggestedProduct>;

export const SuggestAnswer = z
  .strictObject({
    suggestions: z.array(Suggestion),
    brands: z.array(Suggestion),
    categories: z.array(Suggestion),
    products: z.array(SuggestedProduct),
    degraded: z.array(z.string()),
    took_ms: z.number(),
  })
  .meta({ id: "SuggestAnswer" });
export type SuggestAnswer = z.infer<typeof SuggestAnswer>;
