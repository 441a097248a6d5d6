import { synonymStoreContract } from "../../ports/synonym-store.contract.ts";
import { openLiveStores } from "../../testing/live-elasticsearch.ts";

// Records are never cleared, so each claim has indices of its own.
synonymStoreContract("Elasticsearch", async () => {
  const stores = await openLiveStores();
  const dispose = async () => {
    await stores.close();
    await stores.remove();
  };
  return { ...stores.synonyms, [Symbol.asyncDispose]: dispose };
});
