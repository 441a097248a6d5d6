import type { Product } from "../../domain/product.ts";
import { importAll, openLiveShop } from "../../testing/live-shop.ts";

const products = (price: number): readonly Product[] =>
  Array.from({ length: 2000 }, (_, i) => ({ id: `p${i}`, title: `Lamp number ${i}`, brand: "Acme", price }));

describe("a full import into a live Elasticsearch catalogue", () => {
  it("goes on under searches: none fails, none is empty, none is degraded, and the new products are shown", async () => {
    // As long as in production: what a search has begun to read stays until it is done.
    await using shop = await openLiveShop({ shopProducts: products(1), retireAfterMs: 2000 });
    let importing = true;
    let searches = 0;
    const wrong: unknown[] = [];
    const ms: number[] = [];
    const searcher = async (first: number): Promise<void> => {
      for (let i = first; importing; i += 7) {
        const answer = await shop.search(i % 2 === 0 ? "lamp" : `lamp number ${i % 2000}`);
        searches += 1;
        ms.push(answer.ms);
        if (answer.status !== 200 || answer.total !== 2000 || answer.degraded.length > 0) wrong.push(answer);
      }
    };
    const searchers = [1, 2, 3, 4].map(searcher);
    let during = 0;
    for (const price of [2, 3, 4]) {
      await importAll(shop.products, products(price));
      during = searches;
      expect(JSON.parse((await shop.products.get("products", "p7"))!.source)).toMatchObject({ price });
    }
    // The replaced indices are dropped now.
    await new Promise((resolve) => setTimeout(resolve, 2500));
    importing = false;
    await Promise.all(searchers);
    ms.sort((a, b) => a - b);
    const at = (share: number) => Math.round(ms[Math.floor(share * ms.length)]!);
    console.log(
      `3 full imports of 2,000 products: ${during} searches meanwhile, ${wrong.length} wrong; p50 ${at(0.5)} ms, p99 ${at(0.99)} ms, longest ${Math.round(ms.at(-1)!)} ms`,
    );
    expect(wrong).toEqual([]);
    expect(during).toBeGreaterThan(20);
  }, 120_000);
});
