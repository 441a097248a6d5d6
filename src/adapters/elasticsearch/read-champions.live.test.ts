import { defaultMapping } from "../../testing/harness.ts";
import { elasticsearchUrl, openLiveStores } from "../../testing/live-elasticsearch.ts";
import { aModel } from "../../testing/model-builders.ts";
import { readChampions } from "./read-champions.ts";

it("reads the champions of catalogues that have one, says what is missing, and makes no index to find none", async () => {
  const stores = await openLiveStores();
  const options = { url: elasticsearchUrl(), prefix: stores.prefix };
  try {
    for (const name of ["shop", "outlet", "mall"]) await stores.products.defineCatalog(name, defaultMapping);
    await stores.models.save(aModel({ version: "m-1", catalog: "shop" }), "trees");
    await stores.models.point("shop", { revision: 1, champion: "m-1", canary: null });
    await stores.models.point("mall", { revision: 1, champion: "m-gone", canary: null });
    const found = [...(await readChampions(options))].sort((a, b) => (a.version < b.version ? -1 : 1));
    expect(found).toMatchObject([
      { catalog: "shop", version: "m-1", record: { version: "m-1" }, text: "trees" },
      { catalog: "mall", version: "m-gone", record: null, text: null },
    ]);
    const nobody = `${stores.prefix}nobody`;
    expect(await readChampions({ ...options, prefix: nobody })).toEqual([]);
    const indices = await (await fetch(`${elasticsearchUrl()}/_cat/indices/${nobody}*?h=index`)).text();
    expect(indices).toBe("");
  } finally {
    await stores.close();
    await stores.remove();
  }
}, 60_000);
