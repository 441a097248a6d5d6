import { z } from "zod";
import { limits } from "./limits.ts";
import { Name, QueryText } from "./text.ts";

const FacetType = z.enum(["terms", "tree", "stats"]);

export const FacetAsked = z
  .strictObject({
    field: Name,
    size: z.int().min(1).max(limits.values).optional().meta({ description: "Values to answer with; 10 by default." }),
    contains: QueryText.optional().meta({ description: "Keeps values having a word that starts with it." }),
    type: FacetType.optional().meta({
      description: "By default stats for numbers, tree for categories, terms for the rest.",
    }),
  })
  .meta({ id: "FacetRequest" });
export type FacetAsked = z.infer<typeof FacetAsked>;

/** What the parameters of `GET /v1/facets` about the facet itself are read into. */
export const FacetsParameters = FacetAsked.extend({
  size: z.int().min(1).max(limits.values).default(100),
});

export const FacetValue = z
  .strictObject({
    value: z.string(),
    count: z.int().meta({ description: "Results that choosing it shows." }),
    selected: z.boolean(),
  })
  .meta({ id: "FacetValue" });
export type FacetValue = z.infer<typeof FacetValue>;

export const ValuesFacet = z
  .strictObject({
    field: z.string(),
    type: z.enum(["terms", "tree"]),
    values: z.array(FacetValue),
    more: z.int().meta({ description: "Values left out by size." }),
  })
  .meta({ id: "ValuesFacet" });
export type ValuesFacet = z.infer<typeof ValuesFacet>;

export const StatsFacet = z
  .strictObject({
    field: z.string(),
    type: z.literal("stats"),
    count: z.int(),
    min: z.number().nullable(),
    max: z.number().nullable(),
    avg: z.number().nullable(),
    sum: z.number(),
  })
  .meta({ id: "StatsFacet" });
export type StatsFacet = z.infer<typeof StatsFacet>;

export const Facet = z.discriminatedUnion("type", [ValuesFacet, StatsFacet]).meta({ id: "Facet" });
export type Facet = z.infer<typeof Facet>;

/** The answer of `GET /v1/facets`. */
export const FacetAnswer = z
  .strictObject({ facet: Facet, degraded: z.array(z.string()), took_ms: z.number() })
  .meta({ id: "FacetAnswer" });
export type FacetAnswer = z.infer<typeof FacetAnswer>;
