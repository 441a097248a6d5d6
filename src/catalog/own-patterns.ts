import type { JsonValue } from "../domain/json.ts";

/**
 * Regular expressions of an index body's analysis that none of the others has. They run over every query on the thread that
 * serves all catalogues, and one can be written that takes for ever: whoever brings one is trusted with the whole server.
 */
export const ownPatterns = (body: JsonValue, others: readonly JsonValue[]): readonly string[] => {
  const known = new Set(others.flatMap(patternsOf));
  return patternsOf(body).filter((pattern) => !known.has(pattern));
};

/** All texts under the name `pattern`, however deep. */
const patternsOf = (value: JsonValue): readonly string[] => {
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]) =>
    name === "pattern" && typeof inner === "string" ? [inner] : patternsOf(inner),
  );
};
