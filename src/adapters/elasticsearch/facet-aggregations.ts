import type { FacetRequest } from "../../domain/retrieval.ts";
import { type Field, type Fields, unsuited } from "./fields.ts";
import { allOf, type Clause } from "./filter-clause.ts";
import { groupCount, type SearchContext } from "./search-context.ts";

export const facetName = (index: number): string => `facet${index}`;

/** How many values are fetched where they are chosen from here: by a word in them, or below one attribute's name. */
const MANY = 5000;
/** The longest expression that Elasticsearch takes, less than its limit. */
const LONGEST = 900;

/** Each facet counts what matches everything but the choices on its own field. */
export function facetAggregations(
  facets: readonly FacetRequest[],
  chosen: readonly { readonly field: string; readonly clause: Clause }[],
  { fields, hasVariants }: SearchContext,
): Record<string, Clause> {
  const entries = facets.map((facet, i): [string, Clause] => {
    const others = chosen.filter(({ field }) => field !== facet.field).map(({ clause }) => clause);
    return [facetName(i), { filter: allOf(others), aggs: valueAggregations(facet, fields, hasVariants) }];
  });
  return Object.fromEntries(entries);
}

function valueAggregations(facet: FacetRequest, fields: Fields, hasVariants: boolean): Record<string, Clause> {
  const field = fields(facet.field);
  if (facet.kind === "stats") {
    if (field.kind !== "number") throw unsuited(facet.field, "statistics", "a number field");
    return { values: { stats: { field: field.name } } };
  }
  const isBoolean = field.kind === "number" && field.type === "boolean" && facet.kind === "terms";
  if (!isBoolean && field.kind !== "keyword")
    throw unsuited(facet.field, "a facet of values", "a keyword or boolean field");

  const include = isBoolean ? null : includeOf(facet, field);
  const isWhole = !isBoolean && include === null && facet.kind === "terms" && facet.contains === undefined;
  const size = Math.max(1, isWhole ? facet.size : MANY);
  const byGroups = hasVariants && !isBoolean;
  const terms = {
    field: field.name,
    size,
    // Counts of several shards are added up: the more each gives, the truer the sum.
    shard_size: Math.max(MANY, size),
    order: [byGroups ? { groups: "desc" } : { _count: "desc" }, { _key: "asc" }],
    ...(include !== null && { include }),
  };
  return {
    values: { terms, ...(hasVariants && { aggs: { groups: groupCount() } }) },
    ...(isWhole && { distinct: { cardinality: { field: field.name, precision_threshold: 40_000 } } }),
  };
}

/**
 * Which values to count, as a regular expression over the field's dictionary, built from escaped literals only; null for
 * all. What a shopper types into a facet's search field never gets here: values are then chosen from afterwards.
 */
function includeOf(facet: FacetRequest & { kind: "terms" | "tree" }, field: Field): string | null {
  const prefix = field.kind === "keyword" ? field.prefix : "";
  if (facet.kind === "terms") return prefix === "" || prefix.length > LONGEST / 2 ? null : `${literal(prefix)}.*`;
  const parents = new Set(["", ...facet.open.flatMap(pathAndAncestors)]);
  const level = "[^>]*";
  const children = [...parents].map((path) => literal(path === "" ? prefix : `${prefix}${path}${SEPARATOR}`) + level);
  const expression = children.join("|");
  return expression.length > LONGEST ? null : expression;
}

export const SEPARATOR = " > ";

export function pathAndAncestors(path: string): string[] {
  const levels = path.split(SEPARATOR);
  return levels.map((_, i) => levels.slice(0, i + 1).join(SEPARATOR));
}

/** Everything but letters and digits escaped, so that it stands for itself. */
function literal(text: string): string {
  return text.replaceAll(/[^\p{L}\p{N}]/gu, "\\$&");
}
