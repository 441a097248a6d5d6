import type { IndexDocument } from "../domain/document.ts";
import type { CatalogMapping } from "../domain/mapping.ts";
import type { FacetRequest, FacetResult, FacetValue, RetrievalPlan } from "../domain/retrieval.ts";
import { compareIds } from "../engine/compare-ids.ts";
import { passes, valuesOf } from "./reference-filter.ts";

/** @param matches documents that match the query and the plan's filters, its facet filters aside */
export function referenceFacet(
  facet: FacetRequest,
  matches: readonly IndexDocument[],
  plan: RetrievalPlan,
  mapping: CatalogMapping,
): FacetResult {
  const others = plan.facetFilters.filter(({ field }) => field !== facet.field);
  const counted = matches.filter((each) => others.every(({ filter }) => passes(each, filter, mapping)));
  if (facet.kind === "stats") return stats(facet.field, counted);

  const groups = new Map<string, Set<string>>();
  for (const document of counted)
    for (const value of valuesOf(document, facet.field, mapping))
      groups.set(value, (groups.get(value) ?? new Set()).add(document.group));
  const all = [...groups].map(([value, { size }]) => ({ value, count: size })).sort(byCount);

  if (facet.kind === "terms") {
    const shown = all.filter(({ value }) => facet.contains === undefined || hasWord(value, facet.contains));
    const values = shown.slice(0, facet.size);
    return { kind: "terms", field: facet.field, values, more: shown.length - values.length };
  }
  const parents = new Set(["", ...facet.open.flatMap(pathAndAncestors)]);
  const siblings = [...parents].map((parent) => all.filter(({ value }) => parentOf(value) === parent));
  const values = siblings.flatMap((each) => each.slice(0, facet.size)).sort(byCount);
  return { kind: "tree", field: facet.field, values, more: siblings.flat().length - values.length };
}

function stats(field: string, documents: readonly IndexDocument[]): FacetResult {
  const values = documents.flatMap(({ numbers }) => numbers[field] ?? []);
  const sum = values.reduce((a, b) => a + b, 0);
  if (values.length === 0) return { kind: "stats", field, count: 0, min: null, max: null, avg: null, sum };
  const [min, max] = [Math.min(...values), Math.max(...values)];
  return { kind: "stats", field, count: values.length, min, max, avg: sum / values.length, sum };
}

function byCount(a: FacetValue, b: FacetValue): number {
  return b.count - a.count || compareIds(a.value, b.value);
}

function pathAndAncestors(path: string): string[] {
  const levels = path.split(" > ");
  return levels.map((_, i) => levels.slice(0, i + 1).join(" > "));
}

function parentOf(path: string): string {
  const end = path.lastIndexOf(" > ");
  return end === -1 ? "" : path.slice(0, end);
}

function hasWord(value: string, start: string): boolean {
  const fold = (text: string) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
  return fold(value)
    .split(/[^\p{L}\p{N}]+/u)
    .some((word) => word.startsWith(fold(start).trim()));
}
