import type { Filter } from "../../domain/filter.ts";
import { type Field, type Fields, unsuited } from "./fields.ts";

/** A clause of Elasticsearch's query language. */
export type Clause = Readonly<Record<string, unknown>>;

export const nothing: Clause = { match_none: {} };
const everything: Clause = { match_all: {} };

export function anyOf(clauses: readonly Clause[]): Clause {
  const [first] = clauses;
  if (first === undefined) return nothing;
  return clauses.length === 1 ? first : { bool: { should: clauses, minimum_should_match: 1 } };
}

export function allOf(clauses: readonly Clause[]): Clause {
  const [first] = clauses;
  if (first === undefined) return everything;
  return clauses.length === 1 ? first : { bool: { filter: clauses } };
}

/** Only exact values, ranges and prefixes of attribute names: nothing a shopper types is ever parsed. */
export function filterClause(filter: Filter, fields: Fields): Clause {
  switch (filter.kind) {
    case "and":
      return allOf(filter.filters.map((each) => filterClause(each, fields)));
    case "or":
      return anyOf(filter.filters.map((each) => filterClause(each, fields)));
    case "not":
      return { bool: { must_not: [filterClause(filter.filter, fields)] } };
    case "terms":
      return termsClause(fields(filter.field), filter.values);
    case "boolean": {
      const { name, type } = numberField(fields, filter.field, "true or false");
      return { term: { [name]: type === "boolean" ? filter.value : Number(filter.value) } };
    }
    case "exists":
      return existsClause(fields(filter.field));
    case "range":
      return rangeClause(numberField(fields, filter.field, "a range"), filter);
  }
}

type NumberField = Field & { readonly kind: "number" };
type Range = Filter & { readonly kind: "range" };

function termsClause(field: Field, values: readonly string[]): Clause {
  if (values.length === 0) return nothing;
  if (field.kind === "text") throw unsuited(field.name, "exact values", "a keyword or number field");
  if (field.kind === "id") return { terms: { [field.name]: values } };
  if (field.kind === "keyword") return { terms: { [field.name]: values.map((value) => field.prefix + value) } };
  if (field.type === "boolean") {
    const flags = values.filter((value) => value === "true" || value === "false");
    return flags.length === 0 ? nothing : { terms: { [field.name]: flags } };
  }
  const numbers = values
    .filter((value) => value.trim() !== "")
    .map(Number)
    .filter(Number.isFinite);
  return anyOf(numbers.map((number) => rangeClause(field, { kind: "range", field: "", gte: number, lte: number })));
}

function rangeClause({ name, type }: NumberField, { gte, gt, lte, lt }: Range): Clause {
  const holds = (value: number) =>
    value >= (gte ?? -Infinity) && value > (gt ?? -Infinity) && value <= (lte ?? Infinity) && value < (lt ?? Infinity);
  if (type === "boolean") {
    const flags = [false, true].filter((flag) => holds(Number(flag)));
    return flags.length === 0 ? nothing : { terms: { [name]: flags } };
  }
  const bounds = Object.entries({ gte, gt, lte, lt }).flatMap(([operator, bound]): [string, number][] =>
    bound === undefined ? [] : [[operator, bound]],
  );
  if (bounds.length === 0) return { exists: { field: name } };
  // Dates are whole milliseconds.
  const whole = type !== "double";
  const limits = whole ? bounds.map(([operator, bound]) => wholeBound(operator, bound)) : bounds;
  if (limits.some(([, bound]) => !Number.isFinite(bound))) return unbounded(name, limits);
  const format = type === "date" ? { format: "epoch_millis" } : {};
  return { range: { [name]: { ...Object.fromEntries<number>(limits), ...format } } };
}

/** A bound beside whole numbers, as one on them. */
function wholeBound(operator: string, bound: number): [string, number] {
  if (Number.isInteger(bound)) return [operator, bound];
  return operator.startsWith("g") ? ["gte", Math.ceil(bound)] : ["lte", Math.floor(bound)];
}

/** Infinite bounds, which JSON cannot say. */
function unbounded(name: string, limits: readonly (readonly [string, number])[]): Clause {
  const finite = limits.filter(([, bound]) => Number.isFinite(bound));
  const impossible = limits.some(
    ([operator, bound]) => Number.isNaN(bound) || bound === (operator.startsWith("g") ? Infinity : -Infinity),
  );
  if (impossible) return nothing;
  return finite.length === 0 ? { exists: { field: name } } : { range: { [name]: Object.fromEntries<number>(finite) } };
}

function existsClause(field: Field): Clause {
  if (field.kind === "id") return everything;
  if (field.kind === "keyword" && field.prefix !== "") return { prefix: { [field.name]: { value: field.prefix } } };
  return { exists: { field: field.name } };
}

function numberField(fields: Fields, name: string, purpose: string): NumberField {
  const field = fields(name);
  if (field.kind !== "number") throw unsuited(name, purpose, "a number field");
  return field;
}
