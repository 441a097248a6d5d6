import { readFileSync } from "node:fs";
import type { CatalogMapping } from "../domain/mapping.ts";
import type { Product } from "../domain/product.ts";
import { readMapping } from "../text/read-mapping.ts";
import type { ProductChange, ProductStore } from "./product-store.ts";

/** What every product store must do. `makeStore` gives an empty one; the suite disposes of it. */
export function productStoreContract(name: string, makeStore: () => Promise<ProductStore>): void {
  describe(`${name} keeps products`, () => {
    let store: ProductStore;
    beforeEach(async () => {
      store = await makeStore();
      await store.defineCatalog("shop", mapping());
    });
    afterEach(async () => {
      await store[Symbol.asyncDispose]();
    });
    const put = (...products: readonly Product[]) =>
      store.write(
        "shop",
        products.map((product) => ({ op: "put", product })),
      );
    const stored = async () => contents(await store.changes("shop", 0, 1000));
    const importing = async (keepMissing: boolean, ...products: readonly Product[]) => {
      await using session = await store.openImport("shop");
      await session.stage(products);
      return await session.commit(keepMissing);
    };

    describe("catalogues", () => {
      it("lists catalogues by name, each with its mapping and counts", async () => {
        await store.defineCatalog("books", mapping("german"));
        await put(product("a"), product("b"));
        const [books, shop] = await store.catalogs();
        expect(books).toMatchObject({ name: "books", products: 0, sequence: 0 });
        expect(shop).toMatchObject({ name: "shop", products: 2, sequence: 2 });
        expect(await store.mapping("books")).toEqual(mapping("german"));
      });
      it("moves the mapping version with a new mapping only, and keeps the products", async () => {
        await put(product("a"));
        const before = await store.catalog("shop");
        expect(await store.defineCatalog("shop", mapping())).toEqual(before);
        const after = await store.defineCatalog("shop", mapping("german"));
        expect(after.mappingVersion).toBeGreaterThan(before.mappingVersion);
        expect(after.products).toBe(1);
        expect(await store.mapping("shop")).toEqual(mapping("german"));
      });
      it("moves the mapping version when an index is to be built anew, and keeps mapping and products", async () => {
        await put(product("a"));
        const before = await store.catalog("shop");
        const after = await store.rebuildCatalog("shop");
        expect(after.mappingVersion).toBeGreaterThan(before.mappingVersion);
        expect(after).toEqual({ ...before, mappingVersion: after.mappingVersion });
        expect(await store.mapping("shop")).toEqual(mapping());
        expect(await store.get("shop", "a")).not.toBeNull();
        await expect(store.rebuildCatalog("nowhere")).rejects.toMatchObject({ code: "catalog_not_found" });
      });
      it("never gives a dropped catalogue's mapping version to its successor", async () => {
        const before = await store.catalog("shop");
        await put(product("a"));
        await store.dropCatalog("shop");
        expect(await store.catalogs()).toEqual([]);
        const after = await store.defineCatalog("shop", mapping());
        expect(after.mappingVersion).toBeGreaterThan(before.mappingVersion);
        expect(await store.get("shop", "a")).toBeNull();
      });
      it("says which catalogue is missing", async () => {
        const missing = { code: "catalog_not_found", message: expect.stringContaining("nowhere") as string };
        await expect(store.catalog("nowhere")).rejects.toMatchObject(missing);
        await expect(store.mapping("nowhere")).rejects.toMatchObject(missing);
        await expect(store.dropCatalog("nowhere")).rejects.toMatchObject(missing);
        await expect(store.get("nowhere", "a")).rejects.toMatchObject(missing);
        await expect(store.write("nowhere", [{ op: "delete", id: "a" }])).rejects.toMatchObject(missing);
        await expect(store.openImport("nowhere")).rejects.toMatchObject(missing);
        await expect(store.changes("nowhere", 0, 1)).rejects.toMatchObject(missing);
        await expect(store.members("nowhere", ["a"])).rejects.toMatchObject(missing);
      });
      it("keeps catalogues apart", async () => {
        await store.defineCatalog("books", mapping());
        await put(product("a"));
        expect(await store.get("books", "a")).toBeNull();
        expect(await store.write("books", [{ op: "delete", id: "a" }])).toEqual(["not_found"]);
        expect(await store.changes("books", 0, 10)).toEqual([]);
        expect(await store.members("books", ["a"])).toEqual([]);
      });
    });

    describe("writes", () => {
      it("says what became of each write, in order", async () => {
        await put(product("same"), product("other"), product("gone"));
        const results = await store.write("shop", [
          { op: "put", product: product("new") },
          { op: "put", product: product("same") },
          { op: "put", product: product("other", { price: 2 }) },
          { op: "delete", id: "gone" },
          { op: "delete", id: "never" },
          { op: "put", product: product("new", { price: 3 }) },
        ]);
        expect(results).toEqual(["created", "unchanged", "updated", "deleted", "not_found", "updated"]);
        expect(await store.catalog("shop")).toMatchObject({ products: 3, sequence: 7 });
        expect(await stored()).toMatchObject({ other: { price: 2 }, new: { price: 3 }, gone: null });
      });
      it("gives a product back as it was written, whatever its id and text", async () => {
        const strange = product("ü/%_'\"\\ \u{1F600}", {
          title: "<b>\u0000\u2028 'x' \"y\"",
          custom: { deep: [1, null] },
        });
        await put(strange);
        expect(JSON.parse((await store.get("shop", strange.id))!.source)).toEqual(strange);
        expect(await store.get("shop", "ü")).toBeNull();
      });
      it("finds several at once, in the order asked for", async () => {
        await put(product("a"), product("b"));
        await store.write("shop", [{ op: "delete", id: "b" }]);
        const found = await store.find("shop", ["b", "a", "never", "a"]);
        const a = await store.get("shop", "a");
        expect(found).toEqual([null, a, null, a]);
        expect(await store.find("shop", [])).toEqual([]);
        await expect(store.find("nowhere", ["a"])).rejects.toMatchObject({ code: "catalog_not_found" });
      });
      it("keeps an unchanged product's sequence", async () => {
        await put(product("a"), product("b"));
        await put(product("a"));
        expect(await store.get("shop", "a")).toMatchObject({ sequence: 1 });
      });
      it("creates again what was deleted", async () => {
        await put(product("a"));
        await store.write("shop", [{ op: "delete", id: "a" }]);
        expect(await store.get("shop", "a")).toBeNull();
        expect(await store.write("shop", [{ op: "delete", id: "a" }])).toEqual(["not_found"]);
        expect(await put(product("a"))).toEqual(["created"]);
        expect(await store.get("shop", "a")).toMatchObject({ sequence: 3 });
        expect(await store.catalog("shop")).toMatchObject({ products: 1, sequence: 3 });
      });
      it("refuses a write made from a version that has been replaced or deleted since", async () => {
        await put(product("a"));
        const write = (replaces: number, price: number) =>
          store.write("shop", [{ op: "put", product: product("a", { price }), replaces }]);
        expect(await write(1, 2)).toEqual(["updated"]);
        expect(await write(1, 3)).toEqual(["conflict"]);
        expect(await stored()).toMatchObject({ a: { price: 2 } });
        await store.write("shop", [{ op: "delete", id: "a" }]);
        expect(await write(2, 4)).toEqual(["conflict"]);
        expect(await store.catalog("shop")).toMatchObject({ products: 0, sequence: 3 });
      });
      it("lets exactly one of many that replace the same version win", async () => {
        await put(product("a"));
        const prices = Array.from({ length: 20 }, (_, i) => i + 2);
        const results = await Promise.all(
          prices.map((price) => store.write("shop", [{ op: "put", product: product("a", { price }), replaces: 1 }])),
        );
        expect(results.flat().filter((result) => result === "updated")).toHaveLength(1);
        expect(results.flat().filter((result) => result === "conflict")).toHaveLength(19);
      });
    });

    describe("changes", () => {
      it("gives each product's latest change once, oldest first, a page at a time", async () => {
        await put(product("a"), product("b"), product("c"));
        await put(product("a", { price: 9 }));
        await store.write("shop", [{ op: "delete", id: "b" }]);
        const first = await store.changes("shop", 0, 2);
        expect(first.map(({ id, sequence }) => [id, sequence])).toEqual([["c", 3], ["a", 4]]); // prettier-ignore
        const second = await store.changes("shop", 4, 2);
        expect(second).toEqual([{ id: "b", sequence: 5, source: null }]);
        expect(await store.changes("shop", 5, 2)).toEqual([]);
      });
      it("gives the living members of groups, a product without a group being its own", async () => {
        await put(
          product("s", { group_id: "shirt" }),
          product("m", { group_id: "shirt" }),
          product("shirt"),
          product("lone"),
          product("hat-1", { group_id: "hat" }),
        );
        await store.write("shop", [{ op: "delete", id: "m" }]);
        const ids = async (...groups: readonly string[]) =>
          (await store.members("shop", groups)).map(({ id }) => id).sort();
        expect(await ids("shirt")).toEqual(["s", "shirt"]);
        expect(await ids("lone", "hat", "nobody", "lone")).toEqual(["hat-1", "lone"]);
        expect(await ids()).toEqual([]);
        await put(product("s", { group_id: "hat" }));
        expect(await ids("hat")).toEqual(["hat-1", "s"]);
      });
    });

    describe("imports", () => {
      it("shows nothing before the commit and all of it after", async () => {
        await put(product("old"));
        await using session = await store.openImport("shop");
        await session.stage([product("a"), product("b")]);
        await session.stage([product("c")]);
        expect(await store.catalog("shop")).toMatchObject({ products: 1, sequence: 1 });
        expect(Object.keys(await stored())).toEqual(["old"]);
        expect(await store.members("shop", ["a"])).toEqual([]);
        expect(await session.commit(false)).toEqual({ created: 3, updated: 0, unchanged: 0, deleted: 1 });
        expect(await store.catalog("shop")).toMatchObject({ products: 3, sequence: 5 });
        expect(await stored()).toMatchObject({ a: {}, b: {}, c: {}, old: null });
      });
      it("changes only what changed, and deletes what is missing", async () => {
        await put(product("same"), product("cheaper", { price: 9 }), product("missing"));
        const counts = await importing(false, product("same"), product("cheaper", { price: 8 }), product("new"));
        expect(counts).toEqual({ created: 1, updated: 1, unchanged: 1, deleted: 1 });
        expect(await store.get("shop", "same")).toMatchObject({ sequence: 1 });
        expect((await store.changes("shop", 3, 10)).map(({ id }) => id).sort()).toEqual(["cheaper", "missing", "new"]);
        expect(await importing(false, product("same"), product("cheaper", { price: 8 }), product("new"))).toEqual({
          created: 0,
          updated: 0,
          unchanged: 3,
          deleted: 0,
        });
        expect(await store.catalog("shop")).toMatchObject({ products: 3, sequence: 6 });
      });
      it("leaves missing products alone when asked to", async () => {
        await put(product("missing"), product("a"));
        const counts = await importing(true, product("a", { price: 2 }));
        expect(counts).toEqual({ created: 0, updated: 1, unchanged: 0, deleted: 0 });
        expect(await stored()).toMatchObject({ missing: {}, a: { price: 2 } });
      });
      it("lets the last of several products with one id win, within a chunk and across chunks", async () => {
        await using session = await store.openImport("shop");
        await session.stage([product("a", { price: 1 }), product("a", { price: 2, group_id: "g" })]);
        await session.stage([product("a", { price: 3, group_id: "h" }), product("b")]);
        expect(await session.commit(false)).toMatchObject({ created: 2 });
        expect(await stored()).toMatchObject({ a: { price: 3 } });
        expect(await store.members("shop", ["g"])).toEqual([]);
        expect(await store.members("shop", ["h"])).toHaveLength(1);
      });
      it("brings back a deleted product", async () => {
        await put(product("a"));
        await store.write("shop", [{ op: "delete", id: "a" }]);
        expect(await importing(false, product("a"))).toMatchObject({ created: 1 });
        expect(await store.catalog("shop")).toMatchObject({ products: 1, sequence: 3 });
      });
      it("forgets what was staged when disposed of without a commit", async () => {
        await put(product("a"));
        {
          await using session = await store.openImport("shop");
          await session.stage([product("b")]);
        }
        expect(await store.catalog("shop")).toMatchObject({ products: 1, sequence: 1 });
        expect(await importing(false, product("c"))).toEqual({ created: 1, updated: 0, unchanged: 0, deleted: 1 });
      });
      it("weighs an import against what is live when it commits, writes since it began included", async () => {
        await put(product("a"));
        await using session = await store.openImport("shop");
        await session.stage([product("a"), product("b")]);
        await put(product("a", { price: 7 }), product("late"));
        expect(await session.commit(false)).toEqual({ created: 1, updated: 1, unchanged: 0, deleted: 1 });
        expect(JSON.parse((await store.get("shop", "a"))!.source)).toEqual(product("a"));
      });
      it("takes an import of nothing", async () => {
        await put(product("a"));
        expect(await importing(true)).toEqual({ created: 0, updated: 0, unchanged: 0, deleted: 0 });
        expect(await importing(false)).toEqual({ created: 0, updated: 0, unchanged: 0, deleted: 1 });
      });
    });
  });
}

function product(id: string, more: Partial<Product> = {}): Product {
  return { id, title: `Product ${id}`, ...more };
}

function contents(changes: readonly ProductChange[]): Record<string, unknown> {
  return Object.fromEntries(
    changes.map(({ id, source }): [string, unknown] => [id, source === null ? null : JSON.parse(source)]),
  );
}

/** A whole one: a store that searches what it stores indexes by it. */
function mapping(language = "english"): CatalogMapping {
  return { ...readMapping(JSON.parse(readFileSync("mappings/products.json", "utf8"))), language };
}
