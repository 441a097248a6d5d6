import type { ParameterDoc } from "./route.ts";

/** Descriptions of parameters that several routes share. */
export const query = (
  name: string,
  description: string,
  schema: Readonly<Record<string, unknown>>,
  required = false,
): ParameterDoc => ({ name, in: "query", description, schema, ...(required ? { required } : {}) });

export const inPath = (name: string, description: string): ParameterDoc => ({
  name,
  in: "path",
  required: true,
  description,
  schema: { type: "string" },
});

export const queryParameter = query("q", "What the shopper typed; empty browses.", { type: "string", maxLength: 512 });

export const catalogParameter = query("catalog", "Which catalogue.", { type: "string", default: "products" });

export const timeoutParameter = query("timeout_ms", "Lowers the server's deadline.", {
  type: "integer",
  minimum: 1,
  maximum: 60000,
});

/** `filter.FIELD`: names of an object spread over the query string. */
export const filterParameters: ParameterDoc = {
  name: "filters",
  in: "query",
  description:
    "filter.FIELD=value, repeated for any of several; filter.price=10..50 with either side open; filter.in_stock=true; " +
    "filter.attributes.colour=red; filter.categories=Computers > Laptops.",
  schema: {
    type: "object",
    patternProperties: { "^filter\\.": { type: "array", items: { type: "string" } } },
    additionalProperties: false,
  },
  style: "form",
  explode: true,
};

const token = { type: "string", minLength: 1, maxLength: 128 };

/** Who searches, as far as the caller says. */
export const tokenParameters: readonly ParameterDoc[] = [
  query("user", "Who searches: any token of the shop's own, stable over sessions.", token),
  query("session", "The session: events that carry it change its next searches.", token),
];

export const searchParameters: readonly ParameterDoc[] = [
  queryParameter,
  catalogParameter,
  query("page", "From 1; page × size is at most 1,000.", { type: "integer", minimum: 1, default: 1 }),
  query("size", "Hits a page.", { type: "integer", minimum: 0, maximum: 1000, default: 24 }),
  query("cursor", "From the answer before; replaces page.", { type: "string" }),
  query("sort", "relevance, FIELD:asc or FIELD:desc.", { type: "string", default: "relevance" }),
  query("facets", "Fields, joined by commas. Absent: the catalogue's own. Empty: none.", { type: "string" }),
  query("collapse", "One hit for all variants of a product.", { type: "boolean", default: true }),
  query("explain", "How each hit's score came about.", { type: "boolean", default: false }),
  query("highlight", "Matched words marked, as safe HTML.", { type: "boolean", default: false }),
  ...tokenParameters,
  query("order", "text: by words alone.", { type: "string", enum: ["learned", "text"], default: "learned" }),
  query("query_id", "Of the first page, so that all its pages count as one search.", {
    type: "string",
    pattern: "^[0-9a-f]{32}$",
  }),
  timeoutParameter,
  filterParameters,
];
