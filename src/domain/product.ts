import type { JsonValue } from "./json.ts";

export type AttributeValue = string | number | boolean;

/**
 * One sellable thing, as the shop gives it and as search answers show it. Field names are those of the wire.
 * Fields beyond these are kept and shown; they are searchable when the catalogue's mapping declares them.
 */
export interface Product {
  /** Unique within its catalogue, at most 512 characters. */
  readonly id: string;
  readonly title: string;
  readonly description?: string;
  readonly brand?: string;
  /** Paths from the root, levels separated by ` > `: `"Computers > Laptops"`. */
  readonly categories?: readonly string[];
  /** In major units of `currency`: 49.95. */
  readonly price?: number;
  /** Price before a discount, in the same units. */
  readonly list_price?: number;
  /** ISO 4217. */
  readonly currency?: string;
  readonly image?: string;
  readonly url?: string;
  readonly sku?: string;
  readonly gtin?: readonly string[];
  /** Variants of one product share it; results collapse by it. */
  readonly group_id?: string;
  readonly in_stock?: boolean;
  /** 0 to 5. */
  readonly rating?: number;
  readonly reviews?: number;
  /** ISO 8601. */
  readonly created_at?: string;
  /** Name → values: `{ colour: ["red"], screen_size_inch: [15.6] }`. */
  readonly attributes?: Readonly<Record<string, readonly AttributeValue[]>>;
  readonly [custom: string]: JsonValue | undefined;
}
