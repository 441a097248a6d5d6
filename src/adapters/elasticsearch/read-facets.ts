import type { FacetRequest, FacetResult, FacetValue } from "../../domain/retrieval.ts";
import { fold } from "../../text/fold.ts";
import { facetName, pathAndAncestors, SEPARATOR } from "./facet-aggregations.ts";
import { compareBytes } from "./merge-by-id.ts";
import type { SearchContext } from "./search-context.ts";

export interface Bucket {
  readonly key: string | number;
  readonly key_as_string?: string;
  readonly doc_count: number;
  readonly groups?: { readonly value: number };
}

export interface FacetAnswer {
  readonly values?: {
    readonly buckets?: readonly Bucket[];
    readonly count?: number;
    readonly min?: number | null;
    readonly max?: number | null;
    readonly avg?: number | null;
    readonly sum?: number;
  };
  readonly distinct?: { readonly value: number };
}

export function readFacets(
  facets: readonly FacetRequest[],
  answers: Readonly<Record<string, FacetAnswer>>,
  { fields }: SearchContext,
): FacetResult[] {
  return facets.map((facet, i) => {
    const { values = {}, distinct } = answers[facetName(i)] ?? {};
    if (facet.kind === "stats") {
      const { count = 0, min = null, max = null, avg = null, sum = 0 } = values;
      return { kind: "stats", field: facet.field, count, ...(count > 0 ? { min, max, avg } : none), sum };
    }
    const field = fields(facet.field);
    const prefix = field.kind === "keyword" ? field.prefix : "";
    const shown = shows(facet);
    const found = (values.buckets ?? [])
      .map(({ key, key_as_string: text, doc_count: count, groups }) => ({
        key: text ?? String(key),
        count: groups?.value ?? count,
      }))
      .filter(({ key }) => key.startsWith(prefix))
      .map(({ key, count }): FacetValue => ({ value: key.slice(prefix.length), count }))
      .filter(({ value, count }) => count > 0 && shown(value))
      .sort((a, b) => b.count - a.count || compareBytes(a.value, b.value));
    const picked = pick(facet, found);
    const all = Math.max(found.length, distinct?.value ?? 0);
    return { kind: facet.kind, field: facet.field, values: picked, more: all - picked.length };
  });
}

const none = { min: null, max: null, avg: null };

/** The first `size` values; of a tree, of each list of siblings. */
function pick(facet: FacetRequest & { kind: "terms" | "tree" }, sorted: readonly FacetValue[]): readonly FacetValue[] {
  const taken = new Map<string, number>();
  return sorted.filter(({ value }) => {
    const siblings = facet.kind === "tree" ? parentOf(value) : "";
    const place = taken.get(siblings) ?? 0;
    taken.set(siblings, place + 1);
    return place < facet.size;
  });
}

/** Which values are shown: those with a word that starts with `contains`; the open branches of a tree. */
function shows(facet: FacetRequest & { kind: "terms" | "tree" }): (value: string) => boolean {
  if (facet.kind === "tree") {
    const parents = new Set(["", ...facet.open.flatMap(pathAndAncestors)]);
    return (path) => parents.has(parentOf(path));
  }
  if (facet.contains === undefined) return () => true;
  const start = fold(facet.contains).trim();
  return (value) => start === "" || hasWord(fold(value), start);
}

function parentOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf(SEPARATOR)));
}

function hasWord(value: string, start: string): boolean {
  for (let at = value.indexOf(start); at !== -1; at = value.indexOf(start, at + 1))
    if (at === 0 || !/[\p{L}\p{N}]/u.test(value[at - 1]!)) return true;
  return false;
}
