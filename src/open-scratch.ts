import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openEmbeddedRetrieval } from "./adapters/embedded/open-embedded-retrieval.ts";
import { openSqlite } from "./adapters/sqlite/open-sqlite.ts";
import type { CatalogMapping } from "./domain/mapping.ts";
import type { Product } from "./domain/product.ts";
import type { Retrieval } from "./ports/retrieval.ts";

/** Imports and indexes catalogues that are gone once it is closed: what measurements run on. */
export const openScratch = async (
  catalogs: ReadonlyMap<string, { readonly mapping: CatalogMapping; readonly products: readonly Product[] }>,
): Promise<Retrieval> => {
  const folder = await mkdtemp(join(tmpdir(), "winnow-"));
  const stores = await openSqlite(join(folder, "winnow.db"));
  const store = stores.products;
  for (const [name, { mapping, products }] of catalogs) {
    await store.defineCatalog(name, mapping);
    await using session = await store.openImport(name);
    for (let i = 0; i < products.length; i += 1000) await session.stage(products.slice(i, i + 1000));
    await session.commit(false);
  }
  const retrieval = await openEmbeddedRetrieval({ store, snapshotFolder: join(folder, "index") });
  for (const name of catalogs.keys()) await retrieval.refresh(name);
  return {
    ...retrieval,
    [Symbol.asyncDispose]: async () => {
      await retrieval[Symbol.asyncDispose]();
      await stores.close();
      await rm(folder, { recursive: true });
    },
  };
};
