import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openSqlite } from "../src/adapters/sqlite/open-sqlite.ts";
import { importProducts } from "../src/catalog/import-products.ts";
import { fileSource } from "../src/catalog/read/source.ts";
import type { CatalogMapping } from "../src/domain/mapping.ts";
import type { Product } from "../src/domain/product.ts";
import { seededRandom } from "../ranking/metrics/random.ts";
import type { Benchmark, BenchResult } from "./harness.ts";
import { type EventRates, measureEvents } from "./ingest-events.ts";
import { plainInserts, rate } from "./plain-sqlite.ts";

/** Written together, by us and by the peer: one transaction, one sync. */
const CHUNK = 1000;

/**
 * Products made durable by an import (staged, then shown all at once) and by writes, beside plain inserts of the same
 * bytes into a table `(id, source)` with the same pragmas and as many rows a transaction. `import from CSV` reads,
 * matches and checks as well. Events, through `events/accept`, stand beside plain inserts of their bytes.
 */
export const bench: Benchmark = {
  name: "ingest",
  title: "products and events made durable per second, beside plain SQLite inserts of the same bytes",
  async run({ quick, log }): Promise<BenchResult> {
    const seed = 1;
    const count = quick ? 20_000 : 100_000;
    const rounds = quick ? 3 : 5;
    const products = makeProducts(count, seed);
    const mb = JSON.stringify(products).length / 1e6;
    log(`${count} products, ${mb.toFixed(1)} MB, ${rounds} rounds`);
    const rates = { staged: [] as number[], written: [] as number[], csv: [] as number[], plain: [] as number[] };
    const events: EventRates[] = [];
    const folder = mkdtempSync(join(tmpdir(), "winnow-ingest-"));
    try {
      const csv = join(folder, "products.csv");
      writeFileSync(csv, toCsv(products));
      for (let round = 0; round < rounds; round++) {
        const file = (name: string): string => join(folder, `${name}-${round}.db`);
        rates.plain.push(
          plainInserts(file("plain"), products, CHUNK, (product) => [product.id, JSON.stringify(product)]),
        );
        rates.staged.push(await withShop(file("staged"), (stores) => rate(count, () => stage(stores, products))));
        rates.written.push(await withShop(file("written"), (stores) => rate(count, () => write(stores, products))));
        rates.csv.push(await withShop(file("csv"), (stores) => rate(count, () => importCsv(stores, csv))));
        events.push(await measureEvents(folder, count / 2, seed, round));
        log(`round ${round + 1} of ${rounds}`);
      }
    } finally {
      rmSync(folder, { recursive: true });
    }
    const import_ = median(rates.staged);
    const peer = median(rates.plain);
    const of = (pick: (rates: EventRates) => number): number => median(events.map(pick));
    const accepted = of((one) => one.accepted);
    const plainEvents = of((one) => one.plain);
    return {
      unit: "products or events/s",
      ours: {
        import: import_,
        writes: median(rates.written),
        "import from CSV": median(rates.csv),
        events: accepted,
        "events, 20 a call": of((one) => one.small),
        "events folded": of((one) => one.folded),
      },
      peers: { "sqlite-inserts": { import: peer, events: plainEvents } },
      ratio: { "sqlite-inserts": import_ / peer, "sqlite-inserts of events": accepted / plainEvents },
      n: rounds,
      seed,
    };
  },
};

type Stores = Awaited<ReturnType<typeof openSqlite>>;

async function withShop<T>(file: string, work: (stores: Stores) => Promise<T>): Promise<T> {
  await using stores = await openSqlite(file);
  await stores.products.defineCatalog("shop", mapping);
  return await work(stores);
}

async function stage({ products: store }: Stores, products: readonly Product[]): Promise<void> {
  await using session = await store.openImport("shop");
  let staging = Promise.resolve();
  for (const chunk of chunks(products)) {
    const staged = session.stage(chunk);
    await staging; // two on their way, as importProducts has it
    staging = staged;
  }
  await staging;
  await session.commit(false);
}

async function write({ products: store }: Stores, products: readonly Product[]): Promise<void> {
  for (const chunk of chunks(products)) {
    await store.write(
      "shop",
      chunk.map((product) => ({ op: "put", product })),
    );
  }
}

async function importCsv({ products: store }: Stores, path: string): Promise<void> {
  await importProducts({ store, catalog: "shop", mapping, sources: [await fileSource(path)] });
}

function chunks(products: readonly Product[]): readonly (readonly Product[])[] {
  return Array.from({ length: Math.ceil(products.length / CHUNK) }, (_, i) =>
    products.slice(i * CHUNK, (i + 1) * CHUNK),
  );
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN;
}

/** About a kilobyte of JSON each, as a shop's products have. */
function makeProducts(count: number, seed: number): readonly Product[] {
  const random = seededRandom(seed);
  const words = (many: number): string =>
    Array.from({ length: many }, () =>
      Math.floor(random() * 46_656)
        .toString(36)
        .padStart(3, "x"),
    ).join(" ");
  return Array.from({ length: count }, (_, i) => ({
    id: `${Math.floor(random() * 1e9)}-${i}`,
    title: words(9),
    description: words(120),
    brand: words(1),
    categories: [`${words(1)} > ${words(1)}`],
    price: Math.floor(random() * 100_000) / 100,
    currency: "EUR",
    image: `https://shop.example/${words(1)}.jpg`,
    in_stock: random() < 0.9,
    attributes: { colour: [words(1)], size: [Math.floor(random() * 50)], material: [words(1)] },
  }));
}

function toCsv(products: readonly Product[]): string {
  const header = "id,title,description,brand,categories,price,currency,image,in_stock,colour,size,material\n";
  const rows = products.map((p) =>
    [p.id, p.title, p.description, p.brand, p.categories?.[0], p.price, p.currency, p.image, p.in_stock]
      .concat(Object.values(p.attributes ?? {}).map(([value]) => value))
      .join(","),
  );
  return header + rows.join("\n");
}

const mapping: CatalogMapping = {
  ...{ text: [], keywords: [], numbers: [], facets: [], identifiers: [], language: "english", body: {} },
};
