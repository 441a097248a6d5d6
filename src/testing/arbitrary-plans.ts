import fc from "fast-check";
import type { IndexDocument } from "../domain/document.ts";
import type { Filter } from "../domain/filter.ts";
import type { CatalogMapping } from "../domain/mapping.ts";
import type { QueryTree } from "../domain/query-tree.ts";
import type { FacetRequest, RetrievalPlan } from "../domain/retrieval.ts";

/** A mapping with few fields and, below, documents and plans of few words, so that everything collides with everything. */
export const tinyMapping: CatalogMapping = {
  text: [
    { name: "title", analyzer: "text", weight: 3 },
    { name: "description", analyzer: "text", weight: 1 },
  ],
  keywords: ["brand", "categories", "attributes", "sku"].map((name) => ({ name, normalizer: null })),
  numbers: [
    { name: "price", type: "double" },
    { name: "in_stock", type: "boolean" },
  ],
  facets: ["brand"],
  identifiers: ["sku"],
  language: "english",
  body: {},
};

const words = ["red", "blue", "shoe", "shoes", "running", "light", "the", "case", "phone", "éclair"];
const word = fc.constantFrom(...words);
const brand = fc.constantFrom("Acme", "Bolt", "Céleste");
const pair = fc.constantFrom("colour=red", "colour=dark blue", "size=40", "size=41");
const path = fc.constantFrom("A", "A > B", "A > B > C", "A > D", "E", "E > F");
const sku = fc.constantFrom("s1", "s2", "s3", "s4");
const price = fc.constantFrom(1, 2.5, 10, 99.95);
const maybe = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined, freq: 3 });

export const documents: fc.Arbitrary<IndexDocument[]> = fc
  .uniqueArray(fc.integer({ min: 0, max: 99 }), { maxLength: 40 })
  .chain((ids) => fc.tuple(...ids.map((id) => document(`p${id}`))));

function document(id: string): fc.Arbitrary<IndexDocument> {
  return fc
    .record({
      group: maybe(fc.constantFrom("g1", "g2", "p5", "zz")),
      title: fc.array(word, { maxLength: 6 }),
      description: fc.array(word, { maxLength: 50 }),
      brand: maybe(brand),
      categories: fc.uniqueArray(path, { maxLength: 3 }),
      attributes: fc.uniqueArray(pair, { maxLength: 3 }),
      sku: maybe(sku),
      price: maybe(price),
      stock: maybe(fc.constantFrom(0, 1)),
    })
    .map((d) => ({
      id,
      group: d.group ?? id,
      text: { title: [d.title.join(" ")], description: [d.description.join(" ")] },
      keywords: {
        ...(d.brand && { brand: [d.brand] }),
        categories: d.categories,
        attributes: d.attributes,
        ...(d.sku && { sku: [d.sku] }),
      },
      numbers: {
        ...(d.price !== undefined && { price: d.price }),
        ...(d.stock !== undefined && { in_stock: d.stock }),
      },
      source: JSON.stringify({ id, title: d.title.join(" ") }),
    }));
}

const alternative = fc.record({
  terms: fc.oneof(
    { weight: 4, arbitrary: fc.tuple(word) },
    { weight: 1, arbitrary: fc.tuple(word, fc.oneof(word, fc.constant("nowhere"))) },
  ),
  weight: fc.constantFrom(1, 0.7, 0.35),
  kind: fc.constantFrom("exact", "prefix", "typo", "synonym", "compound"),
});

const query: fc.Arbitrary<QueryTree> = fc.record({
  text: fc.constant("as typed"),
  words: fc.array(
    fc.record({
      text: word,
      alternatives: fc.array(alternative, { minLength: 1, maxLength: 4 }),
      required: fc.boolean(),
    }),
    { maxLength: 4 },
  ),
  phrases: fc.oneof(
    { weight: 4, arbitrary: fc.constant([]) },
    { weight: 1, arbitrary: fc.array(fc.array(word, { minLength: 1, maxLength: 3 }), { maxLength: 2 }) },
  ),
  identifier: fc.option(sku, { freq: 2 }),
});

const leaf: fc.Arbitrary<Filter> = fc.oneof(
  fc.record({ kind: fc.constant("terms" as const), field: fc.constant("brand"), values: fc.array(brand) }),
  fc.record({ kind: fc.constant("terms" as const), field: fc.constant("categories"), values: fc.array(path) }),
  fc.record({
    kind: fc.constant("terms" as const),
    field: fc.constant("attributes.colour"),
    values: fc.array(fc.constantFrom("red", "dark blue", "green")),
  }),
  fc.record({ kind: fc.constant("terms" as const), field: fc.constant("price"), values: fc.constant(["2.5", "10"]) }),
  fc.record({ kind: fc.constant("terms" as const), field: fc.constant("group_id"), values: fc.constant(["g1", "p5"]) }),
  fc.record({ kind: fc.constant("terms" as const), field: fc.constant("id"), values: fc.constant(["p1", "p2", "p3"]) }),
  fc.record({ kind: fc.constant("range" as const), field: fc.constant("price"), gte: price, lt: price }),
  fc.record({ kind: fc.constant("range" as const), field: fc.constant("price"), gt: price, lte: price }),
  fc.record({ kind: fc.constant("boolean" as const), field: fc.constant("in_stock"), value: fc.boolean() }),
  fc.record({
    kind: fc.constant("exists" as const),
    field: fc.constantFrom("brand", "price", "attributes.size", "sku", "in_stock"),
  }),
);

const filter: fc.Arbitrary<Filter> = fc.letrec<{ filter: Filter }>((tie) => ({
  filter: fc.oneof(
    { maxDepth: 2, withCrossShrink: true },
    { weight: 5, arbitrary: leaf },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant("not" as const), filter: tie("filter") }) },
    {
      weight: 1,
      arbitrary: fc.record({
        kind: fc.constantFrom("and" as const, "or" as const),
        filters: fc.array(tie("filter"), { maxLength: 3 }),
      }),
    },
  ),
})).filter;

const facet: fc.Arbitrary<FacetRequest> = fc.oneof(
  fc.record(
    {
      kind: fc.constant("terms" as const),
      field: fc.constantFrom("brand", "attributes.colour", "attributes.size", "attributes.none", "in_stock", "sku"),
      size: fc.integer({ min: 0, max: 4 }),
      contains: fc.constantFrom("b", "Ce", "blu", "4"),
    },
    { requiredKeys: ["kind", "field", "size"] },
  ),
  fc.record({
    kind: fc.constant("tree" as const),
    field: fc.constant("categories"),
    size: fc.integer({ min: 1, max: 3 }),
    open: fc.array(path, { maxLength: 2 }),
  }),
  fc.record({ kind: fc.constant("stats" as const), field: fc.constantFrom("price", "in_stock") }),
);

export const plans: fc.Arbitrary<RetrievalPlan> = fc.record(
  {
    catalog: fc.constant("products"),
    query: fc.option(query, { freq: 6 }),
    fields: fc.constantFrom(
      [
        { name: "title", weight: 3 },
        { name: "description", weight: 1 },
      ],
      [{ name: "description", weight: 0.3 }],
    ),
    filters: fc.array(filter, { maxLength: 2 }),
    facetFilters: fc.array(
      fc.record({ field: fc.constantFrom("brand", "price", "attributes.colour", "categories"), filter: leaf }),
      { maxLength: 3 },
    ),
    facets: fc.array(facet, { maxLength: 5 }),
    sort: fc.oneof(
      { weight: 3, arbitrary: fc.constant({ by: "relevance" as const }) },
      {
        weight: 1,
        arbitrary: fc.record({
          by: fc.constant("field" as const),
          field: fc.constantFrom("price", "in_stock"),
          order: fc.constantFrom("asc" as const, "desc" as const),
        }),
      },
    ),
    size: fc.integer({ min: 0, max: 30 }),
    after: fc.record({ value: fc.constantFrom(null, 0, 1, 2.5, 10), id: fc.constantFrom("p3", "p50", "x") }),
    collapse: fc.boolean(),
  },
  { requiredKeys: ["catalog", "query", "fields", "filters", "facetFilters", "facets", "sort", "size", "collapse"] },
);
