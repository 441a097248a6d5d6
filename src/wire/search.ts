import { z } from "zod";
import { Facet, FacetAsked } from "./facet.ts";
import { FilterClauses } from "./filter.ts";
import { limits } from "./limits.ts";
import { Product } from "./product.ts";
import { CatalogName, Name, QueryText } from "./text.ts";

const flag = (description: string, byDefault: boolean) => z.boolean().default(byDefault).meta({ description });

/** How long a caller will wait: lowers the server's deadline, never raises it. */
export const TimeoutMs = z.int().min(1).max(60_000).optional().meta({ description: "Lowers the server's deadline." });

const Sort = z
  .string()
  .regex(/^(relevance|.{1,512}:(asc|desc))$/u, { error: "A sort is relevance, FIELD:asc or FIELD:desc." })
  .default("relevance")
  .meta({ description: "relevance, FIELD:asc or FIELD:desc.", example: "price:asc" });

/** Names a shopper or a session; kept as a pseudonym only. */
export const Token = z
  .string()
  .min(1)
  .max(limits.tokenLength, { error: `A token has at most ${limits.tokenLength} characters.` });

/** As every search's answer has it. */
const QueryId = z.string().regex(/^[0-9a-f]{32}$/, { error: "A query id has 32 lower-case hexadecimal digits." });

/** A search: the body of `POST /v1/search`, and what the parameters of `GET /v1/search` are read into. */
export const SearchBody = z
  .strictObject({
    q: QueryText.default(""),
    catalog: CatalogName.default("products"),
    filters: FilterClauses.default([]),
    facets: z
      .array(FacetAsked)
      .max(limits.facets, { error: `At most ${limits.facets} facets.` })
      .optional()
      .meta({ description: "Absent: the catalogue's own. Empty: none." }),
    sort: Sort,
    page: z.int().min(1).default(1),
    size: z.int().min(0).max(limits.window).default(24),
    cursor: z.string().min(1).max(2048).optional().meta({ description: "From the answer before; replaces page." }),
    collapse: flag("One hit for all variants of a product.", true),
    explain: flag("How each hit's score came about.", false),
    highlight: flag("Matched words marked, as safe HTML.", false),
    timeout_ms: TimeoutMs,
    user: Token.optional().meta({ description: "Who searches: any token of the shop's own, stable over sessions." }),
    session: Token.optional().meta({ description: "The session: events that carry it change its next searches." }),
    order: z.enum(["learned", "text"]).default("learned").meta({ description: "text: by words alone." }),
    query_id: QueryId.optional().meta({ description: "Of the first page, so that all its pages count as one search." }),
  })
  .refine((body) => body.cursor !== undefined || body.page * body.size <= limits.window, {
    path: ["page"],
    error: `page × size is at most ${limits.window}; go on with the cursor of the answer instead.`,
  })
  .meta({ id: "SearchRequest" });
export type SearchBody = z.infer<typeof SearchBody>;

const Explanation = z
  .strictObject({
    parts: z
      .array(z.strictObject({ name: z.string(), value: z.number() }))
      .meta({ description: "Add up to the first stage's score." }),
    first_stage: z
      .strictObject({ rank: z.int(), score: z.number() })
      .meta({ description: "Where the words alone would have put it, before rules." }),
    words: z.array(z.strictObject({ text: z.string(), matched: z.string().nullable() })),
    rules: z.array(z.string()),
  })
  .meta({ id: "Explanation" });
type Explanation = z.infer<typeof Explanation>;

export const Highlight = z.record(z.string(), z.string()).meta({
  id: "Highlight",
  description: "Field → HTML, everything escaped but <mark>.",
  example: { title: "a <mark>b</mark>" },
});

export const SearchHit = z
  .strictObject({
    id: Name,
    position: z.int().meta({ description: "From 1, over all pages." }),
    score: z.number(),
    variants: z.int().meta({ description: "Members of its group that match, itself included." }),
    product: Product,
    highlight: Highlight.optional(),
    explain: Explanation.optional(),
  })
  .meta({ id: "SearchHit" });
export type SearchHit = z.infer<typeof SearchHit>;

export const Ranking = z
  .strictObject({
    order: z.enum(["learned", "first_stage"]),
    model: z.string().nullable().meta({ description: "Version of the model that made the order." }),
    arm: z.enum(["first_stage", "champion", "challenger"]),
  })
  .meta({ id: "Ranking" });

export const SearchAnswer = z
  .strictObject({
    query_id: z.string(),
    total: z.int().meta({ description: "Exact." }),
    page: z.int(),
    size: z.int(),
    hits: z.array(SearchHit),
    ranking: Ranking,
    facets: z.array(Facet),
    corrected: z.strictObject({ from: z.string(), to: z.string() }).optional(),
    relaxed: z.strictObject({ dropped: z.array(z.string()) }).optional(),
    cursor: z.string().optional().meta({ description: "For the next page; absent on the last." }),
    degraded: z.array(z.string()).meta({ description: "What is missing; empty when the answer is whole." }),
    took_ms: z.number(),
  })
  .meta({ id: "SearchAnswer" });
export type SearchAnswer = z.infer<typeof SearchAnswer>;
