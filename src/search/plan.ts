import type { CatalogMapping } from "../domain/mapping.ts";
import type { QueryTree } from "../domain/query-tree.ts";
import type { FacetRequest, RetrievalPlan } from "../domain/retrieval.ts";
import type { SearchRequest } from "../domain/search.ts";
import type { Place } from "./cursor.ts";
import { facetsOf, splitFilters, withRoomForChosen } from "./facets.ts";
import { checkFields } from "./fields.ts";
import { WinnowError } from "../domain/errors.ts";

/** Rules (and later the model) may reorder this many of the first candidates; beyond them the engine's order stands. */
export const windowSize = 200;

/** The deepest hit that can be reached by page number. */
const deepest = 1000;

export interface SearchPlan {
  readonly retrieval: RetrievalPlan;
  /** The facets as asked for; the plan's own make room for chosen values. */
  readonly facets: readonly FacetRequest[];
  /** Hits before the page. */
  readonly offset: number;
  /** Candidates of the retrieval before the page: the offset, or 0 when it starts after a place. */
  readonly skip: number;
}

/**
 * The request as one round trip to an engine.
 *
 * @param place where a cursor says to go on; null for page by number
 * @throws WinnowError `invalid_request`
 */
export function plan(
  request: SearchRequest,
  query: QueryTree | null,
  place: Place | null,
  mapping: CatalogMapping,
): SearchPlan {
  const facets = facetsOf(request.facets, request.filters, mapping);
  const within = request.within ?? [];
  checkFields({ filters: [...within, ...request.filters], facets, sort: request.sort }, mapping);
  const split = splitFilters(request.filters, facets);
  const offset = place?.offset ?? (request.page - 1) * request.size;
  if (place === null && offset + request.size > deepest) throw tooDeep();

  const after = place?.after ?? null;
  const skip = after === null ? offset : 0;
  const window = after === null && request.sort.by === "relevance" && query !== null ? windowSize : 0;
  return {
    facets,
    offset,
    skip,
    retrieval: {
      catalog: request.catalog,
      query,
      fields: mapping.text.map(({ name, weight }) => ({ name, weight })),
      ...split,
      // Never a facet's own: what lies beyond is not counted either.
      filters: [...within, ...split.filters],
      facets: facets.map((facet) => withRoomForChosen(facet, request.filters)),
      sort: request.sort,
      size: Math.min(deepest, Math.max(window, skip + request.size)),
      ...(after === null ? {} : { after }),
      collapse: request.collapse,
    },
  };
}

const tooDeep = (): WinnowError =>
  new WinnowError("invalid_request", `Page × size is at most ${deepest}.`, {
    where: "page",
    hint: "Go on with the cursor of an answer to get further, or narrow the search by a filter.",
  });
