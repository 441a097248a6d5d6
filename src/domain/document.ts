/**
 * What both engines index for a product: the declared fields only, flat, as Elasticsearch's `_source` would hold them.
 * `categories` holds every ancestor path; `attributes` holds `name=value` pairs; see text/to-document.ts.
 */
export interface IndexDocument {
  readonly id: string;
  /** The product's `group_id`, else its id. */
  readonly group: string;
  /** Text field → its texts. */
  readonly text: Readonly<Record<string, readonly string[]>>;
  /** Keyword field → its values, normalised. */
  readonly keywords: Readonly<Record<string, readonly string[]>>;
  /** Number field → its value; absent when the product lacks it. */
  readonly numbers: Readonly<Record<string, number>>;
  /** The product as JSON, as answers show it. */
  readonly source: string;
}

/** A document with its text fields cut into terms once, for the index and the lexicon alike. */
export interface AnalyzedDocument {
  readonly document: IndexDocument;
  /** Text field → its terms in order, all its texts one after the other. */
  readonly terms: Readonly<Record<string, readonly string[]>>;
}
