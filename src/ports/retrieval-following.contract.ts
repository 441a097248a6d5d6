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
} from "./retrieval-harness.contract.ts";
import type { ProductStore } from "./product-store.ts";
import type { Retrieval } from "./retrieval.ts";

/** Keeping up with the store. */
export function retrievalFollowingContract(engine: EngineUnderTest, gaps: Gaps): void {
  const test = testWith(gaps);
  const following = async (run: (store: ProductStore, retrieval: Retrieval) => Promise<void>) => {
    await using store = await engine.openStore();
    await store.defineCatalog("shop", mapping);
    await using retrieval = await engine.openRetrieval(store);
    await run(store, retrieval);
  };
  const found = async (retrieval: Retrieval, plan = {}, catalog = "shop") =>
    await retrieval.retrieve({ ...everything, catalog, ...plan }, noDeadline);

  describe("following the store", () => {
    test("empty", "an empty catalogue answers with nothing", () =>
      following(async (_, retrieval) => {
        await retrieval.refresh("shop");
        const facets = [{ kind: "terms", field: "brand", size: 5 }] as const;
        const answer = await found(retrieval, { facets, query: query("red") });
        expect(answer).toMatchObject({ candidates: [], total: 0, facets: [{ values: [], more: 0 }] });
        expect(retrieval.health("shop")).toEqual({ ready: true, lag: 0 });
      }),
    );
    test("writes", "shows created, changed and deleted products after a refresh", () =>
      following(async (store, retrieval) => {
        await store.write(
          "shop",
          ["a", "b", "c"].map((id) => ({ op: "put", product: product(id, `thing ${id}`) })),
        );
        await retrieval.refresh("shop");
        expect(ids(await found(retrieval))).toEqual(["a", "b", "c"]);
        await store.write("shop", [
          { op: "put", product: product("b", "other") },
          { op: "delete", id: "a" },
          { op: "put", product: product("d", "thing d") },
        ]);
        await retrieval.refresh("shop");
        expect(ids(await found(retrieval, { query: query("thing") }))).toEqual(["c", "d"]);
        expect(ids(await found(retrieval, { query: query("other") }))).toEqual(["b"]);
        expect(retrieval.stats("shop")).toMatchObject({ products: 3, sequence: 6 });
      }),
    );
    test("groups", "counts a group once while its variants change one by one", () =>
      following(async (store, retrieval) => {
        const variant = (id: string, group_id: string, brand: string) => product(id, "shirt", { group_id, brand });
        const put = async (...products: ReturnType<typeof variant>[]) => {
          await store.write(
            "shop",
            products.map((each) => ({ op: "put", product: each })),
          );
          await retrieval.refresh("shop");
          const facets = [{ kind: "terms", field: "brand", size: 5 }] as const;
          const {
            total,
            facets: [brands],
            candidates,
          } = await found(retrieval, { collapse: true, facets });
          return { total, brands, variants: candidates.map((each) => each.variants) };
        };
        const acme = (count: number) => ({ values: [{ value: "Acme", count }] });
        expect(await put(variant("1", "g", "Acme"), variant("2", "g", "Acme"))).toMatchObject({
          total: 1,
          brands: acme(1),
        });
        expect(await put(variant("3", "g", "Acme"))).toMatchObject({ total: 1, brands: acme(1), variants: [3] });
        expect(await put(variant("1", "h", "Acme"))).toMatchObject({ total: 2, brands: acme(2), variants: [1, 2] });
      }),
    );
    test("import", "shows an import all at once", () =>
      following(async (store, retrieval) => {
        const load = async (title: string) => {
          await using session = await store.openImport("shop");
          await session.stage(Array.from({ length: 900 }, (_, i) => product(`p${i}`, title)));
          await session.commit(false);
        };
        await load("old");
        await retrieval.refresh("shop");
        const refreshed = load("new").then(async () => {
          await retrieval.refresh("shop");
          return true;
        });
        const seen = new Set<number>();
        for (let done = false; !done;) {
          seen.add((await found(retrieval, { query: query("new"), size: 0 })).total);
          done = await Promise.race([refreshed, new Promise<false>((resolve) => setTimeout(() => resolve(false), 1))]);
        }
        seen.add((await found(retrieval, { query: query("new"), size: 0 })).total);
        expect([...seen].toSorted((a, b) => a - b)).toEqual([0, 900]);
      }),
    );
    test("catalogs", "keeps catalogues apart, notices new ones and forgets dropped ones", () =>
      following(async (store, retrieval) => {
        await store.defineCatalog("books", mapping);
        await store.write("books", [{ op: "put", product: product("x", "book") }]);
        await retrieval.refresh("books");
        await retrieval.refresh("shop");
        expect(ids(await found(retrieval, {}, "books"))).toEqual(["x"]);
        expect(ids(await found(retrieval))).toEqual([]);
        await store.dropCatalog("books");
        await expect(retrieval.refresh("books")).rejects.toMatchObject({ code: "catalog_not_found" });
      }),
    );
    test("mapping", "is indexed anew by a new mapping", () =>
      following(async (store, retrieval) => {
        await store.write("shop", [{ op: "put", product: product("a", "red shoe") }]);
        await retrieval.refresh("shop");
        const identifiers = ["sku"];
        await store.defineCatalog("shop", { ...mapping, identifiers });
        await retrieval.refresh("shop");
        expect(retrieval.mapping("shop").identifiers).toEqual(identifiers);
        expect(ids(await found(retrieval, { query: query("red") }))).toEqual(["a"]);
      }),
    );
    test("lexicon", "knows the catalogue's words as they are indexed now", () =>
      following(async (store, retrieval) => {
        const write = async (...titles: string[]) => {
          await store.write(
            "shop",
            titles.map((title, i) => ({ op: "put", product: product(`${title}${i}`, title) })),
          );
          await retrieval.refresh("shop");
        };
        await write("red shoe", "red hat");
        expect(retrieval.lexicon("shop").vocabulary.frequency("red")).toBe(2);
        await write("red scarf");
        expect(retrieval.lexicon("shop").vocabulary.frequency("red")).toBe(3);
      }),
    );
  });
}
