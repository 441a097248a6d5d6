import { productStoreContract } from "../../ports/product-store.contract.ts";
import { openLiveStores } from "../../testing/live-elasticsearch.ts";

productStoreContract("Elasticsearch", async () => {
  const { products, remove } = await openLiveStores();
  return {
    ...products,
    async [Symbol.asyncDispose]() {
      await products[Symbol.asyncDispose]();
      await remove();
    },
  };
});
