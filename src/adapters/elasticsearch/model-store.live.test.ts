import { modelStoreContract } from "../../ports/model-store.contract.ts";
import { type LiveStores, openLiveStores } from "../../testing/live-elasticsearch.ts";

let stores: LiveStores;
beforeAll(async () => {
  stores = await openLiveStores();
}, 60_000);
afterAll(async () => {
  await stores.close();
  await stores.remove();
}, 60_000);

modelStoreContract("Elasticsearch", () =>
  Promise.resolve({ ...stores.models, [Symbol.asyncDispose]: () => stores.clear() }),
);
