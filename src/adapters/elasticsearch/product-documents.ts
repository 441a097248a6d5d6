import { createHash } from "node:crypto";
import type { JsonObject } from "../../domain/json.ts";
import type { CatalogMapping } from "../../domain/mapping.ts";
import type { Product } from "../../domain/product.ts";
import { toDocument } from "../../text/to-document.ts";

/** What we keep of a product beside its fields: `winnow` in its document. */
export interface Bookkeeping {
  readonly id: string;
  /** The product's `group_id`, else its id. */
  readonly group: string;
  readonly sequence: number;
  /** Tells a changed product from an unchanged one; empty when deleted. */
  readonly hash: string;
  /** False for a product that was deleted: its change is remembered. */
  readonly live: boolean;
}

const bookkeepingFields = {
  properties: {
    id: { type: "keyword" },
    group: { type: "keyword" },
    sequence: { type: "long" },
    hash: { type: "keyword", index: false },
    live: { type: "boolean" },
  },
} as const;

/** `source` is the product's JSON; the rest is what is searched. */
export function productBody(source: string, mapping: CatalogMapping, bookkeeping: Bookkeeping): string {
  const document = toDocument(JSON.parse(source) as Product, mapping);
  const { text, keywords, numbers } = document;
  const flags: Record<string, boolean> = {};
  for (const { name, type } of mapping.numbers)
    if (type === "boolean" && numbers[name] !== undefined) flags[name] = numbers[name] === 1;
  return JSON.stringify({ ...text, ...keywords, ...numbers, ...flags, source, winnow: bookkeeping });
}

export function deletedBody(id: string, sequence: number): string {
  const winnow: Bookkeeping = { id, group: id, sequence, hash: "", live: false };
  return JSON.stringify({ winnow });
}

export function hashOf(source: string): string {
  return createHash("sha256").update(source).digest("base64url").slice(0, 22);
}

/** The mapping's own index body with our fields added. */
export function indexBody(mapping: CatalogMapping, settings: JsonObject): object {
  const body = mapping.body as { settings?: JsonObject; mappings?: JsonObject };
  const properties = (body.mappings?.["properties"] ?? {}) as JsonObject;
  return {
    settings: { ...body.settings, index: settings },
    mappings: { dynamic: false, ...body.mappings, properties: { ...properties, winnow: bookkeepingFields } },
  };
}
