import type { MatchKind, QueryTree } from "../../domain/query-tree.ts";
import type { Candidate, RetrievalPlan, Retrieved } from "../../domain/retrieval.ts";
import { keptFacts } from "./kept-facts.ts";
import { compareBytes } from "./merge-by-id.ts";
import { fieldName, identifierName, runName, runsOf } from "./query-clause.ts";
import { type FacetAnswer, readFacets } from "./read-facets.ts";
import { COUNTED_GROUPS } from "./search-body.ts";
import type { SearchContext } from "./search-context.ts";

export interface SearchAnswer {
  readonly timed_out: boolean;
  readonly _shards: { readonly total: number; readonly failed: number };
  readonly hits: {
    readonly total: { readonly value: number };
    readonly hits: readonly Hit[];
  };
  readonly aggregations?: Readonly<Record<string, FacetAnswer>> & { readonly all?: Counts };
}

/** Of everything that matches. */
interface Counts {
  readonly doc_count: number;
  readonly groups?: { readonly value: number };
  /** Groups of which several match. */
  readonly variants?: { readonly buckets: readonly { readonly key: string; readonly doc_count: number }[] };
}

export interface Hit {
  readonly _source: { readonly source: string; readonly winnow: { readonly id: string; readonly group: string } };
  readonly sort: readonly unknown[];
  readonly matched_queries?: Readonly<Record<string, number>>;
}

export interface ReadAnswer extends Retrieved {
  /** Groups whose `variants` are not known yet. */
  readonly uncounted: readonly string[];
}

export function readAnswer(answer: SearchAnswer, plan: RetrievalPlan, context: SearchContext): ReadAnswer {
  const all = answer.aggregations?.all;
  const counted = all?.variants?.buckets ?? [];
  const variants = new Map(counted.map(({ key, doc_count: count }) => [key, count]));
  const read = answer.hits.hits.map((hit) => ({
    candidate: toCandidate(hit, plan, variants),
    source: hit._source.source,
  }));
  // The score that put identifier matches first has no room for their order among themselves.
  const identified = read.filter(({ candidate }) => candidate.identifier);
  if (identified.length > 1 && plan.sort.by === "relevance") {
    identified.sort((a, b) => b.candidate.score - a.candidate.score || compareBytes(a.candidate.id, b.candidate.id));
    read.splice(0, identified.length, ...identified);
  }
  const groups = new Set(counted.length < COUNTED_GROUPS ? [] : read.map(({ candidate }) => candidate.group));
  return {
    uncounted: [...groups].filter((group) => !variants.has(group)),
    candidates: read.map(({ candidate }) => candidate),
    total: all?.groups?.value ?? all?.doc_count ?? answer.hits.total.value,
    facets: readFacets(plan.facets, answer.aggregations ?? {}, context),
    source: (index) => read[index]!.source,
    facts: (index) => keptFacts(read[index]!.candidate.id, read[index]!.source, context.mapping),
    degraded: degradedBy(answer),
  };
}

function degradedBy({ timed_out: timedOut, _shards: { failed } }: SearchAnswer): readonly string[] {
  return [...(failed > 0 ? ["shards_failed"] : []), ...(timedOut ? ["timed_out"] : [])];
}

function toCandidate(hit: Hit, plan: RetrievalPlan, variants: ReadonlyMap<string, number>): Candidate {
  const { sort, _source, matched_queries: names = {} } = hit;
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
    sortValue: byRelevance || sort.length < 2 ? null : sortValue(sort[0]),
    variants: variants.get(_source.winnow.group) ?? 1,
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
