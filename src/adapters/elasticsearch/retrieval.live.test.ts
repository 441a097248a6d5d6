import { retrievalContract } from "../../ports/retrieval.contract.ts";
import { type LiveStores, openLiveStores } from "../../testing/live-elasticsearch.ts";
import { retrievalGaps } from "./retrieval-gaps.ts";

let stores: LiveStores;
beforeAll(async () => {
  stores = await openLiveStores();
}, 60_000);
afterAll(async () => {
  await stores.close();
  await stores.remove();
}, 60_000);

retrievalContract(
  "Elasticsearch",
  {
    openStore: () => Promise.resolve({ ...stores.products, [Symbol.asyncDispose]: () => stores.clear() }),
    openRetrieval: () => stores.openRetrieval(),
  },
  retrievalGaps,
);
