import type { IndexDocument } from "../domain/document.ts";
import type { Filter } from "../domain/filter.ts";
import type { CatalogMapping } from "../domain/mapping.ts";
import { createNormalizer } from "../text/analyzer.ts";

/** The meaning of a filter, document by document. */
export function passes(document: IndexDocument, filter: Filter, mapping: CatalogMapping): boolean {
  switch (filter.kind) {
    case "and":
      return filter.filters.every((each) => passes(document, each, mapping));
    case "or":
      return filter.filters.some((each) => passes(document, each, mapping));
    case "not":
      return !passes(document, filter.filter, mapping);
    case "terms": {
      const wanted = filter.values.map(normalizer(filter.field, mapping));
      return valuesOf(document, filter.field, mapping).some((value) => wanted.includes(value));
    }
    case "boolean":
      return document.numbers[filter.field] === (filter.value ? 1 : 0);
    case "exists":
      return exists(document, filter.field, mapping);
    case "range": {
      const value = document.numbers[filter.field];
      return (
        value !== undefined &&
        !(filter.gte !== undefined && value < filter.gte) &&
        !(filter.gt !== undefined && value <= filter.gt) &&
        !(filter.lte !== undefined && value > filter.lte) &&
        !(filter.lt !== undefined && value >= filter.lt)
      );
    }
  }
}

/** Distinct values of a field as facets show them. */
export function valuesOf(document: IndexDocument, field: string, mapping: CatalogMapping): readonly string[] {
  if (mapping.keywords.some(({ name }) => name === field)) return [...new Set(document.keywords[field] ?? [])];
  if (field.startsWith("attributes.")) {
    const prefix = `${field.slice("attributes.".length)}=`;
    const pairs = [...new Set(document.keywords["attributes"] ?? [])];
    return pairs.filter((pair) => pair.startsWith(prefix)).map((pair) => pair.slice(prefix.length));
  }
  if (field === "id") return [document.id];
  if (field === "group_id") return [document.group];
  const number = mapping.numbers.find(({ name }) => name === field);
  const value = document.numbers[field];
  if (number === undefined || value === undefined) return [];
  return [number.type === "boolean" ? (value === 0 ? "false" : "true") : `${value}`];
}

function normalizer(field: string, mapping: CatalogMapping): (value: string) => string {
  const name = mapping.keywords.find((each) => each.name === field)?.normalizer ?? null;
  if (name !== null) return createNormalizer(mapping.body, name);
  const isNumber = mapping.numbers.some((each) => each.name === field && each.type !== "boolean");
  return isNumber ? (value) => `${Number(value)}` : (value) => value;
}

function exists(document: IndexDocument, field: string, mapping: CatalogMapping): boolean {
  if (document.numbers[field] !== undefined) return true;
  return valuesOf(document, field, mapping).length > 0;
}
