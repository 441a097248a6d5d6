import { eventStoreContract } from "../../ports/event-store.contract.ts";
import { openLiveStores } from "../../testing/live-elasticsearch.ts";

eventStoreContract("Elasticsearch", async () => {
  const stores = await openLiveStores();
  return {
    ...stores.events,
    [Symbol.asyncDispose]: async () => {
      await stores.close();
      await stores.remove();
    },
  };
});
