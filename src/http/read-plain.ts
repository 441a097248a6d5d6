import { limits } from "../wire/limits.ts";
import type { SearchBody } from "../wire/search.ts";
import type { SuggestParameters } from "../wire/suggest.ts";
import { CatalogName, cleanText } from "../wire/text.ts";
import type { Parameters } from "./parameters.ts";

/**
 * What nearly every caller sends, read by hand: the schemas take several times as long as the whole rest of the reading.
 * They stay the judge: for whatever is not plainly right the answer is null, and the schema says what is wrong.
 * read-plain.test.ts holds both to the same.
 *
 * @returns the body without its filters
 */
export const readPlainSearch = (parameters: Parameters): SearchBody | null => {
  const body: SearchBody = {
    q: "",
    catalog: "products",
    filters: [],
    sort: "relevance",
    page: 1,
    size: 24,
    collapse: true,
    explain: false,
    highlight: false,
    order: "learned",
  };
  for (const [name, values] of parameters) {
    if (name.startsWith("filter.")) continue;
    const value = values[0]!;
    if (values.length > 1 || !setSearch(body, name, value)) return null;
  }
  return body.cursor !== undefined || body.page * body.size <= limits.window ? body : null;
};

/** The same for `GET /v1/suggest`. */
export const readPlainSuggest = (parameters: Parameters): SuggestParameters | null => {
  const asked: SuggestParameters = { q: "", catalog: "products", size: 6 };
  for (const [name, values] of parameters) {
    if (values.length > 1 || !setSuggest(asked, name, values[0]!)) return null;
  }
  return asked;
};

/** Whether filters written as parameters are so few and short that they keep every limit. */
export const haveFewFilters = (parameters: Parameters): boolean => {
  let count = 0;
  for (const [name, values] of parameters) {
    if (!name.startsWith("filter.")) continue;
    count += values.length;
    if (name.length === "filter.".length || name.length > limits.nameLength) return false;
    if (!values.every((value) => value !== "" && value.length <= limits.nameLength)) return false;
  }
  return count <= limits.clauses / 2;
};

/** False when the schema has to look at it. */
const setSearch = (body: SearchBody, name: string, value: string): boolean => {
  switch (name) {
    case "q":
      return (body.q = cleanText(value)).length <= limits.queryLength;
    case "catalog":
      return isCatalog((body.catalog = value));
    case "page":
      return isWithin((body.page = readWhole(value)), 1, limits.window);
    case "size":
      return isWithin((body.size = readWhole(value)), 0, limits.window);
    case "sort":
      return /^(relevance|[\w.]{1,100}:(asc|desc))$/.test((body.sort = value));
    case "facets":
      body.facets = readFacets(value);
      return body.facets.length <= limits.facets && value.length <= limits.nameLength;
    case "collapse":
    case "explain":
    case "highlight":
      body[name] = value === "true" || value === "1";
      return body[name] || value === "false" || value === "0";
    case "timeout_ms":
      return isWithin((body.timeout_ms = readWhole(value)), 1, 60_000);
    case "user":
    case "session":
      return (body[name] = value) !== "" && value.length <= limits.tokenLength;
    case "order":
      return value === "learned" || value === "text" ? ((body.order = value), true) : false;
    case "query_id":
      return /^[0-9a-f]{32}$/.test((body.query_id = value));
    case "cursor":
      return (body.cursor = value) !== "" && value.length <= 2048;
    default:
      return false;
  }
};

const setSuggest = (asked: SuggestParameters, name: string, value: string): boolean => {
  switch (name) {
    case "q":
      return (asked.q = cleanText(value)).length <= limits.queryLength;
    case "catalog":
      return isCatalog((asked.catalog = value));
    case "size":
      return isWithin((asked.size = readWhole(value)), 1, limits.suggestions);
    case "timeout_ms":
      return isWithin((asked.timeout_ms = readWhole(value)), 1, 60_000);
    default:
      return false;
  }
};

/** Fields with commas between. */
export const readFacets = (value: string): { field: string }[] =>
  value
    .split(",")
    .map((field) => field.trim())
    .filter((field) => field !== "")
    .map((field) => ({ field }));

const isCatalog = (name: string): boolean => name === "products" || CatalogName.safeParse(name).success;

/** NaN for what is not digits alone. */
const readWhole = (value: string): number => (/^\d{1,6}$/.test(value) ? Number(value) : NaN);

const isWithin = (value: number, min: number, max: number): boolean => value >= min && value <= max;
