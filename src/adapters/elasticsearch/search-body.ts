import { WinnowError } from "../../domain/errors.ts";
import type { CatalogMapping } from "../../domain/mapping.ts";
import type { RetrievalPlan } from "../../domain/retrieval.ts";
import { facetAggregations } from "./facet-aggregations.ts";
import { type Field, type Fields, unsuited } from "./fields.ts";
import { allOf, type Clause, filterClause } from "./filter-clause.ts";
import { IDENTIFIED, queryClauses } from "./query-clause.ts";
import { groupCount, type SearchContext } from "./search-context.ts";

export const MAX_SIZE = 1000;
export interface BodyOptions {
  /** One hit a group. */
  readonly collapses: boolean;
  /** Whether to tell how many of each group match. */
  readonly countsVariants: boolean;
}

/** Groups whose members are counted with the search; those of further ones are asked for by name. */
export const COUNTED_GROUPS = 1000;

/** A plan as the body of one search request, without its time limit. */
export function searchBody(
  plan: RetrievalPlan,
  context: SearchContext,
  { collapses, countsVariants }: BodyOptions,
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
  const place = placeOf(plan, fields);
  const counts = {
    ...(plan.collapse && hasVariants && { groups: groupCount() }),
    ...(countsVariants && { variants: { terms: { field: GROUP, size: COUNTED_GROUPS, min_doc_count: 2 } } }),
  };
  const isCounting = Object.keys(counts).length > 0;
  return {
    size: plan.size,
    query: query(plan, [...plan.filters.map((each) => filterClause(each, fields)), ...common], mapping),
    sort: place.sort,
    track_scores: true,
    track_total_hits: true,
    _source: ["source", "winnow.id", "winnow.group"],
    ...(plan.size > 0 && place.after),
    ...(post.length + place.filters.length > 0 && { post_filter: allOf([...post, ...place.filters]) }),
    ...(collapses && plan.size > 0 && { collapse: { field: GROUP } }),
    aggs: {
      ...facetAggregations(plan.facets, facetFilters, context),
      // Counted apart where the hits' own total is that of products, or of what comes after a place.
      ...((isCounting || place.filters.length > 0) && { all: { filter: allOf(post), aggs: counts } }),
    },
  };
}

/** Asks for the best member of each group, by the plan's own order, and how many match. */
export function headsBody(
  plan: RetrievalPlan,
  { mapping, fields }: SearchContext,
  groups: readonly string[],
): Readonly<Record<string, unknown>> {
  const filters = [...plan.filters, ...plan.facetFilters.map(({ filter }) => filter)];
  const best = { top_hits: { size: 1, sort: sortOf(plan, fields), _source: ["winnow.id"] } };
  const terms = { field: GROUP, include: groups, size: groups.length };
  const among = { terms: { [GROUP]: groups } };
  return {
    size: 0,
    track_total_hits: false,
    query: query(plan, [among, ...filters.map((each) => filterClause(each, fields))], mapping),
    aggs: { groups: { terms, aggs: { best } } },
  };
}

const GROUP = "winnow.group";

function query(plan: RetrievalPlan, filters: readonly Clause[], mapping: CatalogMapping): Clause {
  const live = { term: { "winnow.live": true } };
  if (plan.query === null) return { bool: { filter: [live, ...filters] } };
  const { matching, scoring } = queryClauses(plan, plan.query, mapping);
  return { bool: { filter: [matching, live, ...filters], should: scoring } };
}

function sortOf({ sort, query }: RetrievalPlan, fields: Fields): readonly Clause[] {
  if (sort.by === "relevance") return query === null ? [byId] : [{ _score: { order: "desc" } }, byId];
  const field = fields(sort.field);
  if (field.kind !== "number") throw unsuited(sort.field, "sorting", "a number field");
  return [{ [field.name]: { order: sort.order, missing: "_last" } }, byId];
}

/** How the answer is ordered and where in that order it starts. */
interface Place {
  readonly sort: readonly Clause[];
  readonly after: Clause;
  /** What only products after that place have. */
  readonly filters: readonly Clause[];
}

/** Collapsed answers cannot start after a place; see retrieve-after.ts. */
function placeOf(plan: RetrievalPlan, fields: Fields): Place {
  const sort = sortOf(plan, fields);
  const place = (after: Clause): Place => ({ sort, after, filters: [] });
  if (plan.after === undefined) return place({});
  const { value, id, identifier } = plan.after;
  if (plan.sort.by === "field") {
    const field = fields(plan.sort.field);
    // After one that lacks the field only such as lack it follow, by id.
    if (value === null)
      return { sort: [byId], after: { search_after: [id] }, filters: [{ bool: { must_not: [exists(field)] } }] };
    if (field.kind === "number" && field.type === "boolean") return place(afterFlag(value, id, plan.sort.order));
    return place({ search_after: [value, id] });
  }
  const score = (value ?? 0) + (identifier === true ? IDENTIFIED : 0);
  if (plan.query !== null) return place({ search_after: [score, id] });
  // Everything scores 0: a place above is before all, one below after all.
  if (score === 0) return place({ search_after: [id] });
  return place(score > 0 ? {} : { size: 0 });
}

/** Elasticsearch takes true and false only: a place between or beyond them is one at the end of the last before it. */
function afterFlag(value: number, id: string, order: "asc" | "desc"): Clause {
  if (value === 0 || value === 1) return { search_after: [value === 1, id] };
  const isBeforeAll = order === "asc" ? value < 0 : value > 1;
  if (isBeforeAll) return {};
  const last = order === "asc" ? value > 1 : value > 0;
  return { search_after: [last, LAST_ID] };
}

const LAST_ID = "\u{10FFFF}";
const byId: Clause = { "winnow.id": { order: "asc" } };
const exists = ({ name }: Field): Clause => ({ exists: { field: name } });
