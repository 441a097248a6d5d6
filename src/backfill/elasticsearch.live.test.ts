import type { Product } from "../domain/product.ts";
import type { Retrieval } from "../ports/retrieval.ts";
import { createSearch } from "../search/search.ts";
import { openBackfillShop } from "../testing/backfill-shop.ts";
import { openLiveStores } from "../testing/live-elasticsearch.ts";
import { decideText, revertTexts } from "./decide-texts.ts";

const lamp = (i: number): Product => ({
  id: `lamp/${i}`,
  title: `Halden lamp ${i}`,
  brand: "Halden",
  attributes: { colour: ["teal"], fitting: ["e27"] },
});
const lamps = [0, 1, 2].map(lamp);
const written = "This lamp by Halden comes in teal.";

it("on Elasticsearch, a text is searched from when it is applied to when it is taken back, and an import keeps it", async () => {
  const live = await openLiveStores();
  try {
    await using shop = await openBackfillShop(() => written, { ...live, close: () => Promise.resolve() });
    const retrieval = await live.openRetrieval();
    try {
      await shop.import(lamps);
      expect(await shop.run({ limit: 2 })).toMatchObject({ applied: 2, stopped: null });
      expect(await found(retrieval)).toEqual(["lamp/0", "lamp/1"]);
      const before = await shop.products.catalog("shop");
      await shop.import(lamps);
      expect(await shop.products.catalog("shop")).toEqual(before);
      expect(await found(retrieval)).toEqual(["lamp/0", "lamp/1"]);
      const deps = { products: shop.products, enrichments: shop.stores.enrichments, now: shop.now };
      await decideText(deps, "shop", "lamp/0", { kind: "revert" }, "ann");
      expect(await found(retrieval)).toEqual(["lamp/1"]);
      expect(await revertTexts(deps, "shop", { batch: null, by: "ann" })).toBe(1);
      expect(await found(retrieval)).toEqual([]);
    } finally {
      await retrieval[Symbol.asyncDispose]();
    }
  } finally {
    await live.close();
    await live.remove();
  }
}, 60_000);

/** By words that only the model has written. */
async function found(retrieval: Retrieval): Promise<readonly string[]> {
  await retrieval.refresh("shop");
  const search = createSearch({ retrieval, synonyms: () => [], newQueryId: () => "0".repeat(32) });
  const answer = await search.search(
    {
      ...{ catalog: "shop", text: "comes", filters: [], facets: [], sort: { by: "relevance" }, page: 1, size: 10 },
      ...{ collapse: true, explain: false, highlight: false },
    },
    { signal: new AbortController().signal, remainingMs: () => 5000 },
  );
  return answer.hits.map(({ id }) => id).sort();
}
