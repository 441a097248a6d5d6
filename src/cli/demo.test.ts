import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openSqlite } from "../adapters/sqlite/open-sqlite.ts";
import { generateProducts } from "../simulation/generate-products.ts";
import { readMapping } from "../text/read-mapping.ts";
import { makeDemoShop } from "./demo.ts";

const nowMs = Date.UTC(2026, 0, 15);

describe("makeDemoShop", () => {
  it("shows the whole shop at once, tells how far it is, and replaces what was there", async () => {
    const folder = await mkdtemp(join(tmpdir(), "winnow-demo-"));
    const stores = await openSqlite(join(folder, "winnow.db"));
    try {
      const store = stores.products;
      await store.defineCatalog("shop", readMapping(JSON.parse(await readFile("mappings/products.json", "utf8"))));
      const seen: string[] = [];
      const onProgress = (done: number, total: number) => seen.push(`${String(done)}/${String(total)}`);
      const first = await makeDemoShop({ store, catalog: "shop", count: 2500, seed: 1, nowMs, onProgress });
      expect(first).toEqual({ created: 2500, updated: 0, unchanged: 0, deleted: 0 });
      expect(seen).toEqual(["1000/2500", "2000/2500", "2500/2500"]);
      const [product] = generateProducts({ seed: 1, count: 1, nowMs });
      expect(JSON.parse((await store.get("shop", product!.id))!.source)).toEqual(product);
      const shorter = await makeDemoShop({ store, catalog: "shop", count: 1000, seed: 1, nowMs });
      expect(shorter).toEqual({ created: 0, updated: 0, unchanged: 1000, deleted: 1500 });
    } finally {
      await stores.close();
      await rm(folder, { recursive: true });
    }
  });
});
