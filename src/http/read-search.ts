import { WinnowError } from "../domain/errors.ts";
import type { Filter } from "../domain/filter.ts";
import type { CatalogMapping } from "../domain/mapping.ts";
import type { FacetRequest, Sort } from "../domain/retrieval.ts";
import type { SearchRequest } from "../domain/search.ts";
import type { Visitor } from "../domain/visitor.ts";
import type { FacetAsked } from "../wire/facet.ts";
import { FilterClauses, toFilter } from "../wire/filter.ts";
import { parse } from "../wire/parse.ts";
import { SearchBody } from "../wire/search.ts";
import { isNumeric, nameField } from "./fields.ts";
import { readFilters } from "./read-filters.ts";
import { haveFewFilters, readFacets, readPlainSearch } from "./read-plain.ts";
import { parameterName, type Parameters, pickParameters } from "./parameters.ts";

const kinds = {
  q: "text",
  catalog: "text",
  page: "number",
  size: "number",
  cursor: "text",
  sort: "text",
  facets: "text",
  collapse: "flag",
  explain: "flag",
  highlight: "flag",
  timeout_ms: "number",
  user: "text",
  session: "text",
  order: "text",
  query_id: "text",
} as const;

/**
 * The parameters of `GET /v1/search` as the body that `POST /v1/search` would have had.
 *
 * @throws WinnowError `invalid_request`, and what `mappingOf` throws
 */
export const readSearchParameters = (
  parameters: Parameters,
  mappingOf: (catalog: string) => CatalogMapping,
): SearchBody => {
  const body = readPlainSearch(parameters) ?? checkSearch(parameters);
  const clauses = readFilters(parameters, () => mappingOf(body.catalog));
  if (clauses.length === 0) return body;
  return { ...body, filters: haveFewFilters(parameters) ? clauses : parse(FilterClauses, clauses, () => "filter") };
};

/** The body without its filters, as the schema reads it. */
export const checkSearch = (parameters: Parameters): SearchBody => {
  const { facets, ...rest } = pickParameters(parameters, kinds, (name) => name.startsWith("filter."));
  const picked = typeof facets === "string" ? { ...rest, facets: readFacets(facets) } : rest;
  return parse(SearchBody, picked, parameterName);
};

/**
 * What is asked, in the words of the domain.
 *
 * @param within what the caller's key narrows it to
 * @throws WinnowError `invalid_request` for a field the catalogue does not have
 */
export const toSearchRequest = (
  body: SearchBody,
  mapping: CatalogMapping,
  visitor: Visitor,
  within: Pick<SearchRequest, "within">,
): SearchRequest => {
  const filters = body.filters.map(toFilter);
  return {
    catalog: body.catalog,
    text: body.q,
    filters,
    ...within,
    facets: body.facets?.map((asked, i) => toFacet(asked, filters, mapping, `facets/${i}`)) ?? null,
    sort: toSort(body.sort, mapping),
    page: body.page,
    size: body.size,
    ...(body.cursor === undefined ? {} : { cursor: body.cursor }),
    collapse: body.collapse,
    explain: body.explain,
    highlight: body.highlight,
    visitor,
    order: body.order,
    ...(body.query_id === undefined ? {} : { queryId: body.query_id }),
  };
};

export const toFacet = (
  asked: FacetAsked,
  filters: readonly Filter[],
  mapping: CatalogMapping,
  where: string,
): FacetRequest => {
  const { field, size = 10, contains } = asked;
  const kind = nameField(mapping, field, where);
  const type = asked.type ?? (isNumeric(kind) ? "stats" : field === "categories" ? "tree" : "terms");
  if (type === "stats") return { kind: "stats", field };
  if (type === "tree") return { kind: "tree", field, size, open: chosen(filters, field) };
  return { kind: "terms", field, size, ...(contains === undefined || contains === "" ? {} : { contains }) };
};

/** Values of a field that the filters choose. */
export const chosen = (filters: readonly Filter[], field: string): readonly string[] =>
  filters.flatMap((filter) => {
    if (filter.kind === "terms") return filter.field === field ? filter.values : [];
    return filter.kind === "boolean" && filter.field === field ? [String(filter.value)] : [];
  });

const toSort = (sort: string, mapping: CatalogMapping): Sort => {
  if (sort === "relevance") return { by: "relevance" };
  const at = sort.lastIndexOf(":");
  const field = sort.slice(0, at);
  if (!mapping.numbers.some((one) => one.name === field)) {
    throw new WinnowError("invalid_request", `Results cannot be sorted by ${field.slice(0, 100)}.`, {
      where: "sort",
      hint: `Sort by relevance or one of ${mapping.numbers.map(({ name }) => name).join(", ")}.`,
    });
  }
  return { by: "field", field, order: sort.slice(at + 1) === "asc" ? "asc" : "desc" };
};
