import { openEmbeddedRetrieval } from "../../adapters/embedded/open-embedded-retrieval.ts";
import { openSqlite } from "../../adapters/sqlite/open-sqlite.ts";

// A process that imports and indexes as fast as it can until it is killed: each import changes every other product, so that
// parts are merged and a snapshot is written after each. Says on standard output `import GENERATION` when one is durable
// and `indexed GENERATION` when it can be searched. See kill-index.ts.

const [file, snapshotFolder, round, products] = process.argv.slice(2);
const count = Number(products);
const { products: store } = await openSqlite(file!);
const retrieval = await openEmbeddedRetrieval({ store, snapshotFolder: snapshotFolder! });
await retrieval.refresh("products");
for (let generation = Number(round) * 1000; ; generation++) {
  const changed = Array.from({ length: count / 2 }, (_, i) => {
    const id = `p${2 * i + (generation % 2)}`;
    return { id, title: `Lamp ${id} v${generation}`, price: generation };
  });
  await using session = await store.openImport("products");
  await session.stage(changed);
  await session.commit(true);
  process.stdout.write(`import ${generation}\n`);
  await retrieval.refresh("products");
  process.stdout.write(`indexed ${generation}\n`);
}
