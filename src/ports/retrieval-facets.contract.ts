import type { Filter } from "../domain/filter.ts";
import type { RetrievalPlan } from "../domain/retrieval.ts";
import {
  type Gaps,
  ids,
  type EngineUnderTest,
  product,
  query,
  testWith,
  withProducts,
} from "./retrieval-harness.contract.ts";

/** Filters, facets, sorting, collapsing and paging. */
export function retrievalFacetContract(engine: EngineUnderTest, gaps: Gaps): void {
  const test = testWith(gaps);
  const shirt = (id: string, colour: string, price: number, more = {}) =>
    product(id, "shirt", { price, attributes: { colour: [colour] }, ...more });
  const shirts = [
    shirt("1", "red", 10, { brand: "Acme", categories: ["Clothes > Shirts"], group_id: "g", in_stock: true }),
    shirt("2", "blue", 20, { brand: "Acme", categories: ["Clothes > Shirts"], group_id: "g", in_stock: false }),
    shirt("3", "red", 30, { brand: "Bölt", categories: ["Clothes > Shirts > Formal"], in_stock: true }),
    shirt("4", "dark red", 40, { brand: "Acme", categories: ["Outlet"] }),
    product("5", "shirt"),
  ];
  const colour = (...values: string[]): Filter => ({ kind: "terms", field: "attributes.colour", values });

  describe("filtering", () => {
    const cases: readonly [string, Filter, string[]][] = [
      ["terms", colour("red", "none"), ["1", "3"]],
      ["an ancestor category", { kind: "terms", field: "categories", values: ["Clothes"] }, ["1", "2", "3"]],
      ["a closed range", { kind: "range", field: "price", gte: 20, lte: 30 }, ["2", "3"]],
      ["an open range", { kind: "range", field: "price", gt: 20, lt: 40 }, ["3"]],
      ["a boolean", { kind: "boolean", field: "in_stock", value: false }, ["2"]],
      ["exists", { kind: "exists", field: "attributes.colour" }, ["1", "2", "3", "4"]],
      ["not", { kind: "not", filter: { kind: "exists", field: "price" } }, ["5"]],
      ["or", { kind: "or", filters: [colour("blue"), { kind: "range", field: "price", gte: 40 }] }, ["2", "4"]],
      ["and", { kind: "and", filters: [colour("red"), { kind: "range", field: "price", lt: 30 }] }, ["1"]],
      ["an empty or", { kind: "or", filters: [] }, []],
      ["an empty and", { kind: "and", filters: [] }, ["1", "2", "3", "4", "5"]],
      ["ids", { kind: "terms", field: "id", values: ["5", "1"] }, ["1", "5"]],
      ["groups", { kind: "terms", field: "group_id", values: ["g"] }, ["1", "2"]],
    ];
    for (const [what, filter, expected] of cases) {
      test(`filter-${what}`, `keeps what passes ${what}`, () =>
        withProducts(engine, shirts, async (retrieve) => {
          expect(ids(await retrieve({ filters: [filter] }))).toEqual(expected);
          expect(ids(await retrieve({ filters: [filter], query: query("shirt") }))).toEqual(expected);
        }),
      );
    }
  });

  describe("facets", () => {
    const facet = async (plan: Partial<RetrievalPlan>, check: (facets: unknown) => void) =>
      withProducts(engine, shirts, async (retrieve) => check((await retrieve(plan)).facets));
    const red = { value: "red", count: 2 };
    const [blue, darkRed] = ["blue", "dark red"].map((value) => ({ value, count: 1 }));

    test("facet-terms", "count groups, the most frequent values first, and say how many are left out", () =>
      facet(
        {
          facets: [
            { kind: "terms", field: "brand", size: 1 },
            { kind: "terms", field: "attributes.colour", size: 10 },
          ],
        },
        (facets) =>
          expect(facets).toEqual([
            { kind: "terms", field: "brand", values: [{ value: "Acme", count: 2 }], more: 1 },
            { kind: "terms", field: "attributes.colour", values: [red, blue, darkRed], more: 0 },
          ]),
      ),
    );
    test("facet-disjunctive", "leave out their own filter and keep the others", () =>
      facet(
        {
          facetFilters: [
            { field: "attributes.colour", filter: colour("red") },
            { field: "brand", filter: { kind: "terms", field: "brand", values: ["Acme"] } },
          ],
          facets: [
            { kind: "terms", field: "attributes.colour", size: 10 },
            { kind: "terms", field: "brand", size: 10 },
            { kind: "stats", field: "price" },
          ],
        },
        (facets) =>
          expect(facets).toEqual([
            { kind: "terms", field: "attributes.colour", values: [blue, darkRed, { value: "red", count: 1 }], more: 0 },
            {
              kind: "terms",
              field: "brand",
              values: [
                { value: "Acme", count: 1 },
                { value: "Bölt", count: 1 },
              ],
              more: 0,
            },
            { kind: "stats", field: "price", count: 1, min: 10, max: 10, avg: 10, sum: 10 },
          ]),
      ),
    );
    test("facet-contains", "can be searched by the start of any word, case and accents folded", () =>
      facet(
        {
          facets: [
            { kind: "terms", field: "attributes.colour", size: 10, contains: "RE" },
            { kind: "terms", field: "brand", size: 10, contains: "bolt" },
          ],
        },
        (facets) =>
          expect(facets).toMatchObject([{ values: [red, darkRed] }, { values: [{ value: "Bölt", count: 1 }] }]),
      ),
    );
    test("facet-tree", "show the roots and the children of open paths and of their ancestors", () =>
      facet({ facets: [{ kind: "tree", field: "categories", size: 5, open: ["Clothes > Shirts"] }] }, (facets) =>
        expect(facets).toMatchObject([
          {
            values: [
              { value: "Clothes", count: 2 },
              { value: "Clothes > Shirts", count: 2 },
              { value: "Clothes > Shirts > Formal", count: 1 },
              { value: "Outlet", count: 1 },
            ],
          },
        ]),
      ),
    );
    test("facet-boolean", "name booleans true and false", () =>
      facet({ facets: [{ kind: "terms", field: "in_stock", size: 5 }] }, (facets) =>
        expect(facets).toMatchObject([
          {
            values: [
              { value: "true", count: 2 },
              { value: "false", count: 1 },
            ],
          },
        ]),
      ),
    );
  });

  describe("order", () => {
    const by = (order: "asc" | "desc") => ({ by: "field", field: "price", order }) as const;

    test("sort", "a number field either way, products without it last", () =>
      withProducts(engine, shirts, async (retrieve) => {
        const ascending = await retrieve({ sort: by("asc") });
        expect(ids(ascending)).toEqual(["1", "2", "3", "4", "5"]);
        expect(ascending.candidates.map(({ sortValue }) => sortValue)).toEqual([10, 20, 30, 40, null]);
        expect(ids(await retrieve({ sort: by("desc") }))).toEqual(["4", "3", "2", "1", "5"]);
      }),
    );
    test("collapse", "one product a group, its best variant, and a total of groups", () =>
      withProducts(engine, shirts, async (retrieve) => {
        const found = await retrieve({ sort: by("desc"), collapse: true });
        expect(ids(found)).toEqual(["4", "3", "2", "5"]);
        expect(found.candidates.map(({ group, variants }) => [group, variants])).toContainEqual(["g", 2]);
        expect(found.total).toBe(4);
        const red = await retrieve({ sort: by("desc"), collapse: true, filters: [colour("red")] });
        expect(red.candidates.map(({ id, variants }) => [id, variants])).toEqual([
          ["3", 1],
          ["1", 1],
        ]);
      }),
    );
    for (const collapse of [false, true]) {
      test(
        collapse ? "cursor-collapse" : "cursor",
        `pages by cursor that show each ${collapse ? "group" : "product"} once`,
        () =>
          withProducts(engine, shirts, async (retrieve) => {
            for (const sort of [by("asc"), by("desc"), { by: "relevance" } as const]) {
              const plan = { sort, collapse, query: query("shirt") };
              const all = ids(await retrieve(plan));
              const seen: string[] = [];
              for (let page = await retrieve({ ...plan, size: 2 }); page.candidates.length > 0;) {
                seen.push(...ids(page));
                expect(page.total).toBe(all.length);
                const last = page.candidates.at(-1)!;
                const after = { value: sort.by === "relevance" ? last.score : last.sortValue, id: last.id };
                page = await retrieve({ ...plan, size: 2, after });
              }
              expect(seen).toEqual(all);
            }
          }),
      );
    }
  });
}
