import { modelStoreContract } from "../../ports/model-store.contract.ts";
import { openLiveStores } from "../../testing/live-elasticsearch.ts";

// Models and decisions are never cleared, so each claim has indices of its own.
modelStoreContract("Elasticsearch", async () => {
  const stores = await openLiveStores();
  return {
    ...stores.models,
    [Symbol.asyncDispose]: async () => {
      await stores.close();
      await stores.remove();
    },
  };
});
