import { retrievalContract } from "../../ports/retrieval.contract.ts";
import { openLiveStores } from "../../testing/live-elasticsearch.ts";

retrievalContract("Elasticsearch", async () => {
  const stores = await openLiveStores();
  const retrieval = await stores.openRetrieval();
  return {
    store: stores.products,
    retrieval,
    async [Symbol.asyncDispose]() {
      await retrieval[Symbol.asyncDispose]();
      await stores.close();
      await stores.remove();
    },
  };
});
