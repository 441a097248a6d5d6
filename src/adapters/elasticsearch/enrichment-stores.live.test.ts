import { answerStoreContract } from "../../ports/answer-store.contract.ts";
import { enrichmentStoreContract } from "../../ports/enrichment-store.contract.ts";
import { openLiveStores } from "../../testing/live-elasticsearch.ts";

// Records are never cleared, so each claim has indices of its own.
const open = async () => {
  const stores = await openLiveStores();
  const dispose = async () => {
    await stores.close();
    await stores.remove();
  };
  return { stores, dispose };
};

enrichmentStoreContract("Elasticsearch", async () => {
  const { stores, dispose } = await open();
  return { ...stores.enrichments, [Symbol.asyncDispose]: dispose };
});

answerStoreContract("Elasticsearch", async () => {
  const { stores, dispose } = await open();
  return { ...stores.answers, [Symbol.asyncDispose]: dispose };
});
