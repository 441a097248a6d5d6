import type { MatchKind, QueryTree } from "../../domain/query-tree.ts";
import type { Candidate, RetrievalPlan, Retrieved } from "../../domain/retrieval.ts";
import { compareBytes } from "./merge-by-id.ts";
import { fieldName, identifierName, runName, runsOf } from "./query-clause.ts";
import { type FacetAnswer, readFacets } from "./read-facets.ts";
import type { SearchContext } from "./search-context.ts";

export interface SearchAnswer {
  readonly timed_out: boolean;
  readonly _shards: { readonly total: number; readonly failed: number };
  readonly hits: {
    readonly total: { readonly value: number };
    readonly hits: readonly Hit[];
  };
  readonly aggregations?: Readonly<Record<string, FacetAnswer & { readonly groups?: { readonly value: number } }>>;
}

export interface Hit {
  readonly _source: { readonly source: string; readonly winnow: { readonly id: string; readonly group: string } };
  readonly sort: readonly unknown[];
  readonly matched_queries?: Readonly<Record<string, number>>;
  readonly inner_hits?: { readonly variants: { readonly hits: { readonly total: { readonly value: number } } } };
}

export function readAnswer(answer: SearchAnswer, plan: RetrievalPlan, context: SearchContext): Retrieved {
  const read = answer.hits.hits.map((hit) => ({ candidate: toCandidate(hit, plan), source: hit._source.source }));
  // The score that put identifier matches first has no room for their order among themselves.
  const identified = read.filter(({ candidate }) => candidate.identifier);
  if (identified.length > 1 && plan.sort.by === "relevance") {
    identified.sort((a, b) => b.candidate.score - a.candidate.score || compareBytes(a.candidate.id, b.candidate.id));
    read.splice(0, identified.length, ...identified);
  }
  const groups = answer.aggregations?.["groups"]?.groups?.value;
  return {
    candidates: read.map(({ candidate }) => candidate),
    total: groups ?? answer.hits.total.value,
    facets: readFacets(plan.facets, answer.aggregations ?? {}, context),
    source: (index) => read[index]!.source,
    degraded: degradedBy(answer),
  };
}

function degradedBy({ timed_out: timedOut, _shards: { failed } }: SearchAnswer): readonly string[] {
  return [...(failed > 0 ? ["shards_failed"] : []), ...(timedOut ? ["timed_out"] : [])];
}

function toCandidate(hit: Hit, plan: RetrievalPlan): Candidate {
  const { sort, inner_hits: inner, _source, matched_queries: names = {} } = hit;
  const fieldScores = plan.fields.map((_, f) => Math.fround(names[fieldName(f)] ?? 0));
  const identifier = identifierName in names;
  const byRelevance = plan.sort.by === "relevance";
  const sum = Math.fround(fieldScores.reduce((a, b) => a + b, 0));
  const score = plan.query !== null && byRelevance && !identifier ? Math.fround(Number(sort[0])) : sum;
  return {
    id: _source.winnow.id,
    group: _source.winnow.group,
    score,
    fieldScores,
    matched: plan.query === null ? [] : matchedKinds(plan.query, names),
    identifier,
    sortValue: byRelevance ? null : sortValue(sort[0]),
    variants: inner?.variants.hits.total.value ?? 1,
  };
}

function matchedKinds(query: QueryTree, names: Readonly<Record<string, number>>): readonly (MatchKind | null)[] {
  return query.words.map((word, w) => runsOf(word).find((_, r) => runName(w, r) in names)?.kind ?? null);
}

/** Products that lack the field are sorted by the largest number there is. */
function sortValue(value: unknown): number | null {
  const number = Number(value);
  return value === null || !Number.isFinite(number) || Math.abs(number) >= 2 ** 63 ? null : number;
}
