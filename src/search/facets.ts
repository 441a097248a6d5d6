import type { Filter } from "../domain/filter.ts";
import type { CatalogMapping } from "../domain/mapping.ts";
import type { FacetFilter, FacetRequest, FacetResult } from "../domain/retrieval.ts";

/** The facets to count: those asked for, or the mapping's own. */
export function facetsOf(
  asked: readonly FacetRequest[] | null,
  filters: readonly Filter[],
  mapping: CatalogMapping,
): readonly FacetRequest[] {
  const facets = asked ?? mapping.facets.map((field) => defaultFacet(field, mapping));
  return facets.map((facet) => {
    const chosen = chosenValues(facet.field, filters);
    if (facet.kind === "tree") return { ...facet, open: [...new Set([...facet.open, ...chosen])] };
    return facet;
  });
}

/** Filters on a counted facet are left out when that facet is counted, so that a choice does not empty its own facet. */
export function splitFilters(
  filters: readonly Filter[],
  facets: readonly FacetRequest[],
): { readonly filters: readonly Filter[]; readonly facetFilters: readonly FacetFilter[] } {
  const counted = new Set(facets.map(({ field }) => field));
  const plain: Filter[] = [];
  const facetFilters: FacetFilter[] = [];
  for (const filter of flatten(filters)) {
    const field = onlyField(filter);
    if (field !== null && counted.has(field)) facetFilters.push({ field, filter });
    else plain.push(filter);
  }
  return { filters: plain, facetFilters };
}

/** The facet as the engine is asked for it: with room for chosen values, which are shown however few they count. */
export function withRoomForChosen(facet: FacetRequest, filters: readonly Filter[]): FacetRequest {
  if (facet.kind !== "terms" || facet.contains !== undefined) return facet;
  return chosenValues(facet.field, filters).length === 0
    ? facet
    : { ...facet, size: Math.max(facet.size, roomForChosen) };
}

/** Cuts a result down to what was asked for, keeping chosen values; those that count nothing are shown with 0. */
export function presentFacet(result: FacetResult, asked: FacetRequest, filters: readonly Filter[]): FacetResult {
  if (result.kind === "stats" || asked.kind === "stats") return result;
  if (asked.kind === "terms" && asked.contains !== undefined) return result;
  const chosen = chosenValues(asked.field, filters);
  if (chosen.length === 0) return result;
  const counts = new Map(result.values.map(({ value, count }) => [value, count]));
  const first = asked.kind === "terms" ? result.values.slice(0, asked.size) : result.values;
  const shown = new Set(first.map(({ value }) => value));
  const added = chosen.filter((value) => !shown.has(value)).map((value) => ({ value, count: counts.get(value) ?? 0 }));
  const left = result.values.length - first.length - added.filter(({ count }) => count > 0).length;
  return { ...result, values: [...first, ...added], more: result.more + left };
}

const defaultSize = 10;
/** A chosen value beyond this many more frequent ones is shown with 0. */
const roomForChosen = 1000;
/** Holds paths from the root. */
const treeField = "categories";

function defaultFacet(field: string, mapping: CatalogMapping): FacetRequest {
  const number = mapping.numbers.find(({ name }) => name === field);
  if (number !== undefined && number.type !== "boolean") return { kind: "stats", field };
  if (field === treeField) return { kind: "tree", field, size: defaultSize, open: [] };
  return { kind: "terms", field, size: defaultSize };
}

/** Values of the terms filters on the field that must hold, each once. */
function chosenValues(field: string, filters: readonly Filter[]): readonly string[] {
  const values = flatten(filters).flatMap((filter) => valuesIn(filter, field));
  return [...new Set(values)];
}

function valuesIn(filter: Filter, field: string): readonly string[] {
  if (filter.kind === "terms") return filter.field === field ? filter.values : [];
  if (filter.kind === "boolean") return filter.field === field ? [String(filter.value)] : [];
  if (filter.kind === "or" || filter.kind === "and") return filter.filters.flatMap((each) => valuesIn(each, field));
  return [];
}

const flatten = (filters: readonly Filter[]): readonly Filter[] =>
  filters.flatMap((filter) => (filter.kind === "and" ? flatten(filter.filters) : [filter]));

/** The field of a choice: of terms, a range, a boolean, or any of those on one field; else null. */
function onlyField(filter: Filter): string | null {
  if (filter.kind === "terms" || filter.kind === "range" || filter.kind === "boolean") return filter.field;
  if (filter.kind !== "or") return null;
  const fields = new Set(filter.filters.map(onlyField));
  const [field] = fields;
  return fields.size === 1 && field !== undefined ? field : null;
}
