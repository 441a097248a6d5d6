import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openSqlite, type SqliteStores } from "../adapters/sqlite/open-sqlite.ts";
import type { ProductStore } from "../ports/product-store.ts";
import { deleteProduct, getProduct, patchProduct, putProduct, writeProducts } from "./write-products.ts";

const folder = mkdtempSync(join(tmpdir(), "winnow-writes-"));
let stores: SqliteStores;
let store: ProductStore;
beforeAll(async () => {
  stores = await openSqlite(join(folder, "winnow.db"));
  store = stores.products;
});
afterAll(async () => {
  await stores.close();
  rmSync(folder, { recursive: true });
});
beforeEach(async () => {
  for (const { name } of await store.catalogs()) await store.dropCatalog(name);
  const fields = { text: [], keywords: [], numbers: [], facets: [], identifiers: [] };
  await store.defineCatalog("shop", { ...fields, language: "english", body: {} });
});
const stored = async (id: string): Promise<unknown> => JSON.parse(await getProduct(store, "shop", id));

describe("writing many products", () => {
  it("answers each line in order, the wrong ones with what is wrong and where", async () => {
    const outcomes = await writeProducts(store, "shop", [
      { put: { id: "a", title: "A", price: 1 } },
      { put: { id: "b", title: "B", price: -1 } },
      { put: "nonsense" },
      { delete: "nobody" },
      { put: { id: "c", title: "C", attributes: { "a/b": ["x", null] } } },
      { put: { id: "d", title: "D" } },
      { delete: "a" },
    ]);
    expect(outcomes).toMatchObject([
      { id: "a", result: "created" },
      { id: "b", error: { code: "invalid_product", where: "/price" } },
      { id: null, error: { code: "invalid_product", message: "a product is a JSON object" } },
      { id: "nobody", result: "not_found" },
      { id: "c", error: { where: "/attributes/a~1b" } },
      { id: "d", result: "created" },
      { id: "a", result: "deleted" },
    ]);
    expect(await store.catalog("shop")).toMatchObject({ products: 1 });
  });
});

describe("what a product must be", () => {
  const deep: unknown = JSON.parse(`${"[".repeat(100_000)}${"]".repeat(100_000)}`);
  it.each<[string, Record<string, unknown>, string | undefined]>([
    ["an id", { id: "" }, "/id"],
    ["an id of text", { id: 7 }, "/id"],
    ["an id of at most 512 characters", { id: "x".repeat(513) }, "/id"],
    ["a title", { title: undefined }, "/title"],
    ["a price that is a number", { price: "12" }, "/price"],
    ["a price that is finite", { price: Infinity }, "/price"],
    ["a list price of at least 0", { list_price: -0.01 }, "/list_price"],
    ["a currency code", { currency: "euro" }, "/currency"],
    ["a rating of at most 5", { rating: 5.1 }, "/rating"],
    ["a date", { created_at: "yesterday" }, "/created_at"],
    ["stock as a boolean", { in_stock: "yes" }, "/in_stock"],
    ["categories as a list", { categories: "A > B" }, "/categories"],
    ["attributes as an object", { attributes: [] }, "/attributes"],
    ["attributes of lists", { attributes: { colour: "red" } }, "/attributes/colour"],
    ["no prototype", JSON.parse('{"__proto__": {"admin": true}}') as Record<string, unknown>, "/__proto__"],
    ["at most 20 levels", { custom: deep }, undefined],
    ["at most a million characters", { custom: "x".repeat(1_000_001) }, undefined],
  ])("has %s", async (_, fields, where) => {
    const put = putProduct(store, "shop", { id: "a", title: "A", ...fields });
    await expect(put).rejects.toMatchObject({ code: "invalid_product", where });
    expect(await store.catalog("shop")).toMatchObject({ products: 0 });
  });
});

describe("patching a product", () => {
  it("changes the named fields, removes those that are null, and merges attributes", async () => {
    await putProduct(store, "shop", { id: "a", title: "A", price: 2, brand: "B", attributes: { x: [1], y: [2] } });
    expect(await patchProduct(store, "shop", "a", { price: 3, brand: null, attributes: { y: [9], z: [true] } })).toBe(
      "updated",
    );
    expect(await stored("a")).toEqual({ id: "a", title: "A", price: 3, attributes: { x: [1], y: [9], z: [true] } });
    expect(await patchProduct(store, "shop", "a", { price: 3 })).toBe("unchanged");
  });
  it("leaves the product alone when the result would not be one", async () => {
    await putProduct(store, "shop", { id: "a", title: "A" });
    await expect(patchProduct(store, "shop", "a", { title: null })).rejects.toMatchObject({ where: "/title" });
    await expect(patchProduct(store, "shop", "a", { id: "b" })).rejects.toMatchObject({ where: "/id" });
    await expect(patchProduct(store, "shop", "b", {})).rejects.toMatchObject({ code: "product_not_found" });
    expect(await stored("a")).toEqual({ id: "a", title: "A" });
  });
  it("loses none of many patches made at once", async () => {
    await putProduct(store, "shop", { id: "a", title: "A" });
    const fields = Array.from({ length: 12 }, (_, i) => `field_${i}`);
    await Promise.all(fields.map((field) => patchProduct(store, "shop", "a", { [field]: 1 })));
    expect(Object.keys((await stored("a")) as object).sort()).toEqual(["id", "title", ...fields].sort());
  });
});

it("deletes a product once", async () => {
  await putProduct(store, "shop", { id: "a", title: "A" });
  await deleteProduct(store, "shop", "a");
  await expect(deleteProduct(store, "shop", "a")).rejects.toMatchObject({ code: "product_not_found" });
  await expect(getProduct(store, "shop", "a")).rejects.toMatchObject({ code: "product_not_found" });
});
