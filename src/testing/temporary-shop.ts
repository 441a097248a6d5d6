import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openSqlite } from "../adapters/sqlite/open-sqlite.ts";
import type { RejectedLine } from "../catalog/import-report.ts";
import { importProducts } from "../catalog/import-products.ts";
import type { ImportReport } from "../catalog/import-report.ts";
import type { ImportOptions, ImportRequest } from "../catalog/import-request.ts";
import { fileSource } from "../catalog/read/source.ts";
import type { CatalogMapping } from "../domain/mapping.ts";
import type { Product } from "../domain/product.ts";
import type { ProductStore } from "../ports/product-store.ts";

/** A catalogue `shop` in a SQLite file of its own, and a folder for files to import; all gone when closed. */
export interface TemporaryShop {
  readonly folder: string;
  readonly store: ProductStore;
  /** @returns its path */
  write(name: string, content: string | Buffer): string;
  import(
    paths: string | readonly string[],
    options?: ImportOptions,
    more?: Partial<ImportRequest>,
  ): Promise<ImportReport & { readonly lines: readonly RejectedLine[] }>;
  /** Id → product. */
  products(): Promise<Readonly<Record<string, Product>>>;
  close(): Promise<void>;
}

export async function temporaryShop(mapping: Partial<CatalogMapping> = {}): Promise<TemporaryShop> {
  const folder = mkdtempSync(join(tmpdir(), "winnow-shop-"));
  const stores = await openSqlite(join(folder, "winnow.db"));
  const store = stores.products;
  const fields = { text: [], keywords: [], numbers: [], facets: [], identifiers: [] };
  await store.defineCatalog("shop", { ...fields, language: "english", body: {}, ...mapping });
  return {
    folder,
    store,
    write: (name, content) => {
      writeFileSync(join(folder, name), content);
      return join(folder, name);
    },
    import: async (paths, options = {}, more = {}) => {
      const sources = await Promise.all([paths].flat().map(fileSource));
      const lines: RejectedLine[] = [];
      const report = await importProducts({
        ...{ store, catalog: "shop", mapping: await store.mapping("shop"), sources, options },
        onRejected: (line) => lines.push(line),
        ...more,
      });
      return { ...report, lines };
    },
    products: async () => {
      const changes = await store.changes("shop", 0, 1_000_000);
      const living = changes.flatMap(({ source }) => (source === null ? [] : [JSON.parse(source) as Product]));
      return Object.fromEntries(living.map((product) => [product.id, product]));
    },
    close: async () => {
      await stores.close();
      rmSync(folder, { recursive: true });
    },
  };
}
