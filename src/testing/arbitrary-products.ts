import { readFileSync } from "node:fs";
import type fc from "fast-check";
import type { IndexDocument } from "../domain/document.ts";
import type { JsonObject } from "../domain/json.ts";
import type { CatalogMapping } from "../domain/mapping.ts";
import type { Product } from "../domain/product.ts";
import { readMapping } from "../text/read-mapping.ts";
import { documents } from "./arbitrary-plans.ts";

/** The mapping that products and plans of few words are made for, with the real analysis: what a store can index by. */
export function smallMapping(): CatalogMapping {
  const { settings } = JSON.parse(readFileSync("mappings/products.json", "utf8")) as JsonObject;
  const text = { type: "text", analyzer: "text", position_increment_gap: 0 };
  const winnow = { weights: { title: 3, description: 1 }, facets: ["brand"], identifiers: ["sku"], language: "english" };
  return readMapping({
    settings,
    mappings: {
      dynamic: false,
      _meta: { winnow },
      properties: {
        title: text,
        description: text,
        brand: { type: "keyword" },
        categories: { type: "keyword" },
        attributes: { type: "keyword" },
        sku: { type: "keyword", normalizer: "identifier" },
        price: { type: "double" },
        in_stock: { type: "boolean" },
      },
    },
  });
}

/** A shop in which everything collides with everything. */
export const products: fc.Arbitrary<Product[]> = documents.map((all) => all.map(toProduct));

function toProduct({ id, group, text, keywords, numbers }: IndexDocument): Product {
  const attributes: Record<string, string[]> = {};
  for (const pair of keywords["attributes"] ?? []) {
    const [name, value] = pair.split("=") as [string, string];
    (attributes[name] ??= []).push(value);
  }
  const { price, in_stock: stock } = numbers;
  const [brand] = keywords["brand"] ?? [];
  const [sku] = keywords["sku"] ?? [];
  return {
    id,
    title: text["title"]?.[0] ?? "",
    description: text["description"]?.[0] ?? "",
    categories: keywords["categories"] ?? [],
    attributes,
    ...(group !== id && { group_id: group }),
    ...(brand !== undefined && { brand }),
    ...(sku !== undefined && { sku }),
    ...(price !== undefined && { price }),
    ...(stock !== undefined && { in_stock: stock === 1 }),
  };
}
