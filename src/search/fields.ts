import { WinnowError } from "../domain/errors.ts";
import type { Filter } from "../domain/filter.ts";
import type { CatalogMapping } from "../domain/mapping.ts";
import type { FacetRequest, Sort } from "../domain/retrieval.ts";
import { editDistance } from "../text/edit-distance.ts";

/** What a field can be asked for. */
export type FieldUse = "terms" | "range" | "boolean" | "exists" | "stats" | "tree" | "sort";

/**
 * Holds every field that is named to the mapping.
 *
 * @throws WinnowError `invalid_request` naming the place and the nearest field that would do
 */
export function checkFields(
  asked: { readonly filters: readonly Filter[]; readonly facets: readonly FacetRequest[]; readonly sort: Sort },
  mapping: CatalogMapping,
): void {
  const fields = usesOf(mapping);
  asked.filters.forEach((filter, i) => checkFilter(filter, `filters[${i}]`, fields));
  asked.facets.forEach(({ field, kind }, i) => checkField(field, kind, `facets[${i}].field`, fields));
  if (asked.sort.by === "field") checkField(asked.sort.field, "sort", "sort", fields);
}

type FieldUses = ReadonlyMap<string, ReadonlySet<FieldUse>>;

function checkFilter(filter: Filter, where: string, fields: FieldUses): void {
  switch (filter.kind) {
    case "and":
    case "or":
      filter.filters.forEach((each, i) => checkFilter(each, `${where}.${filter.kind}[${i}]`, fields));
      return;
    case "not":
      checkFilter(filter.filter, `${where}.not`, fields);
      return;
    default:
      checkField(filter.field, filter.kind, `${where}.field`, fields);
  }
}

function checkField(field: string, use: FieldUse, where: string, fields: FieldUses): void {
  const name = field.startsWith(attributePrefix) && field.length > attributePrefix.length ? attributesField : field;
  const uses = fields.get(name);
  if (uses?.has(use) === true) return;
  const able = [...fields].filter(([, each]) => each.has(use)).map(([each]) => each);
  throw new WinnowError(
    "invalid_request",
    uses === undefined
      ? `There is no field "${field}" to ${verbs[use]}.`
      : `The field "${field}" cannot be ${pasts[use]}.`,
    { where, hint: hintFor(field, able) },
  );
}

function usesOf(mapping: CatalogMapping): FieldUses {
  const uses = new Map<string, ReadonlySet<FieldUse>>();
  for (const name of ["id", "group_id"]) uses.set(name, new Set<FieldUse>(["terms", "exists"]));
  for (const { name } of mapping.keywords) uses.set(name, new Set<FieldUse>(["terms", "tree", "exists"]));
  for (const { name, type } of mapping.numbers)
    uses.set(
      name,
      new Set<FieldUse>(
        type === "boolean"
          ? ["boolean", "terms", "exists", "sort", "range", "stats"]
          : ["range", "stats", "exists", "sort"],
      ),
    );
  return uses;
}

function hintFor(field: string, able: readonly string[]): string {
  if (able.length === 0) return "This catalogue has no such field.";
  const near = able
    .map((name) => {
      const most = Math.max(2, Math.floor(name.length / 3));
      return { name, most, edits: editDistance(field.toLowerCase(), name.toLowerCase(), most) };
    })
    .filter(({ edits, most }) => edits <= most)
    .sort((a, b) => a.edits - b.edits)[0];
  return near === undefined ? `Use one of ${able.slice(0, 30).join(", ")}.` : `Did you mean ${near.name}?`;
}

const attributesField = "attributes";
const attributePrefix = `${attributesField}.`;

const verbs = {
  terms: "filter by or count",
  range: "filter by range",
  boolean: "filter by",
  exists: "filter by",
  stats: "sum up",
  tree: "show as a tree",
  sort: "sort by",
} as const satisfies Record<FieldUse, string>;

const pasts = {
  terms: "filtered by or counted by value",
  range: "filtered by range",
  boolean: "filtered as true or false",
  exists: "filtered by",
  stats: "summed up",
  tree: "shown as a tree",
  sort: "sorted by",
} as const satisfies Record<FieldUse, string>;
