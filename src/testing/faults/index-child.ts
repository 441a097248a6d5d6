import { openEmbeddedRetrieval } from "../../adapters/embedded/open-embedded-retrieval.ts";
import { openSqlite } from "../../adapters/sqlite/open-sqlite.ts";

// A process that imports and indexes as fast as it can until it is killed: after one of all products each import changes
// the same ones, so that parts are merged and a snapshot is written after each. Says on standard output `import GENERATION` when one is durable
// and `indexed GENERATION` when it can be searched. See kill-index.ts.

const [file, snapshotFolder, round, ...numbers] = process.argv.slice(2);
const [count = 0, changed = 0] = numbers.map(Number);
const { products: store } = await openSqlite(file!);
const retrieval = await openEmbeddedRetrieval({ store, snapshotFolder: snapshotFolder! });
await retrieval.refresh("products");
for (let generation = Number(round) * 1000; ; generation++) {
  const products = Array.from({ length: generation === 1000 ? count : changed }, (_, i) => {
    return { id: `p${i}`, title: `Lamp p${i} v${generation}`, price: generation };
  });
  await using session = await store.openImport("products");
  await session.stage(products);
  await session.commit(true);
  process.stdout.write(`import ${generation}\n`);
  await retrieval.refresh("products");
  process.stdout.write(`indexed ${generation}\n`);
}
