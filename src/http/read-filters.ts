import { WinnowError } from "../domain/errors.ts";
import type { CatalogMapping } from "../domain/mapping.ts";
import type { FilterClause } from "../wire/filter.ts";
import { type FieldKind, nameField } from "./fields.ts";
import type { Parameters } from "./parameters.ts";

/**
 * `filter.brand=Acme&filter.brand=Bolt` is either brand, `filter.price=10..50` a range of which either side may be empty,
 * `filter.in_stock=true` a truth value, `filter.attributes.colour=red` an attribute. Fields are joined by and.
 *
 * @throws WinnowError `invalid_request`
 */
export const readFilters = (parameters: Parameters, mappingOf: () => CatalogMapping): FilterClause[] => {
  const clauses: FilterClause[] = [];
  for (const [name, values] of parameters) {
    if (!name.startsWith("filter.")) continue;
    const field = name.slice("filter.".length);
    clauses.push(toClause(field, nameField(mappingOf(), field, name), values, name));
  }
  return clauses;
};

const toClause = (field: string, kind: FieldKind, values: readonly string[], where: string): FilterClause => {
  if (kind === "keyword") return { field, in: [...values] };
  const each = values.map((value) =>
    kind === "boolean" ? toTruth(field, value, where) : toRange(field, kind, value, where),
  );
  return each.length === 1 ? each[0]! : { any: each };
};

const toTruth = (field: string, value: string, where: string): FilterClause => {
  if (value === "true" || value === "false") return { field, is: value === "true" };
  throw new WinnowError("invalid_request", `${field} is true or false.`, { where, hint: `${where}=true` });
};

const toRange = (field: string, kind: FieldKind, value: string, where: string): FilterClause => {
  const at = value.indexOf("..");
  const from = readBound(kind, at === -1 ? value : value.slice(0, at));
  const to = readBound(kind, at === -1 ? value : value.slice(at + 2));
  if (Number.isNaN(from) || Number.isNaN(to) || (from === null && to === null)) {
    throw new WinnowError("invalid_request", `${value.slice(0, 100)} is not a range of ${field}.`, {
      where,
      hint: kind === "date" ? `${where}=2024-01-01..2024-12-31` : `${where}=10..50, ${where}=10.. or ${where}=..50`,
    });
  }
  return { field, ...(from === null ? {} : { gte: from }), ...(to === null ? {} : { lte: to }) };
};

/** Null for an open side, NaN for what is no number. */
const readBound = (kind: FieldKind, text: string): number | null => {
  const trimmed = text.trim();
  if (trimmed === "") return null;
  if (/^-?(\d{1,20}(\.\d{0,20})?|\.\d{1,20})(e[+-]?\d{1,2})?$/i.test(trimmed)) return Number(trimmed);
  return kind === "date" ? Date.parse(trimmed) : NaN;
};
