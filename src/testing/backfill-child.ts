import { openLanguageModel } from "../adapters/openai/open-language-model.ts";
import { openSqlite } from "../adapters/sqlite/open-sqlite.ts";
import { backfillDescriptions } from "../backfill/backfill-descriptions.ts";
import { defaultBackfill } from "../backfill/backfill-options.ts";
import { openRunAccount } from "../backfill/run-account.ts";
import { enrichedProducts } from "../backfill/enriched-products.ts";

// A process that writes descriptions for the catalogue `shop` of a SQLite file until it is done or killed, and says its
// report on standard output. See backfill/kill.test.ts.

const [file, url, atOnce] = process.argv.slice(2) as [string, string, string];
const stores = await openSqlite(file);
const products = enrichedProducts(stores.products, stores.enrichments);
const model = openLanguageModel({
  ...{ url, model: "scripted", key: null, timeoutMs: 5000, atOnce: Number(atOnce), answers: stores.answers },
  ...{ prices: { prompt: 1, completion: 1 }, monthly: { tokens: null, costMicros: null }, now: Date.now },
});
const report = await backfillDescriptions(
  {
    products,
    enrichments: stores.enrichments,
    model,
    now: Date.now,
    account: await openRunAccount(stores.answers, "killed", Date.now),
  },
  {
    ...{ ...defaultBackfill, catalog: "shop", batch: "killed", language: "english", attributes: false },
    atOnce: Number(atOnce),
  },
  { signal: new AbortController().signal, onProgress: () => undefined, log: (line) => console.error(line) },
);
await stores.close();
console.log(JSON.stringify(report));
