import type { Deadline } from "../domain/deadline.ts";
import type { SearchAnswer, SearchRequest, SuggestAnswer, SuggestRequest } from "../domain/search.ts";
import { readCursor, writeCursor } from "./cursor.ts";
import { presentFacet } from "./facets.ts";
import { highlighter } from "./highlight.ts";
import { languageOf } from "./language.ts";
import { parse } from "./parse.ts";
import { orderWindow } from "./order-window.ts";
import { plan, windowSize, type SearchPlan } from "./plan.ts";
import { present } from "./present.ts";
import { rank } from "./rank.ts";
import { retrieveEnough, type Found } from "./relax.ts";
import type { SearchDeps } from "./deps.ts";
import { suggest } from "./suggest.ts";
import { toImpression } from "./to-impression.ts";

export interface Search {
  /** @throws WinnowError `invalid_request`, `invalid_cursor`, and those of Retrieval */
  search(request: SearchRequest, deadline: Deadline): Promise<SearchAnswer>;
  /** @throws WinnowError those of Retrieval */
  suggest(request: SuggestRequest, deadline: Deadline): Promise<SuggestAnswer>;
}

export function createSearch(deps: SearchDeps): Search {
  return {
    search: (request, deadline) => search(request, deadline, deps),
    suggest: (request, deadline) => suggest(request, deadline, deps),
  };
}

async function search(request: SearchRequest, deadline: Deadline, deps: SearchDeps): Promise<SearchAnswer> {
  const { retrieval } = deps;
  const mapping = retrieval.mapping(request.catalog);
  const lexicon = retrieval.lexicon(request.catalog);
  const synonyms = deps.synonyms(request.catalog);

  const understood = parse(request.text, { mapping, vocabulary: lexicon.vocabulary, synonyms, typing: false });
  const place = request.cursor === undefined ? null : readCursor(request.cursor, request);
  const planned = plan(request, understood?.tree ?? null, place, mapping);
  const found = await retrieveEnough(
    planned.retrieval,
    lexicon,
    languageOf(mapping),
    retrieval.retrieve.bind(retrieval),
    deadline,
  );
  const ordered = await orderWindow(
    rank(found.retrieved, planned.retrieval.fields),
    request,
    planned,
    found,
    lexicon.vocabulary,
    deps.learning,
  );
  const { ranked, ranking } = ordered;
  const queryId = request.queryId ?? deps.newQueryId();
  const page = ranked.slice(planned.skip, planned.skip + request.size);
  const highlight = request.highlight && understood !== null ? highlighter(understood.tree, mapping) : null;
  const { retrieved, tree, dropped } = found;
  if (deps.learning !== undefined && request.size > 0) {
    deps.learning.record(toImpression(queryId, request, found, ordered, planned, deps.learning));
  }
  const cursor = nextCursor(request, planned, found, page.length);

  return {
    queryId,
    total: retrieved.total,
    page: place === null ? request.page : pageAt(planned.offset, request.size),
    size: request.size,
    hits: present(page, {
      offset: planned.offset,
      source: retrieved.source,
      tree,
      explain: request.explain,
      highlight,
    }),
    ranking,
    facets: retrieved.facets.map((facet, i) => presentFacet(facet, planned.facets[i]!, request.filters)),
    ...(understood?.corrected === undefined ? {} : { corrected: understood.corrected }),
    ...(dropped.length === 0 ? {} : { relaxed: { dropped } }),
    ...(cursor === null ? {} : { cursor }),
    degraded: [...retrieved.degraded, ...ordered.degraded],
  };
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
