import type { Filter } from "../domain/filter.ts";
import { add, type Bits, type BitsPool, intersect, setAll, subtract, unite } from "./bits.ts";
import { compareIds } from "./compare-ids.ts";
import { type FieldResolver, type ResolvedField, unsuited } from "./resolve-field.ts";
import type { KeywordField, Segment } from "./segment.ts";
import { findSorted, lowerBound, type Strings } from "./strings.ts";

/** The documents of a segment that pass a filter, deleted ones included. */
export function filterBits(segment: Segment, resolve: FieldResolver, filter: Filter, pool: BitsPool): Bits {
  const bits = pool.take(segment.documents);
  switch (filter.kind) {
    case "and":
      setAll(bits, segment.documents);
      for (const each of filter.filters) intersect(bits, filterBits(segment, resolve, each, pool));
      return bits;
    case "or":
      for (const each of filter.filters) unite(bits, filterBits(segment, resolve, each, pool));
      return bits;
    case "not":
      setAll(bits, segment.documents);
      subtract(bits, filterBits(segment, resolve, filter.filter, pool));
      return bits;
    case "terms":
      addTerms(bits, segment, resolve(filter.field), filter.values);
      return bits;
    case "exists":
      addExisting(bits, segment, resolve(filter.field));
      return bits;
    case "boolean": {
      const values = numbersOf(segment, resolve, filter.field, "true or false");
      const wanted = filter.value ? 1 : 0;
      for (let d = 0; d < values.length; d++) if (values[d] === wanted) add(bits, d);
      return bits;
    }
    case "range":
      addRange(bits, numbersOf(segment, resolve, filter.field, "a range"), filter);
      return bits;
  }
}

/** Ordinals of values that begin with `prefix`: from, to (exclusive). */
export function prefixRange(values: Strings, prefix: string): [number, number] {
  if (prefix === "") return [0, values.size];
  const from = lowerBound(values, prefix);
  let [low, high] = [from, values.size];
  while (low < high) {
    const middle = (low + high) >>> 1;
    const value = values.at(middle);
    if (value.startsWith(prefix) || compareIds(value, prefix) < 0) low = middle + 1;
    else high = middle;
  }
  return [from, low];
}

function addTerms(bits: Bits, segment: Segment, field: ResolvedField, values: readonly string[]): void {
  for (const value of values) {
    if (field.kind === "keyword") {
      const ordinal = findSorted(segment.keywords.get(field.name)!.values, field.prefix + field.normalize(value));
      if (ordinal !== -1) addOrdinal(bits, segment.keywords.get(field.name)!, ordinal);
    } else if (field.kind === "id") {
      const rank = lowerBound(segment.ids, value, segment.idOrder);
      const document = segment.idOrder[rank];
      if (document !== undefined && segment.ids.at(document) === value) add(bits, document);
    } else if (field.kind === "group") {
      const group = findSorted(segment.groups, value);
      if (group === -1) continue;
      for (let d = segment.groupStarts[group]!; d < segment.groupStarts[group + 1]!; d++) add(bits, d);
    } else if (field.kind === "number") {
      const wanted = numberOf(value, field.type);
      const column = segment.numbers.get(field.name)!;
      for (let d = 0; d < column.length; d++) if (column[d] === wanted) add(bits, d);
    } else throw unsuited(field.name, "exact values", "a keyword or number field");
  }
}

function numberOf(value: string, type: string): number {
  if (type !== "boolean") return value.trim() === "" ? NaN : Number(value);
  return value === "true" ? 1 : value === "false" ? 0 : NaN;
}

function addOrdinal(bits: Bits, { documentStarts, documents }: KeywordField, ordinal: number): void {
  const end = documentStarts[ordinal + 1]!;
  for (let i = documentStarts[ordinal]!; i < end; i++) add(bits, documents[i]!);
}

function addExisting(bits: Bits, segment: Segment, field: ResolvedField): void {
  if (field.kind === "keyword") {
    const keyword = segment.keywords.get(field.name)!;
    const [from, to] = prefixRange(keyword.values, field.prefix);
    for (let i = keyword.documentStarts[from]!; i < keyword.documentStarts[to]!; i++) add(bits, keyword.documents[i]!);
  } else if (field.kind === "number") {
    const values = segment.numbers.get(field.name)!;
    for (let d = 0; d < values.length; d++) if (values[d] === values[d]) add(bits, d);
  } else if (field.kind === "text") {
    const { lengths } = segment.texts.get(field.name)!;
    for (let d = 0; d < lengths.length; d++) if (lengths[d] !== 0) add(bits, d);
  } else setAll(bits, segment.documents);
}

function addRange(bits: Bits, values: Float64Array, filter: Filter & { kind: "range" }): void {
  const low = Math.max(filter.gte ?? -Infinity, filter.gt ?? -Infinity);
  const high = Math.min(filter.lte ?? Infinity, filter.lt ?? Infinity);
  const { gt = -Infinity, lt = Infinity } = filter;
  // Absent values are NaN and fail every comparison.
  for (let d = 0; d < values.length; d++) {
    const value = values[d]!;
    if (value >= low && value <= high && value > gt && value < lt) add(bits, d);
  }
}

function numbersOf(segment: Segment, resolve: FieldResolver, field: string, purpose: string): Float64Array {
  const resolved = resolve(field);
  if (resolved.kind !== "number") throw unsuited(field, purpose, "a number field");
  return segment.numbers.get(resolved.name)!;
}
