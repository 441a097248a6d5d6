/** What a stranger may ask for at most; past it the answer is a 400 or 413 that names the limit. */
export const limits = {
  /** Characters of a query, after normalisation. */
  queryLength: 512,
  /** Bytes of a search body. */
  searchBodyBytes: 64 * 1024,
  /** Bytes of a body that carries one product, a mapping or a key. */
  bodyBytes: 2 * 1024 * 1024,
  /** Levels of objects and arrays in a JSON body. */
  jsonDepth: 20,
  facets: 20,
  /** Values a facet answers with, and values in all filters together. */
  values: 1000,
  /** Filter clauses in all, nested ones included. */
  clauses: 100,
  /** Hits a search can page through; a cursor goes further. */
  window: 1000,
  suggestions: 20,
  /** Characters of a field's name, a value, a product's or a catalogue's id. */
  nameLength: 512,
  /** Characters of a user's or a session's token. */
  tokenLength: 128,
} as const;
