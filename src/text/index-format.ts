/**
 * Of what an index holds: snapshots and lexicons of another format are made anew instead of being misread. To be raised
 * whenever analysis, words or columns become others; adapters/embedded/snapshot-format.test.ts fails until it is.
 */
export const INDEX_FORMAT = 1;
