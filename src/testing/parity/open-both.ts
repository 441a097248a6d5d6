import { readFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openEmbeddedRetrieval } from "../../adapters/embedded/open-embedded-retrieval.ts";
import type { Product } from "../../domain/product.ts";
import type { ProductStore } from "../../ports/product-store.ts";
import type { Retrieval } from "../../ports/retrieval.ts";
import { parseSynonyms, type SynonymRule } from "../../query/synonyms.ts";
import { readMapping } from "../../text/read-mapping.ts";
import { openLiveStores } from "../live-elasticsearch.ts";
import { memoryProductStore } from "../memory-product-store.ts";

export interface BothEngines extends AsyncDisposable {
  readonly embedded: Retrieval;
  readonly elasticsearch: Retrieval;
  readonly synonyms: readonly SynonymRule[];
}

/** The same products imported into both, in catalogue `products`. */
export async function openBothEngines(products: readonly Product[]): Promise<BothEngines> {
  const folder = await mkdtemp(join(tmpdir(), "winnow-parity-"));
  const memory = memoryProductStore();
  const live = await openLiveStores();
  await Promise.all([memory, live.products].map((store) => load(store, products)));
  const embedded = await openEmbeddedRetrieval({ store: memory, snapshotFolder: folder });
  const elasticsearch = await live.openRetrieval();
  await Promise.all([embedded.refresh("products"), elasticsearch.refresh("products")]);
  return {
    embedded,
    elasticsearch,
    synonyms: parseSynonyms(readFileSync("mappings/synonyms.txt", "utf8"), "synonyms.txt"),
    async [Symbol.asyncDispose]() {
      await embedded[Symbol.asyncDispose]();
      await elasticsearch[Symbol.asyncDispose]();
      await live.close();
      await live.remove();
      await rm(folder, { recursive: true });
    },
  };
}

async function load(store: ProductStore, products: readonly Product[]): Promise<void> {
  await store.defineCatalog("products", readMapping(JSON.parse(readFileSync("mappings/products.json", "utf8"))));
  await using session = await store.openImport("products");
  for (let i = 0; i < products.length; i += 1000) await session.stage(products.slice(i, i + 1000));
  await session.commit(false);
}
