import type { FacetResult } from "../domain/retrieval.ts";
import type { Hit, SearchAnswer, SearchRequest, SuggestAnswer } from "../domain/search.ts";
import type { Facet } from "../wire/facet.ts";
import type { SearchAnswer as WireAnswer, SearchHit } from "../wire/search.ts";
import type { SuggestAnswer as WireSuggestions } from "../wire/suggest.ts";
import { chosen } from "./read-search.ts";

/**
 * The answer as JSON, in parts. Products are JSON already and are spliced in as they are: parsing and writing them anew would cost
 * more than the rest of the request.
 */
export const writeSearchAnswer = (answer: SearchAnswer, request: SearchRequest, tookMs: number): readonly string[] => {
  const { queryId, total, page, size, ranking, facets, corrected, relaxed, cursor, degraded } = answer;
  const rest: Omit<WireAnswer, "query_id" | "total" | "page" | "size" | "hits"> = {
    ranking,
    facets: facets.map((facet) => writeFacet(facet, request)),
    ...(corrected === undefined ? {} : { corrected }),
    ...(relaxed === undefined ? {} : { relaxed: { dropped: [...relaxed.dropped] } }),
    ...(cursor === undefined ? {} : { cursor }),
    degraded: [...degraded],
    took_ms: round(tookMs),
  };
  const parts: string[] = [];
  let before = `{"query_id":"${queryId}","total":${total},"page":${page},"size":${size},"hits":[`;
  for (const hit of answer.hits) {
    parts.push(before + writeHitHead(hit), hit.source);
    before = `${writeHitRest(hit)},`;
  }
  const end = answer.hits.length === 0 ? before : before.slice(0, -1);
  parts.push(`${end}],${JSON.stringify(rest).slice(1)}`);
  return parts;
};

export const writeSuggestAnswer = (answer: SuggestAnswer, tookMs: number): string => {
  const plain = (list: SuggestAnswer["brands"]) => list.map(({ text, count }) => ({ text, count }));
  const rest: Omit<WireSuggestions, "products"> = {
    suggestions: plain(answer.suggestions),
    brands: plain(answer.brands),
    categories: plain(answer.categories),
    degraded: [...answer.degraded],
    took_ms: round(tookMs),
  };
  const products = answer.products.map(
    ({ id, source, highlight }) => `{"id":${JSON.stringify(id)},"product":${source}${writeHighlight(highlight)}}`,
  );
  return `{"products":[${products.join(",")}],${JSON.stringify(rest).slice(1)}`;
};

export const writeFacet = (facet: FacetResult, request: Pick<SearchRequest, "filters">): Facet => {
  if (facet.kind === "stats") {
    const { field, count, min, max, avg, sum } = facet;
    return { field, type: "stats", count, min, max, avg, sum };
  }
  const selected = new Set(chosen(request.filters, facet.field));
  return {
    field: facet.field,
    type: facet.kind,
    values: facet.values.map(({ value, count }) => ({ value, count, selected: selected.has(value) })),
    more: facet.more,
  };
};

export const round = (ms: number): number => Math.round(ms * 100) / 100;

const writeHitHead = ({ id, position, score, variants }: Hit): string =>
  `{"id":${quote(id)},"position":${position},"score":${score},"variants":${variants},"product":`;

const quote = (text: string): string => (/^[\w.:-]*$/.test(text) ? `"${text}"` : JSON.stringify(text));

const writeHitRest = ({ highlight, explanation }: Hit): string => {
  const text = writeHighlight(highlight);
  if (explanation === undefined) return `${text}}`;
  const { parts, words, rules, firstStage } = explanation;
  const explain: ReadonlyDeep<SearchHit["explain"]> = { parts, first_stage: firstStage, words, rules };
  return `${text},"explain":${JSON.stringify(explain)}}`;
};

const writeHighlight = (highlight: Hit["highlight"]): string =>
  highlight === undefined ? "" : `,"highlight":${JSON.stringify(highlight)}`;

type ReadonlyDeep<T> = T extends object ? { readonly [K in keyof T]: ReadonlyDeep<T[K]> } : T;
