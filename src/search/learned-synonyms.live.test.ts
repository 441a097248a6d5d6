import type { Product } from "../domain/product.ts";
import { expectLiteralFirst, mapping } from "../testing/learned-synonyms.ts";
import { openLiveStores } from "../testing/live-elasticsearch.ts";

const seed = 20261125;

it(`a learned synonym, on Elasticsearch, never outranks a literal match in the learned order (seed ${seed})`, async () => {
  const stores = await openLiveStores();
  try {
    await stores.products.defineCatalog("products", mapping);
    await using retrieval = await stores.openRetrieval();
    const shopWith = async (products: readonly Product[]) => {
      const gone = Array.from({ length: 12 - products.length }, (_, i) => String(i + products.length));
      await stores.products.write("products", [
        ...products.map((product) => ({ op: "put" as const, product })),
        ...gone.map((id) => ({ op: "delete" as const, id })),
      ]);
      await retrieval.refresh("products");
      return retrieval;
    };
    const { turned, below } = await expectLiteralFirst(shopWith, { seed, numRuns: 15 });
    expect([turned > 3, below > 0]).toEqual([true, true]);
  } finally {
    await stores.close();
    await stores.remove();
  }
}, 120_000);
