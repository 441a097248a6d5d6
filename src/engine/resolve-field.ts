import { WinnowError } from "../domain/errors.ts";
import type { CatalogMapping, NumberField } from "../domain/mapping.ts";
import { createNormalizer } from "../text/analyzer.ts";

/** What a filter's or facet's field name stands for. */
export type ResolvedField =
  | { readonly kind: "id"; readonly name: string }
  | { readonly kind: "group"; readonly name: string }
  | { readonly kind: "text"; readonly name: string }
  | {
      readonly kind: "keyword";
      readonly name: string;
      readonly normalize: (value: string) => string;
      /** What values of the field begin with: `colour=` for the attribute colour. */
      readonly prefix: string;
    }
  | { readonly kind: "number"; readonly name: string; readonly type: NumberField["type"] };

export type FieldResolver = (field: string) => ResolvedField;

/** @returns a function that throws WinnowError `invalid_request` when the mapping has no such field */
export function createFieldResolver(mapping: CatalogMapping): FieldResolver {
  const known = new Map<string, ResolvedField>();
  for (const { name } of mapping.text) known.set(name, { kind: "text", name });
  for (const { name, type } of mapping.numbers) known.set(name, { kind: "number", name, type });
  for (const { name, normalizer } of mapping.keywords) {
    const normalize = normalizer === null ? (value: string) => value : createNormalizer(mapping.body, normalizer);
    known.set(name, { kind: "keyword", name, normalize, prefix: "" });
  }
  known.set("id", { kind: "id", name: "id" });
  known.set("group_id", { kind: "group", name: "group_id" });
  const attributes = known.get(ATTRIBUTES);
  return (field) => {
    const found = known.get(field);
    if (found !== undefined) return found;
    if (attributes?.kind === "keyword" && field.startsWith(`${ATTRIBUTES}.`))
      return { ...attributes, prefix: `${field.slice(ATTRIBUTES.length + 1)}=` };
    throw new WinnowError("invalid_request", `There is no field “${field}”.`, {
      where: field,
      hint: "Ask for a field of the catalogue's mapping, or for attributes.NAME.",
    });
  };
}

export function unsuited(field: string, purpose: string, needed: string): WinnowError {
  return new WinnowError("invalid_request", `“${field}” cannot be used for ${purpose}: that needs ${needed}.`, {
    where: field,
  });
}

/** The keyword field of `name=value` pairs. */
const ATTRIBUTES = "attributes";
