import type { Product } from "../domain/product.ts";
import type { SearchAnswer, SearchRequest } from "../domain/search.ts";
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

const boots = (i: number, colour?: string): Product => ({
  id: `boots/${i}`,
  title: `${colour === undefined ? "Brown" : "Fell"} boots ${i}`,
  description: "Boots that the shop has described itself, in words enough for everyone.",
  categories: ["Shoes > Boots"],
  attributes: { material: ["leather"], ...(colour !== undefined && { colour: [colour] }) },
});
const shelf = Array.from({ length: 46 }, (_, i) => boots(i, ["black", "brown", "red"][i % 3]));
const lacking = [46, 47, 48].map((i) => boots(i));

it("on Elasticsearch, an attribute that is filled in is found, filtered and counted by until it is taken back", async () => {
  const live = await openLiveStores();
  try {
    const say = { attributes: [{ name: "colour", value: "brown" }] };
    await using shop = await openBackfillShop(() => ({ say }), { ...live, close: () => Promise.resolve() });
    const retrieval = await live.openRetrieval();
    try {
      await shop.import([...shelf, ...lacking]);
      const own = shelf.filter(({ attributes }) => attributes!["colour"]?.[0] === "brown").map(({ id }) => id);
      const filled = lacking.map(({ id }) => id);
      expect(await brown(retrieval)).toEqual({ ids: [...own].sort(), counted: own.length });
      expect(await shop.run()).toMatchObject({ wanted: 3, applied: 3, proposed: 0, failed: 0 });
      expect(await brown(retrieval)).toEqual({ ids: [...own, ...filled].sort(), counted: own.length + 3 });
      const deps = { products: shop.products, enrichments: shop.stores.enrichments, now: shop.now };
      await decideText(deps, "shop", "boots/47", { kind: "revert" }, "ann");
      const left = [...own, "boots/46", "boots/48"].sort();
      expect(await brown(retrieval)).toEqual({ ids: left, counted: left.length });
      expect(await revertTexts(deps, "shop", { batch: null, by: "ann" })).toBe(2);
      expect(await brown(retrieval)).toEqual({ ids: [...own].sort(), counted: own.length });
    } finally {
      await retrieval[Symbol.asyncDispose]();
    }
  } finally {
    await live.close();
    await live.remove();
  }
}, 60_000);

/** Boots whose colour is brown: by the filter, and as the facet counts them without it. */
async function brown(retrieval: Retrieval): Promise<{ readonly ids: readonly string[]; readonly counted: number }> {
  const field = "attributes.colour";
  const filtered = await searchFor(retrieval, { text: "", filters: [{ kind: "terms", field, values: ["brown"] }] });
  const counted = await searchFor(retrieval, { text: "boots", facets: [{ kind: "terms", field, size: 10 }] });
  const facet = counted.facets[0];
  const value = facet?.kind === "terms" ? facet.values.find((each) => each.value === "brown") : undefined;
  return { ids: filtered.hits.map(({ id }) => id).sort(), counted: value?.count ?? 0 };
}

/** By words that only the model has written. */
async function found(retrieval: Retrieval): Promise<readonly string[]> {
  return (await searchFor(retrieval, { text: "comes" })).hits.map(({ id }) => id).sort();
}

async function searchFor(retrieval: Retrieval, asked: Partial<SearchRequest>): Promise<SearchAnswer> {
  await retrieval.refresh("shop");
  const search = createSearch({ retrieval, synonyms: () => [], newQueryId: () => "0".repeat(32) });
  return await search.search(
    {
      ...{ catalog: "shop", text: "", filters: [], facets: [], sort: { by: "relevance" }, page: 1, size: 50 },
      ...{ collapse: true, explain: false, highlight: false },
      ...asked,
    },
    { signal: new AbortController().signal, remainingMs: () => 5000 },
  );
}
