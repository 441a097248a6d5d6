import { setTimeout as sleep } from "node:timers/promises";
import type { Product } from "./domain/product.ts";
import { jobHandlers, type JobHandlerDeps } from "./job-handlers.ts";
import { openLiveShop } from "./testing/live-shop.ts";

const lamps = Array.from({ length: 50 }, (_, i): Product => ({
  id: `lamp/${i}`,
  title: `${["Desk", "Floor", "Wall"][i % 3]!} lamp ${i}`,
  brand: ["Halden", "Potter"][i % 2]!,
  ...(i % 5 === 0 && { group_id: "family" }),
  attributes: { colour: [["teal", "red"][i % 2]!] },
  price: 10 + i,
}));
const queries = ["lamp", "desk lamp", "halden floor", "lamp 7", "wall lmap", "potter teal"];

describe("the reindex job on Elasticsearch", () => {
  it("builds a live catalogue anew under searches: each is answered, and as before, until and after the old index is gone", async () => {
    // What a search has begun to read stays until it is done.
    await using shop = await openLiveShop({ shopProducts: lamps, retireAfterMs: 1000 });
    await shop.products.write("products", [{ op: "delete", id: "lamp/9" }]);
    await shop.put({ ...lamps[7]!, title: "Wall lamp 7, changed since the import" });
    // Found within a second: on a busy machine answers would else be compared with those of before the two writes.
    while ((await shop.search("changed since")).total !== 1) await sleep(50);
    const before = new Map<string, string>();
    const ask = async (text: string): Promise<string> => {
      const { status, code, total, ids, degraded } = await shop.search(text);
      return JSON.stringify({ status, code, total, ids, degraded });
    };
    for (const text of queries) before.set(text, await ask(text));
    expect(before.get("lamp")).toMatch(/"status":200,"code":null,"total":(?!0,)/);
    expect(new Set(before.values()).size).toBeGreaterThan(4);

    let asking = true;
    let searches = 0;
    const other: unknown[] = [];
    const shopper = async (first: number): Promise<void> => {
      for (let i = first; asking; i += 1) {
        const text = queries[i % queries.length]!;
        const now = await ask(text).catch(String);
        searches += 1;
        if (now !== before.get(text)) other.push({ text, was: before.get(text), now });
      }
    };
    const shoppers = [0, 1, 2].map(shopper);
    const logged: string[] = [];
    const run = {
      ...{ id: "1", signal: new AbortController().signal, progress: () => undefined },
      log: (line: string) => void logged.push(line),
    };
    // Only its products: no other store is asked by this job.
    const deps = { stores: { products: shop.products }, config: { synonymsAuto: false } };
    const { reindex } = jobHandlers(deps as unknown as JobHandlerDeps);
    const versions: unknown[] = [];
    let during = 0;
    for (let i = 0; i < 2; i++) {
      const result = await reindex!({ catalog: "products" }, run);
      during = searches;
      expect(result).toMatchObject({ products: 49 });
      versions.push(result["version"]);
    }
    await sleep(1500); // by then the old indices are dropped
    asking = false;
    await Promise.all(shoppers);
    console.log(`Rebuilt twice: ${during} searches meanwhile, ${searches} in all, ${other.length} failed or differ.`);
    expect(other.slice(0, 3)).toEqual([]);
    expect(during).toBeGreaterThan(5);
    expect(versions[1]).toBeGreaterThan(versions[0] as number);
    expect(logged).toHaveLength(2);
    expect(await shop.products.get("products", "lamp/9")).toBeNull();
    expect(await shop.products.changes("products", 0, 100)).toContainEqual(
      expect.objectContaining({ id: "lamp/9", source: null }),
    );
  }, 60_000);
});
