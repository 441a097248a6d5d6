import { openElasticsearch } from "../adapters/elasticsearch/open-elasticsearch.ts";

/*
 * A process that imports the same products with another title again and again, to be killed: node … URL PREFIX COUNT.
 * Tells its parent where it is.
 */
const [url, prefix, count] = process.argv.slice(2) as [string, string, string];
const stores = await openElasticsearch({ url, prefix, retireAfterMs: 0 });
for (let round = 1; ; round++) {
  const title = `round ${process.pid} ${round}`;
  await using session = await stores.products.openImport("shop");
  for (let from = 0; from < Number(count); from += 250) {
    await session.stage(Array.from({ length: 250 }, (_, i) => ({ id: `p${from + i}`, title })));
    process.send?.("staged");
  }
  process.send?.("committing");
  await session.commit(false);
  process.send?.("committed");
}
