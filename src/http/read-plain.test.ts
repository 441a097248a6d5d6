import fc from "fast-check";
import { FilterClauses } from "../wire/filter.ts";
import { parse } from "../wire/parse.ts";
import { SearchBody } from "../wire/search.ts";
import { defaultMapping } from "../testing/harness.ts";
import type { Parameters } from "./parameters.ts";
import { readFilters } from "./read-filters.ts";
import { haveFewFilters, readPlainSearch, readPlainSuggest } from "./read-plain.ts";
import { checkSearch, readSearchParameters } from "./read-search.ts";
import { checkSuggest } from "./routes/suggest.ts";

const seed = Number(process.env["WINNOW_TEST_SEED"] ?? 20_250_101);
const options = { seed, numRuns: 3000 };
console.log(`read-plain: seed ${seed} (WINNOW_TEST_SEED)`);

const text = fc.oneof(
  fc.string({ unit: "binary", maxLength: 20 }),
  fc.constantFrom("", " lamp  red ", "desk lamp ", "\u0000a", "ﬁne", "\ud800", "x".repeat(512), "x".repeat(513)),
);
const number = fc.oneof(
  fc.integer({ min: -5, max: 1200 }).map(String),
  fc.constantFrom("", "1.5", "1e2", "01", "60001", "9999999", " 1", "0x1"),
);
const flag = fc.constantFrom("true", "false", "1", "0", "", "yes");
const parameter = fc.oneof(
  fc.tuple(fc.constant("q"), text),
  fc.tuple(fc.constant("catalog"), fc.constantFrom("products", "outlet", "Outlet", "", "a b", "-a", "a".repeat(64))),
  fc.tuple(fc.constantFrom("page", "size", "timeout_ms"), number),
  fc.tuple(fc.constantFrom("collapse", "explain", "highlight"), flag),
  fc.tuple(
    fc.constant("sort"),
    fc.constantFrom("relevance", "price:asc", "price:up", ":asc", "a:b:desc", "", "x".repeat(513) + ":asc"),
  ),
  fc.tuple(fc.constant("facets"), fc.constantFrom("", "brand", " brand , price,", "a,".repeat(21), "f".repeat(513))),
  fc.tuple(fc.constantFrom("user", "session"), fc.constantFrom("", "u-1", "u".repeat(129))),
  fc.tuple(fc.constant("order"), fc.constantFrom("", "text", "learned", "best")),
  fc.tuple(fc.constant("query_id"), fc.constantFrom("", "0".repeat(32), "G".repeat(32))),
  fc.tuple(fc.constant("cursor"), fc.constantFrom("", "abc", "c".repeat(2049))),
  fc.tuple(fc.constantFrom("filter.brand", "filter.x", "colour", "__proto__", "constructor"), text),
);
const parameters = fc.array(parameter, { maxLength: 6 }).map((pairs): Parameters => {
  const map = new Map<string, string[]>();
  for (const [name, value] of pairs) map.set(name, [...(map.get(name) ?? []), value]);
  return map;
});

/** Undefined when it throws. */
const attempt = <T>(work: () => T): T | undefined => {
  try {
    return work();
  } catch {
    return undefined;
  }
};

it("reads a search by hand as the schema does, or leaves it to the schema", () => {
  let byHand = 0;
  fc.assert(
    fc.property(parameters, (given) => {
      const plain = readPlainSearch(given);
      if (plain === null) return;
      byHand++;
      expect(plain).toEqual(attempt(() => checkSearch(given)));
    }),
    options,
  );
  expect(byHand).toBeGreaterThan(options.numRuns / 10);
});

it("leaves nothing that is right to the schema which a browser would ask", () => {
  const asked = new Map([
    ["q", ["wireless headphones "]],
    ["page", ["2"]],
    ["size", ["24"]],
    ["sort", ["price:asc"]],
    ["facets", ["brand,attributes.colour"]],
    ["highlight", ["true"]],
    ["filter.brand", ["Vell", "Corra"]],
  ]);
  expect(readPlainSearch(asked)).toEqual(checkSearch(asked));
});

it("reads autocomplete by hand as the schema does, or leaves it to the schema", () => {
  fc.assert(
    fc.property(parameters, (given) => {
      const plain = readPlainSuggest(given);
      if (plain !== null) expect(plain).toEqual(attempt(() => checkSuggest(given)));
    }),
    options,
  );
});

it("calls filters few only when the schema finds nothing wrong with them", () => {
  const filters = fc
    .array(fc.tuple(fc.constantFrom("brand", "price", "in_stock", "attributes.colour", "attributes."), text), {
      maxLength: 4,
    })
    .map((pairs): Parameters => new Map(pairs.map(([field, value]) => [`filter.${field}`, [value, "true"]])));
  fc.assert(
    fc.property(filters, (given) => {
      const clauses = attempt(() => readFilters(given, () => defaultMapping));
      if (clauses === undefined || !haveFewFilters(given)) return;
      expect(parse(FilterClauses, clauses)).toEqual(clauses);
    }),
    options,
  );
});

it("reads parameters into what the body of a POST is read into", () => {
  const asked = new Map([
    ["q", ["lamp"]],
    ["filter.price", ["10..50"]],
    ["facets", ["brand"]],
  ]);
  expect(readSearchParameters(asked, () => defaultMapping)).toEqual(
    parse(SearchBody, { q: "lamp", filters: [{ field: "price", gte: 10, lte: 50 }], facets: [{ field: "brand" }] }),
  );
});
