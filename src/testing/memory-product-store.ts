import { WinnowError } from "../domain/errors.ts";
import type { CatalogMapping } from "../domain/mapping.ts";
import type { Product } from "../domain/product.ts";
import type { CatalogInfo, ProductChange, ProductStore, ProductWrite, WriteResult } from "../ports/product-store.ts";

interface Catalog {
  mapping: CatalogMapping;
  mappingVersion: number;
  sequence: number;
  readonly products: Map<string, ProductChange & { readonly group: string }>;
}

/** A product store in memory, for tests of what follows one. */
export function memoryProductStore(): ProductStore {
  const catalogs = new Map<string, Catalog>();
  let lastVersion = 0;

  function find(name: string): Catalog {
    const found = catalogs.get(name);
    if (found === undefined) throw new WinnowError("catalog_not_found", `There is no catalogue “${name}”.`);
    return found;
  }

  function info(name: string): CatalogInfo {
    const { sequence, mappingVersion, products } = find(name);
    return { name, sequence, mappingVersion, products: live(products).length };
  }

  function apply(catalog: Catalog, write: ProductWrite): WriteResult {
    const id = write.op === "put" ? write.product.id : write.id;
    const before = catalog.products.get(id);
    const existed = before !== undefined && before.source !== null;
    if (write.op === "delete") {
      if (!existed) return "not_found";
      catalog.products.delete(id);
      catalog.products.set(id, { id, source: null, sequence: ++catalog.sequence, group: before.group });
      return "deleted";
    }
    if (write.replaces !== undefined && write.replaces !== before?.sequence) return "conflict";
    const source = JSON.stringify(write.product);
    if (existed && before.source === source) return "unchanged";
    // Deleted first, so that the map stays in the order of sequences.
    catalog.products.delete(id);
    const group = write.product.group_id ?? id;
    catalog.products.set(id, { id, source, sequence: ++catalog.sequence, group });
    return existed ? "updated" : "created";
  }

  return {
    catalogs: () => Promise.resolve([...catalogs.keys()].sort().map(info)),
    catalog: async (name) => Promise.resolve(info(name)),
    defineCatalog: async (name, mapping) => {
      const found = catalogs.get(name);
      const mappingVersion = ++lastVersion;
      if (found === undefined) catalogs.set(name, { mapping, mappingVersion, sequence: 0, products: new Map() });
      else Object.assign(found, { mapping, mappingVersion });
      return Promise.resolve(info(name));
    },
    rebuildCatalog: async (name) => {
      find(name).mappingVersion = ++lastVersion;
      return Promise.resolve(info(name));
    },
    dropCatalog: async (name) => {
      find(name);
      catalogs.delete(name);
      return Promise.resolve();
    },
    mapping: async (name) => Promise.resolve(find(name).mapping),
    find(name, ids) {
      return Promise.all(ids.map((id) => this.get(name, id)));
    },
    get: async (name, id) => {
      const found = find(name).products.get(id);
      return Promise.resolve(found?.source == null ? null : { sequence: found.sequence, source: found.source });
    },
    write: async (name, writes) => Promise.resolve(writes.map((write) => apply(find(name), write))),
    openImport: async (name) => {
      const staged = new Map<string, Product>();
      const catalog = find(name);
      return Promise.resolve({
        stage: async (products) => {
          for (const product of products) staged.set(product.id, product);
          return Promise.resolve();
        },
        commit: async (keepMissing) => {
          const counts = { created: 0, updated: 0, unchanged: 0, deleted: 0 };
          const tally = (result: WriteResult) => {
            if (result in counts) counts[result as keyof typeof counts]++;
          };
          for (const product of staged.values()) tally(apply(catalog, { op: "put", product }));
          for (const { id } of keepMissing ? [] : live(catalog.products))
            if (!staged.has(id)) tally(apply(catalog, { op: "delete", id }));
          return Promise.resolve(counts);
        },
        [Symbol.asyncDispose]: () => Promise.resolve(),
      });
    },
    changes: async (name, after, limit) => {
      const found: ProductChange[] = [];
      for (const change of find(name).products.values()) {
        if (change.sequence > after) found.push(change);
        if (found.length === limit) break;
      }
      return Promise.resolve(found);
    },
    members: async (name, groups) =>
      Promise.resolve(live(find(name).products).filter(({ group }) => groups.includes(group))),
    [Symbol.asyncDispose]: () => Promise.resolve(),
  };
}

function live<T extends ProductChange>(products: ReadonlyMap<string, T>): T[] {
  return [...products.values()].filter(({ source }) => source !== null);
}
