import { WinnowError } from "../domain/errors.ts";
import type { CatalogMapping, NumberField } from "../domain/mapping.ts";
import { didYouMean } from "../wire/nearest.ts";

export type FieldKind = "keyword" | NumberField["type"];

/**
 * What kind of field a filter or a facet names. `attributes.colour` is one attribute.
 *
 * @throws WinnowError `invalid_request` when the catalogue has no such field, with the nearest it has
 */
export const nameField = (mapping: CatalogMapping, field: string, where: string): FieldKind => {
  const kind = kindsOf(mapping).get(field);
  if (kind !== undefined) return kind;
  if (field.startsWith("attributes.") && kindsOf(mapping).get("attributes") === "keyword") return "keyword";
  const known = [...kindsOf(mapping).keys()];
  const isText = mapping.text.some(({ name }) => name === field);
  throw new WinnowError(
    "invalid_request",
    isText
      ? `${field} is a text field: it is searched, not filtered or counted.`
      : `The catalogue has no field ${field.slice(0, 100)} to filter or count by.`,
    { where, hint: didYouMean(field, known) },
  );
};

/** Fields of numbers, which are summed up and asked for by range; booleans are counted like words. */
export const isNumeric = (kind: FieldKind): boolean => kind !== "keyword" && kind !== "boolean";

const kindsByMapping = new WeakMap<CatalogMapping, ReadonlyMap<string, FieldKind>>();

const kindsOf = (mapping: CatalogMapping): ReadonlyMap<string, FieldKind> => {
  let kinds = kindsByMapping.get(mapping);
  if (kinds === undefined) {
    kinds = new Map<string, FieldKind>([
      ["id", "keyword"],
      ["group_id", "keyword"],
      ...mapping.keywords.map(({ name }) => [name, "keyword"] as const),
      ...mapping.numbers.map(({ name, type }) => [name, type] as const),
    ]);
    kindsByMapping.set(mapping, kinds);
  }
  return kinds;
};
