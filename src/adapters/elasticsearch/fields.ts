import { WinnowError } from "../../domain/errors.ts";
import type { CatalogMapping, NumberField } from "../../domain/mapping.ts";

/** What a filter's, facet's or sort's field name stands for in our documents. */
export type Field =
  | { readonly kind: "text"; readonly name: string }
  /** `prefix`: what the values begin with, `colour=` for the attribute colour. */
  | { readonly kind: "keyword"; readonly name: string; readonly prefix: string }
  | { readonly kind: "id"; readonly name: string }
  | { readonly kind: "number"; readonly name: string; readonly type: NumberField["type"] };

export type Fields = (name: string) => Field;

/** @returns a function that throws WinnowError `invalid_request` when the mapping has no such field */
export function createFields(mapping: CatalogMapping): Fields {
  const known = new Map<string, Field>();
  for (const { name } of mapping.text) known.set(name, { kind: "text", name });
  for (const { name, type } of mapping.numbers) known.set(name, { kind: "number", name, type });
  for (const { name } of mapping.keywords) known.set(name, { kind: "keyword", name, prefix: "" });
  const hasAttributes = known.get(ATTRIBUTES)?.kind === "keyword";
  known.set("id", { kind: "id", name: "winnow.id" });
  known.set("group_id", { kind: "id", name: "winnow.group" });
  return (name) => {
    const found = known.get(name);
    if (found !== undefined) return found;
    if (hasAttributes && name.startsWith(`${ATTRIBUTES}.`))
      return { kind: "keyword", name: ATTRIBUTES, prefix: `${name.slice(ATTRIBUTES.length + 1)}=` };
    throw new WinnowError("invalid_request", `There is no field “${name}”.`, {
      where: name,
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
