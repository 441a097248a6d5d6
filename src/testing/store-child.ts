import { openSqlite } from "../adapters/sqlite/open-sqlite.ts";
import type { Product } from "../domain/product.ts";

// A process that writes and imports as fast as it can until it is killed, and says on standard output what has been
// acknowledged: `put ID VERSION` and `import GENERATION`. See kill.test.ts.

/** Products of one import; all carry the import's generation. */
const IMPORTED = 600;
const WRITTEN = 12;

const [file, round] = process.argv.slice(2);
const { products } = await openSqlite(file!);
const first = Number(round) * 100_000;
await Promise.all([writing(), importing()]);

async function writing(): Promise<void> {
  for (let version = first; ; version++) {
    const id = `written-${version % WRITTEN}`;
    await products.write("shop", [{ op: "put", product: product(id, version) }]);
    process.stdout.write(`put ${id} ${version}\n`);
  }
}

async function importing(): Promise<void> {
  for (let generation = first; ; generation++) {
    await using session = await products.openImport("shop");
    for (let start = 0; start < IMPORTED; start += 100) {
      await session.stage(Array.from({ length: 100 }, (_, i) => product(`imported-${start + i}`, generation)));
    }
    await session.commit(true);
    process.stdout.write(`import ${generation}\n`);
  }
}

function product(id: string, version: number): Product {
  return { id, title: `Product ${id}`, description: "x".repeat(400), version };
}
