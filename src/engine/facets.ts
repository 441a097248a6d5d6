import type { FacetRequest, FacetResult, FacetValue } from "../domain/retrieval.ts";
import type { Bits } from "./bits.ts";
import { compareIds } from "./compare-ids.ts";
import { addStats, countBooleans, countOrdinals, type NumberStats } from "./count-values.ts";
import { facetValueFilter } from "./facet-values.ts";
import { prefixRange } from "./filter-bits.ts";
import { type ResolvedField, unsuited } from "./resolve-field.ts";
import type { IndexPart, SearchIndex } from "./search-index.ts";
import { findSorted } from "./strings.ts";
import { createTop } from "./top.ts";

/** Facets of one request. @param bitsOf the documents of a part that count for a facet on this field */
export function countFacets(
  index: SearchIndex,
  facets: readonly FacetRequest[],
  bitsOf: (field: string, part: number) => Bits,
): FacetResult[] {
  const count = sharedCounts(index.parts);
  return facets.map((facet) => {
    const field = index.resolve(facet.field);
    const bits = index.parts.map((_, part) => bitsOf(facet.field, part));
    const shows = facetValueFilter(facet);
    if (facet.kind === "stats") return countStats(index, facet.field, field, bits);
    if (field.kind === "number" && field.type === "boolean" && facet.kind === "terms")
      return pickValues(
        facet,
        booleanValues(index, field.name, bits).filter(({ value }) => shows(value)),
      );
    if (field.kind !== "keyword") throw unsuited(facet.field, "a facet of values", "a keyword or boolean field");
    return keywordFacet(index, facet, field, (part) => count(part, field.name, bits[part]!));
  });
}

type Counts = (part: number, field: string, bits: Bits) => Uint32Array;

/** Facets on several attributes count the same column over the same documents: once. */
function sharedCounts(parts: readonly IndexPart[]): Counts {
  const known = new Map<string, { bits: Bits; counts: Uint32Array }[]>();
  return (part, field, bits) => {
    const key = `${part} ${field}`;
    const list = known.get(key) ?? [];
    known.set(key, list);
    const found = list.find((each) => each.bits === bits);
    if (found !== undefined) return found.counts;
    const counts = countOrdinals(parts[part]!.segment, field, bits);
    list.push({ bits, counts });
    return counts;
  };
}

/**
 * Adds the counts of small parts to those of the largest, whose dictionary is sorted, so that only the values to be
 * shown are ever read as strings.
 */
function keywordFacet(
  index: SearchIndex,
  facet: FacetRequest & { kind: "terms" | "tree" },
  { name, prefix }: ResolvedField & { kind: "keyword" },
  countsOf: (part: number) => Uint32Array,
): FacetResult {
  const sizes = index.parts.map(({ segment }) => segment.documents);
  const main = sizes.indexOf(Math.max(...sizes));
  if (main === -1) return { kind: facet.kind, field: facet.field, values: [], more: 0 };
  const { values } = index.parts[main]!.segment.keywords.get(name)!;
  const [from, to] = prefixRange(values, prefix);
  const counts = index.parts.length === 1 ? countsOf(main) : countsOf(main).slice();
  const extra = new Map<string, number>();
  for (const [part, { segment }] of index.parts.entries()) {
    if (part === main) continue;
    const own = segment.keywords.get(name)!.values;
    const ownCounts = countsOf(part);
    for (let [ordinal, end] = prefixRange(own, prefix); ordinal < end; ordinal++) {
      if (ownCounts[ordinal] === 0) continue;
      const value = own.at(ordinal);
      const place = findSorted(values, value);
      if (place !== -1) counts[place]! += ownCounts[ordinal]!;
      else extra.set(value, (extra.get(value) ?? 0) + ownCounts[ordinal]!);
    }
  }
  const shown = facetValueFilter(facet);
  const show = (value: string) => value.slice(prefix.length);
  const found: FacetValue[] = [...extra].map(([value, count]) => ({ value: show(value), count }));
  if (facet.kind === "terms" && facet.contains === undefined) {
    const { list, more } = largest(counts, from, to, facet.size);
    for (const ordinal of list) found.push({ value: show(values.at(ordinal)), count: counts[ordinal]! });
    return pickValues(facet, found, more);
  }
  for (let ordinal = from; ordinal < to; ordinal++) {
    if (counts[ordinal] === 0) continue;
    const value = show(values.at(ordinal));
    if (shown(value)) found.push({ value, count: counts[ordinal]! });
  }
  return pickValues(
    facet,
    found.filter(({ value }) => shown(value)),
  );
}

/** The ordinals with the highest counts, ties by ordinal; the others with a count are only numbered. */
function largest(counts: Uint32Array, from: number, to: number, size: number): { list: number[]; more: number } {
  const top = createTop(size);
  let present = 0;
  for (let ordinal = from; ordinal < to; ordinal++) {
    if (counts[ordinal] === 0) continue;
    present++;
    if (counts[ordinal]! >= top.floor()) top.push(counts[ordinal]!, ordinal, ordinal);
  }
  const list = top.drain().items;
  return { list, more: present - list.length };
}

function pickValues(facet: FacetRequest & { kind: "terms" | "tree" }, found: FacetValue[], left = 0): FacetResult {
  const sorted = found.sort((a, b) => b.count - a.count || compareIds(a.value, b.value));
  const taken = new Map<string, number>();
  const values = sorted.filter(({ value }) => {
    const siblings = facet.kind === "tree" ? value.slice(0, Math.max(0, value.lastIndexOf(" > "))) : "";
    const place = taken.get(siblings) ?? 0;
    taken.set(siblings, place + 1);
    return place < facet.size;
  });
  return { kind: facet.kind, field: facet.field, values, more: left + sorted.length - values.length };
}

function booleanValues(index: SearchIndex, field: string, bits: readonly Bits[]): FacetValue[] {
  const counts = [0, 0];
  for (const [part, { segment }] of index.parts.entries()) {
    const own = countBooleans(segment, field, bits[part]!);
    counts[0]! += own[0];
    counts[1]! += own[1];
  }
  return ["false", "true"].map((value, i) => ({ value, count: counts[i]! })).filter(({ count }) => count > 0);
}

function countStats(index: SearchIndex, field: string, resolved: ResolvedField, bits: readonly Bits[]): FacetResult {
  if (resolved.kind !== "number") throw unsuited(field, "statistics", "a number field");
  const stats: NumberStats = { count: 0, min: Infinity, max: -Infinity, sum: 0 };
  for (const [part, { segment }] of index.parts.entries()) addStats(stats, segment, field, bits[part]!);
  const { count, sum } = stats;
  const known = count > 0 ? { min: stats.min, max: stats.max, avg: sum / count } : { min: null, max: null, avg: null };
  return { kind: "stats", field, count, ...known, sum };
}
