/** What one call may tell at most. */
export const eventLimits = {
  events: 1000,
  bodyBytes: 2 * 1024 * 1024,
  tokenLength: 128,
  /** Products of one purchase. */
  items: 100,
  /** Bytes of JSON of an event's own fields beyond those that are known. */
  extraBytes: 2048,
  /** Products of a search that is reported by its shop. */
  shown: 1000,
} as const;
