import type { JsonObject } from "./json.ts";

/** A text field: analysed into terms and scored with BM25. */
export interface TextField {
  readonly name: string;
  /** Name of the analyzer in `settings.analysis.analyzer`. */
  readonly analyzer: string;
  /** How much a match in this field counts in the first-stage score (`_meta.winnow.weights`); 0 or more. */
  readonly weight: number;
}

/** A field of exact values: filtered, counted in facets, collapsed by. */
export interface KeywordField {
  readonly name: string;
  /** `identifier` keeps lower-case letters and digits only, so that `WH-1000 XM4` finds `wh1000xm4`; null keeps the value as it is. */
  readonly normalizer: string | null;
}

/** A field of one number a product: sorted, filtered by range, summed up in facets. Dates are milliseconds since 1970, booleans 0 or 1. */
export interface NumberField {
  readonly name: string;
  readonly type: "double" | "long" | "date" | "boolean";
}

/**
 * A catalogue's mapping, read from an Elasticsearch index body. Both engines index by it.
 */
export interface CatalogMapping {
  readonly text: readonly TextField[];
  readonly keywords: readonly KeywordField[];
  readonly numbers: readonly NumberField[];
  /** Facets a storefront shows unless it asks for others, in order (`_meta.winnow.facets`). `attributes.colour` is one attribute. */
  readonly facets: readonly string[];
  /** Keyword fields that a whole query is compared with, such as sku and gtin (`_meta.winnow.identifiers`). */
  readonly identifiers: readonly string[];
  /** Snowball's name for the language of stems and stop words: `english` (`_meta.winnow.language`). */
  readonly language: string;
  /** The index body as it was given: what Elasticsearch receives. */
  readonly body: JsonObject;
}
