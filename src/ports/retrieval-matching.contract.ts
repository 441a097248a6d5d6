import {
  everything,
  type Gaps,
  ids,
  type EngineUnderTest,
  mapping,
  noDeadline,
  product,
  query,
  testWith,
  withProducts,
} from "./retrieval-harness.contract.ts";
import { readFacts } from "../text/read-facts.ts";

/** What matches a query, and in which order. */
export function retrievalMatchingContract(engine: EngineUnderTest, gaps: Gaps): void {
  const test = testWith(gaps);
  const shoes = [
    product("a", "red shoe", { description: "light", sku: "AB-12" }),
    product("b", "blue shoe", { description: "a red sole" }),
    product("c", "red hat"),
    product("d", "running shoes", { description: "shoe for the road" }),
  ];
  const described = [
    product("x", "Acme lamp 2′ (E27)", {
      brand: "Acme",
      categories: ["Home>Lamps", "Sale"],
      price: 19.5,
      in_stock: true,
    }),
    product("y", "lamp", { description: "plain", list_price: 5, rating: 4, created_at: "2026-01-02", image: "/y.jpg" }),
  ];

  describe("matching", () => {
    test("required", "only what has each required word in some field, the best first", () =>
      withProducts(engine, shoes, async (retrieve) => {
        const found = await retrieve({ query: query("red", "shoe") });
        expect(ids(found)).toEqual(["a", "b"]);
        expect(found.total).toBe(2);
        expect(found.candidates[1]!.fieldScores[1]).toBeGreaterThan(0);
        expect(JSON.parse(found.source(0))).toMatchObject({ id: "a", title: "red shoe" });
      }),
    );
    test("optional", "what has any word when none is required; else optional words only score", () =>
      withProducts(engine, shoes, async (retrieve) => {
        expect(ids(await retrieve({ query: query("red?", "running?") })).toSorted()).toEqual(["a", "b", "c", "d"]);
        expect(ids(await retrieve({ query: query("red", "hat?") }))).toEqual(["c", "a", "b"]);
      }),
    );
    test("alternatives", "a word by its best alternative, not by their sum", () =>
      withProducts(engine, shoes, async (retrieve) => {
        const alternatives = [
          { terms: ["shoes"], weight: 1, kind: "exact" },
          { terms: ["running"], weight: 0.5, kind: "synonym" },
        ] as const;
        const [both] = (await retrieve({ query: query({ text: "shoes", alternatives, required: true }) })).candidates;
        const [one] = (await retrieve({ query: query("shoes") })).candidates;
        expect(both).toMatchObject({ id: "d", matched: ["exact"] });
        expect(both!.score).toBeCloseTo(one!.score, 5);
      }),
    );
    test("several-terms", "an alternative of several terms only where one field has them all", () =>
      withProducts(engine, shoes, async (retrieve) => {
        const alternatives = [{ terms: ["red", "shoe"], weight: 1, kind: "compound" }] as const;
        const found = await retrieve({ query: query({ text: "redshoe", alternatives, required: true }) });
        expect(ids(found)).toEqual(["a"]);
        expect(found.candidates[0]!.matched).toEqual(["compound"]);
      }),
    );
    test("phrase", "a phrase only where its terms stand next to each other in one field", () =>
      withProducts(engine, shoes, async (retrieve) => {
        const phrases = [["the", "road"]];
        expect(ids(await retrieve({ query: { ...query("shoe"), phrases } }))).toEqual(["d"]);
        expect(ids(await retrieve({ query: { ...query(), phrases: [["shoe", "red"]] } }))).toEqual([]);
      }),
    );
    test("identifier", "the product with the identifier first, unless a filter leaves it out", () =>
      withProducts(engine, shoes, async (retrieve) => {
        const plan = { query: { ...query("hat"), identifier: "ab12" } };
        const found = await retrieve(plan);
        expect(ids(found)).toEqual(["a", "c"]);
        expect(found.candidates.map(({ identifier }) => identifier)).toEqual([true, false]);
        const after = { value: found.candidates[0]!.score, id: "a", identifier: true };
        expect(ids(await retrieve({ ...plan, after }))).toEqual(["c"]);
        const filters = [{ kind: "not", filter: { kind: "terms", field: "sku", values: ["AB 12"] } }] as const;
        expect(ids(await retrieve({ ...plan, filters }))).toEqual(["c"]);
      }),
    );
    test("fields", "only in the fields that are asked for, weighted", () =>
      withProducts(engine, shoes, async (retrieve) => {
        const fields = [{ name: "description", weight: 3 }];
        const found = await retrieve({ query: query("red"), fields });
        expect(ids(found)).toEqual(["b"]);
        const [half] = (await retrieve({ query: query("red"), fields: [{ name: "description", weight: 1.5 }] }))
          .candidates;
        expect(found.candidates[0]!.score).toBeCloseTo(2 * half!.score, 5);
      }),
    );
    test("ties", "equal scores in the order of ids, by code point", () =>
      withProducts(
        engine,
        ["b", "B", "é", "a10", "a9"].map((id) => product(id, "same")),
        async (retrieve) => {
          expect(ids(await retrieve({ query: query("same") }))).toEqual(["B", "a10", "a9", "b", "é"]);
        },
      ),
    );
    test("facts", "what ranking knows of a product, as its JSON says it, also after a change", () =>
      withProducts(engine, described, async (retrieve, retrieval, store) => {
        const check = async () => {
          const found = await retrieve({ query: query("lamp") });
          expect(found.candidates.map((_, i) => found.facts(i))).toEqual(
            found.candidates.map((_, i) => readFacts(found.source(i), mapping)),
          );
          return found;
        };
        const { facts, candidates } = await check();
        expect(candidates.map(({ id }) => id).sort()).toEqual(["x", "y"]);
        expect(facts(candidates.findIndex(({ id }) => id === "x"))).toMatchObject({
          titleTerms: ["acme", "lamp", "2", "ft", "e27"],
          brand: "Acme",
          category: "Home > Lamps",
          price: 19.5,
          inStock: true,
        });
        await store.write("shop", [{ op: "put", product: product("x", "Red lamp", { price: 3 }) }]);
        await retrieval.refresh("shop");
        const again = await check();
        expect(again.facts(again.candidates.findIndex(({ id }) => id === "x"))).toMatchObject({
          titleTerms: ["red", "lamp"],
          brand: null,
          price: 3,
        });
      }),
    );
    test("errors", "errors that name what is wrong", () =>
      withProducts(engine, shoes, async (retrieve, retrieval) => {
        await expect(retrieve({ catalog: "nowhere" })).rejects.toMatchObject({ code: "catalog_not_found" });
        const filters = [{ kind: "exists", field: "nonsense" }] as const;
        await expect(retrieve({ filters })).rejects.toMatchObject({ code: "invalid_request", where: "nonsense" });
        const over = { ...noDeadline, remainingMs: () => 0 };
        await expect(retrieval.retrieve(everything, over)).rejects.toMatchObject({ code: "deadline_exceeded" });
      }),
    );
  });
}
