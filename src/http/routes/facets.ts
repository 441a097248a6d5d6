import { FacetAnswer, FacetsParameters } from "../../wire/facet.ts";
import { parse } from "../../wire/parse.ts";
import { json } from "../answer.ts";
import { catalogParameter, filterParameters, query, queryParameter, timeoutParameter } from "../describe.ts";
import { parameterName, type Parameters, pickParameters } from "../parameters.ts";
import { readSearchParameters, toFacet, toSearchRequest } from "../read-search.ts";
import type { Route } from "../route.ts";
import { nobody } from "../../domain/visitor.ts";
import type { Shop } from "../shop.ts";
import { round, writeFacet } from "../write-search.ts";

const ofSearch = new Set(["q", "catalog", "collapse", "timeout_ms"]);

export const facetRoutes = (shop: Pick<Shop, "search" | "mapping">): readonly Route[] => [
  {
    method: "GET",
    path: "/v1/facets",
    of: "search",
    doc: {
      summary: "The values of one facet, searchable: what a long list of brands is filtered with",
      parameters: [
        query("field", "The facet.", { type: "string" }, true),
        query("contains", "Keeps values having a word that starts with it.", { type: "string", maxLength: 512 }),
        query("size", "Values to answer with.", { type: "integer", minimum: 1, maximum: 1000, default: 100 }),
        query("type", "How to count.", { type: "string", enum: ["terms", "tree", "stats"] }),
        queryParameter,
        catalogParameter,
        query("collapse", "Count variants of a product as one.", { type: "boolean", default: true }),
        timeoutParameter,
        filterParameters,
      ],
      answer: { status: 200, type: "application/json", schema: FacetAnswer, description: "One facet." },
      problems: [404],
    },
    async handle(call) {
      const [own, others] = split(call.parameters);
      const picked = pickParameters(own, { field: "text", contains: "text", size: "number", type: "text" });
      const asked = parse(FacetsParameters, picked, parameterName);
      const body = readSearchParameters(others, (catalog) => shop.mapping(catalog));
      call.allowCatalog(body.catalog);
      if (body.timeout_ms !== undefined) call.deadline.lower(body.timeout_ms);
      const mapping = shop.mapping(body.catalog);
      const request = toSearchRequest({ ...body, facets: [], size: 0 }, mapping, nobody, call.within);
      const facets = [toFacet(asked, request.filters, mapping, "field")];
      const found = await call.admit(() => shop.search({ ...request, facets }, call.deadline));
      return json({
        facet: writeFacet(found.facets[0]!, request),
        degraded: [...found.degraded],
        took_ms: round(performance.now() - call.startedAtMs),
      } satisfies FacetAnswer);
    },
  },
];

const split = (parameters: Parameters): [own: Parameters, ofTheSearch: Parameters] => {
  const isOfSearch = ([name]: readonly [string, unknown]) => ofSearch.has(name) || name.startsWith("filter.");
  const all = [...parameters];
  return [new Map(all.filter((one) => !isOfSearch(one))), new Map(all.filter(isOfSearch))];
};
