import type { JsonValue } from "../../domain/json.ts";
import type { Product } from "../../domain/product.ts";
import { shapeProblem, sizeProblem } from "../check-product.ts";
import type { Field } from "../read/record.ts";
import type { Target } from "./aliases.ts";
import { AttributeCollector, attributeName, parseText } from "./attributes.ts";
import { parseCategories } from "./categories.ts";
import type { FieldMatcher } from "./match-fields.ts";
import { plainLine, plainText } from "./plain-text.ts";
import { parseCurrency, parsePrice, type Price } from "./price.ts";
import { firstText, parseCount, parseDate, parseGtins, parseRating, parseStock, parseUrl } from "./values.ts";

export interface ProductOptions {
  readonly priceUnit: "major" | "minor";
  /** For prices that do not say theirs. */
  readonly currency: string | null;
  /** Where no column is an id: what stands for it. */
  readonly idFrom: "id" | "sku";
}

export type Converted =
  | { readonly product: Product; readonly characters: number; readonly dropped: readonly Dropped[] }
  | { readonly id: string | null; readonly problem: string };

/** A value that made no sense and was left out; the product is sound without it. */
export interface Dropped {
  readonly field: Target;
  readonly value: string;
}

/** Makes a record of a file into a product, its fields in a fixed order, so that the same record makes the same JSON. */
export function toProduct(fields: readonly Field[], matcher: FieldMatcher, options: ProductOptions): Converted {
  const { found, attributes, custom } = sortOut(fields, matcher);
  const dropped: Dropped[] = [];
  const first = (target: Target): JsonValue | undefined => found.get(target)?.values[0];
  const read = <T>(target: Target, parse: (value: JsonValue) => T | null): T | undefined => {
    const value = first(target);
    if (value === undefined) return undefined;
    const parsed = parse(value);
    if (parsed === null) dropped.push({ field: target, value: excerpt(value) });
    return parsed ?? undefined;
  };
  const line = (value: JsonValue): string | null => notEmpty(plainLine(firstText(value) ?? ""));

  const sku = read("sku", line);
  const id = options.idFrom === "id" ? (firstText(first("id") ?? null)?.trim() ?? "") : (sku ?? "");
  const prices = readPrices(first, options);
  if ("problem" in prices) return { id: id === "" ? null : id, problem: prices.problem };
  const gtins = found.get("gtin")?.values.flatMap(parseGtins) ?? [];
  const categories = parseCategories(found.get("categories")?.values ?? []);
  const product = withoutUndefined({
    id,
    title: read("title", line) ?? "",
    description: read("description", (value) => notEmpty(plainText(firstText(value) ?? ""))),
    brand: read("brand", line),
    categories: categories.length > 0 ? categories : undefined,
    ...prices,
    image: read("image", parseUrl),
    url: read("url", parseUrl),
    sku,
    gtin: gtins.length > 0 ? [...new Set(gtins)] : undefined,
    group_id: read("group_id", (value) => notEmpty((firstText(value) ?? "").trim())),
    in_stock: read("in_stock", parseStock),
    rating: read("rating", parseRating),
    reviews: read("reviews", parseCount),
    created_at: read("created_at", parseDate),
    attributes: attributes.take() ?? undefined,
    ...Object.fromEntries(custom),
  });
  const characters = JSON.stringify(product).length;
  const problem = shapeProblem(product) ?? sizeProblem(characters);
  if (problem !== null) return { id: id === "" ? null : id.slice(0, 100), problem: problem.message };
  return { product: product as Product, characters, dropped }; // just checked
}

interface Candidates {
  rank: number;
  column: string;
  values: JsonValue[];
}

interface Sorted {
  readonly found: ReadonlyMap<Target, Candidates>;
  readonly attributes: AttributeCollector;
  readonly custom: readonly Field[];
}

/** Fields of which a second column may tell something else, worth keeping as an attribute. */
const keepsOthers: ReadonlySet<Target> = new Set(["title", "brand", "sku"]);

function sortOut(fields: readonly Field[], matcher: FieldMatcher): Sorted {
  const found = new Map<Target, Candidates>();
  const attributes = new AttributeCollector();
  const custom: Field[] = [];
  const losers: { target: Target; column: string; value: JsonValue }[] = [];
  for (const [column, value] of fields) {
    if (value === null || value === "" || (typeof value === "string" && value.trim() === "")) continue;
    const match = matcher.match(column);
    if (match.kind === "attribute") attributes.add(match.name, value, match.type);
    else if (match.kind === "attributes") attributes.addAll(value);
    else if (match.kind === "custom")
      custom.push([match.name, typeof value === "string" ? parseText(value.trim(), match.type) : value]);
    else if (match.kind === "field") {
      const { target, rank } = match;
      const best = found.get(target);
      if (best === undefined) found.set(target, { rank, column, values: [value] });
      else if (best.rank === rank || target === "gtin") best.values.push(value);
      else if (rank < best.rank) {
        losers.push({ target, column: best.column, value: best.values[0]! });
        found.set(target, { rank, column, values: [value] });
      } else losers.push({ target, column, value });
    }
  }
  for (const { target, column, value } of losers) {
    if (keepsOthers.has(target) && !found.get(target)!.values.includes(value)) {
      attributes.add(attributeName(column), value, "text");
    }
  }
  return { found, attributes, custom };
}

interface Prices {
  price: number | undefined;
  list_price: number | undefined;
  currency: string | undefined;
}

function readPrices(
  first: (target: Target) => JsonValue | undefined,
  options: ProductOptions,
): Prices | { readonly problem: string } {
  const said = first("currency");
  const currency = (typeof said === "string" ? parseCurrency(said) : null) ?? options.currency;
  const parsed = new Map<Target, Price>();
  for (const target of ["price", "sale_price", "list_price"] as const) {
    const value = first(target);
    if (value === undefined) continue;
    const price = parsePrice(value, options.priceUnit, currency);
    if (price === null) return { problem: `${target} ${JSON.stringify(excerpt(value))} is not a price` };
    if (price.amount < 0) return { problem: `${target} ${excerpt(value)} is below 0` };
    parsed.set(target, price);
  }
  const regular = parsed.get("price") ?? parsed.get("list_price");
  const sale = parsed.get("sale_price");
  const now = sale !== undefined && (sale.amount > 0 || regular === undefined) ? sale : regular;
  const before = parsed.get("list_price") ?? regular;
  return {
    price: now?.amount,
    // A price before the discount that is not above the price is none.
    list_price: before !== undefined && now !== undefined && before.amount > now.amount ? before.amount : undefined,
    currency: now === undefined ? undefined : (now.currency ?? currency ?? undefined),
  };
}

function excerpt(value: JsonValue): string {
  return (typeof value === "string" ? value : JSON.stringify(value)).slice(0, 60);
}

function notEmpty(text: string): string | null {
  return text === "" ? null : text;
}

function withoutUndefined(fields: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const kept: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(fields)) {
    if (value !== undefined) kept[name] = value;
  }
  return kept;
}
