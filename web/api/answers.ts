/** What the API answers, as the server's own schemas say. */
export type { SearchAnswer, SearchHit } from "../../src/wire/search.ts";
export type { Product } from "../../src/wire/product.ts";
export type { Facet, FacetAnswer, FacetValue, StatsFacet, ValuesFacet } from "../../src/wire/facet.ts";
export type { ExplainAnswer } from "../../src/wire/explain.ts";
export type { SuggestAnswer } from "../../src/wire/suggest.ts";
