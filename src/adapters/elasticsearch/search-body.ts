import { WinnowError } from "../../domain/errors.ts";
import type { CatalogMapping } from "../../domain/mapping.ts";
import type { RetrievalPlan } from "../../domain/retrieval.ts";
import { facetAggregations } from "./facet-aggregations.ts";
import { type Fields, unsuited } from "./fields.ts";
import { allOf, type Clause, everything, filterClause } from "./filter-clause.ts";
import { IDENTIFIED, queryClauses } from "./query-clause.ts";
import { groupCount, type SearchContext } from "./search-context.ts";

export const MAX_SIZE = 1000;
/** A plan as the body of one search request, without its time limit. */
export function searchBody(
  plan: RetrievalPlan,
  context: SearchContext,
  collapses: boolean,
): Readonly<Record<string, unknown>> {
  const { mapping, fields, hasVariants } = context;
  if (plan.size > MAX_SIZE)
    throw new WinnowError("invalid_request", `At most ${MAX_SIZE} candidates, not ${plan.size}.`);
  const counted = new Set(plan.facets.map(({ field }) => field));
  const chosen = plan.facetFilters.map(({ field, filter }) => ({ field, clause: filterClause(filter, fields) }));
  // A choice on a facet that nobody counts holds for everything.
  const common = chosen.filter(({ field }) => !counted.has(field)).map(({ clause }) => clause);
  const facetFilters = chosen.filter(({ field }) => counted.has(field));
  const post = facetFilters.map(({ clause }) => clause);
  return {
    size: plan.size,
    query: query(plan, [...plan.filters.map((each) => filterClause(each, fields)), ...common], mapping),
    sort: sortOf(plan, fields),
    track_scores: true,
    track_total_hits: true,
    _source: ["source", "winnow.id", "winnow.group"],
    ...(plan.size === 0 ? {} : afterOf(plan)),
    ...(post.length > 0 && { post_filter: allOf(post) }),
    ...(collapses && plan.size > 0 && { collapse: collapse() }),
    aggs: {
      ...facetAggregations(plan.facets, facetFilters, context),
      ...(plan.collapse && hasVariants && { groups: { filter: allOf(post), aggs: { groups: groupCount() } } }),
    },
  };
}

/** Asks for the best member of each group, by the plan's own order, among all that match. */
export function headsBody(
  plan: RetrievalPlan,
  { mapping, fields }: SearchContext,
  groups: readonly string[],
): Readonly<Record<string, unknown>> {
  const filters = [...plan.filters, ...plan.facetFilters.map(({ filter }) => filter)];
  const best = { top_hits: { size: 1, sort: sortOf(plan, fields), _source: ["winnow.id"] } };
  const terms = { field: "winnow.group", include: groups, size: groups.length };
  const among = { terms: { "winnow.group": groups } };
  return {
    size: 0,
    track_total_hits: false,
    query: query(plan, [among, ...filters.map((each) => filterClause(each, fields))], mapping),
    aggs: { heads: { filter: everything, aggs: { groups: { terms, aggs: { best } } } } },
  };
}

/** The best of each group; how many more there are of it is counted by an empty search within the group. */
function collapse(): Clause {
  const inner = { name: "variants", size: 0, _source: false, track_scores: false };
  return { field: "winnow.group", inner_hits: inner, max_concurrent_group_searches: 8 };
}

function query(plan: RetrievalPlan, filters: readonly Clause[], mapping: CatalogMapping): Clause {
  const live = { term: { "winnow.live": true } };
  if (plan.query === null) return { bool: { filter: [live, ...filters] } };
  const { matching, scoring } = queryClauses(plan, plan.query, mapping);
  return { bool: { filter: [matching, live, ...filters], should: scoring } };
}

function sortOf({ sort, query }: RetrievalPlan, fields: Fields): readonly Clause[] {
  const byId = { "winnow.id": { order: "asc" } };
  if (sort.by === "relevance") return query === null ? [byId] : [{ _score: { order: "desc" } }, byId];
  const field = fields(sort.field);
  if (field.kind !== "number") throw unsuited(sort.field, "sorting", "a number field");
  return [{ [field.name]: { order: sort.order, missing: "_last" } }, byId];
}

/** Collapsed answers cannot start after a place; see `retrieve-after.ts`. */
function afterOf({ after, sort, query }: RetrievalPlan): Clause {
  if (after === undefined) return {};
  const { value, id, identifier } = after;
  if (sort.by === "field") return { search_after: [value ?? missingValue(sort.order), id] };
  const score = (value ?? 0) + (identifier === true ? IDENTIFIED : 0);
  if (query !== null) return { search_after: [score, id] };
  // Everything scores 0: a place above is before all, one below after all.
  if (score === 0) return { search_after: [id] };
  return score > 0 ? {} : { size: 0 };
}

/** What Elasticsearch sorts products by that lack the field. */
function missingValue(order: "asc" | "desc"): string {
  return order === "asc" ? "Infinity" : "-Infinity";
}
