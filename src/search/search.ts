import type { Deadline } from "../domain/deadline.ts";
import type { PlaceExplanation, PlaceRequest } from "../domain/place.ts";
import type { SearchAnswer, SearchRequest, SuggestAnswer, SuggestRequest } from "../domain/search.ts";
import { asWritten } from "./as-written.ts";
import { writeCursor } from "./cursor.ts";
import { unmeasured } from "../observe/stages.ts";
import type { SearchDeps } from "./deps.ts";
import { explainPlace } from "./explain-place.ts";
import { presentFacet } from "./facets.ts";
import { find } from "./find.ts";
import { highlighter } from "./highlight.ts";
import { type KeptOrders, keptOrders } from "./kept-orders.ts";
import { windowSize, type SearchPlan } from "./plan.ts";
import { present } from "./present.ts";
import type { Ranked } from "./rank.ts";
import type { Found } from "./relax.ts";
import { suggest } from "./suggest.ts";
import { toImpression } from "./to-impression.ts";

export interface Search {
  /** @throws WinnowError `invalid_request`, `invalid_cursor`, and those of Retrieval */
  search(request: SearchRequest, deadline: Deadline): Promise<SearchAnswer>;
  /** @throws WinnowError those of Retrieval */
  suggest(request: SuggestRequest, deadline: Deadline): Promise<SuggestAnswer>;
  /** Why a product stands where it stands. @throws WinnowError as search does, and `not_found` when it is not in the window */
  explain(request: PlaceRequest, deadline: Deadline): Promise<PlaceExplanation>;
}

export function createSearch(deps: SearchDeps): Search {
  const kept = keptOrders();
  return {
    search: (request, deadline) => search(request, deadline, deps, kept),
    suggest: (request, deadline) => suggest(request, deadline, deps),
    explain: (request, deadline) => explainPlace(request, deadline, deps),
  };
}

async function search(
  request: SearchRequest,
  deadline: Deadline,
  deps: SearchDeps,
  kept: KeptOrders,
): Promise<SearchAnswer> {
  const { learning, staged = unmeasured } = deps;
  const earlier = request.queryId === undefined ? null : kept.of({ ...request, queryId: request.queryId });
  const { understood, place, planned, found, ordered } = await find(request, deadline, deps, earlier);
  const { retrieved, tree, dropped } = found;
  const { ranked, ranking } = ordered;
  const queryId = request.queryId ?? deps.newQueryId();
  const page = ranked.slice(planned.skip, planned.skip + request.size);
  const cursor = nextCursor(request, planned, found, page.length);
  if (ordered.learned !== null && earlier === null && cursor !== null) {
    const window = ranked.slice(0, windowSize);
    kept.keep(
      { ...request, queryId },
      window.map(({ candidate }) => candidate.id),
    );
  }
  if (learning !== undefined && request.size > 0) {
    learning.record(toImpression(queryId, request, found, ordered, planned, learning));
  }
  const mapping = deps.retrieval.mapping(request.catalog);
  const highlight = request.highlight && understood !== null ? highlighter(understood.tree, mapping) : null;
  // A correction is a word of the whole catalogue.
  const corrected = request.within === undefined ? understood?.corrected : undefined;

  return {
    queryId,
    total: retrieved.total,
    page: place === null ? request.page : pageAt(planned.offset, request.size),
    size: request.size,
    hits: staged("present", () => {
      const { source } = retrieved;
      return present(page, { offset: planned.offset, source, tree, explain: request.explain, highlight });
    }),
    ranking,
    facets: retrieved.facets.map((facet, i) => presentFacet(facet, planned.facets[i]!, request.filters)),
    ...(corrected !== undefined && {
      corrected: { from: corrected.from, to: asWritten(corrected, sourcesOf(page, retrieved), mapping) },
    }),
    ...(dropped.length === 0 ? {} : { relaxed: { dropped } }),
    ...(cursor === null ? {} : { cursor }),
    degraded: [...retrieved.degraded, ...ordered.degraded],
  };
}

function* sourcesOf(page: readonly Ranked[], { source }: Found["retrieved"]): Generator<string> {
  for (const { index } of page) yield source(index);
}

function nextCursor(request: SearchRequest, planned: SearchPlan, found: Found, shown: number): string | null {
  const offset = planned.offset + shown;
  if (shown === 0 || offset >= found.retrieved.total) return null;
  const reordered = planned.retrieval.sort.by === "relevance" && planned.retrieval.query !== null;
  if (reordered && offset < windowSize) return writeCursor({ offset, after: null }, request);
  const last = found.retrieved.candidates[planned.skip + shown - 1]!;
  const value = planned.retrieval.sort.by === "relevance" ? last.score : last.sortValue;
  const after = { value, id: last.id, ...(last.identifier ? { identifier: true } : {}) };
  return writeCursor({ offset, after }, request);
}

const pageAt = (offset: number, size: number): number => (size === 0 ? 1 : Math.floor(offset / size) + 1);
