import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openSqlite } from "../adapters/sqlite/open-sqlite.ts";
import { defaultMapping } from "../testing/harness.ts";
import { makeDemoShop } from "./demo.ts";
import { isUntouchedDemo } from "./untouched-demo.ts";

const shop = { seed: 1, count: 600, nowMs: Date.UTC(2026, 0, 15) };

describe("isUntouchedDemo", () => {
  it("is so for the demo shop as it was made, also years later, and for no other", async () => {
    const folder = await mkdtemp(join(tmpdir(), "winnow-demo-"));
    const stores = await openSqlite(join(folder, "winnow.db"));
    try {
      const { products: store } = stores;
      for (const name of ["demo", "changed", "own"]) await store.defineCatalog(name, defaultMapping);
      await makeDemoShop({ ...shop, store, catalog: "demo" });
      await makeDemoShop({ ...shop, store, catalog: "changed" });
      await makeDemoShop({ ...shop, seed: 2, store, catalog: "own" });
      expect(await isUntouchedDemo(store, "demo", { ...shop, nowMs: Date.UTC(2029, 0, 1) })).toBe(true);
      expect(await isUntouchedDemo(store, "own", shop)).toBe(false);
      expect(await isUntouchedDemo(store, "demo", { ...shop, count: 500 })).toBe(false);
      await store.write("changed", [{ op: "put", product: { id: "d1-00000", title: "A lamp of our own" } }]);
      expect(await isUntouchedDemo(store, "changed", shop)).toBe(false);
    } finally {
      await stores.close();
      await rm(folder, { recursive: true });
    }
  });
});
